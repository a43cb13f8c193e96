"""What readers search for is counted: never in the reader's way, never about the reader."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError, close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Level, Subject
from search import query_log
from search.drain import drain
from search.models import QueryLog
from search.query_log import forget_old_queries, may_be_personal, missed_searches, normalized
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> Any:
    from search.rebuild import rebuild

    maths = term(Subject, "matematika")
    factories.make_module(site_tree.modules, title="Kuis pecahan", subjects=[maths])
    factories.make_module(site_tree.modules, title="Poster fotosintesis", levels=[term(Level, "menengah")])
    rebuild()


def logged() -> list[tuple[str, str, int]]:
    return list(QueryLog.objects.order_by("query").values_list("query", "outcome", "count"))


def test_words_that_find_nothing_are_logged(client: Any, shelf: Any) -> None:
    client.get("/cari/?q=Zxqwv")
    row = QueryLog.objects.get()
    assert (row.query, row.outcome, row.total, row.count) == ("zxqwv", "nothing", 0, 1)
    assert row.day == timezone.localdate()
    assert row.language == "id"


def test_the_same_search_of_a_day_is_one_row_that_counts(client: Any, shelf: Any) -> None:
    for words in ("zxqwv", "  ZXQWV ", "zxqwv"):
        client.get("/cari/", {"q": words})
    assert logged() == [("zxqwv", "nothing", 3)]


def test_the_part_that_a_script_asks_for_is_logged_too(client: Any, shelf: Any) -> None:
    client.get("/cari/hasil/?q=zxqwv")
    assert logged() == [("zxqwv", "nothing", 1)]


def test_what_is_found_only_with_corrected_words_is_logged_with_them(client: Any, shelf: Any) -> None:
    client.get("/cari/?q=fotosintesiss")
    row = QueryLog.objects.get()
    assert (row.outcome, row.instead, row.total) == ("corrected", "fotosintesis", 1)


def test_what_is_found_only_with_some_of_the_words_is_logged(client: Any, shelf: Any) -> None:
    client.get("/cari/?q=kuis+fotosintesis")
    assert [row[1] for row in logged()] == ["partial"]


def test_what_finds_something_is_logged_with_the_number_found_and_the_filters(client: Any, shelf: Any) -> None:
    client.get("/en/cari/?q=Kuis&subject=matematika")
    row = QueryLog.objects.get()
    assert (row.query, row.outcome, row.total, row.language) == ("kuis", "found", 1, "en")
    assert (row.facets, row.instead) == ({"subject": ["matematika"]}, "")


def test_the_number_found_is_that_of_the_last_search_of_the_day(client: Any, shelf: Any, site_tree: Any) -> None:
    client.get("/cari/?q=kuis")
    factories.make_module(site_tree.modules, title="Kuis lagi")
    drain()
    client.get("/cari/?q=kuis")
    assert list(QueryLog.objects.values_list("total", "count")) == [(2, 2)]


def test_the_suggestions_of_each_keystroke_are_not_logged(client: Any, shelf: Any) -> None:
    client.get("/cari/saran/?q=kui")
    assert not QueryLog.objects.exists()


def test_filters_that_leave_nothing_are_logged_with_the_words(client: Any, shelf: Any) -> None:
    client.get("/cari/?q=poster&subject=matematika")
    row = QueryLog.objects.get()
    assert (row.outcome, row.facets) == ("nothing", {"subject": ["matematika"]})


@pytest.mark.parametrize(
    "query",
    [
        "q=kuis&page=2",
        "subject=matematika",
        "q=",
        "q=%F0%9F%98%80",
        "q=zxqwv&page=2",
        "q=zxqwv&literal=1",
        "q=zxqwv&find_subject=mat",
        "q=budi%40sekolah.sch.id",
        "q=nip+1987+0512+2010",
        "q=0812-3456-789",
    ],
)
def test_these_are_not_logged(client: Any, shelf: Any, query: str) -> None:
    client.get(f"/cari/?{query}")
    assert not QueryLog.objects.exists()


def test_neither_a_head_nor_reading_ahead_is_logged(client: Any, shelf: Any) -> None:
    client.head("/cari/?q=zxqwv")
    client.get("/cari/?q=zxqwv", headers={"Sec-Purpose": "prefetch;prerender"})
    assert not QueryLog.objects.exists()


def test_the_api_is_not_logged(client: Any, shelf: Any) -> None:
    assert client.get("/api/v1/resources?q=zxqwv").json()["total"] == 0
    assert not QueryLog.objects.exists()


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("kelas 10 semester 2", False),
        ("tahun 2026", False),
        ("modul 12345", False),
        ("123456", True),
        ("12.34.56", True),
        ("(021) 555-1234", True),
        ("\uff11\uff12\uff13\uff14\uff15\uff16", True),
        ("@ibu_guru", True),
    ],
)
def test_what_may_be_about_a_person(text: str, personal: bool) -> None:
    assert may_be_personal(text) is personal


def test_long_words_are_cut() -> None:
    assert len(normalized("a" * 500)) == 100


def test_the_answer_itself_asks_nothing_of_the_log(shelf: Any, rf: Any) -> None:
    from search.views import search_page

    with CaptureQueriesContext(connection) as found:
        search_page(rf.get("/cari/?q=kuis"))
    assert not [query for query in found.captured_queries if "querylog" in query["sql"]]


def test_it_is_written_after_the_answer(client: Any, shelf: Any, rf: Any) -> None:
    from search.views import search_page

    response = search_page(rf.get("/cari/?q=zxqwv"))
    assert not QueryLog.objects.exists()
    # The end of a request also closes connections that are too old, and the test needs its own.
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    assert logged() == [("zxqwv", "nothing", 1)]


def test_a_log_that_cannot_be_written_breaks_nothing(client: Any, shelf: Any, monkeypatch: Any, caplog: Any) -> None:
    def locked(*args: Any) -> None:
        raise DatabaseError("database is locked")

    caplog.set_level("WARNING")
    monkeypatch.setattr(query_log, "_count", locked)
    assert client.get("/cari/?q=zxqwv").status_code == 200
    assert "could not be logged" in caplog.text


def test_it_waits_for_others_only_a_moment(monkeypatch: Any, client: Any, shelf: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its timeout")
    waited = []

    def timeout() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

    monkeypatch.setattr(query_log, "_count", lambda *args: waited.append(timeout()))
    before = timeout()
    client.get("/cari/?q=zxqwv")
    assert waited == [query_log.WAIT_MS]
    assert timeout() == before


def test_a_flood_of_words_does_not_fill_the_table(client: Any, shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(query_log, "MAX_MISSED_A_DAY", 2)
    for words in ("zxqa", "zxqb", "zxqc", "zxqa"):
        client.get("/cari/", {"q": words})
    assert logged() == [("zxqa", "nothing", 2), ("zxqb", "nothing", 1)]


def test_what_is_found_does_not_crowd_out_what_is_missed(client: Any, shelf: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(query_log, "MAX_FOUND_A_DAY", 1)
    for words in ("kuis", "poster", "zxqa"):
        client.get("/cari/", {"q": words})
    assert logged() == [("kuis", "found", 1), ("zxqa", "nothing", 1)]


def make_row(query: str, days_ago: int = 0, count: int = 1, **fields: Any) -> QueryLog:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    fields = {"language": "id", "outcome": "nothing", **fields}
    return QueryLog.objects.create(day=day, query=query, count=count, key=f"{query}{fields}"[:64], **fields)


def test_the_weeks_searches_are_added_up_over_days_and_languages() -> None:
    make_row("robotik", count=2)
    make_row("robotik", days_ago=6, count=3)
    make_row("robotik", count=1, language="en")
    make_row("robotik", days_ago=7, count=50)
    make_row("wayang", count=4)
    assert [(row.query, row.count) for row in missed_searches()] == [("robotik", 6), ("wayang", 4)]


def test_what_was_found_is_not_missed() -> None:
    make_row("kuis", outcome="found", count=50, total=12)
    make_row("wayang", count=4)
    assert [row.query for row in missed_searches()] == ["wayang"]


def test_the_most_wanted_come_first_and_only_so_many() -> None:
    for number in range(12):
        make_row(f"kata {number:02}", count=number + 1)
    found = missed_searches(limit=10)
    assert len(found) == 10
    assert found[0].query == "kata 11"


def test_rows_are_forgotten_after_180_days() -> None:
    make_row("lama", days_ago=181)
    make_row("masih", days_ago=180)
    assert forget_old_queries() == 1
    assert [row.query for row in QueryLog.objects.all()] == ["masih"]


def test_the_worker_forgets_them(run_worker: Any, index_folder: Any) -> None:
    make_row("lama", days_ago=300)
    run_worker()
    assert not QueryLog.objects.exists()
