"""Vocabularies and centres in the admin. Terms are retired or merged, never deleted."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.contrib.auth import get_permission_codename
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, Panel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, UsageView

from cms.admin.forms import TermForm
from cms.admin.merge_views import MergeView, TermMergeView
from cms.models import LearningResource, Term

COMMON = ("name", "name_en", "description", "description_en", "aliases", "former_names", "status", "order")
SEARCHED = ["name", "name_en", "slug", "aliases", "former_names"]


class KeptIndexView(IndexView):
    """A list without checkboxes (the only bulk action is deletion), with a way to merge."""

    merge_url_name = ""

    @cached_property
    def columns(self) -> list[Column]:
        return super().columns[1:]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """And what other apps offer for the whole vocabulary, by the hook `vocabulary_header_buttons(model, user)`."""
        found = [find(self.model, self.request.user) for find in hooks.get_hooks("vocabulary_header_buttons")]
        return [*super().header_more_buttons, *(button for buttons in found for button in buttons)]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            url = reverse(self.merge_url_name, args=[quote(instance.pk)])
            buttons.append(MenuItem(_("Merge into …"), url=url, icon_name="resubmit", priority=15))
        return buttons


class KeptEditView(EditView):
    """Offers merging. Wagtail's usage count does not see many-to-many uses, so it is not shown."""

    merge_url_name = ""

    def get_usage_url(self) -> None:
        return None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        own = [
            (self.merge_url_name, _("Merge into …"), "resubmit"),
            (self.usage_url_name, _("Materials"), "doc-full"),
        ]
        buttons = [
            Button(label, url=reverse(name, args=[quote(self.object.pk)]), icon_name=icon, priority=priority)
            for priority, (name, label, icon) in enumerate(own)
        ]
        return [*super().header_more_buttons, *buttons]


class ResourceUsageView(UsageView):
    """The materials under a term or tag, newest change first, linked where the user may edit them."""

    paginate_by = 50

    def get_queryset(self) -> Any:
        resources = self.resources().select_related("content_type").distinct()
        return resources.order_by("-latest_revision_created_at", "-pk")

    def resources(self) -> Any:
        return LearningResource.objects.filter(**{self.object.resource_field: self.object})

    @cached_property
    def columns(self) -> list[Column]:
        finder = AdminURLFinder(self.request.user)
        return [
            TitleColumn(
                "title",
                label=_("Title"),
                accessor=lambda page: page.get_admin_display_title(),
                get_url=finder.get_edit_url,
            ),
            Column("kind", label=_("Kind"), accessor=lambda page: capfirst(page.page_type_display_name)),
            Column("status", label=_("Status"), accessor="status_string"),
        ]

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        return super(generic.UsageView, self).get_table(object_list, **kwargs)


class OfferedChooseView(ChooseView):
    def get_object_list(self) -> Any:
        return self.model_class.objects.offered()


class OfferedChooseResultsView(ChooseResultsView):
    def get_object_list(self) -> Any:
        return self.model_class.objects.offered()


class TermChooserViewSet(SnippetChooserViewSet):
    """Offers active terms only."""

    choose_view_class = OfferedChooseView
    choose_results_view_class = OfferedChooseResultsView


class KeptViewSet(SnippetViewSet):
    """Snippets that are merged instead of deleted: no delete, bulk or copy view."""

    index_view_class = KeptIndexView
    edit_view_class = KeptEditView
    usage_view_class = ResourceUsageView
    merge_view_class: type[MergeView] = TermMergeView
    copy_view_enabled = False
    search_backend_name = None
    list_per_page = 50
    # The snippets' own has a bar of bulk actions.
    index_template_name = "wagtailadmin/generic/index.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common = super().get_common_view_kwargs(**kwargs)
        del common["delete_url_name"]
        return common

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(merge_url_name=self.get_url_name("merge"), **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(merge_url_name=self.get_url_name("merge"), **kwargs)

    @property
    def merge_view(self) -> Any:
        return self.construct_view(self.merge_view_class)

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
        return [*kept, path("merge/<int:pk>/", self.merge_view, name="merge")]

    def get_permissions_to_register(self) -> Any:
        codename = get_permission_codename("delete", self.model_opts)
        return super().get_permissions_to_register().exclude(codename=codename)


class TermViewSet(KeptViewSet):
    """One vocabulary. `fields` are those it has beside the common ones."""

    fields: tuple[str, ...] = ()
    ordering = ("order", "name", "pk")
    search_fields = SEARCHED
    list_filter: Any = ["status"]
    chooser_viewset_class = TermChooserViewSet
    icon = "list-ul"

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            "slug",
            "status",
            Column("successor", label=gettext_lazy("Successor"), accessor=lambda term: term.successor or ""),
            NumberColumn("used", label=gettext_lazy("Materials"), sort_key="used"),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.with_usage().select_related("successor")

    @cached_property
    def edit_handler(self) -> ObjectList:
        panels: list[Panel] = [
            HelpPanel(template="cms/admin/term_state.html"),
            FieldPanel("slug"),
            *(FieldPanel(name) for name in (*COMMON, *self.fields)),
        ]
        return ObjectList(panels, base_form_class=TermForm)


def term_viewset(vocabulary: type[Term], *own_fields: str, filters: Any = ("status",), **options: Any) -> TermViewSet:
    """The viewset of one vocabulary, with the fields it has beside the common ones."""
    attributes = {"model": vocabulary, "fields": own_fields, "list_filter": list(filters), **options}
    return type(f"{vocabulary.__name__}ViewSet", (TermViewSet,), attributes)()


class PlatformFilterSet(WagtailFilterSet):
    """Kinds are free words; those in use are offered."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=lambda: _kinds())

    class Meta:
        from cms.models import Platform as model

        fields = ["status", "kind"]


def _kinds() -> list[tuple[str, str]]:
    platforms = PlatformFilterSet.Meta.model._default_manager.exclude(kind="")
    kinds = platforms.order_by("kind").values_list("kind", flat=True).distinct()
    # A short one is an abbreviation: LMS.
    return [(kind, kind.upper() if len(kind) <= 3 else capfirst(kind)) for kind in kinds]
