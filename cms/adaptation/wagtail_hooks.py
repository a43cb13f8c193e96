"""What adaptation adds to the admin: its pages, the report, buttons, notices, and a word at the publish gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import BaseItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from cms.adaptation import copying  # noqa: F401 - registers its hook
from cms.adaptation.adapting import ADAPTED, workspaces_to_adapt_in
from cms.adaptation.models import Adaptation
from cms.adaptation.provenance import provenance
from cms.adaptation.signal_handlers import refresh
from cms.adaptation.taking_over import TAKEN_OVER
from cms.adaptation.views.choosing import AdaptView, ChooseSourceView
from cms.adaptation.views.report import AdaptationReportView, may_see_report
from cms.adaptation.views.taking_over import TakeOverView
from cms.models import LearningResource


@hooks.register("register_admin_urls")
def adaptation_urls() -> list[URLPattern]:
    report, sources = AdaptationReportView, ChooseSourceView
    return [
        path("adaptasi/", sources.as_view(), name="adaptation_sources"),
        path("adaptasi/results/", sources.as_view(results_only=True), name="adaptation_sources_results"),
        path("adaptasi/<int:source_id>/", AdaptView.as_view(), name="adaptation_adapt"),
        path("adaptasi/<int:page_id>/gabungkan/", TakeOverView.as_view(), name="adaptation_take_over"),
        path("reports/adaptasi/", report.as_view(), name="adaptation_report"),
        path("reports/adaptasi/results/", report.as_view(results_only=True), name="adaptation_report_results"),
    ]


def centres_of(user: Any) -> set[int]:
    """Ids of the centres for which the user may adapt materials; read once for each user in memory."""
    known: set[int] | None = user.__dict__.get("_adapts_for")
    if known is None:
        known = set(workspaces_to_adapt_in(user).values_list("centre_id", flat=True)) if user.is_active else set()
        user.__dict__["_adapts_for"] = known
    return known


def may_adapt(user: Any, page: Any) -> bool:
    """Whether a button to adapt is of use; the page behind it says what else stands in the way."""
    return isinstance(page, LearningResource) and page.live and bool(centres_of(user) - {page.centre_id})


class AdaptMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(centres_of(request.user))


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_admin_menu_item")
def adapt_menu_item() -> MenuItem:
    return AdaptMenuItem(
        ChooseSourceView.page_title, reverse("adaptation_sources"), name="adapt", icon_name="copy", order=160
    )


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReportMenuItem(
        AdaptationReportView.page_title,
        reverse("adaptation_report"),
        name="adaptation_report",
        icon_name="copy",
        order=1200,
    )


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Any, user: Any) -> Iterator[Button]:
    if may_adapt(user, page):
        yield Button(
            _("Adapt for our centre"), reverse("adaptation_adapt", args=[page.pk]), icon_name="copy", priority=35
        )


class AdaptUserbarItem(BaseItem):
    """The same in the bar on the public page: centres' people do not see national pages in the admin."""

    template_name = "adaptation/userbar_item.html"

    def __init__(self, page: LearningResource) -> None:
        self.page = page


@hooks.register("construct_wagtail_userbar")
def offer_in_userbar(request: HttpRequest, items: list[Any], page: Any) -> None:
    user = getattr(request, "user", None)
    if user is not None and not getattr(request, "is_preview", False) and may_adapt(user, page):
        items.append(AdaptUserbarItem(page))


@hooks.register("before_edit_page")
def say_that_source_changed(request: HttpRequest, page: Page) -> None:
    """Above the form of an adapted material, and of its lessons."""
    if request.method != "GET" or "application/json" in request.headers.get("Accept", ""):
        return
    adapted = Q(page=page.pk) | Q(page__path=page.path[: -Page.steplen])
    adaptation = Adaptation.objects.filter(adapted).first()
    # Looked at again, since sources change by other ways than an editor's button too.
    if adaptation is not None and refresh(adaptation):
        address = reverse("adaptation_take_over", args=[adaptation.page_id])
        messages.warning(
            request,
            _("The source “%(title)s” has changed since you took it over. Your own changes stay.")
            % {"title": adaptation.source_title},
            buttons=[messages.button(address, _("See and take over"))],
        )


@hooks.register("resource_publish_problems")
def keep_the_licence(page: LearningResource) -> dict[str, list[str]]:
    """What is made of a share-alike material keeps its licence, and of a non-commercial one that condition."""
    adaptation = provenance(page)
    problem = adaptation.licence_problem(page) if adaptation else ""
    return {"licence": [problem]} if problem else {}


@hooks.register("resource_structured_data")
def based_on(page: LearningResource, request: Any) -> dict[str, Any]:
    """schema.org's `isBasedOn`."""
    adaptation: Any = provenance(page)
    if adaptation is None:
        return {}
    source: dict[str, Any] = {
        "@type": "LearningResource",
        "@id": f"urn:uuid:{adaptation.source_uuid}",
        "name": adaptation.source_title,
    }
    if adaptation.open_source is not None:
        address = adaptation.open_source.get_url(request) or ""
        source["url"] = request.build_absolute_uri(address) if request else address
    if adaptation.source_licence and adaptation.source_licence.url:
        source["license"] = adaptation.source_licence.url
    return {"isBasedOn": source}


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(ADAPTED)
    class AdaptedFormatter(LogFormatter):
        label = gettext_lazy("Adapt")

        def format_message(self, log_entry: Any) -> str:
            return _("Adapted from “%(title)s”.") % {"title": log_entry.data.get("source", "")}

    @actions.register_action(TAKEN_OVER)
    class TakenOverFormatter(LogFormatter):
        label = gettext_lazy("Take over changes")
        message = gettext_lazy("Changes of the source taken over.")
