"""Imports materials of one kind: always as drafts, each under the name that its owner's lists give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from wagtail.models import Page, Revision

from cms.imports.columns import Column
from cms.imports.draft_writing import remove
from cms.imports.existing import materials
from cms.imports.models import Import, ImportRow
from cms.imports.own_tree import OwnTree
from cms.imports.resource_batch import BY_TITLE, MAX_ID, ResourceBatch, fingerprint, read_uuid
from cms.imports.resource_columns import identity_keys, information_keys, resource_columns
from cms.imports.targets import Target
from cms.models import LearningResource, tag_key


class ResourceTarget(Target):
    is_national: ClassVar[bool] = False

    def __init__(self, model: type[LearningResource]) -> None:
        self.model = model
        self.key = f"resource:{model.kind}"

    def columns(self) -> Sequence[Column]:
        model: Any = self.model
        return resource_columns(model)

    def identity_keys(self) -> dict[str, list[str]]:
        return identity_keys()

    def information_keys(self) -> dict[str, list[str]]:
        return information_keys()

    def identity(self, data: Mapping[str, str]) -> str:
        """The ID of the list, else the title: a file without IDs is known by its titles."""
        if data.get("external_id"):
            return data["external_id"][: MAX_ID + 1]
        key = tag_key(data.get("title", ""))
        return f"{BY_TITLE}{key}" if key else ""

    def uuid_of(self, data: Mapping[str, str]) -> UUID | None:
        return read_uuid(data.get("uuid", ""))

    def batch(self, source: Import, rows: Sequence[ImportRow]) -> ResourceBatch:
        return ResourceBatch(self, source, rows)

    def undo(self, source: Import, rows: Sequence[ImportRow], user: Any) -> None:
        pages = materials(row.page_id for row in rows if row.page_id)
        own = OwnTree.of(source.workspace)
        newest = Revision.objects.in_bulk([page.latest_revision_id for page in pages.values()])
        gone = []
        for row in rows:
            page = pages.get(row.page_id)
            row.state = row.State.UNDONE
            if page is None:
                continue
            page.latest_revision = newest.get(page.latest_revision_id)
            if not own.holds(page):
                # Its title is the other centre's by now.
                _leave(row, "moved_since")
            elif fingerprint(page) != row.before.get("left") or _is_held(page):
                _leave(row, "edited_since", page)
            elif "content" in row.before and not _may(user, page, "can_edit"):
                _leave(row, "undo_forbidden")
            elif "content" in row.before:
                content = {**page.get_latest_revision_as_object().serializable_data(), **row.before["content"]}
                page.with_content_json(content).save_revision(user=user, log_action="wagtail.revert", clean=False)
            elif page.live or page.first_published_at or page.numchild:
                _leave(row, "published_since", page)
            elif not _may(user, page, "can_delete"):
                _leave(row, "undo_forbidden")
            else:
                gone.append(page)
                row.page = None
        remove(gone, user)


def _is_held(page: Any) -> bool:
    return bool(page.locked or page.current_workflow_state or page.approved_schedule)


def _may(user: Any, page: Any, what: str) -> bool:
    """Whether the person may do this now; an account that is gone may nothing."""
    return user is not None and bool(getattr(page.permissions_for_user(user), what)())


def _leave(row: ImportRow, code: str, page: Page | None = None) -> None:
    row.state = row.State.LEFT
    title = {"value": page.get_admin_display_title()[:200]} if page is not None else {}
    row.problems = [*row.problems, {"code": code, "level": "note", **title}]
