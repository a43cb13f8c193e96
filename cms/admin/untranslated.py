"""Names for what Wagtail and wagtailmedia show in English without asking for a translation.

Form fields and table columns that have no label are called after their Python name. The few templates with English in
them have a copy in `cms/templates`; a test keeps the copies equal to Wagtail's but for those words.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import choosers
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.models import Page
from wagtail.sites.views import IndexView as SiteIndexView
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm
from wagtailmedia.views import chooser as media_chooser

FIELDS: dict[type[forms.BaseForm], dict[str, Promise]] = {
    choosers.ExternalLinkChooserForm: {"link_text": _("Link text")},
    choosers.AnchorLinkChooserForm: {"link_text": _("Link text")},
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _("Link text"),
        "subject": pgettext_lazy("email", "Subject"),
        "body": pgettext_lazy("email", "Text"),
    },
    WorkflowPageForm: {"page": _("Page")},
    PagePermissionsForm: {"page": _("Page")},
    RoleForm: {"role": _("Role")},
}
SITE_COLUMNS: dict[str, Promise] = {"port": _("Port"), "site_name": _("Site name"), "root_page": _("Root page")}
UPLOAD_ERROR: dict[str, Promise] = {
    "error_label": _("The server has failed"),
    "error_message": _("Tell the people who run this site, with these details:"),
}


def name_untranslated() -> None:
    """Sets the labels. Called once, when the hooks are loaded."""
    for form, labels in FIELDS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label  # type: ignore[attr-defined]
    for column in SiteIndexView.columns:
        column.label = SITE_COLUMNS.get(column.name, column.label)
    PagePermissionsForm.base_fields["permissions"].label_from_instance = page_permission_label  # type: ignore[attr-defined]
    media_chooser.render_modal_workflow = with_translated_error(media_chooser.render_modal_workflow)


def page_permission_label(permission: Permission) -> str:
    """Wagtail's own name of the permission; the one in the database is in English whatever the language."""
    names = {codename: long_name for codename, _short, long_name in Page.permission_types}
    return str(names.get(permission.codename, permission.name))


def with_translated_error(render: Any) -> Any:
    """`render_modal_workflow`, with what the media chooser's script says when an upload fails."""

    def translated(*args: Any, json_data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if json_data and "error_label" in json_data:
            json_data = {**json_data, **{key: str(text) for key, text in UPLOAD_ERROR.items()}}
        return render(*args, json_data=json_data, **kwargs)

    return translated
