"""The facts by which a teacher decides on a material, and those that describe it further, with links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.lesson_hours import duration_in_words
from cms.licence_terms import licence_in_short
from cms.models import CentrePage, LearningResource, QualityReview
from cms.offline import OfflineUse
from cms.querysets import public
from cms.vocabulary import TermEntry, get_vocabulary

# Field of the resource, its vocabulary, its search parameter, its heading; in the order of the page.
CLASSIFICATION: tuple[tuple[str, str, str, Any], ...] = (
    ("levels", "Level", "level", gettext_lazy("Level")),
    ("school_levels", "SchoolLevel", "school_level", gettext_lazy("School level")),
    ("phases", "Phase", "phase", gettext_lazy("Phase")),
    ("grades", "Grade", "grade", gettext_lazy("Grade")),
    ("subjects", "Subject", "subject", gettext_lazy("Subject")),
    ("platforms", "Platform", "platform", gettext_lazy("Application/platform")),
    ("provinces", "Province", "province", gettext_lazy("Province")),
)
# The level stands beside the kind.
DECIDING = ("subject", "platform")
# So many terms stand in the facts at the top; the rest are further down, with all others.
SHOWN = 2


@dataclass(frozen=True)
class Fact:
    """One fact: its `icon`, its label, (label, address) `links` or plain `text`, and a `note` in smaller letters.

    `more` counts the values that were left out.
    """

    icon: str
    label: Any
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    more: int = 0
    rel: str = ""


def current_terms(page: LearningResource) -> dict[str, list[TermEntry]]:
    """The terms of each classifying field as they are now (merged ones by their successor), in order; read once."""
    known: dict[str, list[TermEntry]] | None = page.__dict__.get("_current_terms")
    if known is None:
        vocabulary = get_vocabulary()
        known = {}
        for name, model, _parameter, _label in CLASSIFICATION:
            entries = (vocabulary.current(model, term.pk) for term in getattr(page, name).all())
            known[name] = sorted({entry for entry in entries if entry}, key=lambda entry: entry.position)
        page.__dict__["_current_terms"] = known
    return known


def term_address(parameter: str, slug: str) -> str:
    """The term's own page where there is one, else the search for its materials."""
    try:
        return reverse(f"{parameter}_page", kwargs={"slug": slug})
    except NoReverseMatch:
        return f"{reverse('search')}?{urlencode({parameter: slug})}"


def deciding_facts(page: LearningResource, size_bytes: int, offline: OfflineUse) -> list[Fact]:
    """Subject, platform, duration, size, offline, licence, centre, last reviewed: with the level enough to decide by.

    All but those that nobody filled in. Two queries, one of them only for a centre's material.
    """
    facts = [fact for fact in _term_facts(page, SHOWN) if fact.icon in DECIDING]
    if page.duration_minutes:
        facts.append(Fact("clock", _("Duration"), text=duration_in_words(page.duration_minutes)))
    size = f"≈ {filesizeformat(size_bytes)}" if size_bytes else _("Nothing to download")
    facts.append(Fact("download", _("Download size"), text=size))
    facts.append(_offline_fact(offline, bool(size_bytes)))
    if page.licence:
        licence, note = page.licence, licence_in_short(page.licence)
        links = [(licence.label, licence.url)] if licence.url else []
        facts.append(Fact("licence", _("Licence"), "" if links else licence.label, links, note, rel="license"))
    national = Fact("centre", _("Centre"), text=_("National"))
    facts.append(Fact("centre", _("Centre"), links=[centre_link(page)]) if page.centre else national)
    return [*facts, *_review_facts(page)]


def describing_facts(page: LearningResource) -> list[Fact]:
    """The terms that do not stand among the deciding facts, or not all of them there, and the language."""
    facts = [
        fact
        for fact in _term_facts(page)
        if fact.icon != "level" and (fact.icon not in DECIDING or len(fact.links) > SHOWN)
    ]
    if page.language:
        entry = get_vocabulary().current("Language", page.language.pk)
        if entry:
            facts.append(Fact("language", _("Language"), links=[(entry.label, term_address("language", entry.slug))]))
    return facts


def level_links(page: LearningResource) -> list[tuple[str, str]]:
    """Label and address of its levels, the easiest first."""
    return [(entry.label, term_address("level", entry.slug)) for entry in current_terms(page)["levels"]]


def _term_facts(page: LearningResource, limit: int | None = None) -> list[Fact]:
    terms = current_terms(page)
    found: list[Fact] = []
    for name, _model, parameter, label in CLASSIFICATION:
        entries: Sequence[TermEntry] = terms[name]
        links = [(entry.label, term_address(parameter, entry.slug)) for entry in entries[:limit]]
        if links:
            found.append(Fact(parameter, label, links=links, more=len(entries) - len(links)))
    return found


def _offline_fact(offline: OfflineUse, has_files: bool) -> Fact:
    label, count = _("Works offline?"), len(offline.online)
    if offline.answer == "yes":
        return Fact("offline", label, text=_("Yes, once downloaded") if has_files else _("Yes, once loaded"))
    if offline.answer == "no":
        return Fact("online", label, links=[(_("No, it is on another site"), "#daring")])
    needed = ngettext("%(count)s part needs internet", "%(count)s parts need internet", count) % {"count": count}
    return Fact("online", label, links=[(_("Partly"), "#daring")], note=needed)


def _review_facts(page: LearningResource) -> list[Fact]:
    """When someone last checked it, else when it was last changed; nothing for what was never published."""
    reviewed = QualityReview.objects.filter(resource=page.pk).values_list("reviewed_at", flat=True).first()
    if reviewed:
        return [Fact("reviewed", _("Last reviewed"), text=_day(reviewed))]
    if page.last_published_at:
        return [Fact("calendar", _("Last updated"), text=_day(page.last_published_at))]
    return []


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "j M Y")


def centre_link(page: LearningResource) -> tuple[str, str]:
    """Name and address of the page of the centre that owns a material, else of a search for its materials."""
    assert page.centre is not None
    centre = page.centre.last_successor()
    home = public(CentrePage.objects.filter(centre=centre)).first()
    return (centre.label, home.get_url() or "") if home else (centre.label, term_address("centre", centre.slug))
