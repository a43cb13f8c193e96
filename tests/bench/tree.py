"""Loads generated resources as real pages, thousands a second: `python -m tests.bench.tree --size 10000`.

Rows are written table by table, parents first, with the paths that treebeard would give; no signal is
sent. The index is built from the generated documents themselves; how fast documents are read from the
database is measured on a sample. Runs in a scratch site (tests.bench.scratch).
"""

from __future__ import annotations

import argparse
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import django

BATCH = 2_000
SAMPLE = 200


def load(size: int) -> tuple[float, list[Any]]:
    """Load `size` resources below the indexes and the centres' pages.

    Returns the seconds it took, and the documents with the pages' own ids and addresses.
    """
    from django.db import transaction

    from modules.site_tree import ensure_site_tree
    from tests.bench.corpus import documents

    with transaction.atomic():
        places = _Places(ensure_site_tree())
        started = time.perf_counter()
        source = documents(size)
        loaded: list[Any] = []
        while batch := list(islice(source, BATCH)):
            loaded += _load(batch, places)
        places.save_counts()
        return time.perf_counter() - started, loaded


class _Places:
    """Parents, and how many children each has been given."""

    def __init__(self, tree: Any) -> None:
        from wagtail.models import Page

        from cms.models import Centre, CentrePage
        from media.models import CreativeExamplePage
        from modules.models import ModulePage

        for centre in Centre.objects.order_by("pk"):
            parent = Page.objects.get(pk=tree.centres.pk)
            if not CentrePage.objects.filter(centre=centre).exists():
                parent.add_child(instance=CentrePage(title=centre.name, slug=centre.slug, centre=centre))
        self.centres = {page.centre.slug: page for page in CentrePage.objects.select_related("centre")}
        # Each kind's page type and national index; a kind that is not installed is loaded as a module.
        self.module = (ModulePage, Page.objects.get(pk=tree.modules.pk))
        self.kinds = {"example": (CreativeExamplePage, Page.objects.get(pk=tree.examples.pk))}
        self.added: dict[int, int] = defaultdict(int)
        self.parents: dict[int, Any] = {}

    def take(self, kind: str, centre: str) -> tuple[type, Any, str]:
        """The page type, the parent, and the path of its next child."""
        model, index = self.kinds.get(kind, self.module)
        parent = self.centres[centre] if centre else index
        self.parents[parent.pk] = parent
        self.added[parent.pk] += 1
        path = type(parent)._get_path(parent.path, parent.depth + 1, parent.numchild + self.added[parent.pk])
        return model, parent, path

    def save_counts(self) -> None:
        from wagtail.models import Page

        for pk, added in self.added.items():
            Page.objects.filter(pk=pk).update(numchild=self.parents[pk].numchild + added)


def _load(batch: list[Any], places: _Places) -> list[Any]:
    from wagtail.models import Page

    from cms.models import LearningResource, QualityReview

    pages = [_page(document, places) for document in batch]
    base = [
        Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}) for page in pages
    ]
    for page, row in zip(pages, Page.objects.bulk_create(base, batch_size=500), strict=True):
        page.pk = page.id = page.page_ptr_id = page.learningresource_ptr_id = row.pk
    _insert(LearningResource, pages)
    by_type: dict[type, list[Any]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, rows in by_type.items():
        _insert(model, rows)
    _terms(batch, pages)
    _tags(batch, pages)
    QualityReview.objects.bulk_create(
        QualityReview(resource_id=page.pk, reviewed_at=page.first_published_at)
        for document, page in zip(batch, pages, strict=True)
        if document.reviewed
    )
    return [
        replace(
            document,
            page_id=page.pk,
            kind=page.kind,
            path=_address(page),
            facets={**document.facets, "kind": (page.kind,)},
        )
        for document, page in zip(batch, pages, strict=True)
    ]


def _address(page: Any) -> str:
    return "/" + page.url_path.split("/", 2)[2]


def _page(document: Any, places: _Places) -> Any:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale

    centre = next(iter(document.facets["centre"]), "")
    model, parent, path = places.take(document.kind, centre)
    slug = f"materi-{document.page_id}"
    published = datetime.fromtimestamp(document.published_at, UTC)
    text = "".join(f"<p>{part}.</p>" for part in document.body.split(". "))
    content = (
        {"about": text}
        if model._meta.model_name == "creativeexamplepage"
        else {"body": _stream("text", text, document.id)}
    )
    return model(
        **content,
        title=document.title,
        draft_title=document.title,
        slug=slug,
        path=path,
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        content_type=ContentType.objects.get_for_model(model),
        locale_id=_remember("locale", lambda: Locale.objects.get().pk),
        uuid=uuid.UUID(document.id),
        summary=document.summary[:300],
        first_published_at=published,
        last_published_at=datetime.fromtimestamp(document.updated_at, UTC),
        expire_at=datetime.fromtimestamp(document.expires_at, UTC) if document.expires_at else None,
        duration_minutes=document.duration_minutes,
        centre_id=_pk("Centre", centre),
        language_id=_pk("Language", document.facets["language"][0]),
        licence_id=_pk("Licence", document.facets["licence"][0]),
        authors="[]",
    )


def _stream(block: str, value: str, name: str) -> str:
    return json.dumps([{"type": block, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, name))}])


_known: dict[str, Any] = {}


def _remember(key: str, make: Any) -> Any:
    if key not in _known:
        _known[key] = make()
    return _known[key]


def _pk(model: str, slug: str) -> int | None:
    from django.apps import apps

    if not slug:
        return None
    rows = _remember(model, lambda: dict(apps.get_model("cms", model).objects.values_list("slug", "pk")))
    return rows[slug]


def _insert(model: type, rows: Iterable[Any]) -> None:
    """The table of this class alone: `bulk_create` refuses a class whose parent has a table of its own."""
    queryset = model._base_manager.all()
    queryset._for_write = True
    queryset._batched_insert(list(rows), fields=model._meta.local_concrete_fields, batch_size=500)


def _terms(batch: list[Any], pages: list[Any]) -> None:
    from cms.models import LearningResource
    from search.documents import TERM_FIELDS

    for facet, (name, vocabulary) in TERM_FIELDS.items():
        field = LearningResource._meta.get_field(name)
        through, target = field.remote_field.through, field.m2m_reverse_field_name() + "_id"
        through.objects.bulk_create(
            (
                through(**{"learningresource_id": page.pk, target: _pk(vocabulary, slug)})
                for document, page in zip(batch, pages, strict=True)
                for slug in document.facets[facet]
            ),
            batch_size=2_000,
        )


def _tags(batch: list[Any], pages: list[Any]) -> None:
    from cms.models import ResourceTag, Tag
    from cms.models.tags import tag_key

    known: dict[str, int] = _remember("tags", dict)
    new = {slug for document in batch for slug in document.facets["tag"]} - known.keys()
    Tag.objects.bulk_create(Tag(name=slug, slug=slug, key=tag_key(slug)) for slug in sorted(new))
    known.update(Tag.objects.filter(slug__in=new).values_list("slug", "pk"))
    ResourceTag.objects.bulk_create(
        (
            ResourceTag(tag_id=known[slug], content_object_id=page.pk)
            for document, page in zip(batch, pages, strict=True)
            for slug in document.facets["tag"]
        ),
        batch_size=2_000,
    )


def problems() -> Iterator[str]:
    """What treebeard finds wrong with the tree."""
    from wagtail.models import Page

    names = ("bad alphabet", "bad path", "orphans", "wrong depth", "wrong number of children")
    for name, pages in zip(names, Page.find_problems(), strict=True):
        if pages:
            yield f"{name}: {list(pages)[:5]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=1_000)
    options = parser.parse_args()
    django.setup()
    from cms.models import LearningResource
    from search.documents import build_documents
    from search.engines import get_engine

    seconds, loaded = load(options.size)
    result: dict[str, Any] = {"pages_per_second": options.size / seconds, "problems": list(problems())}
    get_engine().rebuild(loaded, cursor=0)
    sample = [document.page_id for document in loaded[: min(SAMPLE, options.size // 10)]]
    assert LearningResource.objects.filter(pk__in=sample).count() == len(sample)
    started = time.perf_counter()
    built = len(list(build_documents(sample)))
    result["documents_per_second"] = built / (time.perf_counter() - started)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
