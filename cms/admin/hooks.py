"""What the editor's desk adds to the admin: listings, bulk actions, the panels of its home, the brand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.admin.bulk_actions import ExportBulkAction, RetagBulkAction
from cms.admin.home import arrange_panels
from cms.admin.listings import MaterialViewSet, material_viewsets
from cms.admin.retagging import register_retagged

ICONS = ["cms/admin/icons/open-book.svg", "cms/admin/icons/brush.svg"]

hooks.register("register_bulk_action", ExportBulkAction)
hooks.register("register_bulk_action", RetagBulkAction)
hooks.register("register_log_actions", register_retagged)


@hooks.register("register_admin_viewset")
def register_listings() -> list[MaterialViewSet]:
    return material_viewsets()


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return icons + ICONS


@hooks.register("construct_homepage_panels")
def our_panels(request: HttpRequest, panels: list[Any]) -> None:
    arrange_panels(request, panels)


@hooks.register("insert_global_admin_css")
def brand() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/brand.css"))
