"""Checks of where links lead: pages of this site, platforms that are closed, addresses that no longer answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.apps import apps
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.completeness.checks import Finding, register_check
from cms.completeness.content import Content
from cms.completeness.models import LinkCheck, Severity, known_links


def split(url: str) -> SplitResult | None:
    """The parts of an address; None when it is none."""
    try:
        parts = urlsplit(url.strip())
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def site_roots() -> dict[str, str]:
    """Host of this site → path of its first page in the tree. Kept by Wagtail; no query as a rule."""
    from wagtail.models import Site

    roots = {}
    for root in Site.get_site_root_paths():
        if parts := split(root.root_url):
            roots[parts.hostname or ""] = root.root_path
    base = split(settings.WAGTAILADMIN_BASE_URL)
    if base and roots:
        roots.setdefault(base.hostname or "", next(iter(roots.values())))
    return roots


def outside_urls(content: Content) -> list[str]:
    """The addresses that lead to other sites, each once."""
    own = site_roots()
    found = {}
    for link in content.addresses:
        parts = split(link.url)
        if parts is None or parts.hostname not in own:
            found[link.url.strip()] = True
    return list(found)


@register_check("link_gone", gettext_lazy("Links to deleted pages and files of this site"), default=Severity.BLOCK)
def links_to_what_is_gone(content: Content) -> Iterator[Finding]:
    targets = _targets(content)
    for link in content.links:
        if link.target in ("page", "document") and (link.target, link.pk) not in targets:
            message = (
                _("The link “%(text)s” leads to a page that was deleted.")
                if link.target == "page"
                else _("The link “%(text)s” leads to a file that was deleted.")
            )
            text = " ".join(link.text.split())
            yield Finding(message % {"text": text}, _("Link something else, or remove the link."), link.place)


@register_check("link_unpublished", gettext_lazy("Links to unpublished pages of this site"))
def links_to_drafts(content: Content) -> Iterator[Finding]:
    targets, paths = _targets(content), _paths(content)
    for link in content.links:
        page = targets.get((link.target, link.pk)) if link.target == "page" else paths.get(link.url)
        if page is not None and not page.live and page.pk != content.page.pk:
            # By the words of the link: the title of a draft is not for everybody who can link to it.
            yield Finding(
                _("The link “%(text)s” leads to a page that readers cannot open.")
                % {"text": " ".join(link.text.split())},
                _("Publish that page first, or remove the link."),
                link.place,
            )


@register_check("link_retired", gettext_lazy("Links to platforms that are closed"))
def links_to_closed_platforms(content: Content) -> Iterator[Finding]:
    if not content.addresses:
        return
    platforms = apps.get_model("cms.Platform")._default_manager.exclude(url="").select_related("successor")
    retired: list[tuple[str, str, Any]] = []
    active = set()
    for platform in platforms.order_by("pk"):
        if parts := split(platform.url):
            where = (_host(parts), parts.path.rstrip("/"))
            if platform.status == platform.Status.RETIRED:
                retired.append((*where, platform))
            else:
                active.add(where)
    closed = [(host, path, platform) for host, path, platform in retired if (host, path) not in active]
    for link in content.addresses:
        parts = split(link.url)
        for host, path, platform in closed if parts else ():
            assert parts is not None
            if _host(parts) == host and (parts.path.rstrip("/") + "/").startswith(f"{path}/"):
                yield Finding(
                    _("“%(platform)s”, to which a link leads, is closed.") % {"platform": platform.label},
                    _instead(platform),
                    link.place,
                )
                break


@register_check("link_broken", gettext_lazy("Links to other sites that no longer work"))
def broken_links(content: Content) -> Iterator[Finding]:
    known = known_outside(content)
    for link in content.addresses:
        state = known.get(link.url.strip())
        if state is not None and state.is_broken:
            yield Finding(
                _("The link %(url)s has not worked since %(since)s. %(answer)s Last checked on %(checked)s.")
                % {
                    "url": state.url,
                    "since": _day(state.failing_since),
                    "answer": state.last_answer,
                    "checked": _day(state.checked_at),
                },
                _("Look for its new address, or remove the link."),
                link.place,
            )


def known_outside(content: Content) -> dict[str, LinkCheck]:
    """What is known of the links to other sites. One query for all checks."""
    if "known" not in content.answers:
        content.answers["known"] = known_links(outside_urls(content))
    known: dict[str, LinkCheck] = content.answers["known"]
    return known


def _targets(content: Content) -> dict[tuple[str, str], Any]:
    """The pages and documents that links of the text name, those that exist: a query for each of the two."""
    if "targets" not in content.answers:
        found: dict[tuple[str, str], Any] = {}
        models = {
            "page": apps.get_model("wagtailcore.Page"),
            "document": apps.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL),
        }
        for target, model in models.items():
            ids = {int(link.pk) for link in content.links if link.target == target and link.pk.isdecimal()}
            if ids:
                rows = model._default_manager.filter(pk__in=[pk for pk in ids if pk < 2**63])
                found |= {(target, str(row.pk)): row for row in rows}
        content.answers["targets"] = found
    targets: dict[tuple[str, str], Any] = content.answers["targets"]
    return targets


def _paths(content: Content) -> dict[str, Any]:
    """The pages of this site that were linked by their address: address → page."""
    roots = site_roots()
    wanted: dict[str, str] = {}
    for link in content.links:
        parts = split(link.url)
        if parts and parts.hostname in roots:
            path = parts.path.removeprefix("/en").lstrip("/")
            wanted[link.url] = f"{roots[parts.hostname]}{path}".rstrip("/") + "/"
    if not wanted:
        return {}
    pages = apps.get_model("wagtailcore.Page")._default_manager.filter(url_path__in=set(wanted.values()))
    by_path = {page.url_path: page for page in pages}
    return {url: by_path[path] for url, path in wanted.items() if path in by_path}


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _instead(platform: Any) -> str:
    successor = platform.successor
    if successor is None:
        return _("Link what teachers use now, or remove the link.")
    return _("Link “%(platform)s” instead: %(url)s") % {"platform": successor.label, "url": successor.url or "–"}


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "j F Y") if moment else "–"
