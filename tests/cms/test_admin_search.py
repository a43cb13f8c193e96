import sqlite3

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_NONE, And, Not, Phrase, PlainText
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.admin_search.safe_query import MAX_WORD_CHARACTERS, MAX_WORDS, safe_query, safe_words

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite")

HOSTILE = [
    '"', 'a"b', "\0", "a\0b", "   ", "\t\n", "AND", "guru AND", "NOT", "NEAR(", "(", ")", "*", "-", "guru -", "^guru",
    "title:guru", "{title}: x", "'", "''", "\\", "guru\\", "%", "%s", "%(a)s", "😀", "guru 😀", "\ud800", "gu\udfffru",
    "x" * 10_000, "x " * 5_000, '"a" ' * 3_000, "!:*&|<->",
]  # fmt: skip


@pytest.fixture
def backend():
    return get_search_backend("cms.admin_search")


@pytest.fixture
def stock():
    return get_search_backend("modelsearch.backends.database")


def add_pages(backend, *titles):
    root = Page.objects.get(depth=1)
    pages = [root.add_child(instance=Page(title=title)) for title in titles]
    backend.add_bulk(Page, pages)
    return pages


def titles(results):
    return [page.title for page in results]


def test_plain_words_come_back_unchanged():
    assert safe_words("Modul literasi kelas 4") == ["Modul", "literasi", "kelas", "4"]


@pytest.mark.parametrize("text", ["", "  ", '"', "\0", "-", "😀", "\ud800"])
def test_text_without_a_word_matches_nothing(text):
    assert safe_query(PlainText(text)) is MATCH_NONE


def test_quotes_control_codes_and_surrogates_part_words():
    assert safe_words('a"b\0c\ud800d') == ["a", "b", "c", "d"]


def test_a_long_word_is_cut():
    assert safe_words("x" * 10_000) == ["x" * MAX_WORD_CHARACTERS]


def test_words_are_limited_over_the_whole_query():
    cleaned = safe_query(And([PlainText("a " * 20), Phrase("b " * 20), PlainText("c")]))
    assert sum(len(part.query_string.split()) for part in cleaned.subqueries) == MAX_WORDS


def test_operator_of_plain_text_is_kept():
    assert safe_query(PlainText("guru murid", operator="or")).operator == "or"


def test_an_empty_part_is_left_out():
    assert safe_query(And([PlainText("guru"), Not(Phrase("😀"))])).query_string == "guru"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["autocomplete", "search"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_text_is_an_error(backend, method, text):
    for model in (Page, get_image_model(), get_document_model()):
        results = getattr(backend, method)(text, model)
        assert list(results[:5]) == list(results)[:5]
        assert results.count() >= 0
        assert results.facet(model._meta.pk.attname if model is not Page else "content_type_id") is not None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ['"guru', "guru -", "guru 😀", "gu\0 guru", "(guru)"])
def test_the_words_beside_signs_still_match(backend, text):
    add_pages(backend, "Panduan guru gu")
    assert titles(backend.search(text, Page)) == ["Panduan guru gu"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["autocomplete", "search"])
@pytest.mark.parametrize("text", ["guru", "guru kelas", "kel"])
def test_order_is_that_of_stock(backend, stock, method, text):
    add_pages(backend, "Guru", "Guru kelas", "Panduan guru kelas awal", "Kelas guru guru", "Kelompok", "Lain")
    backend.get_index_for_model(Page)._refresh_title_norms(full=True)
    found = titles(getattr(backend, method)(text, Page))
    assert found == titles(getattr(stock, method)(text, Page))
    assert found or (method, text) == ("search", "kel")


@pytest.mark.django_db
def test_the_last_word_is_a_prefix_in_autocomplete(backend):
    add_pages(backend, "Modul literasi", "Modul numerasi")
    assert titles(backend.autocomplete("modul lit", Page)) == ["Modul literasi"]


@pytest.mark.django_db
@on_sqlite
def test_work_grows_with_hits_not_with_their_square(backend):
    def steps(count):
        add_pages(backend, *[f"Modul {count} {number}" for number in range(count)])
        ticks = 0

        def tick():
            nonlocal ticks
            ticks += 1

        raw: sqlite3.Connection = connection.connection
        raw.set_progress_handler(tick, 100)
        try:
            assert len(list(backend.autocomplete(f"modul {count}", Page))) == count
        finally:
            raw.set_progress_handler(None, 0)
        return ticks

    few = steps(50)
    assert steps(400) < 16 * few


@pytest.mark.django_db
def test_a_write_looks_at_a_sample_of_the_entries_only(backend):
    (page,) = add_pages(backend, "Modul")
    with CaptureQueriesContext(connection) as queries:
        backend.add(page)
    averages = [query["sql"] for query in queries if "AVG" in query["sql"]]
    assert len(averages) == 1
    assert "LIMIT 1000" in averages[0]


@pytest.mark.django_db
def test_a_write_sets_the_norm_of_its_own_entry(backend):
    short, long = add_pages(backend, "Ab", "Abcdefghijklmnop qrst")
    norms = {entry.object_id: entry.title_norm for entry in backend.get_index_for_model(Page).entries.all()}
    assert norms[str(short.pk)] > norms[str(long.pk)]
