"""The side panel "Still missing": required and recommended, each with a link to its field, while one types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from cms.admin.checklist import checklist
from cms.forms import assign_relations

ROOT = "wagtailadmin_explore_root"


class ChecklistSidePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle what is still missing")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"
        # Wagtail's own with the meter in words beside the icon.
        template_name = "cms/admin/form/checklist_toggle.html"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            checklist = self.panel.checklist
            return {**context, "count": len(checklist.required), "checklist": checklist}

    name = "checklist"
    title = gettext_lazy("Still missing")
    template_name = "cms/admin/form/checklist_panel.html"
    order = 150

    def __init__(self, page: Any, request: HttpRequest) -> None:
        super().__init__(page, request)
        self.checklist = checklist(page)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        # The form's address tells which page is edited, also after autosave has given a new page one.
        context |= {"checklist": self.checklist, "pages": reverse(ROOT), "checks": reverse("checklist")}
        return context

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["cms/admin/form_checklist.js"], css={"all": ["cms/admin/form.css"]})


class WithChecklist:
    """Adds the panel to a view that edits a page."""

    def get_side_panels(self: Any) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        if not self.expects_json_response and not getattr(self, "hydrate_create_view", False):
            panels.insert(1, ChecklistSidePanel(self.page, self.request))
        return panels


class ResourceCreateView(WithChecklist, CreateView):
    pass


class ResourceEditView(WithChecklist, EditView):
    pass


class ResourceRevertView(WithChecklist, RevisionsRevertView):
    pass


class ChecklistMixin:
    """Answers a form as it is, saved or not, with the list. Nothing is written, no tag is made."""

    http_method_names = ("post",)

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.object
        form = page.get_edit_handler().get_form_class()(
            request.POST, instance=page, parent_page=page.get_parent().specific, for_user=request.user
        )
        form.defer_required_fields()
        form.is_valid()
        assign_relations(form)
        if "tags" in form.cleaned_data:
            page.tagged_items = unsaved_tags(page, form.cleaned_data["tags"])
        return TemplateResponse(
            request,
            "cms/admin/form/checklist.html",
            {"checklist": checklist(page, {name: list(messages) for name, messages in form.errors.items()})},
        )


class ChecklistOnEditView(ChecklistMixin, PreviewOnEditView):
    pass


class ChecklistOnCreateView(ChecklistMixin, PreviewOnCreateView):
    pass


def unsaved_tags(page: Any, names: list[str]) -> list[Any]:
    """Rows for the typed tags that are never written."""
    relation = type(page)._meta.get_field("tagged_items").related_model
    tag_model = relation._meta.get_field("tag").related_model
    return [relation(tag=tag_model(name=name)) for name in names]
