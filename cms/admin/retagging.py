"""Changes the tags of a material as an editor would: in a new revision, noted in its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from cms.models import LearningResource, Tag, tag_key
from cms.publishing import PublishRefused

RETAGGED = "sinau.retag"


class Outcome(Enum):
    PUBLISHED = "published"
    DRAFT = "draft"
    UNCHANGED = "unchanged"
    TOO_MANY = "too many"


@dataclass(frozen=True)
class Retagging:
    """Tags to add (names, however spelled) and to take away, in the name of `user`.

    The rule: a published material without a newer draft is published again with its new tags, if the user may
    publish it. In every other case the tags change in the draft: what an editor has not finished is never
    published by the way.
    """

    add: Sequence[str]
    remove: Sequence[Tag]
    user: Any

    def apply(self, page: LearningResource) -> tuple[Outcome, PublishRefused | None]:
        """Do it to one material, in a transaction of the caller. A refused publication leaves the draft."""
        draft = page.get_latest_revision_as_object()
        before = {tag.key: tag.name for tag in draft.tags.all()}
        # What is added under any spelling stays, even when it is to be taken away too.
        wanted = {tag_key(name) for name in self.add}
        gone = [before[tag.key] for tag in self.remove if tag.key in before and tag.key not in wanted]
        draft.tags.remove(*gone)
        draft.tags.add(*self.add)
        after = {tag.key: tag.name for tag in draft.tags.all()}
        if before == after:
            return Outcome.UNCHANGED, None
        if len(after) > max(settings.WAGTAIL_TAG_LIMIT, len(before)):
            return Outcome.TOO_MANY, None

        publish = page.live and not page.has_unpublished_changes and page.permissions_for_user(self.user).can_publish()
        revision = draft.save_revision(user=self.user, clean=False)
        data = {
            "added": sorted(name for key, name in after.items() if key not in before),
            "removed": sorted(name for key, name in before.items() if key not in after),
        }
        log(instance=draft, action=RETAGGED, user=self.user, data=data, revision=revision, content_changed=True)
        if not publish:
            return Outcome.DRAFT, None
        try:
            with transaction.atomic():
                revision.publish(user=self.user)
        except ValidationError as error:
            return Outcome.DRAFT, PublishRefused.of(draft, error)
        return Outcome.PUBLISHED, None


def register_retagged(actions: LogActionRegistry) -> None:
    """How a page's history tells of it; for Wagtail's `register_log_actions` hook."""

    @actions.register_action(RETAGGED)
    class RetaggedFormatter(LogFormatter):
        label = gettext_lazy("Change tags")

        def format_message(self, log_entry: Any) -> str:
            added, removed = log_entry.data.get("added", ()), log_entry.data.get("removed", ())
            parts = [
                _("Tags added: %(tags)s.") % {"tags": ", ".join(added)} if added else "",
                _("Tags taken away: %(tags)s.") % {"tags": ", ".join(removed)} if removed else "",
            ]
            return " ".join(part for part in parts if part)
