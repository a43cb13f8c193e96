"""What the curation adds to the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from cms.curation import urls
from cms.curation.bulk_actions import SendBulkAction
from cms.curation.criteria_views import CriteriaGroup
from cms.curation.edit_form import (
    arrange_actions,
    close_new_parts,
    close_removal,
    header_buttons,
    tell_on_the_form,
)
from cms.curation.history import register_history
from cms.curation.menu import mine_item, proposals_item, queue_item

hooks.register("register_admin_viewset", CriteriaGroup)
hooks.register("register_bulk_action", SendBulkAction)
hooks.register("register_log_actions", register_history)
hooks.register("register_admin_menu_item", queue_item)
hooks.register("register_admin_menu_item", proposals_item)
hooks.register("register_admin_menu_item", mine_item)
# The last word: other packages' items are in the menu by then.
hooks.register("construct_page_action_menu", arrange_actions, order=100)
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("before_edit_page", tell_on_the_form)
hooks.register("before_create_page", close_new_parts)
hooks.register("before_delete_page", close_removal)
hooks.register("before_move_page", close_removal)


@hooks.register("register_admin_urls")
def curation_urls() -> list[URLPattern | URLResolver]:
    return [path("kurasi/", include(urls))]
