"""Synonym rows and how they are met in a query."""

import pytest

from search.analysis import analyze
from search.synonyms import SynonymRow, Synonyms
from tests.search.product_synonyms import product_synonyms

ROWS = (
    SynonymRow(("RPP", "Rencana Pelaksanaan Pembelajaran"), ("modul ajar", "RPM")),
    SynonymRow(("koding", "coding"), ("pemrograman",)),
    SynonymRow(("PAUD", "Pendidikan Anak Usia Dini"), ("RA", "KB")),
    SynonymRow(("TIK", "Teknologi Informasi dan Komunikasi"), ("komputer",)),
)
SYNONYMS = Synonyms.from_rows(ROWS)


def said(text, synonyms=SYNONYMS, start=0):
    """What else the entry at the start of a text is called, with the weights; None without an entry."""
    found = synonyms.find(analyze(text), start)
    if found is None:
        return None
    return {" ".join(word.surface for word in one.words): one.weight for one in found.alternatives}


def test_same_meaning_counts_in_full_and_also_search_by_half():
    assert said("RPP") == {"rencana pelaksanaan pembelajaran": 1.0, "modul ajar": 0.5, "rpm": 0.5}


def test_also_search_works_both_ways():
    assert said("modul ajar") == {"rpp": 0.5, "rencana pelaksanaan pembelajaran": 0.5}


def test_expressions_that_are_also_searched_do_not_lead_to_each_other():
    assert "kb" not in said("RA")


@pytest.mark.parametrize("typed", ["RPP", "rpp", "Rpp"])
def test_case_does_not_matter(typed):
    assert said(typed) is not None


def test_inflected_word_meets_its_entry():
    assert said("mengkoding") == {"coding": 1.0, "pemrograman": 0.5}


def test_stop_words_between_the_words_of_an_entry_may_be_left_out():
    assert "tik" in said("teknologi informasi komunikasi")
    assert "tik" in said("teknologi informasi dan komunikasi")


def test_several_words_match_as_a_phrase_with_all_their_words():
    (long,) = (one for one in SYNONYMS.find(analyze("TIK"), 0).alternatives if len(one.words) > 1)
    assert long.phrase
    assert [(word.stem, word.position) for word in long.words] == [
        ("teknologi", 0),
        ("informasi", 1),
        ("dan", 2),
        ("komunikasi", 3),
    ]


def test_longest_entry_wins():
    synonyms = Synonyms.from_rows([*ROWS, SynonymRow(("modul", "unit"))])
    assert synonyms.find(analyze("modul ajar fisika"), 0).length == 2
    assert synonyms.find(analyze("modul fisika"), 0).length == 1


def test_entry_is_found_where_it_stands():
    assert SYNONYMS.find(analyze("contoh RPP fisika"), 0) is None
    assert SYNONYMS.find(analyze("contoh RPP fisika"), 1).length == 1


def test_abbreviation_is_not_met_by_an_inflected_word():
    synonyms = Synonyms.from_rows([SynonymRow(("BUDI", "buku digital"))])
    assert said("budi", synonyms) is not None
    assert said("berbudi", synonyms) is None


def test_word_of_several_rows_gets_the_alternatives_of_all():
    synonyms = Synonyms.from_rows([SynonymRow(("a", "b"), ("c",)), SynonymRow(("a", "c"))])
    assert said("a", synonyms) == {"b": 1.0, "c": 1.0}


@pytest.mark.parametrize("row", [SynonymRow(("satu",)), SynonymRow(("", "!!")), SynonymRow((), ())])
def test_row_without_a_second_expression_says_nothing(row):
    assert said("satu", Synonyms.from_rows([row])) is None


def test_shipped_rows_load():
    assert said("gadget", product_synonyms())["gawai"] == 1.0
    assert said("belajar.id", product_synonyms())["akun pembelajaran"] == 1.0
