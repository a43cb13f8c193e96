"""/sitemap.xml: an index, and one file for every few thousand pages that everyone may open.

Files are cut by ranges of primary keys: no count, no offset, one query each whatever the size of the site, and a
page stays in its file. Higher packages add addresses of their own with `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms.context_processors import language_addresses
from cms.querysets import public

PAGES_A_FILE = 5_000
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
KEEP_SECONDS = 600


class SitemapEntry(NamedTuple):
    """An Indonesian path of this site (percent-encoding is added here) and when it last changed, if that is known."""

    path: str
    changed: datetime | None = None


Section = Callable[[], Iterable[SitemapEntry]]
_sections: dict[str, Section] = {}


class SectionUnavailable(Exception):
    """Raised by a section that cannot answer now; the robot is asked to come again."""


def register(name: str, section: Section) -> None:
    """Add /sitemap-<name>.xml. `name` is made of letters; `section` answers the entries, at most 50,000 of them."""
    _sections[name] = section


@require_safe
@cache_control(public=True, max_age=KEEP_SECONDS)
def index(request: HttpRequest) -> HttpResponse:
    """The list of files, those of pages with the newest change in them."""
    changes = (
        _pages(request)
        .order_by()
        .annotate(part=F("pk") / PAGES_A_FILE)
        .values("part")
        .annotate(changed=Max("last_published_at"))
        .order_by("part")
    )
    files = [(reverse("sitemap_pages", args=[row["part"]]), row["changed"]) for row in changes]
    files += [(reverse("sitemap_section", args=[name]), None) for name in sorted(_sections)]
    listed = "".join(
        f"<sitemap><loc>{escape(request.build_absolute_uri(path))}</loc>{_lastmod(changed)}</sitemap>\n"
        for path, changed in files
    )
    return _xml(f"<sitemapindex {NAMESPACES}>\n{listed}</sitemapindex>\n")


@require_safe
@cache_control(public=True, max_age=KEEP_SECONDS)
def pages(request: HttpRequest, part: int) -> HttpResponse:
    """The public pages whose primary keys are in the range of this part. An empty part is a 404."""
    rows = _pages(request).filter(pk__gte=part * PAGES_A_FILE, pk__lt=(part + 1) * PAGES_A_FILE).order_by("pk")
    root = len(_root(request).rstrip("/"))
    entries = [
        SitemapEntry(path[root:], changed) for path, changed in rows.values_list("url_path", "last_published_at")
    ]
    if not entries:
        raise Http404("no pages in this part of the sitemap")
    return _urlset(request, entries)


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    """What a package added under this name."""
    if name not in _sections:
        raise Http404("no such sitemap")
    try:
        entries = list(_sections[name]())
    except SectionUnavailable:
        return HttpResponse(status=503, headers={"Retry-After": "300", "Cache-Control": "no-store"})
    response = _urlset(request, entries)
    response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    return response


def _root(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("no site here")
    return str(site.root_page.url_path)


def _pages(request: HttpRequest) -> PageQuerySet:
    return public(Page.objects.filter(url_path__startswith=_root(request)))


def _urlset(request: HttpRequest, entries: Iterable[SitemapEntry]) -> HttpResponse:
    host = request.build_absolute_uri("/").rstrip("/")
    listed = []
    for entry in entries:
        indonesian, english = (escape(host + quote(path)) for path in language_addresses(entry.path))
        listed.append(
            f"<url><loc>{indonesian}</loc>{_lastmod(entry.changed)}"
            f'<xhtml:link rel="alternate" hreflang="id" href="{indonesian}"/>'
            f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/></url>\n'
        )
    return _xml(f"<urlset {NAMESPACES}>\n{''.join(listed)}</urlset>\n")


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _xml(text: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', content_type="application/xml")
