"""The coverage map among the reports, and this month's panels on the admin's home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.coverage.month_panels import CentresThisMonthPanel, MyCentreThisMonthPanel
from cms.coverage.views import CoverageView, may_see_coverage


class CoverageMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_coverage(request.user)


@hooks.register("register_admin_urls")
def coverage_urls() -> list[URLPattern]:
    return [path("reports/peta-cakupan/", CoverageView.as_view(), name="coverage_map")]


@hooks.register("register_reports_menu_item")
def coverage_menu_item() -> MenuItem:
    return CoverageMenuItem(
        _("Coverage map"), reverse("coverage_map"), name="coverage-map", icon_name="table", order=1200
    )


@hooks.register("construct_homepage_panels")
def show_this_month(request: HttpRequest, panels: list[Any]) -> None:
    panels += [MyCentreThisMonthPanel(), CentresThisMonthPanel()]
