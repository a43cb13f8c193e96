"""One listing for each installed kind of material: what is there, in which state, and work on many at once."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.functional import cached_property, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from cms.admin.export import MaterialSheet
from cms.admin.listing_filters import MaterialFilterSet
from cms.models import LearningResource
from cms.models.resources import resource_kinds

ACTIONS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


class CoverColumn(BaseColumn):
    """The picture of the material; the view asks the `resource_listing_covers` hooks for it."""

    cell_template_name = "cms/admin/listing/cover.html"


class TermsColumn(Column):
    """The first terms of a field; the rest as a number, in full when pointed at."""

    cell_template_name = "cms/admin/listing/terms.html"
    shown = 2

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = dict(super().get_cell_context_data(instance, parent_context))
        labels = [term.label for term in getattr(instance, self.name).all()]
        return {**context, "shown": labels[: self.shown], "more": labels[self.shown :]}


class MaterialTitleColumn(PageTitleColumn):
    """The title with the ways on that cost no query. (Wagtail's menu asks for live descendants, row by row, where
    the user may not publish; what else can be done with a material is on its own page.)"""

    cell_template_name = "cms/admin/listing/title.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        context = {**super().get_cell_context_data(instance, parent_context), "page": instance, "request": request}
        return {**context, "live_url": instance.get_url(request) if instance.live else ""}


class MaterialIndexView(MaterialSheet, IndexView):
    """A kind's materials that the user may see, in a fixed number of queries."""

    template_name = "cms/admin/listing/index.html"
    results_template_name = "cms/admin/listing/results.html"
    table_classname = "listing full-width desk-listing"
    base_columns = [
        BulkActionsColumn("bulk_actions"),
        CoverColumn("cover", label=gettext_lazy("Cover")),
        MaterialTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        TermsColumn("levels", label=gettext_lazy("Level")),
        TermsColumn("subjects", label=gettext_lazy("Subject")),
        TermsColumn("platforms", label=gettext_lazy("Platform")),
        Column(
            "centre",
            label=gettext_lazy("Centre"),
            accessor=lambda page: page.centre.label if page.centre else _("National"),
        ),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
        Column(
            "owner",
            label=gettext_lazy("Owner"),
            accessor=lambda page: get_user_display_name(page.owner) if page.owner else "",
        ),
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"), sort_key="latest_revision_created_at"),
    ]

    def annotate_queryset(self, pages: Any) -> Any:
        related = ("levels", "subjects", "platforms", "centre", "owner")
        return super().annotate_queryset(pages).prefetch_related(*related)

    def order_queryset(self, queryset: Any) -> Any:
        ordered = super().order_queryset(queryset)
        # Searching by relevance has its own order; anything else gets a last word.
        return ordered if self.is_searching else ordered.order_by(*ordered.query.order_by, "-pk")

    def get_page_title(self) -> str:
        return menu_label(self.model)

    @cached_property
    def add_item_label(self) -> str:
        return add_label(self.model)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        pages = list(context["object_list"])
        covers: dict[int, str] = {}
        for find in hooks.get_hooks("resource_listing_covers"):
            covers.update(find(pages))
        for page in pages:
            page.listing_cover = covers.get(page.pk, "")
        return context


class ParentFirstView(ChooseParentView):
    """Where to put a new material. The place nearest the root that the user may use is chosen already."""

    def get_initial(self) -> dict[str, Any]:
        nearest = self.get_valid_parent_pages(self.request.user).order_by("depth", "path").first()
        return {**super().get_initial(), "parent_page": nearest}

    def get_form(self) -> Any:
        form = super().get_form()
        form.initial = {**form.initial, **self.get_initial()}
        return form

    def get_page_subtitle(self) -> str:
        return add_label(self.model)

    @cached_property
    def submit_button_label(self) -> str:
        return add_label(self.model)


class MaterialMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, ACTIONS)


class MaterialViewSet(PageListingViewSet):
    """The listing of one kind, with an entry in the menu."""

    index_view_class = MaterialIndexView
    choose_parent_view_class = ParentFirstView
    filterset_class = MaterialFilterSet
    list_per_page = 50
    add_to_admin_menu = True
    menu_item_class = MaterialMenuItem

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(file_stem=self.model.kind, list_export=MaterialSheet.list_export, **kwargs)


def listed_kinds() -> list[type[LearningResource]]:
    """Every kind that is installed, in the order of the menu."""
    return sorted(resource_kinds().values(), key=lambda model: (model.admin_menu_order, model.kind))


def menu_label(model: type[LearningResource]) -> str:
    """What the menu calls this kind."""
    return str(capfirst(model.admin_menu_label or model._meta.verbose_name_plural))


def add_label(model: type[LearningResource]) -> str:
    """What the button says that begins a new material of this kind."""
    return _("Add %(kind)s") % {"kind": str(capfirst(model.admin_label or model.kind_label))}


def listing_name(model: type[LearningResource]) -> str:
    """The URL namespace of the kind's listing: `index`, `index_results`, `choose_parent`."""
    return f"materials_{model.kind}"


def material_viewsets() -> list[MaterialViewSet]:
    """One for each kind that is installed; each is an entry of the menu."""
    return [
        MaterialViewSet(
            listing_name(model),
            model=model,
            url_prefix=f"materi/{model.kind}",
            icon=model.admin_menu_icon,
            # Said in the language of who looks.
            menu_label=lazy(partial(menu_label, model), str)(),
            menu_order=model.admin_menu_order,
            menu_name=f"materials-{model.kind}",
        )
        for model in listed_kinds()
    ]
