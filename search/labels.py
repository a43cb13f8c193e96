"""What readers see for a facet's values, and which values exist at all."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.models import resource_kinds
from cms.vocabulary import Vocabulary
from search.facets import FACETS, Facet

FORMAT_LABELS: dict[str, Any] = {
    "text": _("Text"),
    "image": _("Image"),
    "audio": _("Audio"),
    "video": _("Video"),
    "document": _("Document"),
    "interactive": _("Interactive"),
    "link": _("Link"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels in the interface's language, over one snapshot of the vocabularies."""

    vocabulary: Vocabulary
    # Slugs of the tags of public materials; None when nothing can tell. A tag of drafts alone is nobody's business.
    public_tags: Container[str] | None = None

    def resolve(self, facet: Facet, slug: str) -> str | None:
        """The slug that this one means now (that of a merged one's successor); None when no reader knows it."""
        if facet.name == "kind":
            return slug if slug in resource_kinds() else None
        if facet.name == "format":
            return slug if slug in FORMAT_LABELS else None
        if facet.name == "tag":
            slug = self.vocabulary.merged_tags.get(slug, slug)
            known = self.vocabulary.tags if self.public_tags is None else self.public_tags
            return slug if slug in known else None
        entry = self.vocabulary.resolve(facet.vocabulary, slug)
        return entry.slug if entry else None

    def label(self, facet: Facet, slug: str) -> str:
        if facet.name == "kind":
            kind = resource_kinds().get(slug)
            return str(kind.kind_label) if kind else slug
        if facet.name == "format":
            return str(FORMAT_LABELS.get(slug, slug))
        if facet.name == "tag":
            return self.vocabulary.tags.get(slug, slug)
        entry = self.vocabulary.terms.get(facet.vocabulary, {}).get(slug)
        return entry.label if entry else slug

    def names(self, facet: Facet, slug: str) -> tuple[str, ...]:
        """Every name under which a value may be searched: label, aliases, former names, those of merged ones."""
        entry = self.vocabulary.terms.get(facet.vocabulary, {}).get(slug) if facet.name != "tag" else None
        return self.vocabulary.names(facet.vocabulary, entry.pk) if entry else (self.label(facet, slug),)

    def position(self, facet: Facet, slug: str) -> int:
        """Where a value stands in its vocabulary's own order."""
        if facet.name == "kind":
            return list(resource_kinds()).index(slug) if slug in resource_kinds() else len(resource_kinds())
        if facet.name == "format":
            return list(FORMAT_LABELS).index(slug) if slug in FORMAT_LABELS else len(FORMAT_LABELS)
        entry = self.vocabulary.terms.get(facet.vocabulary, {}).get(slug)
        return entry.position if entry else 1_000_000

    def choices(self, chosen: Mapping[str, tuple[str, ...]]) -> list[tuple[Facet, str, str]]:
        """(facet, slug, label) of every chosen value, in the facets' order."""
        return [(facet, slug, self.label(facet, slug)) for facet in FACETS for slug in chosen.get(facet.name, ())]
