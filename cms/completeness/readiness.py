"""What stands in the way of saving, of sending and of publishing: the rules of fields, and the blocking checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.completeness.checks import Finding, findings
from cms.completeness.fields import (
    asked_fields,
    conditional,
    field_label,
    is_filled,
    is_indispensable,
    model_field,
)
from cms.completeness.models import Requirement, Severity
from cms.completeness.rules import current_rules

# What to say of a field that is missing, where more can be said than that it is.
MESSAGES = {
    "summary": gettext_lazy("Write a summary: it is what teachers decide by."),
    "levels": gettext_lazy("Choose at least one level: teachers look for what suits their own."),
    "licence": gettext_lazy("Choose a licence: teachers need to know what they may do with it."),
}


def problems_to_send(page: Any) -> dict[str, list[str]]:
    """What stands in the way of sending the page, as it is in memory: field → sentences; empty when nothing does.

    The same as what stands in the way of publishing: what the page type itself refuses, fields that are required to
    save or to send, blocks that are not complete, and findings of blocking checks. "" is the page as a whole.
    """
    from django.core.exceptions import NON_FIELD_ERRORS

    from cms.publishing import refusal

    refused = refusal(page)
    if refused is None:
        return {}
    return {"" if name == NON_FIELD_ERRORS else name: messages for name, messages in refused.message_dict.items()}


def problems_to_save(page: Any) -> dict[str, list[str]]:
    """What stands in the way of saving a draft in the form, besides what the form asks for itself."""
    return _missing(page, Requirement.SAVE)


def gate_problems(page: Any) -> dict[str, list[Any]]:
    """The part of a page's `publish_problems()` that editors decide upon: fields, and findings of blocking checks."""
    problems: dict[str, list[Any]] = dict(_missing(page, Requirement.SAVE, Requirement.SEND))
    for finding in blocking_findings(page):
        problems.setdefault(finding.place.field or "__all__", []).append(str(finding))
    return problems


def blocking_findings(page: Any) -> list[Finding]:
    """Those of the look that is being taken (see `one_look`), or new ones."""
    looked = page.__dict__.get("_findings")
    if looked is None:
        return findings(page, Severity.BLOCK)
    return [finding for finding in looked if finding.severity == Severity.BLOCK]


@contextmanager
def one_look(page: Any, found: list[Finding]) -> Iterator[None]:
    """Within, the gate takes these findings for the page's instead of looking again."""
    page.__dict__["_findings"] = found
    try:
        yield
    finally:
        del page.__dict__["_findings"]


def required_by_rule(model: Any) -> list[str]:
    """The fields that editors made required although the page type does not ask for them."""
    if not hasattr(model, "recommendations"):
        return []
    rules = current_rules()
    wanted = (Requirement.SAVE, Requirement.SEND)
    return [
        name
        for name in asked_fields(model)
        if not is_indispensable(model, name) and rules.requirement(model, name) in wanted
    ]


def _missing(page: Any, *requirements: Any) -> dict[str, list[str]]:
    model: Any = type(page)
    if not hasattr(page, "recommendations"):
        return {}
    rules = current_rules()
    wanted = [name for name in asked_fields(model) if rules.requirement(model, name) in requirements]
    # A kind knows better than its fields what is enough: lessons are content too.
    own = {}
    if any(not is_indispensable(model, name) for name in wanted):
        own = {item.field: item for item in page.recommendations()}
    problems = {}
    for name in wanted:
        if is_indispensable(model, name):
            # What the page type asks for, its own validation tells, save for what that does not look at.
            if (name in MESSAGES or _many(model, name)) and not is_filled(page, name):
                problems[name] = [str(MESSAGES.get(name, missing_message(model, name)))]
        elif name in own:
            if not own[name].done:
                problems[name] = [own[name].advice]
        elif name not in conditional(model) and not is_filled(page, name):
            problems[name] = [missing_message(model, name)]
    return problems


def missing_message(model: Any, name: str) -> str:
    return _("Fill in “%(field)s”.") % {"field": field_label(model, name)}


def _many(model: Any, name: str) -> bool:
    field = model_field(model, name)
    return bool(field is not None and field.many_to_many)
