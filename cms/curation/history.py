"""How the history of a page tells who decided what, when and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.curation.models import DecisionKind, Step

ACTIONS = {
    DecisionKind.APPROVE: "sinau.curation.approve",
    DecisionKind.SEND_BACK: "sinau.curation.send_back",
    DecisionKind.REFUSE: "sinau.curation.refuse",
}
PASSED_ON = "sinau.curation.pass_on"
PROPOSED = "sinau.curation.propose"
ANSWERED = "sinau.curation.answer_proposal"
TAKEN_BACK = "sinau.curation.take_back_proposal"

MESSAGES = {
    ACTIONS[DecisionKind.APPROVE]: (gettext_lazy("Pass curation"), gettext_lazy("Passed: %(step)s")),
    ACTIONS[DecisionKind.SEND_BACK]: (gettext_lazy("Send back"), gettext_lazy("Needs revision, said in: %(step)s")),
    ACTIONS[DecisionKind.REFUSE]: (gettext_lazy("Refuse material"), gettext_lazy("Refused in: %(step)s")),
    PASSED_ON: (gettext_lazy("Pass on"), gettext_lazy("Passed on to the national curators")),
    PROPOSED: (gettext_lazy("Propose nationally"), gettext_lazy("Proposed to be listed nationally")),
    ANSWERED: (gettext_lazy("Answer national proposal"), gettext_lazy("National proposal: %(status)s")),
    TAKEN_BACK: (gettext_lazy("Take back national proposal"), gettext_lazy("National proposal taken back")),
}


def told(data: dict[str, Any]) -> str:
    """The reasons, notes and ticks of a decision, in words."""
    parts = []
    if reasons := [reason["label"] for reason in data.get("reasons", ())]:
        parts.append(_("Reasons: %(reasons)s.") % {"reasons": "; ".join(reasons)})
    if note := data.get("note") or data.get("answer"):
        parts.append(note)
    for each in data.get("field_notes", ()):
        place = [each["part"], each["label"]] if each.get("part") else [each["label"]]
        parts.append(f"{' › '.join(place)}: {each['note']}")
    checklist = data.get("checklist", ())
    if done := [item["text"] for item in checklist if item["done"]]:
        parts.append(_("Looked at: %(items)s.") % {"items": "; ".join(done)})
    return " ".join(parts)


class CurationFormatter(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        step = Step(data["step"]).label if data.get("step") else ""
        return str(self.message) % {"step": step, "status": _status(data.get("status", ""))}

    def format_comment(self, log_entry: Any) -> str:
        return told(log_entry.data)


def _status(value: str) -> str:
    from cms.curation.models import NationalProposal

    return str(NationalProposal.Status(value).label) if value else ""


def register_history(actions: LogActionRegistry) -> None:
    """For Wagtail's `register_log_actions` hook."""
    for action, (label, message) in MESSAGES.items():
        formatter = type("Formatter", (CurationFormatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)
