"""The rules that hold now: what editors decided over the defaults. Read at most once a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db.models import CharField, Value
from django.db.models.signals import post_delete, post_save

from cms.completeness.fields import choices, default_requirement
from cms.completeness.models import CheckRule, FieldRule, Requirement, Severity


@dataclass(frozen=True)
class Rules:
    """Decisions by (page type's label, field) and by check's code; unknown ones are never asked for."""

    fields: Mapping[tuple[str, str], str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)

    def requirement(self, model: Any, name: str) -> Any:
        """What is asked of a field; a decision that may not be taken (any more) counts as none."""
        decided = self.fields.get((model._meta.label_lower, name))
        if decided in choices(model, name):
            return Requirement(decided)
        return default_requirement(model, name)

    def severity(self, check: Any) -> Any:
        """How severe a check is; likewise."""
        decided = self.checks.get(check.code)
        return Severity(decided) if decided in check.severities else Severity(check.default)


_state = Local()


def current_rules() -> Rules:
    """The rules, read once a request and each time outside of one."""
    known: Rules | None = getattr(_state, "rules", None)
    if known is not None:
        return known
    rules = _read()
    if getattr(_state, "in_request", False):
        _state.rules = rules
    return rules


def _read() -> Rules:
    kind = Value("", output_field=CharField())
    decided = FieldRule.objects.order_by().values_list("page_type", "field", "requirement")
    severities = CheckRule.objects.order_by().annotate(page_type=kind).values_list("page_type", "code", "severity")
    fields: dict[tuple[str, str], str] = {}
    checks: dict[str, str] = {}
    for page_type, name, value in decided.union(severities, all=True):
        if page_type:
            fields[page_type, name] = value
        else:
            checks[name] = value
    return Rules(fields, checks)


def _request_started(**kwargs: object) -> None:
    _state.in_request, _state.rules = True, None


def _request_finished(**kwargs: object) -> None:
    _state.in_request, _state.rules = False, None


def _changed(sender: type, **kwargs: object) -> None:
    if sender in (FieldRule, CheckRule):
        _state.rules = None


request_started.connect(_request_started, dispatch_uid="cms.completeness")
request_finished.connect(_request_finished, dispatch_uid="cms.completeness")
post_save.connect(_changed, dispatch_uid="cms.completeness")
post_delete.connect(_changed, dispatch_uid="cms.completeness")
