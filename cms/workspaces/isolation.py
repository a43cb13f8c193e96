"""Closes what stock Wagtail shows of other trees to an editor of one: choosers, lists of people, bulk actions.

Everybody may know of what is public; a draft is known to who may find it in the explorer.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import page_permission_policy, policy_registry

from cms.querysets import public
from cms.workspaces.models import Role
from cms.workspaces.roles import is_national_team


def sees_all(user: Any) -> bool:
    """Superusers and the national admins, whose ground is the whole site."""
    return bool(user.is_superuser) or is_national_team(user, Role.ADMIN)


def explorable_ids(user: Any) -> Any:
    """Ids of the pages that the user finds in the explorer; as a queryset."""
    return page_permission_policy.explorable_instances(user).order_by().values("pk")


def known_pages(pages: Any, user: Any) -> Any:
    """Of `pages`, those whose titles the user may know: public ones, and those in the user's part of the tree."""
    if sees_all(user):
        return pages
    open_ones = public(Page.objects.order_by()).values("pk")
    return pages.filter(Q(pk__in=open_ones) | Q(pk__in=explorable_ids(user)))


def chosen_pages(pages: Any, request: HttpRequest) -> Any:
    """For the hook `construct_page_chooser_queryset`: browsing and searching the page chooser."""
    if sees_all(request.user):
        return pages
    known = known_pages(Page.objects.order_by(), request.user)
    # The search wants plain conditions, not queries within queries.
    return pages.filter(pk__in=list(known.values_list("pk", flat=True)))


class KnownMoveConfirmView(MoveConfirmView):
    """Wagtail asks for the permission only once the move is meant, and shows both titles before."""

    def dispatch(
        self, request: HttpRequest, page_to_move_id: int, destination_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        pages = Page.objects.in_bulk([page_to_move_id, destination_id])
        page, destination = pages.get(page_to_move_id), pages.get(destination_id)
        if not page or not destination or not page.permissions_for_user(request.user).can_move_to(destination):
            raise Http404
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)  # type: ignore[no-any-return]


class KnownBrowseView(BrowseView):
    """The page chooser; it does not open at a page that the user may not know of."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id is not None:
            parent = Page.objects.filter(pk=parent_page_id)
            if not parent.filter(depth=1).exists() and not known_pages(parent, request.user).exists():
                raise Http404
        return super().get(request, parent_page_id)  # type: ignore[no-any-return]


class KnownChosenMultipleView(ChosenMultipleView):
    """What was ticked in the page chooser; an id that was not offered is left out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ids = [pk for pk in request.GET.getlist("id") if pk.isascii() and pk.isdecimal() and len(pk) <= 18]
        known = known_pages(Page.objects.filter(pk__in=ids), request.user).values_list("pk", flat=True)
        given = request.GET.copy()
        given.setlist("id", [str(pk) for pk in known])
        request.GET = given  # type: ignore[assignment]
        return super().get(request)  # type: ignore[no-any-return]


def explorable_pages_with_work(user: Any) -> Any:
    """The pages that the user may work on, without those above them that the explorer shows on the way."""
    actions = ["add", "change", "publish", "lock", "unlock"]
    return page_permission_policy.instances_user_has_any_permission_for(user, actions).order_by()


def owners(request: HttpRequest) -> Any:
    rows = explorable_pages_with_work(request.user).exclude(owner=None).values("owner")
    return get_user_model()._default_manager.filter(pk__in=rows).order_by("username")


def editors(request: HttpRequest) -> Any:
    own = explorable_pages_with_work(request.user).values("pk")
    rows = PageLogEntry.objects.filter(action="wagtail.edit", page__in=own).order_by().values("user")
    return get_user_model()._default_manager.filter(pk__in=rows).order_by("username")


def _known_items(model: Any, items: list[Any], user: Any) -> list[Any]:
    """Of things that a bulk action may not touch, those that may be named to the user."""
    if not items or sees_all(user):
        return items
    if issubclass(model, Page):
        known = explorable_ids(user)
    else:
        policy = policy_registry.get_by_type(model)
        known = policy.instances_user_has_any_permission_for(user, ["change", "delete", "choose"]).values("pk")
    ids = set(known.filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
    return [item for item in items if item.pk in ids]


def close_bulk_actions() -> None:
    """Wagtail's bulk actions name what was left out by its title; whose title may not be known is not named."""
    original = BulkAction.get_actionable_objects

    def get_actionable_objects(self: Any) -> Any:
        objects, left_out = original(self)
        refused = left_out.get("items_with_no_access") or []
        return objects, {**left_out, "items_with_no_access": _known_items(self.model, refused, self.request.user)}

    BulkAction.get_actionable_objects = get_actionable_objects


def close_listing_filters() -> None:
    """The filters of page listings offer the people of the user's own trees."""
    PageFilterSet.base_filters["owner"].queryset = owners
    PageFilterSet.base_filters["edited_by"].queryset = editors


def close_library_api() -> None:
    """The admin's internal API lists the pictures and documents of every collection to everybody in the admin."""
    for viewset in (ImagesAdminAPIViewSet, DocumentsAdminAPIViewSet):
        viewset.get_queryset = _own_library(viewset.get_queryset)


def _own_library(original: Any) -> Any:
    def get_queryset(self: Any) -> Any:
        rows, user = original(self), self.request.user
        if sees_all(user):
            return rows
        policy = policy_registry.get_by_type(rows.model)
        own = policy.instances_user_has_any_permission_for(user, ["change", "delete", "choose"])
        return rows.filter(pk__in=own.order_by().values("pk"))

    return get_queryset
