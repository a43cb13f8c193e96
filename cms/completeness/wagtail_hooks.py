"""What completeness adds to the admin: the page of its rules, the report of broken links."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.completeness.link_report import BrokenLinksView, check_again
from cms.completeness.rule_views import RulesView, may_decide


class RulesMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_decide(request.user)


@hooks.register("register_admin_urls")
def completeness_urls() -> list[URLPattern]:
    return [
        path("aturan-kelengkapan/", RulesView.as_view(), name="completeness_rules"),
        path("aturan-kelengkapan/<str:place>/", RulesView.as_view(), name="completeness_rules_of"),
        path("reports/tautan-rusak/", BrokenLinksView.as_view(), name="broken_links"),
        path("reports/tautan-rusak/results/", BrokenLinksView.as_view(results_only=True), name="broken_links_results"),
        path("reports/tautan-rusak/<int:pk>/periksa/", check_again, name="check_link_again"),
    ]


@hooks.register("register_settings_menu_item")
def rules_menu_item() -> MenuItem:
    return RulesMenuItem(
        _("Completeness"), reverse("completeness_rules"), name="completeness", icon_name="tasks", order=650
    )


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    return MenuItem(
        _("Broken links"), reverse("broken_links"), name="broken_links", icon_name="link-external", order=1250
    )
