"""The guides in the admin: their addresses, and the help menu that leads to them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.guides.reading import GUIDES, Guide
from cms.guides.views import GuideView

# English pages about Wagtail in general; ours say the same of the screens that are really here.
REPLACED = ("whats-new-in-wagtail-", "editor-guide")


def url_name(guide: Guide) -> str:
    return f"guide_{guide.slug}"


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLPattern]:
    return [path(f"panduan/{guide.slug}/", GuideView.as_view(guide=guide), name=url_name(guide)) for guide in GUIDES]


def _menu_item(guide: Guide, order: int) -> MenuItem:
    return MenuItem(
        guide.title, reverse(url_name(guide)), name=f"guide-{guide.slug}", icon_name=guide.icon, order=order
    )


for place, each in enumerate(GUIDES, start=1):
    hooks.register("register_help_menu_item", partial(_menu_item, each, place))


@hooks.register("construct_help_menu")
def only_our_guides(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not item.name.startswith(REPLACED)]


@hooks.register("insert_global_admin_css")
def guide_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin/guides.css"))
