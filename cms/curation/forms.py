"""What curators fill in. The rules are those of the verdict and the proposal; here they meet their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.curation.deciding import Verdict
from cms.curation.models import ChecklistItem, DecisionKind, Reason

FIELD_NOTE = "field_note_"


@dataclass(frozen=True, slots=True)
class NotedPage:
    """A page that was sent, with the names and labels of the fields on which a note can be written."""

    pk: int
    title: str
    labels: dict[str, str]

    def input_name(self, field: str) -> str:
        return f"{FIELD_NOTE}{self.pk}_{field}"


def _reasons(use: Any) -> list[tuple[int, str]]:
    return [(reason.pk, reason.label) for reason in Reason.objects.filter(active=True, decision=use)]


class DecisionForm(forms.Form):
    """One decision on one step: the checklist, the reasons, a note, and a note for each field of what was sent."""

    # Which visit to the step was looked at: another curator may have been quicker.
    seen = forms.IntegerField(widget=forms.HiddenInput)
    checklist = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What I looked at"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=DecisionKind.choices, widget=forms.RadioSelect)
    send_back_reasons = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reasons for a revision"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    refuse_reasons = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reasons for refusing"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=gettext_lazy("What to revise"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author reads it. Say what is good, too, and what to do next."),
    )

    def __init__(
        self, *args: Any, items: Sequence[ChecklistItem], noted_pages: Sequence[NotedPage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.noted_pages = items, noted_pages
        choices: Any = self.fields
        choices["checklist"].choices = [(item.pk, _item_label(item)) for item in items]
        choices["send_back_reasons"].choices = _reasons(Reason.Use.SEND_BACK)
        choices["refuse_reasons"].choices = _reasons(Reason.Use.REFUSE)
        for page in noted_pages:
            for name, label in page.labels.items():
                self.fields[page.input_name(name)] = forms.CharField(
                    label=label, required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
                )

    def note_groups(self) -> list[dict[str, Any]]:
        """The notes page by page, in the order of each form; `open` when something is written there."""
        groups = []
        for page in self.noted_pages:
            fields = [self[page.input_name(name)] for name in page.labels]
            groups.append({"title": page.title, "fields": fields, "open": any(field.value() for field in fields)})
        return groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision"):
            for name, message in self.verdict().problems(self.items).items():
                self.add_error(name, message)
        return cleaned

    def verdict(self) -> Verdict:
        """What was filled in, as the rules know it."""
        data = self.cleaned_data
        decision = DecisionKind(data["decision"])
        notes = {
            (page.pk, name): data.get(page.input_name(name), "") for page in self.noted_pages for name in page.labels
        }
        return Verdict(
            decision=decision,
            ticked=frozenset(data.get("checklist", ())),
            reasons=frozenset(data.get(f"{decision}_reasons", ())),
            note=data.get("note", ""),
            # A note on a field asks for a change; with an approval nobody would read it.
            field_notes={} if decision == DecisionKind.APPROVE else notes,
        )


def _item_label(item: ChecklistItem) -> str:
    return item.text if item.required else _("%(text)s (recommended)") % {"text": item.text}


class ProposeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why it is useful everywhere"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The national curators' answer to a proposal."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("accept", gettext_lazy("List it nationally")), ("decline", gettext_lazy("Decline"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reasons for declining"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to the centre"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed when you decline: what could the centre do?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["reasons"].choices = _reasons(Reason.Use.DECLINE)


class PrivacyForm(forms.Form):
    """Who may open a published material."""

    PUBLIC, LOGIN, TEAM = "none", "login", "groups"
    who = forms.ChoiceField(
        label=gettext_lazy("Who may open it"),
        choices=[
            (PUBLIC, gettext_lazy("Everyone")),
            (LOGIN, gettext_lazy("Only people with an account")),
            (TEAM, gettext_lazy("Only our own team")),
        ],
        widget=forms.RadioSelect,
    )
