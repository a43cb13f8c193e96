"""What curators said last about a page, as its form tells it: their decision, and the answer to a national proposal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.curation.material import material_above
from cms.curation.models import Decision, DecisionKind, NationalProposal, Submission


def what_was_said(page: Page) -> SafeString | None:
    """The last decision, when it asks for something and nothing has been sent since; at a part, the notes on it."""
    material = material_above(page)
    latest = _standing_decision(material or page)
    if latest is None:
        return None
    if material is not None:
        return _said_of_part(page, material, latest)
    sent_back = latest.decision == DecisionKind.SEND_BACK
    head = _("Needs revision (%(step)s)") if sent_back else _("This material was refused (%(step)s)")
    said = [*(reason["label"] for reason in latest.reasons), *([latest.note] if latest.note else [])]
    return format_html(
        "<strong>{}</strong><ul>{}{}</ul>{}",
        head % {"step": latest.get_step_display()},
        _items(said),
        _notes(page, latest.field_notes),
        _("Revise it, then choose “Send again” in the menu beside “Save draft”.") if sent_back else "",
    )


def what_was_answered(page: Page) -> SafeString | None:
    """What the national curators answered to the last proposal, until something is sent or proposed anew."""
    latest = NationalProposal.objects.filter(resource=page.pk).order_by("-proposed_at", "-pk").first()
    if latest is None or latest.status == NationalProposal.Status.OPEN:
        return None
    at = latest.withdrawn_at or latest.decided_at
    if at is None or Submission.objects.filter(page=page.pk, sent_at__gt=at).exists():
        return None
    if latest.status == NationalProposal.Status.WITHDRAWN:
        return format_html("<strong>{}</strong>", _("It is no longer proposed or listed nationally."))
    accepted = latest.status == NationalProposal.Status.ACCEPTED
    said = [*(reason["label"] for reason in latest.reasons), *([latest.answer] if latest.answer else [])]
    return format_html(
        "<strong>{}</strong><ul>{}</ul>",
        _("The national curators list it for all provinces.")
        if accepted
        else _("The national curators have declined the proposal to list it."),
        _items(said),
    )


def _standing_decision(material: Page) -> Decision | None:
    latest = Decision.objects.filter(page=material.pk).select_related("submission__workflow_state").first()
    if latest is None or latest.submission is None:
        return None
    if latest.decision == DecisionKind.SEND_BACK:
        needs_changes = latest.submission.workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return latest if needs_changes else None
    newer = Submission.objects.filter(page=material.pk, sent_at__gt=latest.at)
    return latest if latest.decision == DecisionKind.REFUSE and not newer.exists() else None


def _said_of_part(part: Page, material: Page, latest: Decision) -> SafeString | None:
    own = [note for note in latest.field_notes if note.get("page") == part.pk]
    if not own:
        return None
    return format_html(
        '<strong>{}</strong><ul>{}</ul><a href="{}">{}</a>',
        _("What the curators say of this part (%(step)s)") % {"step": latest.get_step_display()},
        _notes(part, own),
        reverse("wagtailadmin_pages:edit", args=[material.pk]),
        _("Everything they say is above the form of “%(title)s”") % {"title": material.get_admin_display_title()},
    )


def _items(sentences: Iterable[str]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))


def _notes(page: Page, notes: list[dict[str, Any]]) -> SafeString:
    """Each with a link to its field: on this form, or on that of the part."""
    return format_html_join("", "<li>{}: {}</li>", ((_place(page, note), note["note"]) for note in notes))


def _place(page: Page, note: dict[str, Any]) -> SafeString:
    of = note.get("page", page.pk)
    if of == page.pk:
        link = '<a href="#id_{}" data-checklist-field="{}">{}</a>'
        return format_html(link, note["field"], note["field"], note["label"])
    form = reverse("wagtailadmin_pages:edit", args=[of])
    return format_html('<a href="{}#id_{}">{} › {}</a>', form, note["field"], note["part"], note["label"])
