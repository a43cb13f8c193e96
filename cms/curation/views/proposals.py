"""Proposals to list a centre's material nationally: made by its curators, answered by the national ones."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from cms.curation.access import may_answer_proposals, may_propose
from cms.curation.forms import AnswerForm, ProposeForm
from cms.curation.models import NationalProposal
from cms.curation.proposing import answer, propose, standing_proposal, take_back
from cms.curation.views.release import PageActionView

Status = NationalProposal.Status


class ProposalsView(BaseListingView):
    """The queue of the national curators: open proposals first, the oldest of them on top."""

    model = NationalProposal
    page_title = gettext_lazy("National proposals")
    header_icon = "globe"
    results_template_name = "curation/proposals_results.html"
    index_url_name = "curation:proposals"
    index_results_url_name = "curation:proposals_results"
    is_searchable = False
    paginate_by = 50
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            # Not the display title, which is that of the centre's newer draft.
            accessor=lambda row: row.resource.title,
            get_url=lambda row: reverse("curation:proposal", args=[row.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor=lambda row: capfirst(row.resource.page_type_display_name)),
        Column("centre", label=gettext_lazy("Centre"), accessor=lambda row: row.resource.centre or ""),
        Column(
            "proposed_by",
            label=gettext_lazy("Proposed by"),
            accessor=lambda row: get_user_display_name(row.proposed_by) if row.proposed_by else "",
        ),
        Column("status", label=gettext_lazy("State"), accessor=lambda row: capfirst(row.get_status_display())),
        DateColumn("proposed_at", label=gettext_lazy("Proposed")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer_proposals(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet:
        rows = NationalProposal.objects.filter(status__in=NationalProposal.STANDING)
        return rows.select_related("resource__content_type", "resource__centre", "proposed_by")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        # By the alphabet, the other way round: open before accepted.
        return queryset.order_by("-status", "proposed_at", "pk")


class ProposeView(PageActionView, FormView):
    """Proposes a material nationally."""

    page_title = gettext_lazy("Propose nationally")
    header_icon = "globe"
    template_name = "curation/propose.html"
    form_class = ProposeForm

    def check(self, request: HttpRequest) -> None:
        if not may_propose(request.user, self.page):
            raise PermissionDenied

    def form_valid(self, form: ProposeForm) -> HttpResponse:
        try:
            propose(self.page, self.request.user, form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("Proposed. The national curators answer; the material stays yours."))
        return redirect(self.edit_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = NationalProposal.objects.filter(resource=self.page.pk).order_by("-proposed_at", "-pk").first()
        return super().get_context_data(standing=standing_proposal(self.page), latest=latest, **kwargs)


class ProposalView(WagtailAdminTemplateMixin, FormView):
    """One proposal, for the national curators to answer."""

    template_name = "curation/proposal.html"
    header_icon = "globe"
    form_class = AnswerForm
    page_title = gettext_lazy("National proposal")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_answer_proposals(request.user):
            raise PermissionDenied
        rows = NationalProposal.objects.select_related("resource__centre", "proposed_by", "decided_by")
        self.proposal = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        data = form.cleaned_data
        accept = data["decision"] == "accept"
        try:
            answer(self.proposal, self.request.user, accept=accept, reasons=data["reasons"], text=data["answer"])
        except ValidationError as error:
            problems: Any = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
            for name, texts in problems.items():
                form.add_error(name, texts)
            return self.form_invalid(form)
        said = _("It is listed nationally now.") if accept else _("Declined; the centre reads your answer.")
        messages.success(self.request, said)
        return redirect("curation:proposals")

    def get_page_subtitle(self) -> str:
        return str(self.proposal.resource.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("curation:proposals"), "label": _("National proposals")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = {"proposal": self.proposal, "is_open": self.proposal.status == Status.OPEN}
        return super().get_context_data(**facts, **kwargs)


class TakeBackView(View):
    """Ends an open or accepted proposal."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = get_object_or_404(NationalProposal.objects.select_related("resource"), pk=pk)
        if not (may_propose(request.user, proposal.resource) or may_answer_proposals(request.user)):
            raise Http404
        take_back(proposal, request.user)
        messages.success(request, _("It is no longer proposed or listed nationally."))
        if may_answer_proposals(request.user):
            return redirect("curation:proposals")
        return redirect("wagtailadmin_pages:edit", proposal.resource_id)
