"""Free tags in the admin: rename, merge; and which tags are suggested to whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from cms.admin.merge_views import TagMergeView
from cms.admin.vocabularies import KeptViewSet, ResourceUsageView
from cms.models import LearningResource, LibraryTag, ResourceTag, Tag, tag_key

SUGGESTIONS = 10


class TagUsageView(ResourceUsageView):
    def resources(self) -> Any:
        return LearningResource.objects.filter(tagged_items__tag=self.object)


class TagChooserViewSet(SnippetChooserViewSet):
    """All tags, those of others' drafts too: for who looks after tags. (Forms suggest them by `autocomplete`.)"""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            URLPattern(way.pattern, for_keepers(way.callback), way.default_args, way.name)
            for way in super().get_urlpatterns()
        ]


def for_keepers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse who may neither add nor change tags."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy_registry.get_by_type(Tag).user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


class TagViewSet(KeptViewSet):
    """A rename keeps the slug: it is in addresses that people shared."""

    model = Tag
    icon = "tag"
    usage_view_class = TagUsageView
    merge_view_class = TagMergeView
    chooser_viewset_class = TagChooserViewSet
    search_fields = ["name", "slug"]
    ordering = ("name", "pk")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            "slug",
            Column("successor", label=gettext_lazy("Successor"), accessor=lambda tag: tag.successor or ""),
            NumberColumn("used", label=gettext_lazy("Materials"), sort_key="used"),
            NumberColumn("used_by_files", label=gettext_lazy("Files"), sort_key="used_by_files"),
        ]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList([HelpPanel(template="cms/admin/term_state.html"), FieldPanel("name")])

    def get_queryset(self, request: HttpRequest) -> Any:
        tags = Tag.objects.select_related("successor")
        return tags.annotate(used=_uses(ResourceTag), used_by_files=_uses(LibraryTag))


def _uses(through: Any) -> Any:
    counted = through.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(uses=Count("pk"))
    return Coalesce(Subquery(counted.values("uses")), 0)


def suggested_tags(user: Any, typed: str) -> Any:
    """Tags that begin as `typed`, whatever its capitals and accents, that this user may know of.

    Those are the tags of materials that everyone may open, of pages the user may edit, and of library items
    in the user's collections. In place of a merged tag its successor is suggested.
    """
    key = tag_key(typed)
    if not key:
        return Tag.objects.none()
    seen = LearningResource.objects.visible().order_by().values("pk")
    own = page_permission_policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
    by_page = ResourceTag.objects.filter(tag=OuterRef("pk"))
    known = Q(Exists(by_page.filter(content_object__in=seen)))
    known |= Q(Exists(by_page.filter(content_object__in=own)))
    for label in (
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        settings.WAGTAILMEDIA["MEDIA_MODEL"],
    ):
        model = apps.get_model(label)
        policy = policy_registry.get_by_type(model)
        items = policy.instances_user_has_any_permission_for(user, ["change", "choose"]).order_by().values("pk")
        by_item = LibraryTag.objects.filter(
            tag=OuterRef("pk"), content_type=ContentType.objects.get_for_model(model), object_id__in=items
        )
        known |= Q(Exists(by_item))
    # A merged spelling leads to the tag that it became.
    spelled = Tag.objects.filter(successor=OuterRef("pk"), key__startswith=key)
    begins = Q(key__startswith=key) | Q(Exists(spelled))
    return Tag.objects.filter(known, begins, successor=None).order_by("name", "pk")


def autocomplete(request: HttpRequest, **kwargs: str) -> JsonResponse:
    """In place of Wagtail's own view, which suggests the tags of all centres to everyone."""
    tags = suggested_tags(request.user, request.GET.get("term", ""))
    return JsonResponse([tag.name for tag in tags[:SUGGESTIONS]], safe=False)
