"""Builds index documents from the database, for whatever is visible and for any kind of resource."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.curation.listing import national_catalogue
from cms.models import LearningResource, QualityReview, ResourceTag, Tag
from cms.streams import Attachment
from cms.vocabulary import Vocabulary, get_vocabulary
from media.models import ExtractedText, LibraryMedia
from search.breadth import breadth
from search.types import SearchDocument

# Facet name → the many-to-many field of LearningResource and its vocabulary.
TERM_FIELDS: dict[str, tuple[str, str]] = {
    "level": ("levels", "Level"),
    "school_level": ("school_levels", "SchoolLevel"),
    "phase": ("phases", "Phase"),
    "grade": ("grades", "Grade"),
    "subject": ("subjects", "Subject"),
    "platform": ("platforms", "Platform"),
    "province": ("provinces", "Province"),
}
KEY_FIELDS: dict[str, tuple[str, str]] = {
    "language": ("language_id", "Language"),
    "licence": ("licence_id", "Licence"),
    "centre": ("centre_id", "Centre"),
}
# Words of these vocabularies say what a material is about; languages and licences would only be noise.
SPOKEN = ("level", "school_level", "phase", "grade", "subject", "platform", "province", "centre")
BATCH = 100
ATTACHED_LIMIT = 200_000


def build_documents(page_ids: Iterable[int]) -> Iterator[SearchDocument]:
    """The documents of those of these resources that are visible now."""
    yield from _documents(LearningResource.objects.visible().filter(pk__in=list(page_ids)))


def sketch(resource: LearningResource) -> SearchDocument:
    """As much of a resource's document as tells what is like it: title, summary, subjects, platforms, level, tags."""
    vocabulary = get_vocabulary()
    chosen = {facet: [term.pk for term in getattr(resource, TERM_FIELDS[facet][0]).all()] for facet in SKETCHED}
    names = [
        name for facet in SKETCHED[1:] for pk in chosen[facet] for name in vocabulary.names(TERM_FIELDS[facet][1], pk)
    ]
    tags = [item.tag.name for item in ResourceTag.objects.filter(content_object=resource.pk).select_related("tag")]
    return SearchDocument(
        id=str(resource.uuid),
        page_id=resource.pk,
        kind=resource.kind,
        title=resource.title,
        path="",
        published_at=0,
        summary=resource.summary,
        terms="\n".join([*names, *tags]),
        facets={facet: _slugs(vocabulary, TERM_FIELDS[facet][1], pks) for facet, pks in chosen.items()},
    )


SKETCHED = ("level", "subject", "platform")


def all_documents(after: int = 0) -> Iterator[SearchDocument]:
    """Every visible resource's document, by page id, in bounded memory."""
    while True:
        ids = list(
            LearningResource.objects.visible().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
        )
        if not ids:
            return
        yield from build_documents(ids)
        after = ids[-1]


def _documents(resources: QuerySet[LearningResource]) -> Iterator[SearchDocument]:
    rows = list(resources.order_by("pk").specific())
    if not rows:
        return
    for model in {type(row) for row in rows}:
        model.prepare([row for row in rows if type(row) is model])
    ids = [row.pk for row in rows]
    vocabulary = get_vocabulary()
    terms = {facet: _related(field, ids) for facet, (field, _name) in TERM_FIELDS.items()}
    tags = _tags(ids)
    reviewed = set(QualityReview.objects.filter(resource__in=ids).values_list("resource_id", flat=True))
    national = set(national_catalogue(LearningResource.objects.filter(pk__in=ids)).values_list("pk", flat=True))
    attachments = {row.pk: row.attachments() for row in rows}
    texts = _attached_texts(attachments)
    site_root = _site_root()
    expiries = _expiries(rows)
    for row in rows:
        yield _document(row, vocabulary, terms, tags, reviewed, national, attachments, texts, site_root, expiries)


def _document(
    row: LearningResource,
    vocabulary: Vocabulary,
    terms: dict[str, dict[int, list[int]]],
    tags: dict[int, list[Tag]],
    reviewed: set[int],
    national: set[int],
    attachments: dict[int, list[Attachment]],
    texts: dict[tuple[str, int], str],
    site_root: str,
    expiries: dict[str, int],
) -> SearchDocument:
    chosen: dict[str, tuple[str, list[int]]] = {
        facet: (name, terms[facet].get(row.pk, [])) for facet, (_field, name) in TERM_FIELDS.items()
    }
    for facet, (field, name) in KEY_FIELDS.items():
        pk = getattr(row, field)
        chosen[facet] = (name, [pk] if pk else [])
    if not chosen["province"][1] and row.centre is not None:
        chosen["province"] = ("Province", [row.centre.province_id])
    facets = {facet: _slugs(vocabulary, name, pks) for facet, (name, pks) in chosen.items()}
    facets["kind"] = (row.kind,)
    facets["format"] = tuple(sorted(row.formats()))
    facets["tag"] = tuple(sorted(tag.slug for tag in tags.get(row.pk, [])))
    spoken = [name for facet in SPOKEN for pk in chosen[facet][1] for name in vocabulary.names(chosen[facet][0], pk)]
    spoken += [tag.name for tag in tags.get(row.pk, [])]
    authors = " ".join(f"{author.value.get('name') or ''}" for author in row.authors)
    files = attachments[row.pk]
    attached = "\n".join(filter(None, (texts.get((file.kind, file.item.pk), "") for file in files)))
    return SearchDocument(
        id=str(row.uuid),
        page_id=row.pk,
        kind=row.kind,
        title=row.title,
        path=_path(row, site_root),
        published_at=int(
            (row.first_published_at or row.latest_revision_created_at or row.last_published_at).timestamp()
        )
        if (row.first_published_at or row.latest_revision_created_at or row.last_published_at)
        else 0,
        summary=row.summary,
        body="\n".join(filter(None, (row.search_text(), authors))),
        attached=attached[:ATTACHED_LIMIT],
        terms="\n".join(dict.fromkeys(spoken)),
        facets=facets,
        expires_at=min((expiries[path] for path in _line(row) if path in expiries), default=None),
        updated_at=int(row.last_published_at.timestamp()) if row.last_published_at else 0,
        duration_minutes=row.duration_minutes,
        size_bytes=sum(file.size_bytes for file in files),
        reviewed=row.pk in reviewed,
        breadth=_breadth(vocabulary, facets, row.pk in reviewed),
        national=row.pk in national,
    )


def _breadth(vocabulary: Vocabulary, facets: Mapping[str, tuple[str, ...]], reviewed: bool) -> int:
    levels = [entry.slug for entry in vocabulary.terms.get("Level", {}).values() if entry.successor is None]
    return breadth(facets, levels, reviewed)


def _slugs(vocabulary: Vocabulary, name: str, pks: list[int]) -> tuple[str, ...]:
    entries = {entry for pk in pks if (entry := vocabulary.current(name, pk)) is not None}
    return tuple(entry.slug for entry in sorted(entries, key=lambda entry: entry.position))


def _related(field: str, ids: list[int]) -> dict[int, list[int]]:
    """Page id → ids of the terms in a many-to-many field, in one query."""
    relation = LearningResource._meta.get_field(field)
    target = relation.m2m_reverse_field_name() + "_id"  # type: ignore[union-attr]
    through = relation.remote_field.through  # type: ignore[union-attr]
    rows = through.objects.filter(learningresource_id__in=ids).values_list("learningresource_id", target)
    found: dict[int, list[int]] = defaultdict(list)
    for page, term in rows:
        found[page].append(term)
    return found


def _tags(ids: list[int]) -> dict[int, list[Tag]]:
    found: dict[int, list[Tag]] = defaultdict(list)
    for item in ResourceTag.objects.filter(content_object__in=ids).select_related("tag").order_by("tag__name", "pk"):
        found[item.content_object_id].append(item.tag)
    return found


def _attached_texts(attachments: dict[int, list[Attachment]]) -> dict[tuple[str, int], str]:
    """Texts of documents and transcripts of audio and video, by kind and id, in two queries."""
    documents: set[int] = set()
    texts: dict[tuple[str, int], str] = {}
    for files in attachments.values():
        for file in files:
            if file.kind == "document":
                documents.add(file.item.pk)
            elif isinstance(file.item, LibraryMedia):
                texts[(file.kind, file.item.pk)] = "\n".join(filter(None, (file.item.title, file.item.transcript)))
    read = ExtractedText.objects.filter(document__in=documents, state=ExtractedText.State.READ)
    for pk, title, text in read.values_list("document_id", "document__title", "text"):
        texts[("document", pk)] = f"{title}\n{text}"
    return texts


def _line(page: Page) -> list[str]:
    """The paths from the root to a page, itself included."""
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]


def _expiries(rows: list[LearningResource]) -> dict[str, int]:
    """Path → when the page expires, of these resources and the pages above (one that closes closes all below)."""
    paths = {path for row in rows for path in _line(row)}
    found = Page.objects.filter(path__in=paths, expire_at__isnull=False).values_list("path", "expire_at")
    return {path: int(moment.timestamp()) for path, moment in found}


def _site_root() -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page.url_path if site else "/"


def _path(page: Page, site_root: str) -> str:
    """The page's address below the site, in Indonesian: "/modul/aktivasi/"."""
    return "/" + page.url_path.removeprefix(site_root)
