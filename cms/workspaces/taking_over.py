"""What goes over when one centre is merged into another: its files, its people, and what is open to them alone."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.workspaces.grants import library_models
from cms.workspaces.models import Role, Workspace


def move_files(source: Workspace, target: Workspace) -> None:
    """Everything of the source's collection, into the target's; files that are not open to everyone stay so."""
    if source.collection is None or target.collection is None:
        return
    into = Collection.objects.get(pk=target.collection.pk)
    restrictions = CollectionViewRestriction.objects.filter(collection=source.collection)
    if restrictions.exists():
        # A collection of their own: the target's own files are as open as before.
        into = into.add_child(name=source.collection.name)
        restrictions.update(collection=into)
    for model in library_models():
        model._default_manager.filter(collection=source.collection).update(collection=into)
    for child in source.collection.get_children():
        child.move(Collection.objects.get(pk=into.pk), "last-child")


def move_people(source: Workspace, target: Workspace) -> None:
    """Everyone keeps the role, and what is open to the source's groups alone is open to the target's."""
    groups = {row.role: row.group for row in target.groups.select_related("group")}
    restricted: tuple[Any, ...] = (PageViewRestriction, CollectionViewRestriction)
    for row in source.groups.select_related("group"):
        group = groups[Role(row.role)]
        group.user_set.add(*row.group.user_set.all())
        row.group.user_set.clear()
        for model in restricted:
            for restriction in model.objects.filter(groups=row.group):
                restriction.groups.add(group)
                restriction.groups.remove(row.group)
