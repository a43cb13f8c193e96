"""The name of the site in the admin, and the bar of bulk actions below a listing of materials."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, ListingButton
from wagtail.models import Page

register = template.Library()

FIRST = ("publish", "unpublish", "retag", "export")


@register.simple_tag
def brand_name() -> str:
    """The site's name. (`site_name` is the host's address on Wagtail's login page.)"""
    return str(settings.SITE_NAME)


@register.inclusion_tag("wagtailadmin/shared/buttons.html")
def material_bulk_actions() -> dict[str, Any]:
    """What is done often stands in the bar, the rest behind "More". (Wagtail's tag orders by a number of each.)"""
    label, name = Page._meta.app_label, Page._meta.model_name
    actions = {action.action_type: action for action in bulk_action_registry.get_bulk_actions_for_model(label, name)}
    first = [actions.pop(kind) for kind in FIRST if kind in actions]
    rest = sorted(actions.values(), key=lambda action: (action.action_priority, action.action_type))

    def button(action: Any, kind: type[Button], classname: str = "") -> Button:
        url = reverse("wagtail_bulk_action", args=[label, name, action.action_type])
        attributes = {"aria-label": action.aria_label, "data-bulk-action-button": ""}
        return kind(action.display_name, url, classname=classname, attrs=attributes)

    buttons: list[Any] = [button(action, ListingButton, "bulk-action-btn") for action in first]
    if rest:
        buttons.append(
            ButtonWithDropdown(
                label=_("More"),
                attrs={"title": _("More bulk actions")},
                classname="button button-secondary button-small",
                buttons=[button(action, Button) for action in rest],
            )
        )
    return {"buttons": buttons}
