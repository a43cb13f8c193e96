"""A centre proposes a material nationally; the national curators answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.curation.access import may_answer_proposals, may_propose
from cms.curation.history import ANSWERED, PROPOSED, TAKEN_BACK
from cms.curation.material import workers_on
from cms.curation.models import Decision, NationalProposal, Reason
from cms.curation.notices import tell_centre
from cms.models import LearningResource
from cms.signals import resources_changed

Status = NationalProposal.Status
# The last passage through both steps, and what was said on the way.
KEPT_DECISIONS = 6


def standing_proposal(page: Page) -> NationalProposal | None:
    """The open or accepted proposal of a material."""
    return NationalProposal.objects.filter(resource=page.pk, status__in=NationalProposal.STANDING).first()


def propose(page: Page, user: Any, note: str = "") -> NationalProposal:
    """Propose a live material of a centre.

    Raises PermissionDenied, or ValidationError when it is not public or proposed already.
    """
    if not may_propose(user, page):
        raise PermissionDenied
    resource = LearningResource.objects.visible().filter(pk=page.pk).first()
    if resource is None:
        raise ValidationError(_("Only what every reader can open can be proposed. Publish it first."))
    decisions = Decision.objects.filter(page=page.pk).select_related("by")[:KEPT_DECISIONS]
    try:
        with transaction.atomic():
            proposal = NationalProposal.objects.create(
                resource=resource,
                proposed_by=user,
                note=note.strip(),
                decision=[decision.as_json() for decision in decisions],
            )
            _tell(PROPOSED, proposal, user, {"note": proposal.note})
    except IntegrityError as error:
        raise ValidationError(_("It is proposed already.")) from error
    return proposal


def answer(proposal: NationalProposal, user: Any, *, accept: bool, reasons: Any = (), text: str = "") -> None:
    """Accept or decline an open proposal; declining needs a reason and an answer.

    Raises PermissionDenied, or ValidationError by field.
    """
    if not may_answer_proposals(user):
        raise PermissionDenied
    chosen = list(Reason.objects.filter(active=True, decision=Reason.Use.DECLINE, pk__in=list(reasons)))
    if not accept and not chosen:
        raise ValidationError({"reasons": _("Give at least one reason.")})
    if not accept and not text.strip():
        raise ValidationError({"answer": _("Write an answer: the centre wants to know what it can do.")})
    with transaction.atomic():
        row = NationalProposal.objects.select_for_update().get(pk=proposal.pk)
        if row.status != Status.OPEN:
            raise ValidationError(_("This proposal has been answered or taken back meanwhile."))
        if row.proposed_by_id == user.pk:
            raise ValidationError(_("You proposed this yourself, so somebody else has to answer."))
        if user.pk in workers_on(row.resource):
            raise ValidationError(_("You worked on this yourself, so somebody else has to answer."))
        row.status = Status.ACCEPTED if accept else Status.DECLINED
        row.decided_by, row.decided_at, row.answer = user, timezone.now(), text.strip()
        row.reasons = [] if accept else [{"code": reason.code, "label": reason.label} for reason in chosen]
        row.save()
        _tell(ANSWERED, row, user, {"status": row.status, "reasons": row.reasons, "answer": row.answer})
        transaction.on_commit(lambda: tell_centre(row.pk, row.status))


def take_back(proposal: NationalProposal, user: Any) -> None:
    """End an open or accepted proposal: by the centre's curators, or by the national ones.

    Raises PermissionDenied.
    """
    if not (may_propose(user, proposal.resource) or may_answer_proposals(user)):
        raise PermissionDenied
    _end(proposal, user)


def end_standing(page: Page) -> None:
    """What is unpublished is proposed no longer: what comes back may be another."""
    if proposal := standing_proposal(page):
        _end(proposal, None)


@transaction.atomic
def _end(proposal: NationalProposal, user: Any) -> None:
    standing = NationalProposal.objects.filter(pk=proposal.pk, status__in=NationalProposal.STANDING)
    if standing.update(status=Status.WITHDRAWN, withdrawn_by=user, withdrawn_at=timezone.now()):
        _tell(TAKEN_BACK, proposal, user, {})
        # By the centre's own curators it is no news from the nation.
        if user is not None and may_answer_proposals(user) and user.pk != proposal.proposed_by_id:
            transaction.on_commit(lambda: tell_centre(proposal.pk, str(Status.WITHDRAWN)))


def _tell(action: str, proposal: NationalProposal, user: Any, data: dict[str, Any]) -> None:
    page = Page.objects.get(pk=proposal.resource_id).specific
    log(instance=page, action=action, user=user, data=data, content_changed=False)
    resources_changed.send(sender=NationalProposal, ids=[proposal.resource_id])
