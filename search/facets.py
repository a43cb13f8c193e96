"""The facet registry: which facets exist, in which order, and how each is stored and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Facet:
    """`layout` tells engines how many values to expect: one, a small set, a few of many, or many.

    `order` is how values are listed: by the vocabulary's own order, or by count.
    `vocabulary` is the model name in `cms` whose labels the values carry; "" for built-in values.
    """

    name: str
    label: object
    layout: Literal["single", "set", "slots", "many"]
    order: Literal["vocabulary", "count"] = "count"
    vocabulary: str = ""


FACETS: tuple[Facet, ...] = (
    Facet("kind", _("Kind"), "single", "vocabulary"),
    Facet("level", _("Level"), "set", "vocabulary", "Level"),
    Facet("school_level", _("School level"), "set", "vocabulary", "SchoolLevel"),
    Facet("phase", _("Phase"), "set", "vocabulary", "Phase"),
    Facet("grade", _("Grade"), "set", "vocabulary", "Grade"),
    Facet("subject", _("Subject"), "slots", "count", "Subject"),
    Facet("platform", _("App or platform"), "slots", "count", "Platform"),
    Facet("format", _("Format"), "set", "vocabulary"),
    Facet("language", _("Language"), "single", "count", "Language"),
    Facet("province", _("Province"), "slots", "count", "Province"),
    Facet("centre", _("Centre"), "single", "count", "Centre"),
    Facet("licence", _("Licence"), "single", "vocabulary", "Licence"),
    Facet("tag", _("Tag"), "many", "count", "Tag"),
)
FACET_NAMES: tuple[str, ...] = tuple(facet.name for facet in FACETS)
BY_NAME: dict[str, Facet] = {facet.name: facet for facet in FACETS}
