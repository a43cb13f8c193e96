"""Scheduled publishing and expiry, one item at a time, so that one bad item never stops the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.periodic import periodic
from cms.publishing import SCHEDULE_REFUSED, PublishRefused

logger = logging.getLogger(__name__)


@periodic("scheduled publishing", seconds=30)
def publish_scheduled() -> dict[str, int]:
    """Publish revisions whose time has come, unpublish pages that expired. Returns counts of what was done.

    A revision that may not be published is tried once: its date is taken away, and the page's history says why.
    """
    done = {"published": 0, "expired": 0, "failed": 0}
    now = timezone.now()
    for pk in list(
        Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    ):
        done["expired" if _attempt("unpublish", pk, _expire) else "failed"] += 1
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for pk in list(due.values_list("pk", flat=True)):
        done["published" if _attempt("publish", pk, _publish) else "failed"] += 1
    return done


def _expire(pk: int) -> bool:
    Page.objects.get(pk=pk).specific.unpublish(set_expired=True, log_action="wagtail.unpublish")
    return True


def _publish(pk: int) -> bool:
    revision = Revision.objects.get(pk=pk)
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as error:
        _refuse(revision, PublishRefused.of(revision.content_object, error))
        return False
    return True


@transaction.atomic
def _refuse(revision: Revision, refused: PublishRefused) -> None:
    # Not by save(), which would log that somebody cancelled it.
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(
        instance=revision.content_object,
        action=SCHEDULE_REFUSED,
        data={"reasons": refused.reasons},
        revision=revision,
        content_changed=False,
    )
    logger.warning("Did not publish %s on schedule: %s", revision, " ".join(refused.reasons))


def _attempt(what: str, pk: int, action: Callable[[int], bool]) -> bool:
    try:
        return action(pk)
    except Exception:
        logger.exception("Could not %s %s on schedule.", what, pk)
        return False
