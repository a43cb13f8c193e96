"""Wagtail's content checks with what this site asks of a page besides, and messages an editor can act on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem


class ReadingChecks(ContentCheckerItem):
    """Accessibility of what editors write: pictures, headings, links, tables. The site's frame is tested elsewhere."""

    axe_include: ClassVar[list[Any]] = ["main"]
    axe_run_only: ClassVar[list[str]] = [*ContentCheckerItem.axe_run_only, "image-alt", "link-in-text-block", "list"]
    axe_messages: ClassVar[dict[str, Any]] = {
        **ContentCheckerItem.axe_messages,
        "image-alt": {
            "error_name": _("A picture has no alternative text"),
            "help_text": _("Say what the picture shows, for readers who cannot see it or have not loaded it"),
        },
        "link-in-text-block": {
            "error_name": _("A link looks like the text around it"),
            "help_text": _("Use a plain link, without colours of its own"),
        },
        "list": {
            "error_name": _("A list is not made as a list"),
            "help_text": _("Use the list buttons of the text field instead of typing signs"),
        },
    }
