"""The daily mail to each curator: what waits, and for how long. Only to those for whom something does."""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.curation.material import workers_on_each
from cms.curation.models import DigestMail, NationalProposal, Submission
from cms.periodic import periodic
from cms.workspaces.models import Role, WorkspaceGroup

logger = logging.getLogger(__name__)
# How long after a try that failed the next one is: a mail server that is down for a while does not cost the day.
RETRY_AFTER = (datetime.timedelta(minutes=10), datetime.timedelta(hours=1), datetime.timedelta(hours=4))
# A mail lists this many; the queue has all of them.
LISTED = 20
State = DigestMail.State


@periodic("curation digest", seconds=600)
def send_digests(now: datetime.datetime | None = None) -> dict[str, int]:
    """Send today's digests that are not sent yet, from CURATION_DIGEST_HOUR on. Returns counts of sent and failed."""
    now = timezone.localtime(now)
    done = {"sent": 0, "failed": 0}
    if now.hour < settings.CURATION_DIGEST_HOUR:
        return done
    asked = _still_to_ask(now)
    if not asked:
        return done
    for user, (submissions, proposals) in waiting_by_person(asked).items():
        mail = _claim(user, now)
        if mail is None:
            continue
        sent = _send(user, submissions, proposals, now)
        DigestMail.objects.filter(pk=mail.pk).update(state=State.SENT if sent else State.FAILED)
        done["sent" if sent else "failed"] += 1
    return done


def _still_to_ask(now: datetime.datetime) -> set[int]:
    """Ids of the curators with an address who have no digest of today yet, nor one whose next try is to come."""
    groups = WorkspaceGroup.objects.filter(role=Role.CURATOR).values("group")
    curators = get_user_model()._default_manager.filter(is_active=True, groups__in=groups).exclude(email="")
    done = DigestMail.objects.filter(date=now.date()).exclude(_due(now))
    return set(curators.exclude(pk__in=done.values("user")).values_list("pk", flat=True))


def _due(now: datetime.datetime) -> Q:
    """Which digests have failed and are to be tried again."""
    due = Q(pk__in=())
    for tries, pause in enumerate(RETRY_AFTER, start=1):
        due |= Q(tries=tries, tried_at__lte=now - pause)
    return due & Q(state=State.FAILED)


def waiting_by_person(asked: Collection[int] | None = None) -> dict[Any, tuple[list[Submission], int]]:
    """Curator with an address → what waits for them, oldest first, and (national) how many proposals are open.

    With `asked`, ids of users, only those are looked at.
    """
    curators: dict[int | None, list[Any]] = defaultdict(list)
    rows = WorkspaceGroup.objects.filter(role=Role.CURATOR).select_related("workspace")
    for row in rows.prefetch_related("group__user_set"):
        people = [user for user in row.group.user_set.all() if user.is_active and user.email]
        people = [user for user in people if asked is None or user.pk in asked]
        curators[row.workspace.centre_id].extend(people)

    found: dict[Any, tuple[list[Submission], int]] = {}
    related = ("page", "sent_by", "workflow_state__current_task_state__task")
    waiting: Any = Submission.objects.waiting().select_related(*related).prefetch_related("authors")
    for submission in waiting.order_by("sent_at", "pk"):
        people = [*curators[submission.centre_id], *(curators[None] if submission.passed_on_at else ())]
        authors = set(submission.authors.all())
        for user in dict.fromkeys(people):
            if user not in authors:
                found.setdefault(user, ([], 0))[0].append(submission)
    nationals = dict.fromkeys(curators[None])
    if not nationals:
        return found
    open_ones = NationalProposal.objects.filter(status=NationalProposal.Status.OPEN)
    proposals = list(open_ones.select_related("resource"))
    workers = workers_on_each(proposal.resource for proposal in proposals)
    for proposal in proposals:
        own = workers[proposal.resource_id] | {proposal.proposed_by_id}
        for user in nationals:
            if user.pk not in own:
                listed, count = found.get(user, ([], 0))
                found[user] = (listed, count + 1)
    return found


@transaction.atomic
def _claim(user: Any, now: datetime.datetime) -> DigestMail | None:
    """The row of today's digest, if it is ours to send. One that a worker died over is not sent twice."""
    mail, made = DigestMail.objects.get_or_create(user=user, date=now.date(), defaults={"tried_at": now})
    if made:
        return mail
    again = DigestMail.objects.filter(_due(now), pk=mail.pk)
    return mail if again.update(state=State.SENDING, tries=F("tries") + 1, tried_at=now) else None


def _send(user: Any, submissions: list[Submission], proposals: int, now: datetime.datetime) -> bool:
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "name": user.get_full_name() or user.get_username(),
        "rows": [
            {
                "title": submission.page.get_admin_display_title(),
                "step": submission.workflow_state.current_task_state.task.name,  # type: ignore[union-attr]
                "days": (now - submission.sent_at).days,
                "url": base + reverse("curation:decide", args=[submission.pk]),
            }
            for submission in submissions[:LISTED]
        ],
        "count": len(submissions),
        "more": max(0, len(submissions) - LISTED),
        "proposals": proposals,
        "queue_url": base + reverse("curation:queue"),
        "proposals_url": base + reverse("curation:proposals"),
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    try:
        with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
            subject = " ".join(render_to_string("curation/mail/digest_subject.txt", context).split())
            text = render_to_string("curation/mail/digest.txt", context).strip() + "\n"
            send_mail(subject, text, [user.email])
    except Exception:
        logger.exception("The curation digest for user %s could not be sent.", user.pk)
        return False
    return True
