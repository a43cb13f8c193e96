"""What a page still needs: required before publishing, and recommended. The one place for these rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.classification import misfits
from cms.publishing import refusal
from cms.stream_problems import stream_problems

SHORT_SUMMARY = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: `label` names it, `advice` says what to do, `field`, `block` and `part` where."""

    field: str
    label: str
    done: bool
    advice: str = ""
    required: bool = False
    block: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    items: Sequence[Item]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)

    @property
    def required(self) -> list[Item]:
        """Missing, and in the way of publishing."""
        return [item for item in self.items if item.required and not item.done]

    @property
    def recommended(self) -> list[Item]:
        """Missing, but it may be published without."""
        return [item for item in self.items if not item.required and not item.done]

    @property
    def complete(self) -> list[Item]:
        return [item for item in self.items if item.done]


def checklist(page: Any, errors: Mapping[str, Sequence[str]] | None = None) -> Checklist:
    """What the page, as it is in memory, has and lacks. `errors`: messages of its form, by field."""
    items = [*_required(page, errors or {})]
    if hasattr(page, "recommendations"):
        wanting = {item.field for item in items if not item.done}
        items += (item for item in page.recommendations() if item.done or item.field not in wanting)
    return Checklist(items)


def _required(page: Any, errors: Mapping[str, Sequence[str]]) -> Iterator[Item]:
    problems: dict[str, str] = {}
    refused = refusal(page)
    if refused is not None:
        problems = {name: " ".join(messages) for name, messages in refused.message_dict.items()}
    problems |= {name: " ".join(map(str, messages)) for name, messages in errors.items()}
    blocks = [problem for problem in stream_problems(page) if problem.block]
    # Told one by one below, each at its place.
    for name in {problem.field for problem in blocks}:
        problems.pop(name, None)
    if "title" in problems:
        # The address follows from the title.
        problems.pop("slug", None)
    for name in required_fields(type(page)):
        yield Item(name, label_of(page, name), name not in problems, problems.pop(name, ""), required=True)
    for name, message in problems.items():
        yield Item(name, label_of(page, name), False, message, required=True)
    for problem in blocks:
        place = {"block": problem.block, "part": problem.part}
        yield Item(problem.field, problem.label, False, problem.message, required=True, **place)


def required_fields(model: Any) -> list[str]:
    """What the form of a page type asks for before publishing, in its order. The address follows from the title."""
    fields = model.get_edit_handler().get_form_class().base_fields
    return [name for name, field in fields.items() if field.required and name != "slug"]


def label_of(page: Any, name: str) -> str:
    """What the form calls a field: the heading of its panel, else the field's own label; "" when it has none."""
    handler = page.get_edit_handler()
    fields = handler.get_form_class().base_fields
    if name not in fields:
        return ""
    return str(capfirst(str(_headings(handler).get(name) or fields[name].label)))


def _headings(panel: Any) -> dict[str, Any]:
    """Field name → heading of every panel below."""
    if hasattr(panel, "children"):
        return {name: heading for child in panel.children for name, heading in _headings(child).items()}
    return {panel.field_name: panel.heading} if hasattr(panel, "field_name") else {}


def recommendation(page: Any, field: str, done: Any, advice: str) -> Item:
    """One recommendation, under the label of its field."""
    return Item(field, label_of(page, field), bool(done), advice)


def resource_recommendations(page: Any) -> list[Item]:
    """What makes any material easier to find and to trust; a kind adds its own (`recommendations()`)."""
    length = len(page.summary.strip())
    items = [
        recommendation(
            page,
            "summary",
            length >= SHORT_SUMMARY,
            _("Say a little more: what teachers make or learn, and for whom. At least %(count)s characters.")
            % {"count": SHORT_SUMMARY},
        ),
        recommendation(page, "cover", page.cover_id, _("Choose a picture. Without one, a cover is drawn.")),
        recommendation(
            page, "school_levels", page.school_levels.all(), _("Choose the school levels that it is meant for.")
        ),
        recommendation(page, "subjects", page.subjects.all(), _("Choose at least one subject; teachers filter by it.")),
        recommendation(page, "tags", page.tagged_items.all(), _("Add two or three tags, such as “poster” or “quiz”.")),
        recommendation(page, "duration_minutes", page.duration_minutes, _("Say how long it takes, in JP or minutes.")),
        recommendation(page, "authors", page.authors, _("Name who made it, so that readers know whom to thank.")),
    ]
    for name, terms in misfits(page).items():
        names = ", ".join(str(term) for term in terms)
        advice = _("Does this go with the school levels and phases chosen? %(terms)s") % {"terms": names}
        items.append(recommendation(page, name, False, advice))
    return items
