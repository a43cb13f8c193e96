"""Reports of what readers search for: who sees them, what they count, and what leaves as a sheet."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories
from tests.cms.test_desk_listings import grant
from tests.search.test_query_log import make_row

pytestmark = pytest.mark.django_db
NAMES = ("missed_searches", "popular_searches")


def report(client: Any, name: str = "popular_searches", **query: str) -> str:
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def rows(page: str) -> list[list[str]]:
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    cells = [
        re.findall(r"<td.*?</td>", row, re.DOTALL)
        for row in re.findall(r"<tr.*?</tr>", body[1] if body else "", re.DOTALL)
    ]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def queries_of(page: str) -> list[str]:
    return [row[0] for row in rows(page)]


def sheet(client: Any, name: str = "popular_searches", **query: str) -> list[dict[str, str]]:
    response = client.get(reverse(name), {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    return [
        dict(zip(("query", "times", "total", "outcome", "instead", "day", "language"), row, strict=True))
        for row in table[1:]
    ]


def test_popular_searches_are_added_up_most_wanted_first(editor_client: Any) -> None:
    make_row("kuis", count=3, outcome="found", total=7)
    make_row("kuis", days_ago=2, count=4, outcome="found", total=5)
    make_row("poster", count=6, outcome="found")
    found = rows(report(editor_client))
    assert [(row[0], row[1]) for row in found] == [("kuis", "7"), ("poster", "6")]


def test_the_number_of_results_is_that_of_the_last_search(editor_client: Any) -> None:
    make_row("kuis", days_ago=2, outcome="found", total=90)
    make_row("kuis", outcome="found", total=7)
    assert rows(report(editor_client))[0][2] == "7"


def test_searches_in_both_languages_are_told_apart(editor_client: Any) -> None:
    make_row("quiz", outcome="found")
    make_row("quiz", outcome="found", language="en")
    assert len(rows(report(editor_client))) == 2
    assert len(rows(report(editor_client, language="en"))) == 1


def test_only_what_was_missed_is_in_the_report_of_it(editor_client: Any) -> None:
    make_row("kuis", count=9, outcome="found")
    make_row("robotik", count=1)
    make_row("fotosintesiss", count=2, outcome="corrected", instead="fotosintesis", total=4)
    page = report(editor_client, "missed_searches")
    assert queries_of(page) == ["fotosintesiss", "robotik"]
    assert "fotosintesis" in rows(page)[0]


@pytest.mark.parametrize(("period", "shown"), [("", 2), ("7", 1), ("30", 2), ("180", 3), ("999", 2), ("x", 2)])
def test_a_period_is_looked_at(editor_client: Any, period: str, shown: int) -> None:
    for days in (6, 29, 179):
        make_row(f"kata {days}", days_ago=days)
    make_row("lama", days_ago=180)
    assert len(rows(report(editor_client, "missed_searches", period=period))) == shown


def test_searches_within_filters_count_only_when_asked_for(editor_client: Any) -> None:
    make_row("kuis", count=2, outcome="found")
    make_row("kuis", count=3, outcome="found", facets={"level": ["dasar"]})
    assert rows(report(editor_client))[0][1] == "2"
    assert rows(report(editor_client, scope="semua"))[0][1] == "5"


def test_the_report_is_searched_and_sorted(editor_client: Any) -> None:
    make_row("kuis", count=2, outcome="found")
    make_row("poster", count=3, outcome="found")
    assert queries_of(report(editor_client, q="KUI")) == ["kuis"]
    assert queries_of(report(editor_client, ordering="query")) == ["kuis", "poster"]
    assert queries_of(report(editor_client, ordering="-nothing")) == ["poster", "kuis"]


def test_a_missed_search_leads_to_a_synonym_with_its_words(editor_client: Any) -> None:
    make_row("ide p5 & sampah")
    page = report(editor_client, "missed_searches")
    address = f"{reverse('wagtailsnippets_cms_synonym:add')}?same_meaning=ide+p5+%26+sampah"
    assert f'href="{address}"' in page
    assert "ide p5 &amp; sampah</textarea>" in editor_client.get(address).content.decode()
    assert f'href="{reverse("wagtailsnippets_cms_synonym:add")}' not in report(editor_client)


def test_who_may_not_add_synonyms_is_not_led_there(client: Any, site_tree: Any) -> None:
    make_row("robotik")
    client.force_login(grant(factories.make_user(), site_tree.home, "add_page", "change_page"))
    page = report(client, "missed_searches")
    assert queries_of(page) == ["robotik"]
    assert "same_meaning=" not in page


@pytest.mark.parametrize("name", [*NAMES, "missed_searches_results", "popular_searches_results"])
def test_a_centres_people_do_not_see_them(client: Any, site_tree: Any, name: str) -> None:
    make_row("robotik")
    client.force_login(grant(factories.make_user(), factories.make_centre_page(site_tree), "add_page", "change_page"))
    assert client.get(reverse(name)).status_code == 302
    assert reverse(NAMES[0]) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_leads_to_both(editor_client: Any, site_tree: Any) -> None:
    menu = editor_client.get(reverse("wagtailadmin_home")).content.decode()
    assert all(reverse(name) in menu for name in NAMES)


def test_a_sheet_holds_every_row_and_no_formula(editor_client: Any) -> None:
    for query in ("=1+1", "+62", "-kata", "@guru", "kuis"):
        make_row(query, outcome="found", instead="=2")
    found = sheet(editor_client)
    assert {row["query"] for row in found} == {"'=1+1", "'+62", "'-kata", "'@guru", "kuis"}
    assert {row["instead"] for row in found} == {"'=2"}


def test_a_sheet_follows_the_filters(editor_client: Any) -> None:
    make_row("kuis", count=2, outcome="found", total=7)
    make_row("quiz", outcome="found", language="en")
    (row,) = sheet(editor_client, language="id")
    assert (row["query"], row["times"], row["total"]) == ("kuis", "2", "7")


def test_a_workbook_holds_text(editor_client: Any) -> None:
    make_row("=1+1")
    response = editor_client.get(reverse("missed_searches"), {"export": "xlsx"})
    cells = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert cells.cell(2, 1).value == "'=1+1"
    assert cells.cell(2, 1).data_type == "s"


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_queries_does_not_grow(editor_client: Any, name: str) -> None:
    def queries() -> int:
        report(editor_client, name)
        with CaptureQueriesContext(connection) as captured:
            report(editor_client, name)
        return len(captured)

    make_row("kuis")
    few = queries()
    for number in range(40):
        make_row(f"kata {number}", count=number + 1)
    assert queries() == few


def test_what_readers_type_is_shown_as_text(editor_client: Any) -> None:
    make_row("<script>alert(1)</script>")
    assert "<script>alert(1)" not in report(editor_client, "missed_searches")
