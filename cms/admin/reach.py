"""How far an editor's permissions reach: the whole site, or the trees of some centres."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.models import CentrePage, LearningResource


def is_national(user: Any) -> bool:
    """Whether the user works on what is not a centre's: a superuser, or somebody with rights above or beside them."""
    if user.is_superuser:
        return True
    granted = {grant.page.path for grant in page_permission_policy.get_cached_permissions_for_user(user)}
    above = {path: [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)] for path in granted}
    every = {prefix for prefixes in above.values() for prefix in prefixes}
    centres = set(CentrePage.objects.filter(path__in=every).values_list("path", flat=True)) if every else set()
    return any(centres.isdisjoint(prefixes) for prefixes in above.values())


def explorable(user: Any, model: type[LearningResource] = LearningResource) -> Any:
    """The materials of this kind that the user may see in the admin, drafts included; as a queryset."""
    return _within(model, page_permission_policy.explorable_instances(user), user)


def editable(user: Any, model: type[LearningResource] = LearningResource) -> Any:
    """The materials of this kind that the user may change; as a queryset."""
    return _within(model, page_permission_policy.instances_user_has_permission_for(user, "change"), user)


def _within(model: type[LearningResource], pages: Any, user: Any) -> Any:
    if user.is_superuser:
        return model.objects.all()
    return model.objects.filter(pk__in=pages.order_by().values("pk"))
