"""Wagtail's promoted results in the admin, with our log of searches in place of its own, which nothing writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import NumberColumn
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.views import IndexView
from wagtail.permissions import policy_registry

from search.models import QueryLog
from search.word_changes import frequent_queries

DAYS = 30
# So many of the most frequent queries can be chosen from.
OFFERED = 500
PAGE = 10


class PromotionIndexView(IndexView):  # type: ignore[misc]
    """The list, with how often each query was searched for."""

    columns = [
        *IndexView.columns[:-1],
        NumberColumn("views", label=gettext_lazy("Searched, 180 days"), width="20%", sort_key="views"),
    ]

    def get_base_queryset(self) -> Any:
        promoted = SearchPromotion.objects.values_list("query_id", flat=True)
        same = QueryLog.objects.filter(query=OuterRef("query_string")).order_by()
        times = same.values("query").annotate(times=Sum("count")).values("times")
        rows = Query.objects.filter(pk__in=promoted).annotate(views=Coalesce(Subquery(times), 0))
        return rows.prefetch_related("editors_picks", "editors_picks__page")


def choose_query(request: HttpRequest, results_only: bool = False) -> HttpResponse:
    """What readers search for most, to choose from while a promoted result is written."""
    policy = policy_registry.get_by_type(SearchPromotion)
    if not policy.user_has_any_permission(request.user, ("add", "change")):
        raise PermissionDenied
    form = SearchForm(request.GET) if "q" in request.GET else SearchForm()
    wanted = form.cleaned_data["q"].casefold() if form.is_bound and form.is_valid() else ""
    found = [(query, times) for query, times in frequent_queries(DAYS, OFFERED) if wanted in query]
    # What Wagtail's own template asks of its rows.
    rows = [SimpleNamespace(id=at, query_string=query, hits=times) for at, (query, times) in enumerate(found)]
    context = {"queries": Paginator(rows, PAGE).get_page(request.GET.get("p")), "searchform": form}
    folder = "wagtailsearchpromotions/queries/chooser"
    if results_only:
        return TemplateResponse(request, f"{folder}/results.html", context)
    return render_modal_workflow(request, f"{folder}/chooser.html", None, context, json_data={"step": "chooser"})


def choose_query_results(request: HttpRequest) -> HttpResponse:
    return choose_query(request, results_only=True)


def search_terms(request: HttpRequest) -> HttpResponse:
    """Wagtail's report of searches would always be empty."""
    return redirect("popular_searches")


@hooks.register("register_admin_urls", order=-1)
def promotion_urls() -> list[URLPattern]:
    """At Wagtail's own addresses, before them: its names keep leading here."""
    return [
        path("searchpicks/", PromotionIndexView.as_view()),
        path("searchpicks/results/", PromotionIndexView.as_view(results_only=True)),
        path("searchpicks/queries/chooser/", choose_query),
        path("searchpicks/queries/chooser/results/", choose_query_results),
        path("searchpicks/reports/search-terms/", search_terms),
        path("searchpicks/reports/search-terms/results/", search_terms),
    ]


@hooks.register("construct_reports_menu")
def without_search_terms(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "search-terms"]
