"""While a material is curated nobody changes it: what was looked at is what gets published."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class CurationLock(WorkflowLock):
    def get_message(self, user: Any) -> SafeString:
        return format_html(
            "{} {}",
            _("This material is waiting for: %(step)s.") % {"step": self.task.name},
            _("Nobody can change it meanwhile. Whoever sent it can take it back."),
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return _("Locked while it is curated")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("Nobody can change it meanwhile. Whoever sent it can take it back.")
