"""What the library adds to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from media.admin.desk import listing_covers, register_gaps
from media.admin.dropped_images import describe_own_images, drop_images_script
from media.admin.unreadable import UnreadableFilesPanel, unreadable_files

register_gaps()
hooks.register("resource_listing_covers", listing_covers)
hooks.register("insert_editor_js", drop_images_script)
hooks.register("after_create_page", describe_own_images)
hooks.register("after_edit_page", describe_own_images)


@hooks.register("construct_homepage_panels")
def show_unreadable_files(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(UnreadableFilesPanel())


@hooks.register("before_edit_page")
def warn_of_unreadable_files(request: HttpRequest, page: Page) -> None:
    """Names the files of the page that the search cannot read. Looked up when the form is opened only."""
    if request.method != "GET":
        return
    files = unreadable_files(page)
    if files:
        links = format_html_join(
            "; ",
            '<a href="{}">{}</a>: {}',
            (
                (reverse("wagtaildocs:edit", args=[file.document_id]), file.document.title, file.reason)
                for file in files
            ),
        )
        messages.warning(request, format_html("{} {}", _("The search cannot read these files:"), links))
