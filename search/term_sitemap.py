"""Pages of terms in the sitemap: those that hold something, and the lists of all."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from cms.sitemaps import SectionUnavailable, SitemapEntry
from search import catalogue
from search.engines.base import EngineUnavailable
from search.term_pages import KINDS


def term_entries() -> Iterator[SitemapEntry]:
    """Addresses of the lists and of every term with a public material. Raises SectionUnavailable."""
    try:
        counts = catalogue.counts(*KINDS)
    except EngineUnavailable as error:
        raise SectionUnavailable from error
    for facet, kind in KINDS.items():
        yield SitemapEntry(reverse(kind.index))
        for value in sorted(counts[facet], key=lambda value: value.slug):
            yield SitemapEntry(reverse(kind.address, args=[value.slug]))
