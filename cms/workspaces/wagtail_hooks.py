"""What the workspaces add to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.workspaces import isolation, log_actions
from cms.workspaces.team import manageable
from cms.workspaces.urls import urlpatterns
from cms.workspaces.views.centres import is_central_admin

isolation.close_bulk_actions()
isolation.close_listing_filters()
isolation.close_library_api()
hooks.register("construct_page_chooser_queryset", isolation.chosen_pages)
hooks.register("register_log_actions", log_actions.register)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    return [path("", include((urlpatterns, "workspaces"), namespace="workspaces"))]


class CentresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_central_admin(request.user)


class TeamMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(manageable(request.user).exists())


@hooks.register("register_admin_menu_item")
def centres_menu_item() -> Any:
    address = reverse("workspaces:index")
    return CentresMenuItem(_("Regional centres"), address, name="centres", icon_name="site", order=460)


@hooks.register("register_admin_menu_item")
def team_menu_item() -> Any:
    return TeamMenuItem(_("Centre team"), reverse("workspaces:teams"), name="team", icon_name="group", order=465)
