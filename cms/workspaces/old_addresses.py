"""Old addresses of pages that were renamed or moved answer in every language, by a permanent redirect.

Wagtail makes the redirects for the language of whoever did it; we have it do so for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import (
    autocreate_redirects_on_page_move,
    autocreate_redirects_on_slug_change,
    create_redirects,
)
from wagtail.models import Page, Site


def in_each_language() -> Iterator[str]:
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield code


def slug_changed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    for _code in in_each_language():
        autocreate_redirects_on_slug_change(instance_before=instance_before, instance=instance)
    forget_loops(instance)


def page_moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    for _code in in_each_language():
        autocreate_redirects_on_page_move(
            instance=instance, url_path_before=url_path_before, url_path_after=url_path_after
        )
    forget_loops(instance)


def keep_old_address(page: Page, before: Page) -> None:
    """Redirects from where `page` and all that is live below it stood, as `before` (the page as it was) has it.

    Now, in the transaction of the change: Wagtail's own come after it, and only if nothing stops in between.
    """
    for _code in in_each_language():
        create_redirects(page=page, page_old=before, sites=_sites(page))
    forget_loops(page)


def lead_to(old: Page, target: Page) -> None:
    """A permanent redirect from the address of one page, which does not answer any more, to another page."""
    for _code in in_each_language():
        for site in _sites(target):
            parts = old.get_url_parts()
            if parts is None or not parts[2]:
                continue
            path = Redirect.normalise_path(parts[2])
            Redirect.objects.update_or_create(
                old_path=path,
                site=site,
                defaults={"redirect_page": target, "is_permanent": True, "automatically_created": True},
            )
    # What led to the old page before leads to the new one at once, not by a detour that ends at a closed door.
    Redirect.objects.filter(redirect_page=old).update(redirect_page=target)
    forget_loops(target)


def forget_loops(page: Page) -> None:
    """Drop redirects from where `page` or something below it stands now to that very page.

    A page that came back to an old address answers there itself; once closed it would lead to itself for ever.
    """
    page = Page.objects.get(pk=page.pk)
    below = Redirect.objects.filter(
        automatically_created=True, redirect_page__in=page.get_descendants(inclusive=True)
    ).select_related("redirect_page")
    for _code in in_each_language():
        here = _path(page)
        if here is None:
            continue
        rows = below.filter(Q(old_path=here) | Q(old_path__startswith=f"{here.rstrip('/')}/"))
        loops = [row.pk for row in rows if row.old_path == _path(row.redirect_page, row.redirect_page_route_path)]
        Redirect.objects.filter(pk__in=loops).delete()


def former_holder(parent: Page, slug: str, page: Page | None = None) -> Page | None:
    """Another page than `page` that stood at `slug` below `parent` once and is still found by that address."""
    for _code in in_each_language():
        start = _path(parent)
        if start is None:
            continue
        rows = Redirect.objects.filter(old_path=f"{start.rstrip('/')}/{slug}").exclude(redirect_page=None)
        if page is not None:
            rows = rows.exclude(redirect_page=page.pk)
        found = rows.select_related("redirect_page").first()
        if found is not None:
            return found.redirect_page
    return None


def former_address_message(slug: str, holder: Page) -> str:
    """Why an address cannot be given to anybody else: what was printed and shared with it leads to its first holder."""
    values = {"slug": slug, "centre": holder.title}
    return _("The address “%(slug)s” was that of “%(centre)s” and still leads there. Choose another one.") % values


def _path(page: Page, route: str = "") -> str | None:
    """A page's address as redirects keep it, in the language of the moment; None when it has none."""
    parts = page.specific_deferred.get_url_parts()
    if parts is None or not parts[2]:
        return None
    return str(Redirect.normalise_path(parts[2].rstrip("/") + (route or "/")))


def _sites(page: Page) -> list[Site]:
    ids = {root.site_id for root in page._get_relevant_site_root_paths()}
    return list(Site.objects.filter(pk__in=ids).exclude(root_page=page))
