"""The curation in the editing form: what was said, what can be done, and nothing that steps around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, WorkflowState

from cms.curation.access import may_decide, may_propose, may_withdraw_page
from cms.curation.last_words import what_was_answered, what_was_said
from cms.curation.material import material_above
from cms.curation.models import CurationTask, Submission
from cms.models import LearningResource


class SendItem(SubmitForModerationMenuItem):
    label = gettext_lazy("Send for curation")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        state = context["page"].current_workflow_state if context.get("page") else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return {**context, "label": _("Send again") if again else self.label}


class TakeBackItem(CancelWorkflowMenuItem):
    label = gettext_lazy("Take back")


class LinkItem(ActionMenuItem):
    """Leads to a page of the curation."""

    template_name = "wagtailadmin/pages/action_menu/menu_item.html"

    def __init__(self, label: Any, url: str, icon_name: str, order: int) -> None:
        super().__init__(order)
        self.label, self._url, self.icon_name, self.name = label, url, icon_name, None

    def get_url(self, context: Any) -> str:
        return self._url


def arrange_actions(items: list[Any], request: HttpRequest, context: Any) -> None:
    """For Wagtail's `construct_page_action_menu` hook."""
    page = context.get("page")
    material = _material_of_part(page, context)
    if material is not None:
        alone = (SubmitForModerationMenuItem, RestartWorkflowMenuItem)
        items[:] = [item for item in items if not isinstance(item, alone)]
        if page is not None and page.pk:
            url = reverse("curation:send", args=[material.pk])
            items.append(LinkItem(_("Send the material for curation"), url, "resubmit", 60))
        return
    workflow = (page if page is not None and page.pk else context["parent_page"]).get_workflow()
    if workflow is None or not CurationTask.objects.filter(workflow_tasks__workflow=workflow).exists():
        return
    items[:] = [_ours(item) for item in items if not isinstance(item, (WorkflowMenuItem, RestartWorkflowMenuItem))]
    if page is not None and page.pk:
        submission = Submission.objects.waiting().filter(page_id=page.pk).first()
        if submission is not None and may_decide(request.user, submission):
            url = reverse("curation:decide", args=[submission.pk])
            items.insert(0, LinkItem(_("Start review"), url, "tasks", -10))


def _ours(item: Any) -> Any:
    for stock, own in ((SubmitForModerationMenuItem, SendItem), (CancelWorkflowMenuItem, TakeBackItem)):
        if type(item) is stock:
            return own(order=item.order)
    return item


def _material_of_part(page: Any, context: Any) -> LearningResource | None:
    if page is not None and page.pk:
        return material_above(page)
    parent = context.get("parent_page")
    if parent is None:
        return None
    return parent if isinstance(parent, LearningResource) else material_above(parent)


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For Wagtail's `register_page_header_buttons` hook."""
    if page.live and not page.permissions_for_user(user).can_unpublish() and may_withdraw_page(user, page):
        yield _button(_("Unpublish"), "curation:unpublish", page, "download", 60)
        yield _button(_("Privacy"), "curation:privacy", page, "view", 61)
    if page.live and may_propose(user, page):
        yield _button(_("Propose nationally"), "curation:propose", page, "globe", 62)


def _button(label: str, name: str, page: Page, icon: str, priority: int) -> Button:
    return Button(label, url=reverse(name, args=[page.pk]), icon_name=icon, priority=priority)


def tell_on_the_form(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's `before_edit_page` hook: what was said, above the form; parts of what is curated are closed."""
    if refused := close_parts(request, page):
        return refused
    looks = request.method == "GET" and not request.GET.get("_w_hydrate_create_view")
    if looks and (message := what_was_said(page)):
        messages.warning(request, message)
    if looks and (message := what_was_answered(page)):
        messages.info(request, message)
    return None


def close_parts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A lesson has no workflow of its own to lock it: it is closed while its module is curated."""
    material = material_above(page)
    if material is None or not material.workflow_in_progress:
        return None
    text = _("It belongs to “%(title)s”, which is being curated. Nobody can change it meanwhile.")
    message = text % {"title": material.get_admin_display_title()}
    if request.method == "GET":
        messages.warning(request, message)
        return None
    messages.error(request, message)
    return redirect("wagtailadmin_pages:edit", page.pk)


def close_new_parts(request: HttpRequest, parent: Page, page_class: Any) -> HttpResponse | None:
    """For Wagtail's `before_create_page` hook: nothing is added below what is being curated."""
    material = LearningResource.objects.filter(pk=parent.pk).first()
    if material is None or not material.workflow_in_progress:
        return None
    text = _("“%(title)s” is being curated. Nothing can be added to it meanwhile.")
    messages.error(request, text % {"title": material.get_admin_display_title()})
    return redirect("wagtailadmin_explore", parent.pk)


def close_removal(request: HttpRequest, page: Page, *args: Any) -> HttpResponse | None:
    """For Wagtail's hooks before a page is deleted or moved."""
    return close_parts(request, page) if request.method == "POST" else None
