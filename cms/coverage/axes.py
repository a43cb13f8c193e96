"""The three vocabularies that the map is drawn over, and their terms as rows or columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.models import Centre, LearningResource, Level, Platform, Subject, Term
from cms.vocabulary import TermEntry, get_vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A vocabulary. `name` is its parameter in addresses, the search's own too; `without` names its empty choice."""

    name: str
    model: type[Term]
    label: Any
    every: Any
    without: Any

    @property
    def field(self) -> str:
        return self.model.resource_field

    @property
    def through(self) -> Any:
        """The table of pairs of materials and terms."""
        return getattr(LearningResource, self.field).through

    @property
    def column(self) -> str:
        """The term's column in the table of pairs."""
        return str(self.model._meta.model_name)

    @property
    def entries(self) -> Mapping[int, TermEntry]:
        return get_vocabulary().by_pk[self.model.__name__]

    def resolve(self, slug: str) -> TermEntry | None:
        return get_vocabulary().resolve(self.model.__name__, slug)

    def family(self, pk: int) -> list[int]:
        """The ids that mean this term today: its own and those of the terms merged into it."""
        return [pk, *(entry.pk for entry in self.entries.values() if entry.successor == pk)]

    def successions(self) -> dict[int, list[int]]:
        """The id of each term with merged ones → the ids of these."""
        found: dict[int, list[int]] = {}
        for entry in self.entries.values():
            if entry.successor is not None:
                found.setdefault(entry.successor, []).append(entry.pk)
        return found

    def shown(self, counted: Mapping[int | None, int]) -> list[TermEntry]:
        """The terms of the map in their order: those on offer, and retired ones that materials still have."""
        entries = [entry for entry in self.entries.values() if entry.successor is None]
        kept = [entry for entry in entries if entry.active or counted.get(entry.pk)]
        return sorted(kept, key=lambda entry: entry.position)


LEVEL = Axis("level", Level, _("Level"), _("Every level"), _("Without a level"))
SUBJECT = Axis("subject", Subject, _("Subject"), _("Every subject"), _("For every subject"))
PLATFORM = Axis("platform", Platform, _("App or platform"), _("Every platform"), _("Without a platform"))
AXES: tuple[Axis, ...] = (LEVEL, SUBJECT, PLATFORM)

# What stands in the rows and what in the columns: the longer list goes down the page.
PAIRS: dict[str, tuple[Axis, Axis]] = {
    "subject-level": (SUBJECT, LEVEL),
    "subject-platform": (SUBJECT, PLATFORM),
    "platform-level": (PLATFORM, LEVEL),
}


def third(pair: tuple[Axis, Axis]) -> Axis:
    """The axis that a pair leaves over, to filter by."""
    return next(axis for axis in AXES if axis not in pair)


def groups(axis: Axis, shown: Sequence[TermEntry]) -> list[tuple[str, list[TermEntry]]]:
    """The terms of a row axis under headings, in their order; subjects by their group, others under none."""
    if axis is not SUBJECT:
        return [("", list(shown))]
    group_of = dict(Subject.objects.values_list("pk", "group"))
    labels = {value: str(label) for value, label in Subject.Group.choices}
    found: dict[str, list[TermEntry]] = {value: [] for value in labels}
    for entry in shown:
        found.setdefault(group_of.get(entry.pk, ""), []).append(entry)
    return [(labels.get(value, value), entries) for value, entries in found.items() if entries]


def of_other_provinces(centre: Centre) -> set[int]:
    """Ids of the subjects that belong to provinces, but not to the centre's: no gaps of this centre's."""
    placed: dict[int, set[int]] = {}
    for subject, province in Subject.provinces.through.objects.values_list("subject_id", "province_id"):
        placed.setdefault(subject, set()).add(province)
    return {subject for subject, provinces in placed.items() if centre.province_id not in provinces}
