"""The forms of the page "Completeness": what is asked of the fields of one page type, how severe the checks are."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.completeness.checks import CHECKS
from cms.completeness.fields import asked_fields, choices, default_requirement, field_label, lock_reason
from cms.completeness.models import CheckRule, FieldRule, Requirement, Severity
from cms.completeness.rules import current_rules

# Checks that other parts make in any case, and why they are no choice.
LOCKED_CHECKS = (
    (
        _("Complete blocks: alternative texts of pictures, right answers of quizzes"),
        _("A page with such a block cannot be published."),
    ),
    (_("Licence and files: no files under a licence for links only"), _("The law asks for it.")),
)


class Cell(NamedTuple):
    """One choice of a row; `allowed` False leaves its place empty."""

    value: str
    label: str
    allowed: bool
    chosen: bool


class Row(NamedTuple):
    """A line of the table. `changed` when it is not the default."""

    name: str
    label: str
    cells: list[Cell]
    reason: str
    changed: bool
    errors: list[str]


class RulesForm(forms.Form):
    """A table of choices; a subclass says of what."""

    columns: Any = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, allowed, now in self.lines():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(value, value.label) for value in allowed],
                initial=now,
                # One choice alone is no question, and is not sent by a browser.
                required=len(allowed) > 1,
                disabled=len(allowed) == 1,
            )

    def lines(self) -> list[tuple[str, str, tuple[Any, ...], Any]]:
        """(name, label, choices that may be made, what holds now) of each line."""
        raise NotImplementedError

    def default(self, name: str) -> Any:
        raise NotImplementedError

    def reason(self, name: str) -> str:
        return ""

    def decided(self, name: str) -> Any:
        """The decisions about this line, as a queryset and what a new one is made of."""
        raise NotImplementedError

    def rows(self) -> list[Row]:
        rows = []
        for name, label, allowed, now in self.lines():
            value = self[name].value() or now
            cells = [Cell(each.value, str(each.label), each in allowed, each == value) for each in self.columns]
            changed = now != self.default(name)
            rows.append(Row(name, label, cells, self.reason(name), changed, [*self.errors.get(name, [])]))
        return rows

    @transaction.atomic
    def save(self, user: Any) -> int:
        """Write what differs from before; returns how many lines. What is the default again is no decision."""
        changed = 0
        for name, _label, _allowed, now in self.lines():
            value = self.cleaned_data[name]
            if value == now:
                continue
            model, key, field = self.decided(name)
            if value == self.default(name):
                for rule in model.objects.filter(**key):
                    log(instance=rule, action="wagtail.delete", user=user)
                    rule.delete()
            else:
                rule, _made = model.objects.update_or_create(**key, defaults={field: value})
                log(instance=rule, action="wagtail.edit", user=user)
            changed += 1
        return changed


class FieldRulesForm(RulesForm):
    columns = Requirement

    def __init__(self, model: Any, *args: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(*args, **kwargs)

    def lines(self) -> list[tuple[str, str, tuple[Any, ...], Any]]:
        rules = current_rules()
        return [
            (name, field_label(self.model, name), choices(self.model, name), rules.requirement(self.model, name))
            for name in asked_fields(self.model)
        ]

    def default(self, name: str) -> Any:
        return default_requirement(self.model, name)

    def reason(self, name: str) -> str:
        return lock_reason(self.model, name)

    def decided(self, name: str) -> Any:
        return FieldRule, {"page_type": self.model._meta.label_lower, "field": name}, "requirement"


class CheckRulesForm(RulesForm):
    columns = Severity

    def lines(self) -> list[tuple[str, str, tuple[Any, ...], Any]]:
        rules = current_rules()
        return [(check.code, str(check.label), check.severities, rules.severity(check)) for check in CHECKS.values()]

    def default(self, name: str) -> Any:
        return CHECKS[name].default

    def reason(self, name: str) -> str:
        if Severity.BLOCK not in CHECKS[name].severities:
            return str(_("What a program can only guess stands in nobody's way."))
        return ""

    def decided(self, name: str) -> Any:
        return CheckRule, {"code": name}, "severity"
