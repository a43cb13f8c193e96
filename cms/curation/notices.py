"""Tells by e-mail what was decided: authors of their material, a centre of its national proposal. The worker sends it.

Only to members: who has left a workspace reads no more of what is said there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.workspaces.roles import has_role


def tell_author(decision_id: int) -> None:
    """Queue the notices of a decision: to who sent it, and to whose page it is.

    Passing the first of two steps is not told: nothing is asked of the author.
    """
    from cms.curation.models import Decision

    decision = Decision.objects.select_related("submission", "page").get(pk=decision_id)
    sent_by = decision.submission.sent_by_id if decision.submission else None
    for user_id in dict.fromkeys((sent_by, decision.page.owner_id)):
        if user_id is not None:
            send_notice.enqueue(decision_id, user_id)


@task(backend="durable")
def send_notice(decision_id: int, user_id: int) -> str:
    """Send the notice of a decision to one person. Returns what became of it: sent, or why there was none."""
    from cms.curation.models import Decision, DecisionKind

    related = ("submission__workflow_state", "page", "by")
    decision = Decision.objects.select_related(*related).filter(pk=decision_id).first()
    if decision is None or decision.submission is None:
        return "gone"
    author = _reader(user_id, decision.submission.centre)
    if author is None or author == decision.by:
        return "nobody to tell"
    approved = decision.decision == DecisionKind.APPROVE
    state = decision.submission.workflow_state
    if approved and (state.status != state.STATUS_APPROVED or state.current_task_state_id != decision.task_state_id):
        return "one step of two"
    page = decision.page
    context = {
        "decision": decision,
        "title": page.get_admin_display_title(),
        "page": page,
        "edit_url": _form_of(page),
        "live_url": page.full_url if page.live else "",
    }
    return _send(author, "decision", context, good_news=approved)


def tell_centre(proposal_id: int, status: str) -> None:
    """Queue the letter to who proposed a material nationally: accepted, declined, or listed no longer."""
    send_answer.enqueue(proposal_id, status)


@task(backend="durable")
def send_answer(proposal_id: int, status: str) -> str:
    """Send the letter of an answer. Returns what became of it: sent, or why there was none."""
    from cms.curation.material import centre_of
    from cms.curation.models import NationalProposal

    rows = NationalProposal.objects.select_related("resource")
    proposal = rows.filter(pk=proposal_id, status=status).first()
    if proposal is None:
        return "gone"
    page = proposal.resource
    author = _reader(proposal.proposed_by_id, centre_of(page))
    if author is None:
        return "nobody to tell"
    live_url = page.full_url if page.live else ""
    # The answer is about what readers have, not about a newer draft.
    context = {"proposal": proposal, "title": page.title, "edit_url": _form_of(page), "live_url": live_url}
    return _send(author, "proposal", context, good_news=status == NationalProposal.Status.ACCEPTED)


def _reader(user_id: int | None, centre: Any) -> Any:
    """The user, when there is an address to write to and they still belong to that workspace; else None."""
    user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).exclude(email="").first()
    return user if user is not None and has_role(user, centre) else None


def _form_of(page: Any) -> str:
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse("wagtailadmin_pages:edit", args=[page.pk])


def _send(author: Any, letter: str, context: dict[str, Any], *, good_news: bool) -> str:
    profile = UserProfile.get_for_user(author)
    if not (profile.approved_notifications if good_news else profile.rejected_notifications):
        return "not wanted"
    name = author.get_full_name() or author.get_username()
    context = {**context, "name": name, "site_name": settings.WAGTAIL_SITE_NAME}
    with translation.override(profile.get_preferred_language()):
        subject = " ".join(render_to_string(f"curation/mail/{letter}_subject.txt", context).split())
        text = render_to_string(f"curation/mail/{letter}.txt", context).strip() + "\n"
        send_mail(subject, text, [author.email])
    return "sent"
