"""What the imports add to the admin: their addresses and an entry of the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.imports.access import may_import, offered_targets
from cms.imports.word_targets import WordTarget


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLResolver]:
    return [path("impor/", include("cms.imports.urls"))]


@hooks.register("register_reports_menu_item")
def register_menu_item() -> Any:
    return ImportsMenuItem(
        gettext_lazy("Import"), reverse("imports:index"), name="imports", icon_name="upload", order=50
    )


@hooks.register("vocabulary_header_buttons")
def export_buttons(model: Any, user: Any) -> Iterator[Button]:
    """All terms of a vocabulary, or all tags, as a table that an import reads back: for who may import them."""
    for target in offered_targets(user):
        if isinstance(target, WordTarget) and target.model is model:
            for priority, (label, ending) in enumerate(((_("Download XLSX"), "xlsx"), (_("Download CSV"), "csv"))):
                url = reverse("imports:template", args=[target.key, ending], query={"isi": 1})
                yield Button(label, url=url, icon_name="download", priority=90 + priority)
