"""Scheduled publishing and expiry, one item at a time, so that one bad item never stops the others."""

from __future__ import annotations

import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.periodic import periodic

logger = logging.getLogger(__name__)


@periodic("scheduled publishing", seconds=30)
def publish_scheduled() -> dict[str, int]:
    """Publish revisions whose time has come, unpublish pages that expired. Returns counts of what was done."""
    done = {"published": 0, "expired": 0, "failed": 0}
    now = timezone.now()
    for pk in list(
        Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    ):
        done["expired" if _attempt("unpublish", pk, lambda pk=pk: _expire(pk)) else "failed"] += 1
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for pk in list(due.values_list("pk", flat=True)):
        done["published" if _attempt("publish", pk, lambda pk=pk: _publish(pk)) else "failed"] += 1
    return done


def _expire(pk: int) -> None:
    Page.objects.get(pk=pk).specific.unpublish(set_expired=True, log_action="wagtail.unpublish")


def _publish(pk: int) -> None:
    revision = Revision.objects.get(pk=pk)
    revision.publish(log_action="wagtail.publish.scheduled")


def _attempt(what: str, pk: int, action: object) -> bool:
    try:
        action()  # type: ignore[operator]
    except ValidationError as error:
        logger.warning("Could not %s %s on schedule: %s", what, pk, "; ".join(error.messages))
        return False
    except Exception:
        logger.exception("Could not %s %s on schedule.", what, pk)
        return False
    return True
