"""Puts scripts of ours into the admin, with the words they show."""

from __future__ import annotations

from collections.abc import Mapping

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks


def admin_script(path: str, data: Mapping[str, object]) -> SafeString:
    """A script element for a static file; `data` is what it reads from `document.currentScript.dataset`."""
    attributes = format_html_join("", ' data-{}="{}"', data.items())
    return format_html('<script src="{}"{}></script>', static(path), attributes)


@hooks.register("insert_editor_js")
def clean_paste() -> SafeString:
    return admin_script("cms/admin/clean_paste.js", {})


# Not in forms alone: the bulk actions ask for tags, too.
@hooks.register("insert_global_admin_js")
def field_names() -> SafeString:
    return admin_script("cms/admin/field_names.js", {})


@hooks.register("insert_editor_js")
def length_limits() -> SafeString:
    too_long = _("This has %(length)s characters, the limit is %(limit)s. Shorten it before you save; nothing was cut.")
    return admin_script("cms/admin/length_limits.js", {"too-long": too_long})
