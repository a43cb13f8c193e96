"""Parameters become a request; whatever is wrong with them is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from cms.vocabulary import TermEntry, Vocabulary
from search import addresses
from search.labels import Labels
from search.parsing import MAX_CHOICES, MAX_QUERY_CHARACTERS, clean_text, parse


def entry(pk: int, slug: str, successor: int | None = None) -> TermEntry:
    return TermEntry(pk, slug, slug.title(), "", pk, successor is None, successor, (slug.title(),))


ENTRIES = [entry(1, "biologi"), entry(2, "ipa"), entry(3, "hayat", successor=1)]
VOCABULARY = Vocabulary(
    1,
    {"Subject": {item.slug: item for item in ENTRIES}, "Province": {"ID-YO": entry(9, "ID-YO")}},
    {"Subject": {item.pk: item for item in ENTRIES}, "Province": {9: entry(9, "ID-YO")}},
    tags={"cetak": "Cetak", "rahasia": "Rahasia", "print": "Print"},
    merged_tags={"print": "cetak"},
)


def read(query: str, public_tags: Any = None) -> Any:
    return parse(QueryDict(query), Labels(VOCABULARY, public_tags))


def test_nothing_given_is_the_first_page_of_everything() -> None:
    parsed = read("")
    assert parsed.problems == []
    assert (parsed.request.q, parsed.request.page, parsed.request.size, parsed.request.facets) == ("", 1, 20, {})


def test_repeated_values_are_chosen_once_in_their_order() -> None:
    assert read("subject=ipa&subject=biologi&subject=ipa").request.facets == {"subject": ("ipa", "biologi")}


def test_a_merged_value_is_its_successor() -> None:
    assert read("subject=hayat&subject=biologi").request.facets == {"subject": ("biologi",)}


def test_a_merged_tag_is_its_successor() -> None:
    assert read("tag=print", {"cetak"}).request.facets == {"tag": ("cetak",)}


def test_a_tag_of_drafts_is_as_unknown_as_one_that_is_not_there() -> None:
    hidden, absent = read("tag=rahasia", {"cetak"}), read("tag=tiada", {"cetak"})
    assert hidden.request.facets == absent.request.facets == {}
    assert hidden.problems[0].detail.replace("rahasia", "") == absent.problems[0].detail.replace("tiada", "")


@pytest.mark.parametrize(
    "query, param, value",
    [
        ("subject=nope", "subject", "nope"),
        ("kind=nope", "kind", "nope"),
        ("page=abc", "page", "abc"),
        ("page=0", "page", "0"),
        ("page=%D9%A3", "page", "٣"),
        ("page=99999", "page", "99999"),
        ("size=7", "size", "7"),
        ("sort=x", "sort", "x"),
        ("near=nope", "near", "nope"),
        ("facet_size=201", "facet_size", "201"),
    ],
)
def test_what_cannot_be_used_is_named(query: str, param: str, value: str) -> None:
    (problem,) = read(query).problems
    assert (problem.param, problem.value) == (param, value)
    assert problem.detail


def test_more_choices_than_allowed_are_named_and_the_first_kept() -> None:
    parsed = read("&".join(["subject=ipa"] * (MAX_CHOICES + 1)))
    assert [problem.param for problem in parsed.problems] == ["subject"]
    assert parsed.request.facets == {"subject": ("ipa",)}


def test_the_last_of_a_repeated_single_parameter_counts() -> None:
    assert read("q=a&q=b&page=1&page=2").request.q == "b"


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  dua   kata ", "dua kata"),
        ("a\x00b\x1fc", "a b c"),
        ("\ud800kata", "kata"),
        ("baris\nbaru\ttab", "baris baru tab"),
        ("x" * 20, "x" * 10),
        ("\x00" * 50, ""),
    ],
)
def test_text_is_cleaned(typed: str, kept: str) -> None:
    assert clean_text(typed, 10 if len(typed) == 20 else 100) == kept


def test_a_long_search_is_cut() -> None:
    assert len(read("q=" + "a" * 10_000).request.q) == MAX_QUERY_CHARACTERS


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=kuis+pecahan",
        "subject=ipa&subject=biologi",
        "q=a%26b%3D&sort=title&size=50&page=3",
        "literal=1&q=x",
        "facet_size=40",
    ],
)
def test_an_address_gives_the_request_it_came_from(query: str) -> None:
    request = read(query).request
    assert read(addresses.query_string(request)).request == request


def test_the_readers_province_is_left_out_of_shared_addresses() -> None:
    request = read("q=x&near=ID-YO").request
    assert (addresses.query_string(request), addresses.query_string(request, private=True)) == ("q=x", "q=x&near=ID-YO")
