"""What the frame of every page needs: the stylesheet, addresses, pages about the site, the editors' bar."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page

from cms.context_processors import language_addresses
from cms.models import StandardPage
from cms.querysets import public
from cms.stylesheet import css_of

register = template.Library()

ABOUT_SECONDS = 60


@register.simple_tag
def inline_css(*parts: str) -> SafeString:
    """The stylesheet's base and the named parts of it, for a <style> element: one request less on a slow link."""
    return mark_safe(css_of(*parts))  # noqa: S308 - our own file


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str = "") -> str:
    """`path` (this page's own without one) with scheme and host; "" when there is no request."""
    request: HttpRequest | None = context.get("request")
    return request.build_absolute_uri(path or request.path) if request else ""


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> dict[str, str]:
    """Absolute addresses of this page in each language, without its query."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {}
    indonesian, english = language_addresses(request.path)
    return {"id": request.build_absolute_uri(indonesian), "en": request.build_absolute_uri(english)}


@register.simple_tag(takes_context=True)
def current(context: template.Context, address: str) -> SafeString:
    """The aria-current attribute of a menu link: "page" on the page itself, "true" below it."""
    path = getattr(context.get("request"), "path", "")
    if path == address:
        return mark_safe(' aria-current="page"')
    is_root = address.strip("/") in ("", "en")
    return mark_safe(' aria-current="true"' if not is_root and path.startswith(address) else "")  # noqa: S308


@register.filter
def everyone_may_open(page: Page) -> bool:
    """Whether the page is public; a page that is being served was asked that already, so it costs no query."""
    known: bool | None = page.__dict__.get("_is_public")
    return public(Page.objects.filter(pk=page.pk)).exists() if known is None else known


@register.simple_tag
def about_pages() -> list[dict[str, str]]:
    """Title and slug of the standard pages below home, remembered for a minute."""
    found: list[dict[str, str]] | None = cache.get("about_pages")
    if found is None:
        pages = public(StandardPage.objects.filter(depth=3)).order_by("path")
        found = list(pages.values("title", "slug"))
        cache.set("about_pages", found, ABOUT_SECONDS)
    return found


@register.simple_tag
def standard_pages_below(page: Page) -> list[StandardPage]:
    """The standard pages right below a page, in the order of the tree."""
    return list(public(StandardPage.objects.child_of(page)).order_by("path"))


@register.simple_tag
def way_to(page: Page) -> list[Page]:
    """The pages above a page, home first, itself left out."""
    return list(page.get_ancestors().filter(depth__gt=1))


@register.simple_tag(takes_context=True)
def editor_bar(context: template.Context) -> str:
    """Wagtail's bar for editors. Without a session cookie nothing is asked, so that the page stays cacheable."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(wagtailuserbar(context))
