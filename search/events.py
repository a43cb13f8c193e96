"""The rules of the event log: which change of which page concerns which resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from wagtail.models import Page

from cms.models import LearningResource
from search.models import WRITING_EVENTS, IndexEvent

# What of a container (an index page, a centre's page, a lesson's module) shows in the resources below it.
INHERITED = ("live", "url_path", "path", "expire_at")
# Saving a draft of a page touches these alone.
DRAFT_FIELDS = frozenset(
    "draft_title has_unpublished_changes latest_revision latest_revision_id latest_revision_created_at "
    "locked locked_at locked_by locked_by_id go_live_at last_published_at numchild owner owner_id".split()
)
BATCH = 2_000


def record_ids(ids: Iterable[int]) -> None:
    """Write an event for each of these resources. Unknown ids are ignored."""
    record(LearningResource.objects.filter(pk__in=ids if isinstance(ids, QuerySet) else list(ids)))


def record_live(pk: int) -> None:
    """Write an event for this resource if it is live: what is chosen for a draft shows nowhere."""
    record(LearningResource.objects.filter(pk=pk, live=True))


def record(resources: QuerySet[LearningResource]) -> None:
    """Write an event for each resource of a queryset, and apply them once the transaction has committed."""
    rows = resources.order_by().values_list("pk", "uuid").distinct()
    write(rows.iterator(chunk_size=BATCH))


def write(rows: Iterable[tuple[int, UUID]]) -> None:
    from search.drain import schedule

    with transaction.atomic():
        batch = [IndexEvent(page_id=pk, uuid=uuid) for pk, uuid in rows]
        if not batch:
            return
        if connection.vendor == "postgresql":
            # Taken before the first id is given: see search.drain.safe_events.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [WRITING_EVENTS])
        IndexEvent.objects.bulk_create(batch, batch_size=500)
    schedule()


def remember(page: Page) -> None:
    """Before a save: what the resources below inherit from this page now."""
    page._inherited_before = (  # type: ignore[attr-defined]
        Page.objects.filter(pk=page.pk).values(*INHERITED).first() if page.pk else None
    )


def record_page(page: Page, update_fields: Iterable[str] | None) -> None:
    """After a save: the resource itself or the one it belongs to, and all below when what they inherit changed."""
    before: dict[str, Any] | None = getattr(page, "_inherited_before", None)
    if update_fields is not None and set(update_fields) <= DRAFT_FIELDS:
        return
    was_live = bool(before and before["live"])
    if not page.live and not was_live:
        return
    if before is not None and any(before[name] != getattr(page, name) for name in INHERITED):
        record(LearningResource.objects.filter(path__startswith=page.path))
        if before["url_path"] != page.url_path:
            # Moved: the tree is changed already, the old address still tells where a lesson came from.
            old_parent = before["url_path"].rstrip("/").rpartition("/")[0] + "/"
            record(LearningResource.objects.filter(url_path=old_parent))
    record(LearningResource.objects.above(page.path))


def record_deletion(page: Page) -> None:
    """Before a delete: the resources that go with the page, and the one it was a part of."""
    record(LearningResource.objects.filter(path__startswith=page.path))
    record(LearningResource.objects.above(page.path[: -Page.steplen]))
