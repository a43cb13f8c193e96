"""Vocabulary terms and centres."""

from __future__ import annotations

from typing import Any, TypeVar

from cms.models import Centre, Province, Term

TermType = TypeVar("TermType", bound=Term)

# Names that differ from their slug, so that tests read like the site.
NAMES = {
    "sd": "SD/MI",
    "smp": "SMP/MTs",
    "id": "Bahasa Indonesia",
    "cc-by": "CC BY 4.0",
    "ID-YO": "DI Yogyakarta",
    "ID-BA": "Bali",
    "canva-for-education": "Canva for Education",
}


def term(model: type[TermType], slug: str, **fields: Any) -> TermType:
    """The term with this slug, made when it is not there yet; the name follows from the slug."""
    fields.setdefault("name", NAMES.get(slug, slug.replace("-", " ").title()))
    made, _created = model._default_manager.get_or_create(slug=slug, defaults=fields)
    return made


def make_centre(slug: str = "balai-tekkomdik-diy", *, province: Province | None = None, **fields: Any) -> Centre:
    fields.setdefault("name", slug.replace("-", " ").title())
    return term(Centre, slug, province=province or term(Province, "ID-YO"), **fields)
