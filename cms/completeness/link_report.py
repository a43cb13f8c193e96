"""The report "Broken links": which page, which link, since when; and the button that has one checked again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.admin.export import harmless
from cms.completeness.models import LinkCheck, LinkUse


def uses_in_reach(user: Any) -> QuerySet[LinkUse]:
    """The uses of links in pages that the user may see in the admin."""
    uses = LinkUse.objects.select_related("link", "page")
    if user.is_superuser:
        return uses
    pages = page_permission_policy.explorable_instances(user).order_by().values("pk")
    return uses.filter(page__in=pages)


class AgainColumn(Column):  # type: ignore[misc]
    """A button that has the link checked again."""

    cell_template_name = "completeness/again_cell.html"

    def get_cell_context_data(self, instance: LinkUse, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "use": instance, "csrf_token": get_token(parent_context["request"])}


class BrokenLinksView(ReportView):  # type: ignore[misc]
    """The broken links of the pages within the user's reach, the oldest trouble first."""

    template_name = "completeness/broken_links.html"
    results_template_name = "completeness/broken_links_results.html"
    page_title = gettext_lazy("Broken links")
    header_icon = "link-external"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    model = LinkUse
    default_ordering = "link__failing_since"
    list_export = [
        "page.title",
        "page.full_url",
        "link.url",
        "link.failing_since",
        "link.last_answer",
        "link.checked_at",
    ]
    export_headings = {
        "page.title": gettext_lazy("Page"),
        "page.full_url": gettext_lazy("Address"),
        "link.url": gettext_lazy("Link"),
        "link.failing_since": gettext_lazy("Broken since"),
        "link.last_answer": gettext_lazy("Last answer"),
        "link.checked_at": gettext_lazy("Last checked"),
    }
    columns = [
        TitleColumn(
            "page",
            label=gettext_lazy("Page"),
            accessor="page.get_admin_display_title",
            get_url=lambda use: reverse("wagtailadmin_pages:edit", args=[use.page_id]),
            sort_key="page__title",
        ),
        TitleColumn(
            "link",
            label=gettext_lazy("Link"),
            accessor="link.url",
            get_url=lambda use: use.link.url,
            link_attrs={"target": "_blank", "rel": "noreferrer noopener"},
        ),
        DateColumn(
            "since", label=gettext_lazy("Broken since"), accessor="link.failing_since", sort_key="link__failing_since"
        ),
        Column("answer", label=gettext_lazy("Last answer"), accessor="link.last_answer"),
        DateColumn(
            "checked", label=gettext_lazy("Last checked"), accessor="link.checked_at", sort_key="link__checked_at"
        ),
        AgainColumn("again", label=pgettext_lazy("column", "Help"), accessor="link.pk"),
    ]

    def get_base_queryset(self) -> QuerySet[LinkUse]:
        return uses_in_reach(self.request.user).filter(link__in=LinkCheck.objects.broken())

    def order_queryset(self, queryset: Any) -> Any:
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "checks_are_on": settings.LINK_CHECKS}

    def get_filename(self) -> str:
        return f"tautan-rusak-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: LinkUse) -> dict[str, Any]:
        return {name: harmless(value) for name, value in super().to_row_dict(item).items()}

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        # Without the mark Excel takes UTF-8 for the system's own encoding.
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)


@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a link at the head of the worker's line. 404 when no page within the user's reach has it."""
    use = get_object_or_404(uses_in_reach(request.user).order_by("pk"), pk=pk)
    LinkCheck.objects.filter(pk=use.link_id).update(next_check=timezone.now())
    messages.success(request, _("The link is checked again within the next minutes: %(url)s") % {"url": use.link.url})
    return redirect("broken_links")
