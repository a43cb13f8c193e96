"""Publishing around the edit form: in bulk, by a copy, by the admin's own API; and what the history says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError as BadRequest
from rest_framework.response import Response
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from cms.publishing import SCHEDULE_REFUSED, PublishRefused, refusal, refusal_message


# After Wagtail's own, whose place it takes.
@hooks.register("register_bulk_action", order=1)
class PublishTheGood(PublishBulkAction):
    """Publishes the pages that may be, and names the others. What is below a refused page waits with it."""

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[PublishRefused] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[Page],
        include_descendants: bool = False,
        user: Any = None,
        refused: list[PublishRefused] | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        refused = [] if refused is None else refused
        chosen = below = 0
        for page in objects:
            if not cls._publish(page, user, refused):
                continue
            chosen += 1
            for draft in page.get_descendants().not_live().order_by("path") if include_descendants else ():
                waits = any(draft.path.startswith(error.page.path) for error in refused)
                if not waits and (user is None or draft.permissions_for_user(user).can_publish()):
                    below += cls._publish(draft, user, refused)
        return chosen, below

    @classmethod
    def _publish(cls, page: Page, user: Any, refused: list[PublishRefused]) -> bool:
        try:
            with transaction.atomic():
                super().execute_action([page], user=user)
        except ValidationError as error:
            refused.append(PublishRefused.of(page.specific, error))
            return False
        return True

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if self.refused:
            messages.error(self.request, refusal_message(self.refused))
        if not num_parent_objects:
            return None
        return str(super().get_success_message(num_parent_objects, num_child_objects))


@hooks.register("before_copy_page")
def refuse_published_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copies go live as what they copy is; what could not be published today is copied as a draft only."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    copied = (
        page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else Page.objects.filter(pk=page.pk)
    )
    refused = [error for source in copied.live().specific().iterator() if (error := refusal(source))]
    if not refused:
        return None
    messages.error(request, refusal_message(refused))
    messages.info(request, _("Nothing was copied. Without “publish” the copies are drafts, to be mended later."))
    return redirect("wagtailadmin_pages:copy", page.pk)


class GatedPublishAPIAction(PublishPageAPIAction):
    """The admin's internal API builds Wagtail's action itself and so passes by `LearningResource.publish()`."""

    def execute(self, instance: Page, data: Any) -> Response:
        if error := refusal(instance.specific.get_latest_revision_as_object()):
            raise BadRequest(error.message_dict)
        return super().execute(instance, data)


PagesAdminAPIViewSet.actions["publish"] = GatedPublishAPIAction


@hooks.register("register_log_actions")
def register_schedule_refused(actions: LogActionRegistry) -> None:
    @actions.register_action(SCHEDULE_REFUSED)
    class ScheduleRefusedFormatter(LogFormatter):
        label = gettext_lazy("Refuse scheduled publication")

        def format_message(self, log_entry: Any) -> str:
            reasons = " ".join(log_entry.data.get("reasons", []))
            return _("Not published on schedule: %(reasons)s") % {"reasons": reasons}
