"""What is curated together: a material and the pages below it that are no materials of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Revision, get_default_page_content_type

from cms.models import CentrePage, LearningResource
from cms.models.centres import Centre
from cms.models.resources import resource_kinds

MAX_PATHS = 100


def centre_of(page: Page) -> Centre | None:
    """The centre in whose tree a page stands, the centre's own page included; None is national."""
    line = CentrePage.objects.filter(path__on_the_way_to=page.path).order_by("-depth")
    found = line.select_related("centre").first()
    return found.centre if found else None


def material_above(page: Page) -> LearningResource | None:
    """The material that a page is a part of; None for a material itself and for a page of another sort."""
    if isinstance(page, LearningResource) or not page.path:
        return None
    above = LearningResource.objects.above(page.path).exclude(pk=page.pk)
    found: LearningResource | None = above.order_by("-depth").first()
    return found


def parts_of(page: Page) -> list[Page]:
    """The pages that are curated with a material, in the order of the tree; none for a page of another sort."""
    if not page.numchild or not LearningResource.objects.filter(pk=page.pk).exists():
        return []
    return list(_parts_below([page]))


def _parts_below(materials: Iterable[Page]) -> Any:
    """The parts of these materials, in the order of the tree; as a queryset."""
    kinds = ContentType.objects.get_for_models(*resource_kinds().values()).values()
    materials = list(materials)
    within = reduce(or_, (Q(path__startswith=page.path) for page in materials))
    below = Page.objects.filter(within).exclude(pk__in=[page.pk for page in materials])
    below = below.exclude(content_type__in=kinds)
    return below.select_related("live_revision").defer("live_revision__content").order_by("path")


def has_changes(page: Page) -> bool:
    """Whether there is anything that readers do not have yet, in the material or in a part of it."""
    return any(not each.live or each.has_unpublished_changes for each in (page, *parts_of(page)))


def authors_of(page: Page) -> set[int]:
    """Ids of those whose work this is: the owner, and who edited it or a part of it since it was last published."""
    return authors_of_each([page])[page.pk]


def authors_of_each(pages: Iterable[Page]) -> dict[int, set[int]]:
    """Page id → ids of its authors. As many queries for hundreds of pages as for one."""
    materials = Page.objects.select_related("live_revision").defer("live_revision__content")
    found: dict[int, set[int]] = {}
    together: dict[int, list[Page]] = {}
    for group in _in_groups(materials.in_bulk([page.pk for page in pages]).values()):
        # Only what is a material has parts; a centre's own page has materials below it.
        resources = LearningResource.objects.in_bulk([page.pk for page in group])
        parents = {page.path: page.pk for page in group if page.pk in resources and page.numchild}
        together |= {page.pk: [page] for page in group}
        for part in _parts_below([page for page in group if page.path in parents]) if parents else ():
            of = next(parents[path] for path in _on_the_way_to(part) if path in parents)
            together[of].append(part)
        found |= {page.pk: set() if page.owner_id is None else {page.owner_id} for page in group}
    for pk, (_page, *parts) in together.items():
        found[pk] |= {part.owner_id for part in parts if not part.live and part.owner_id is not None}
    belongs = {part.pk: pk for pk, rows in together.items() for part in rows}
    for part, user in _editors(each for rows in together.values() for each in rows):
        if user is not None:
            found[belongs[part]].add(user)
    return found


def _in_groups(pages: Iterable[Page]) -> Iterable[list[Page]]:
    """As many at a time as a condition for each can be put into one query."""
    every = list(pages)
    return (every[at : at + MAX_PATHS] for at in range(0, len(every), MAX_PATHS))


def _on_the_way_to(page: Page) -> Iterable[str]:
    """The paths above a page, the nearest first."""
    return (page.path[:end] for end in range(len(page.path) - page.steplen, 0, -page.steplen))


def _editors(pages: Iterable[Page]) -> Iterable[tuple[int, int | None]]:
    """Page id and user of each revision that readers do not have."""
    since = {str(each.pk): _published_work(each) for each in pages}
    rows = Revision.objects.filter(base_content_type=get_default_page_content_type(), object_id__in=list(since))
    for pk, user, created in rows.order_by("pk").values_list("object_id", "user", "created_at"):
        if since[pk] is None or created > since[pk]:
            yield int(pk), user


def _published_work(page: Page) -> Any:
    """When what readers have was written. A later edit may be older than the publication: that can be scheduled."""
    if page.live_revision is not None:
        return page.live_revision.created_at
    return page.last_published_at if page.live else None


def workers_on(page: Page) -> set[int]:
    """Ids of all who are known to have worked on it: its authors now, and those of each time it was sent."""
    return workers_on_each([page])[page.pk]


def workers_on_each(pages: Iterable[Page]) -> dict[int, set[int]]:
    """Page id → ids of all who are known to have worked on it."""
    from cms.curation.models import Submission

    found = authors_of_each(pages)
    sent = Submission.authors.through._default_manager.filter(submission__page__in=list(found))
    for page, user in sent.values_list("submission__page", "user"):
        found[page].add(user)
    return found
