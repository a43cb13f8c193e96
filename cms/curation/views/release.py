"""What curators do with a material outside the steps: send it, unpublish it, say who may open it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import page_permission_policy

from cms.curation.access import may_withdraw_page
from cms.curation.forms import PrivacyForm
from cms.curation.material import centre_of, has_changes, material_above, parts_of
from cms.curation.readiness import HINTS, checked
from cms.curation.sending import NotSent, not_ready, send
from cms.publishing import refusal_message
from cms.workspaces.models import WorkspaceGroup


def known_page(user: Any, pk: int) -> Page:
    """A page that the user may know of in the admin. 404 else."""
    page: Page = get_object_or_404(page_permission_policy.explorable_instances(user), pk=pk)
    return page


class PageActionView(WagtailAdminTemplateMixin):
    """What the views on one page share. `check()` raises PermissionDenied."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page = known_page(request.user, kwargs["page_id"]).specific
        self.check(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def check(self, request: HttpRequest) -> None:
        if not may_withdraw_page(request.user, self.page):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"object": self.page, "edit_url": self.edit_url, **kwargs})


class SendView(PageActionView, TemplateView):
    """Sends a material with its parts, after saying what goes and what is missing."""

    page_title = gettext_lazy("Send for curation")
    header_icon = "resubmit"
    template_name = "curation/send.html"

    def check(self, request: HttpRequest) -> None:
        above = material_above(self.page)
        self.page = above.specific if above else self.page
        permissions = self.page.permissions_for_user(request.user)
        if not permissions.can_edit() or not self.page.has_workflow:
            raise PermissionDenied

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            send(self.page, request.user)
        except NotSent as refused:
            messages.error(request, refusal_message([refused]))
            return redirect(self.edit_url)
        messages.success(request, _("“%(title)s” was sent for curation.") % {"title": self.get_page_subtitle()})
        return redirect("curation:mine")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = not_ready(self.page)
        parts = parts_of(self.page)
        facts = {
            "parts": parts,
            "checked": self._hints([self.page, *parts]),
            "problems": refused.reasons if refused else [],
            "has_changes": has_changes(self.page),
            "in_progress": self.page.workflow_in_progress,
        }
        return super().get_context_data(**facts, **kwargs)

    def _hints(self, pages: list[Page]) -> list[dict[str, Any]]:
        """What the checks find without standing in the way; what does is among the problems."""
        rows = checked((page.get_latest_revision_as_object() for page in pages), *HINTS)
        return [{**row, "url": reverse("wagtailadmin_pages:edit", args=[row["page"].pk])} for row in rows]


class UnpublishView(PageActionView, TemplateView):
    page_title = gettext_lazy("Unpublish")
    header_icon = "download"
    template_name = "curation/unpublish.html"

    def check(self, request: HttpRequest) -> None:
        super().check(request)
        if not self.page.live:
            raise Http404

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            # Wagtail would ask for its own `publish`, with which one could step around the curation.
            UnpublishPageAction(self.page, user=request.user).execute(skip_permission_checks=True)
        messages.success(request, _("“%(title)s” is no longer published.") % {"title": self.get_page_subtitle()})
        return redirect(self.edit_url)


class PrivacyView(PageActionView, FormView):
    """Who may open a material. What a page above it restricts stays restricted."""

    page_title = gettext_lazy("Privacy")
    header_icon = "view"
    template_name = "curation/privacy.html"
    form_class = PrivacyForm

    def get_initial(self) -> dict[str, Any]:
        own = self._own()
        known = {PrivacyForm.LOGIN, PrivacyForm.TEAM}
        return {"who": own.restriction_type if own and own.restriction_type in known else PrivacyForm.PUBLIC}

    def _own(self) -> PageViewRestriction | None:
        return PageViewRestriction.objects.filter(page=self.page.pk).first()

    def form_valid(self, form: PrivacyForm) -> HttpResponse:
        who, user = form.cleaned_data["who"], self.request.user
        with transaction.atomic():
            own = self._own()
            if own and not self._is_ours(own):
                messages.error(
                    self.request, _("Somebody else has restricted it. Ask the national team to change that.")
                )
                return redirect(self.edit_url)
            if who == PrivacyForm.PUBLIC:
                if own:
                    own.delete(user=user)
            else:
                own = own or PageViewRestriction(page=Page.objects.get(pk=self.page.pk))
                own.restriction_type, own.password = who, ""
                own.save(user=user)
                own.groups.set(self._team() if who == PrivacyForm.TEAM else ())
        messages.success(self.request, _("It is settled who may open it."))
        return redirect(self.edit_url)

    def _is_ours(self, restriction: PageViewRestriction) -> bool:
        """Whether this page can have set it: what the national team closed stays closed."""
        if self.request.user.is_superuser or restriction.restriction_type == PageViewRestriction.LOGIN:
            return True
        groups = set(restriction.groups.values_list("pk", flat=True))
        return bool(groups) and groups == {group.pk for group in self._team()}

    def _team(self) -> list[Any]:
        rows = WorkspaceGroup.objects.filter(workspace__centre=centre_of(self.page)).select_related("group")
        return [row.group for row in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        above = self.page.get_view_restrictions().exclude(page=self.page.pk).select_related("page").first()
        return super().get_context_data(restricted_above=above, **kwargs)
