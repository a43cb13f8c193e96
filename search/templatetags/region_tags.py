"""The reader's own province, chosen below a search box. The server is told it as `near`, and remembers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from cms.vocabulary import get_vocabulary

register = template.Library()


@dataclass(frozen=True, slots=True)
class ProvinceChoice:
    slug: str
    label: str
    chosen: bool


@register.inclusion_tag("search/region.html")
def region_choice(near: str | None = None) -> dict[str, Any]:
    """A field `near` with the provinces on offer, by name; `near` is the one that this very page was asked with."""
    entries = [entry for entry in get_vocabulary().terms.get("Province", {}).values() if entry.active]
    entries.sort(key=lambda entry: entry.label.casefold())
    choices = [ProvinceChoice(entry.slug, entry.label, entry.slug == near) for entry in entries]
    return {"provinces": choices, "chosen": next((choice.label for choice in choices if choice.chosen), "")}
