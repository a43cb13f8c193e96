"""What a page still needs: required before publishing, and recommended. The one place for these rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.completeness.checks import Finding, findings
from cms.completeness.content import Content, read_content
from cms.completeness.fields import asked_fields, conditional, field_label, is_filled, is_indispensable
from cms.completeness.link_checks import known_outside
from cms.completeness.models import LinkCheck, Requirement, Severity
from cms.completeness.readiness import blocking_findings, missing_message, one_look, required_by_rule
from cms.completeness.rules import current_rules
from cms.completeness.weight_checks import weight_in_words
from cms.publishing import refusal
from cms.stream_problems import stream_problems

SHORT_SUMMARY = 60
MAX_LINKS = 50


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
    # How heavy its files are, in words; and what is known of its links to other sites.
    weight: str = ""
    links: Sequence[LinkCheck] = ()

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
    content = read_content(page)
    found = findings(page, Severity.BLOCK, Severity.WARN, content=content)
    with one_look(page, found):
        items = [*_required(page, errors or {})]
    if hasattr(page, "recommendations"):
        items += _recommended(page, {item.field for item in items if not item.done})
    items += (_item(finding) for finding in found)
    return Checklist(items, weight_in_words(content), _links(content))


def _required(page: Any, errors: Mapping[str, Sequence[str]]) -> Iterator[Item]:
    blocks = [problem for problem in stream_problems(page) if problem.block]
    # Told one by one, each at its place.
    told = {str(problem) for problem in blocks} | {str(finding) for finding in blocking_findings(page)}
    broken = {problem.field for problem in blocks}
    problems: dict[str, str] = {}
    refused = refusal(page)
    if refused is not None:
        for name, messages in refused.message_dict.items():
            if left := [message for message in messages if message not in told]:
                problems[name] = " ".join(left)
    problems |= {name: " ".join(map(str, messages)) for name, messages in errors.items() if name not in broken}
    if "title" in problems:
        # The address follows from the title.
        problems.pop("slug", None)
    for name in [*required_fields(type(page)), *required_by_rule(type(page))]:
        if name in conditional(type(page)) and name not in problems and not is_filled(page, name):
            # It is asked for only when others are filled in.
            continue
        yield Item(name, label_of(page, name), name not in problems, problems.pop(name, ""), required=True)
    for name, message in problems.items():
        yield Item(name, label_of(page, name), False, message, required=True)
    for problem in blocks:
        place = {"block": problem.block, "part": problem.part}
        yield Item(problem.field, problem.label, False, problem.message, required=True, **place)


def _recommended(page: Any, wanting: set[str]) -> Iterator[Item]:
    """What the page type recommends and what editors do besides, save what they have made required or dropped."""
    model: Any = type(page)
    rules = current_rules()
    own = page.recommendations()
    for item in own:
        # A page type may ask more of a field than that it says anything: a summary of some length.
        asked = rules.requirement(model, item.field) == Requirement.RECOMMEND or is_indispensable(model, item.field)
        if asked and (item.done or item.field not in wanting):
            yield item
    known = {item.field for item in own} | set(conditional(model))
    for name in asked_fields(model):
        if name not in known and rules.requirement(model, name) == Requirement.RECOMMEND:
            yield recommendation(page, name, is_filled(page, name), missing_message(model, name))


def _item(finding: Finding) -> Item:
    place = finding.place
    required = finding.severity == Severity.BLOCK
    return Item(place.field, place.label, False, finding.text, required, place.block, place.part)


def _links(content: Content) -> list[LinkCheck]:
    """The last known state of the links to other sites, the worst first."""
    known = {link.pk: link for link in known_outside(content).values()}
    return sorted(known.values(), key=lambda link: (-link.failures, link.status, link.url))[:MAX_LINKS]


def required_fields(model: Any) -> list[str]:
    """What the form of a page type asks for before publishing, in its order. The address follows from the title."""
    fields = model.get_edit_handler().get_form_class().base_fields
    return [name for name, field in fields.items() if field.required and name != "slug"]


def label_of(page: Any, name: str) -> str:
    """What the form calls a field: the heading of its panel, else the field's own label; "" when it has none."""
    return field_label(type(page), name)


def recommendation(page: Any, field: str, done: Any, advice: str) -> Item:
    """One recommendation, under the label of its field."""
    return Item(field, label_of(page, field), bool(done), advice)


def resource_recommendations(page: Any) -> list[Item]:
    """What makes any material easier to find and to trust; a kind adds its own (`recommendations()`)."""
    length = len(page.summary.strip())
    return [
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
        recommendation(page, "tags", is_filled(page, "tags"), _("Add two or three tags, such as “poster” or “quiz”.")),
        recommendation(page, "duration_minutes", page.duration_minutes, _("Say how long it takes, in JP or minutes.")),
        recommendation(page, "authors", page.authors, _("Name who made it, so that readers know whom to thank.")),
    ]
