"""Many materials are sent for curation at once: what is complete goes, what is missing in the others is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.admin.bulk_actions import MAX_RETAGGED as MAX_SENT
from cms.admin.bulk_actions import BoundedBulkAction
from cms.curation.sending import NotSent, send
from cms.publishing import refusal_message


class SendBulkAction(BoundedBulkAction):
    display_name = gettext_lazy("Send for curation")
    action_type = "send_for_curation"
    aria_label = gettext_lazy("Send the chosen materials for curation")
    template_name = "curation/bulk_send.html"
    action_priority = 50

    def check_perm(self, page: Page) -> bool:
        if page.pk not in self.materials:
            return False
        permissions = page.permissions_for_user(self.request.user)
        return bool(permissions.can_edit() and permissions.can_submit_for_moderation())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "max_size": MAX_SENT, "too_many": self.too_many}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.too_many:
            form.add_error(None, _("Choose at most %(limit)s materials at a time.") % {"limit": MAX_SENT})
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[NotSent] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Page], user: Any = None, refused: list[NotSent] | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        sent = 0
        for page in objects:
            try:
                send(page, user)
                sent += 1
            except NotSent as error:
                if refused is not None:
                    refused.append(error)
        return sent, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if self.refused:
            messages.error(self.request, refusal_message(self.refused))
        if not num_parent_objects:
            return None
        text = ngettext(
            "%(count)s material was sent for curation.",
            "%(count)s materials were sent for curation.",
            num_parent_objects,
        )
        return text % {"count": num_parent_objects}
