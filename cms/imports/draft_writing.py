"""Writes many drafts with few queries: what `add_child` and `save_revision` leave behind, without their signals.

A page saved the ordinary way costs some 120 queries, most of them asked again for each page of a list. Nobody but
editors sees a draft, so of all that listens to a page's saving only Wagtail's two indexes (the admin's search, what
refers to what) have to hear of it, and both are written here. The tests hold every row against that of an ordinary
save. A kind that saves itself in its own way, or that somebody listens to, is left to be saved as always.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from modelsearch.backends import get_search_backends_with_name
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import update_reference_index_on_save

from cms.models import LearningResource
from cms.models.base import refuse_reserved
from cms.models.tags import ResourceTag

logger = logging.getLogger(__name__)
# What a kind may do in its own way when it is saved as a draft.
SAVING = (
    "save minimal_clean save_revision _set_core_field_defaults _check_slug_is_unique set_url_path get_default_locale "
    "centre_above serializable_data"
).split()
REVISED = ("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes")


def new_page(model: type[LearningResource], **values: Any) -> Any:
    """A page whose lists are empty, so that nobody asks the database for them."""
    page = model(live=False, **values)
    for name in _lists(model):
        getattr(page, name).set([])
    return page


def _lists(model: Any) -> list[str]:
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    return [*children, *(field.name for field in get_all_child_m2m_relations(model))]


def insert(parent_pk: int, pages: Sequence[Any], user: Any) -> None:
    """Put `new_page`s of one kind below a page, each with an address, a revision and an entry of the history.

    To be called in a transaction. Raises ValidationError for a title or an address that cannot be.
    """
    # Who adds a page beside these waits, as with treebeard's own insertion.
    parent = Page.objects.select_for_update().get(pk=parent_pk)
    give_slugs(parent, pages)
    if not _is_ordinary(type(pages[0])):
        for page in pages:
            parent.add_child(instance=page)
            page.save_revision(user=user, log_action=True, clean=False)
        return
    _place(parent, pages)
    _write_tables(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    _write_lists(pages)
    _log(pages, "wagtail.create", [None] * len(pages), user)
    for page in pages:
        if ReferenceIndex.is_indexed(type(page)):
            ReferenceIndex.create_or_update_for_object(page)
    revise([(page, page.serializable_data()) for page in pages], user)


def revise(changed: Sequence[tuple[Any, dict[str, Any]]], user: Any) -> None:
    """Give each of these pages a draft with the content beside it. To be called in a transaction."""
    models_of_pages = dict.fromkeys(type(page) for page, _content in changed)
    ordinary = {model for model in models_of_pages if _is_ordinary(model)}
    _revise_together([pair for pair in changed if type(pair[0]) in ordinary], user)
    for page, content in changed:
        if type(page) not in ordinary:
            draft = page.with_content_json(content)
            draft.save_revision(user=user, log_action=True, clean=False)
            for name in REVISED:
                setattr(page, name, getattr(draft, name))


def _revise_together(changed: Sequence[tuple[Any, dict[str, Any]]], user: Any) -> None:
    if not changed:
        return
    revisions = [
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            user=user,
            created_at=timezone.now(),
            content=content,
            object_str=content["title"],
        )
        for page, content in changed
    ]
    pages = [page for page, _content in changed]
    for page, revision in zip(pages, Revision.objects.bulk_create(revisions), strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
        page.draft_title, page.has_unpublished_changes = revision.content["title"], True
    Page.objects.bulk_update(pages, REVISED)
    _log(pages, "wagtail.edit", revisions, user)
    _index_titles(pages)


def remove(pages: Sequence[Any], user: Any) -> None:
    """Delete pages that have none below them. Everybody hears of each; what is asked for all is asked once.

    Whether the user may is for the caller to ask.
    """
    together = [page for page in pages if type(page).delete is LearningResource.delete]
    if together:
        _log(together, "wagtail.delete", [None] * len(together), user, deleted=True)
        Page.objects.filter(pk__in=[page.pk for page in together]).delete()
    for page in pages:
        if page not in together:
            page.delete(user=user)


def give_slugs(parent: Page, pages: Iterable[Any]) -> None:
    """An address below `parent` for each page that nobody has; “materi” for a title without a letter or digit."""
    bases = [slugify(page.title)[:60].strip("-") or "materi" for page in pages]
    siblings = Page.objects.child_of(parent)
    taken = set(siblings.filter(slug__in=bases).values_list("slug", flat=True))
    if alike := taken | {base for base in bases if bases.count(base) > 1}:
        begins = Q()
        for base in alike:
            begins |= Q(slug__startswith=f"{base}-")
        taken |= set(siblings.filter(begins).values_list("slug", flat=True))
    for page, base in zip(pages, bases, strict=True):
        numbered = (f"{base}-{number}" for number in range(2, 100_000))
        page.slug = base if base not in taken else next(slug for slug in numbered if slug not in taken)
        refuse_reserved(page.slug, parent)
        taken.add(page.slug)


def _is_ordinary(model: Any) -> bool:
    """Whether saving is what it is for every material, nobody listens to it and all of its tables are pages'."""
    parents: Sequence[Any] = model._meta.get_parent_list()
    own = [name for name in SAVING if getattr(model, name) is not getattr(LearningResource, name)]
    return not own and all(issubclass(each, Page) for each in parents) and not _is_heard(model)


def _is_heard(model: Any) -> bool:
    """Whether somebody but Wagtail's indexes listens to the saving of this very model."""
    for signal in (pre_save, post_save):
        # Of what listens to every model's saving nothing concerns a draft.
        known = {*_listeners(signal, _Nobody), post_save_signal_handler, update_reference_index_on_save}
        if any(receiver not in known for receiver in _listeners(signal, model)):
            return True
    return False


class _Nobody:
    """No model: who hears of it hears of everything."""


def _listeners(signal: Any, sender: Any) -> list[Any]:
    return [receiver for receivers in signal._live_receivers(sender) for receiver in receivers]


def _place(parent: Page, pages: Sequence[Any]) -> None:
    """What `add_child` and the first save fill in."""
    before = parent.get_last_child()
    title = Page._meta.get_field("title")
    for page in pages:
        page.depth = parent.depth + 1
        page.path = before._inc_path() if before else Page._get_path(parent.path, page.depth, 1)
        page.set_url_path(parent)
        page.locale_id = parent.locale_id
        page.title = page.draft_title = title.clean(page.title, page)
        before = page
    centre = pages[0].centre_above()
    for page in pages:
        page.centre = centre


def _write_tables(pages: Sequence[Any]) -> None:
    fields = Page._meta.concrete_fields
    base = [Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages]
    every: list[Any] = [each for each in reversed(type(pages[0]).__mro__) if issubclass(each, Page)]
    tables = [each for each in every if not each._meta.abstract and not each._meta.proxy]
    for page, row in zip(pages, Page.objects.bulk_create(base), strict=True):
        for table in tables:
            setattr(page, table._meta.pk.attname, row.pk)
        page._state.adding, page._state.db = False, row._state.db
    for table in tables:
        if table is not Page:
            # `bulk_create` refuses a model whose parent has a table of its own, though that row is there already.
            rows = table._base_manager.all()
            rows._for_write = True
            rows._batched_insert(pages, fields=table._meta.local_concrete_fields, batch_size=None)


def _write_lists(pages: Sequence[Any]) -> None:
    model = type(pages[0])
    for relation in get_all_child_relations(model):
        children = []
        for page in pages:
            for child in getattr(page, relation.get_accessor_name()).all():
                setattr(child, relation.field.name, page)
                children.append(child)
        _create(relation.related_model, children)
    for field in get_all_child_m2m_relations(model):
        through: Any = field.remote_field.through
        near, far = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through._default_manager.bulk_create(
            through(**{near: page.pk, far: chosen.pk}) for page in pages for chosen in getattr(page, field.name).all()
        )


def _create(model: Any, rows: Sequence[models.Model]) -> None:
    # The search listens to tags, but not to a draft's.
    heard = model is not ResourceTag and _is_heard(model)
    if model.save is models.Model.save and not model._meta.parents and not heard:
        model._default_manager.bulk_create(rows)
        return
    for row in rows:
        row.save()


def _log(pages: Sequence[Any], action: str, revisions: Sequence[Any], user: Any, **more: bool) -> None:
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            label=page.get_admin_display_title(),
            action=action,
            timestamp=timezone.now(),
            data={},
            page=page,
            user=user,
            revision=revision,
            **(more or {"content_changed": True}),
        )
        for page, revision in zip(pages, revisions, strict=True)
    )


def _index_titles(pages: Sequence[Any]) -> None:
    """For the admin's search. It has what is in the tables, which a draft of what is published does not change."""
    models_of_pages: dict[Any, None] = dict.fromkeys(map(type, pages))
    for model in models_of_pages:
        if not getattr(model, "search_auto_update", True):
            continue
        saved = list(model.get_indexed_objects().filter(pk__in=[page.pk for page in pages if type(page) is model]))
        for name, backend in get_search_backends_with_name(with_auto_update=True):
            try:
                backend.add_bulk(model, saved)
            except Exception:
                # As `modelsearch.index.insert_or_update_object` does: a server that is away stops nobody's work.
                logger.exception("Drafts were not added to the search backend %r.", name)
                if not backend.catch_indexing_errors:
                    raise
