"""A protected word matches only as it is written, in whatever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from cms.models import ProtectedWord, Synonym
from search.engines.base import SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.planner import plan
from search.rebuild import rebuild
from search.resolution import resolve
from search.synonyms import Protected, SynonymRow, Synonyms
from search.types import SearchRequest
from tests import factories
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import scratch_prefix
from tests.search.search_pages import found, get
from tests.search.test_language_cases import title_only
from tests.search.test_planner import NOW, engine_of, titles_of

ELASTICSEARCH = (pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch-8"))
MENGAJI = Synonyms.from_rows([], ["Mengaji"])


def typed(q: str, synonyms: Synonyms = MENGAJI) -> list[tuple[str, bool]]:
    clauses = plan(q, synonyms, lambda stem: 0).must
    return [(clause.text, clause.typed.exact) for clause in clauses]


def others(q: str, synonyms: Synonyms) -> set[str]:
    (clause,) = plan(q, synonyms, lambda stem: 0).must
    return {" ".join(word.surface for word in one.words) for one in clause.alternatives[1:]}


def test_only_the_protected_word_is_exact() -> None:
    assert typed("kisah MENGAJI murid") == [("kisah", False), ("mengaji", True), ("murid", False)]


def test_other_forms_of_its_stem_are_not_protected() -> None:
    assert typed("kajian") == [("kajian", False)]


def test_it_does_not_stand_for_another_form_in_the_same_query() -> None:
    assert typed("mengaji kajian") == [("mengaji", True), ("kajian", False)]


def test_a_word_that_is_taken_apart_is_protected_as_a_whole() -> None:
    synonyms = Synonyms.from_rows([], ["nonformal"])
    assert typed("nonformal", synonyms) == [("non", True), ("formal", True)]
    assert typed("formal", synonyms) == [("formal", False)]


def test_a_word_without_letters_protects_nothing() -> None:
    assert Protected(["!!", ""]).positions([]) == frozenset()


def test_it_finds_nothing_but_itself() -> None:
    engine = engine_of("Belajar mengaji", "Kajian sastra", "Mengkaji puisi")
    assert titles_of(engine, resolve("mengaji", MENGAJI, engine, NOW)) == ["Belajar mengaji"]
    assert titles_of(engine, resolve("kajian", MENGAJI, engine, NOW)) == [
        "Belajar mengaji",
        "Kajian sastra",
        "Mengkaji puisi",
    ]


def test_it_is_never_corrected() -> None:
    engine = engine_of("Menguji hipotesis")
    assert resolve("mengajji", MENGAJI, engine_of("Mengajji"), NOW).corrected is None
    assert resolve("mengjui", Synonyms.from_rows([]), engine, NOW).corrected == "menguji"
    assert resolve("mengjui", Synonyms.from_rows([], ["mengjui"]), engine, NOW).corrected is None


def test_it_is_not_joined_with_its_neighbour() -> None:
    engine = engine_of("Kombel guru")
    assert resolve("kom bel", Synonyms.from_rows([]), engine, NOW).corrected == "kombel"
    assert resolve("kom bel", Synonyms.from_rows([], ["bel"]), engine, NOW).corrected is None


def test_a_synonym_of_another_form_is_not_its_own() -> None:
    rows = [SynonymRow(("kajian", "telaah"))]
    assert others("mengaji", Synonyms.from_rows(rows)) == {"telaah"}
    assert others("mengaji", Synonyms.from_rows(rows, ["mengaji"])) == set()
    assert others("mengkaji", Synonyms.from_rows(rows, ["mengaji"])) == {"telaah"}


def test_its_own_synonyms_stay() -> None:
    synonyms = Synonyms.from_rows([SynonymRow(("mengaji", "tadarus"))], ["mengaji"])
    assert others("mengaji", synonyms) == {"tadarus"}
    assert others("kajian", synonyms) == set()


def test_as_a_synonym_it_is_searched_as_written() -> None:
    synonyms = Synonyms.from_rows([SynonymRow(("tadarus", "mengaji"))], ["mengaji"])
    engine = engine_of("Belajar mengaji", "Kajian sastra", "Tadarus pagi")
    assert titles_of(engine, resolve("tadarus", synonyms, engine, NOW)) == ["Belajar mengaji", "Tadarus pagi"]


def test_a_phrase_that_holds_it_is_searched_as_written() -> None:
    synonyms = Synonyms.from_rows([SynonymRow(("TPQ", "tempat mengaji"))], ["mengaji"])
    engine = engine_of("Tempat mengaji anak", "Tempat kajian")
    assert titles_of(engine, resolve("TPQ", synonyms, engine, NOW)) == ["Tempat mengaji anak"]


TITLES = (
    "Belajar mengaji",
    "Kajian sastra",
    "Mengkaji puisi",
    "Tempat mengaji",
    "Modul kajian",
    "Modul mengaji",
    "Modulnya mengaji",
)


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=ELASTICSEARCH)])
def real_engine(request: Any, tmp_path: Any) -> Iterator[SearchEngine]:
    with ExitStack() as stack:
        if request.param == "elasticsearch":
            url = request.getfixturevalue("elasticsearch_url")
            engine: SearchEngine = engine_on(url, stack.enter_context(scratch_prefix(url)))
        else:
            engine = EmbeddedEngine(tmp_path)
        engine.rebuild([title_only(number, title) for number, title in enumerate(TITLES)], cursor=1)
        yield engine


@pytest.mark.parametrize(
    ("q", "rows", "expected"),
    [
        ("mengaji", [], {"Belajar mengaji", "Tempat mengaji", "Modul mengaji", "Modulnya mengaji"}),
        ("kajian", [], set(TITLES)),
        ("mengaji kajian", [], {"Belajar mengaji", "Tempat mengaji", "Modul mengaji", "Modulnya mengaji"}),
        ("TPQ", [("TPQ", "tempat mengaji")], {"Tempat mengaji"}),
        # An expression of several words that holds one is met as written, its words in any place.
        ("modul mengaji", [("modul mengaji", "iqra")], {"Modul mengaji"}),
    ],
)
def test_each_engine_finds_it_as_written(
    real_engine: SearchEngine, q: str, rows: list[tuple[str, ...]], expected: set[str]
) -> None:
    synonyms = Synonyms.from_rows([SynonymRow(row) for row in rows], ["mengaji"])
    wanted = resolve(q, synonyms, real_engine, NOW)
    assert wanted.corrected is None
    hits = real_engine.search(wanted.plan, SearchRequest(q=q), now=NOW).hits
    assert {hit.title for hit in hits} == expected


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> None:
    for title in ("Belajar mengaji", "Kajian sastra", "Mengaji dan mengkaji"):
        factories.make_module(site_tree.modules, title=title)
    rebuild()


def test_it_acts_on_the_next_query_without_a_new_index(client: Any, shelf: None) -> None:
    assert len(found(get(client, "?q=mengaji"))) == 3
    row = ProtectedWord.objects.create(word="mengaji")
    page = get(client, "?q=mengaji")
    assert sorted(found(page)) == ["Belajar mengaji", "Mengaji dan mengkaji"]
    assert "<mark>Mengaji</mark> dan mengkaji" in page
    row.delete()
    assert len(found(get(client, "?q=mengaji"))) == 3


def test_a_synonym_acts_on_the_next_query(client: Any, shelf: None) -> None:
    assert found(get(client, "?q=tadarus")) == []
    Synonym.objects.create(same_meaning="tadarus\nsastra")
    assert found(get(client, "?q=tadarus")) == ["Kajian sastra"]
