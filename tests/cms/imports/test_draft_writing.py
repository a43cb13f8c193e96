"""Drafts written together are those that an ordinary save leaves, row for row, with fewer questions."""

import re

import pytest
from django.db import connection
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.imports import draft_writing, resource_target
from cms.models import Licence
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import go, undo
from tests.cms.imports.test_runs import FULL, FULL_ROW

pytestmark = pytest.mark.django_db

HEADS = (*FULL, "Mata Pelajaran", "Kelas", "Lisensi", "Menit")
# What differs between any two pages, and the tree they stand in.
OWN = {
    "id", "pk", "page_ptr", "learningresource_ptr", "path", "url_path", "slug", "uuid", "translation_key",
    "latest_revision", "latest_revision_created_at", "tagged_items", "content_object",
}  # fmt: skip


def rows(prefix, count):
    more = ("Matematika; Konstruksi", "Kelas 7-9", "cc-by", "2 JP")
    return [(f"{prefix}-{n}", f"Judul {n}", *FULL_ROW[2:], *more) for n in range(count)]


def without_own(data):
    """The content but for what is the page's own; the ids of blocks follow from its uuid."""
    return {name: re.sub(r'"id": "[^"]*"', "", str(value)) for name, value in data.items() if name not in OWN}


def everything(page):
    """All that the database has of a draft."""
    revision = page.latest_revision
    log = PageLogEntry.objects.filter(page=page).order_by("pk")
    references = ReferenceIndex.objects.filter(object_id=str(page.pk), base_content_type=page.cached_content_type)
    references |= ReferenceIndex.objects.filter(object_id=str(page.pk), content_type=page.cached_content_type)
    found = IndexEntry.objects.filter(object_id=str(page.pk), content_type=page.cached_content_type)
    return {
        "fields": without_own(page.serializable_data()),
        "more": (page.draft_title, page.content_type_id, page.locale_id, page.depth, page.centre_id),
        "is at": page.url_path == page.get_parent().url_path + page.slug + "/",
        "newest": page.latest_revision_created_at == revision.created_at,
        "tags": sorted(tag.name for tag in page.tags.all()),
        "revision": without_own(revision.content),
        "tags of the revision": sorted(item["tag"] for item in revision.content["tagged_items"]),
        "own of the revision": {name: str(revision.content[name]) == str(getattr(page, name)) for name in ("pk", "path", "uuid")},
        "revision's": (revision.user_id, revision.object_str, revision.content_type_id, revision.base_content_type_id),
        "log": [(entry.action, entry.label, entry.user_id, entry.content_changed, entry.data) for entry in log],
        "log's revision": [entry.revision_id == revision.pk for entry in log if entry.revision_id],
        "references": sorted(references.values_list("to_content_type", "to_object_id", "model_path")),
        "found": list(found.values_list("title", "autocomplete", "body")),
    }  # fmt: skip


def test_a_draft_written_with_others_is_that_of_an_ordinary_save(take, monkeypatch):
    factories.term(Licence, "cc-by")
    take(dirt.book(HEADS, *rows("A", 3)), run=True)
    together = list(ModulePage.objects.order_by("path"))
    assert len(together) == 3
    monkeypatch.setattr(draft_writing, "_is_ordinary", lambda model: False)
    take(dirt.book(HEADS, *rows("B", 3)), run=True)
    for one, other in zip(together, ModulePage.objects.order_by("path")[3:], strict=True):
        assert everything(one) == everything(other)
    assert together[0].levels.exists() is False
    assert [len(everything(together[0])[name]) > 1 for name in ("references", "log")] == [True, True]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_kind_with_a_save_of_its_own_is_saved_by_it(take, monkeypatch):
    saved = []

    def save(page, *args, **kwargs):
        saved.append(page.title)
        return super(ModulePage, page).save(*args, **kwargs)

    monkeypatch.setattr(ModulePage, "save", save, raising=False)
    take(dirt.book(("ID", "Judul"), ("1", "a"), ("2", "b")), run=True)
    assert set(saved) == {"a", "b"}


def test_titles_that_are_alike_get_addresses_of_their_own(take, office):
    factories.make_module(office.page, "Poster", slug="poster")
    factories.make_module(office.page, "Poster 2", slug="poster-2")
    names = ["Poster", "POSTER!", "Poster 3", "???", "Materi"]
    take(dirt.book(("ID", "Judul"), *((str(n), name) for n, name in enumerate(names))), run=True)
    slugs = list(ModulePage.objects.order_by("path").values_list("slug", flat=True))[2:]
    assert slugs == ["poster-3", "poster-4", "poster-3-2", "materi", "materi-2"]


def test_a_draft_is_changed_where_the_row_says_and_nowhere_else(take, office):
    module = factories.make_module(office.page, "Lama", summary="Terbit", tags=["satu"])
    module.summary, module.duration_minutes = "Draf", 45
    module.save_revision(clean=False)
    before = ModulePage.objects.get().latest_revision.content
    take(dirt.book(("UUID", "Judul", "Label"), (str(module.uuid), "Baru", "satu, dua")), run=True)
    module = ModulePage.objects.get()
    after = module.latest_revision.content
    assert {name for name in after if after[name] != before.get(name)} == {"title", "tagged_items"}
    assert (module.title, module.draft_title, module.live) == ("Lama", "Baru", True)
    assert (module.latest_revision.user, module.latest_revision.object_str) == (office.user, "Baru")
    entry = PageLogEntry.objects.filter(page=module).latest("pk")
    assert (entry.action, entry.revision, entry.user) == ("wagtail.edit", module.latest_revision, office.user)
    assert sorted(tag.name for tag in module.get_latest_revision_as_object().tags.all()) == ["dua", "satu"]
    assert [tag.name for tag in module.tags.all()] == ["satu"]


@pytest.mark.parametrize("what", ["new", "same", "changed"])
def test_queries_a_row(take, what):
    """Of twenty rows as of two, save what Wagtail's own indexes ask: of references twice, of titles once a change."""
    factories.term(Licence, "cc-by")

    def queries(prefix, count):
        source = take(dirt.book(HEADS, *rows(prefix, count)))
        if what != "new":
            go(source)
            changed = [(*row[:3], "Nama Lain", *row[4:]) for row in rows(prefix, count)] if what == "changed" else None
            with CaptureQueriesContext(connection) as checking:
                source = take(dirt.book(HEADS, *(changed or rows(prefix, count))))
        with CaptureQueriesContext(connection) as running:
            go(source)
        assert source.counts == {**source.counts, "rows": count, what: count, "done": count}
        return len(running) + (len(checking) if what != "new" else 0)

    queries("warm", 1)
    few = queries("few", 2)
    # PostgreSQL takes many titles in one statement.
    assert queries("many", 20) - few <= 18 * {"new": 2, "same": 0, "changed": 1}[what]


def test_undoing_asks_what_is_the_same_for_all_once(take):
    def queries(prefix, count):
        source = go(take(dirt.book(("ID", "Judul"), *((f"{prefix}{n}", f"{prefix} {n}") for n in range(count)))))
        with CaptureQueriesContext(connection) as captured:
            undo(source)
        assert source.counts["undone"] == count
        return len(captured)

    queries("warm", 1)
    few = queries("few", 2)
    # What listens to the deletion of a page asks about each.
    assert queries("many", 20) - few <= 18 * 45
    assert not ModulePage.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert PageLogEntry.objects.filter(action="wagtail.delete", deleted=True, user__isnull=False).count() == 23


def test_one_row_that_cannot_be_undone_keeps_the_others_from_nothing(take, monkeypatch):
    source = go(take(dirt.book(("ID", "Judul"), ("1", "a"), ("2", "b"), ("3", "c"))))
    remove = resource_target.remove

    def fail_second(pages, user):
        remove(pages, user)
        if any(page.title == "b" for page in pages):
            raise ValueError("x")

    monkeypatch.setattr(resource_target, "remove", fail_second)
    undo(source)
    assert list(source.rows.values_list("state", flat=True)) == ["undone", "left", "undone"]
    assert [page.title for page in ModulePage.objects.all()] == ["b"]
    assert source.rows.get(state="left").page.title == "b"


def test_who_may_not_delete_any_more_leaves_what_was_made(take, office):
    source = go(take(dirt.book(("ID", "Judul"), ("1", "a"))))
    office.user.groups.clear()
    undo(source)
    assert [problem["code"] for problem in source.rows.get().problems] == ["undo_forbidden"]
    assert ModulePage.objects.exists()


@pytest.mark.parametrize("name", ["save_revision", "minimal_clean", "set_url_path"])
def test_a_kind_that_saves_in_its_own_way_does_so(take, monkeypatch, name):
    """When a row makes a material and when it changes one."""
    seen = []

    def own(page, *args, **kwargs):
        seen.append(page.title)
        return getattr(super(ModulePage, page), name)(*args, **kwargs)

    monkeypatch.setattr(ModulePage, name, own, raising=False)
    take(dirt.book(("ID", "Judul"), ("1", "a"), ("2", "b")), run=True)
    assert {"a", "b"} <= set(seen)
    source = take(dirt.book(("ID", "Judul"), ("1", "c"), ("2", "b")), run=True)
    assert ModulePage.objects.get(draft_title="c").latest_revision.object_str == "c"
    assert name != "save_revision" or "c" in seen
    undo(source)
    assert [problem for row in source.rows.all() for problem in row.problems] == []
    assert ModulePage.objects.get(slug="a").draft_title == "a"
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("signal", [pre_save, post_save])
def test_who_listens_to_a_kinds_saving_hears_of_its_imports(take, signal):
    heard = []

    def listen(instance, **kwargs):
        heard.append(instance.draft_title)

    signal.connect(listen, sender=ModulePage)
    try:
        take(dirt.book(("ID", "Judul"), ("1", "a")), run=True)
        assert "a" in heard
        take(dirt.book(("ID", "Judul"), ("1", "b")), run=True)
        assert "b" in heard
    finally:
        signal.disconnect(listen, sender=ModulePage)


def test_a_kind_with_a_delete_of_its_own_is_deleted_by_it(take, monkeypatch, office):
    gone = []

    def delete(page, *args, **kwargs):
        gone.append((page.title, kwargs["user"]))
        return super(ModulePage, page).delete(*args, **kwargs)

    source = go(take(dirt.book(("ID", "Judul"), ("1", "a"))))
    monkeypatch.setattr(ModulePage, "delete", delete, raising=False)
    undo(source)
    assert gone == [("a", office.user)]
    assert not ModulePage.objects.exists()
