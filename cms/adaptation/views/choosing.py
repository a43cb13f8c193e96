""" "Adaptasi materi": finding something that everyone may open, and confirming that it is adapted."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from cms.adaptation.adapting import AdaptationRefused, adapt, check, workspaces_to_adapt_in
from cms.adaptation.models import Adaptation
from cms.admin.listing_filters import TermFilter
from cms.licence_terms import licence_terms
from cms.models import LearningResource, Level
from cms.models.resources import resource_kinds


class VisibleFilterSet(WagtailFilterSet):
    """Kind and level of the materials that everyone may open."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=[], method="of_kind")
    level = TermFilter(Level, label=gettext_lazy("Level"))

    class Meta:
        model = LearningResource
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(slug, str(capfirst(kind.kind_label))) for slug, kind in resource_kinds().items()]
        self.filters["kind"].extra["choices"] = choices

    def of_kind(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(content_type=ContentType.objects.get_for_model(resource_kinds()[value]))


class StateColumn(Column):
    """The way to adapt a material, or why there is none."""

    cell_template_name = "adaptation/state_cell.html"


class ChooseSourceView(BaseListingView):
    """Every material that everyone may open and that is not the user's own centre's, newest first."""

    page_title = gettext_lazy("Adapt a material")
    header_icon = "copy"
    model = LearningResource
    paginate_by = 20
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    filterset_class = VisibleFilterSet
    default_ordering = "-first_published_at"
    index_url_name = "adaptation_sources"
    index_results_url_name = "adaptation_sources_results"
    results_template_name = "adaptation/sources_results.html"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda page: page.url,
            link_attrs={"target": "_blank", "rel": "noreferrer"},
            sort_key="title",
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor=lambda page: kind_of(page)),
        Column(
            "centre",
            label=gettext_lazy("Centre"),
            accessor=lambda page: page.centre.label if page.centre else _("National"),
        ),
        Column(
            "licence",
            label=gettext_lazy("Licence"),
            accessor=lambda page: page.licence.label if page.licence else _("None named"),
        ),
        StateColumn("state", label=gettext_lazy("Adaptation"), accessor="pk"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.centres = [workspace.centre_id for workspace in workspaces_to_adapt_in(request.user)]
        if not self.centres:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        rows = LearningResource.objects.visible().select_related("centre", "licence__successor")
        return rows.exclude(centre=self.centres[0]) if len(self.centres) == 1 else rows

    def order_queryset(self, queryset: Any) -> Any:
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        pages = list(context["object_list"])
        made = Adaptation.objects.filter(source__in=pages, page__centre__in=self.centres)
        existing = dict(made.order_by("-pk").values_list("source_id", "page_id"))
        for page in pages:
            page.existing_adaptation = existing.get(page.pk) if len(self.centres) == 1 else None
            licence = page.licence.last_successor() if page.licence else None
            page.may_be_adapted = bool(licence and licence.adaptable)
        return context


def kind_of(page: LearningResource) -> str:
    model = page.cached_content_type.model_class()
    return str(capfirst(getattr(model, "kind_label", "") or ""))


class WorkspaceForm(forms.Form):
    """For whom: asked of those who work in several centres."""

    workspace = forms.ModelChoiceField(queryset=None, label=gettext_lazy("For which centre"), empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workspace"].queryset = workspaces_to_adapt_in(user)


class AdaptView(WagtailAdminTemplateMixin, TemplateView):
    """Says what adapting does and what the licence asks; does it on POST."""

    template_name = "adaptation/adapt.html"
    page_title = gettext_lazy("Adapt for our centre")
    header_icon = "copy"
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.workspaces = list(workspaces_to_adapt_in(request.user)[:2])
        if not self.workspaces:
            raise PermissionDenied
        found = LearningResource.objects.visible().filter(pk=kwargs["source_id"]).first()
        if found is None:
            raise Http404
        self.source = found.specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.source.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("adaptation_sources"), "label": ChooseSourceView.page_title},
            {"url": "", "label": self.source.title},
        ]

    def form(self) -> WorkspaceForm | None:
        if len(self.workspaces) == 1:
            return None
        return WorkspaceForm(self.request.POST if self.request.method == "POST" else None, user=self.request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **kwargs))
        workspace = form.cleaned_data["workspace"] if form is not None else self.workspaces[0]
        try:
            page = adapt(self.source, workspace, request.user)
        except AdaptationRefused as refused:
            return self.render_to_response(self.get_context_data(refused=refused, form=form, **kwargs), status=400)
        messages.success(
            request,
            _("“%(title)s” is now a draft of your centre. Change what should be different for you, then send it.")
            % {"title": page.title},
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"form": None, "refused": None, **super().get_context_data(**kwargs)}
        if context["form"] is None:
            context["form"] = self.form()
        if context["refused"] is None and len(self.workspaces) == 1:
            try:
                check(self.source, self.workspaces[0], self.request.user)
            except AdaptationRefused as refused:
                context["refused"] = refused
        licence = self.source.licence.last_successor() if self.source.licence else None
        return {
            **context,
            "source": self.source,
            "workspace": self.workspaces[0] if len(self.workspaces) == 1 else None,
            "licence": licence,
            "terms": licence_terms(licence) if licence else [],
            "kind": str(capfirst(self.source.kind_label)),
        }
