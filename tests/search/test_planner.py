"""From typed text to a plan, and what happens when nothing matches it."""

import pytest

from search.planner import plan
from search.resolution import resolve
from search.synonyms import NO_SYNONYMS, SynonymRow, Synonyms
from search.types import SearchDocument, SearchRequest
from tests.search.brute_force import BruteForceEngine

NOW = 1_760_000_000
SYNONYMS = Synonyms.from_rows(
    [
        SynonymRow(("RPP", "Rencana Pelaksanaan Pembelajaran"), ("modul ajar",)),
        SynonymRow(("gawai", "gadget")),
    ]
)


def planned(q, frequencies=None, synonyms=NO_SYNONYMS, **options):
    known = frequencies or {}
    return plan(q, synonyms, lambda stem: known.get(stem, 0), **options)


def texts(clauses):
    return [clause.text for clause in clauses]


def engine_of(*titles):
    return BruteForceEngine(
        SearchDocument(
            id=str(n), page_id=n, kind="module", title=title, path="/", published_at=NOW, expires_at=NOW + 10
        )
        for n, title in enumerate(titles)
    )


def titles_of(engine, resolution):
    return [hit.title for hit in engine.search(resolution.plan, SearchRequest(), now=NOW).hits]


# Plans


def test_every_word_has_to_match_and_ranks():
    wanted = planned("media interaktif")
    assert texts(wanted.must) == texts(wanted.rank) == ["media", "interaktif"]
    assert wanted.minimum is None
    assert not wanted.is_question


def test_stop_words_are_dropped_and_leave_their_positions():
    wanted = planned("poster untuk kelas")
    assert [(clause.text, clause.typed.words[0].position) for clause in wanted.must] == [
        ("poster", 0),
        ("kelas", 2),
    ]


def test_query_of_stop_words_searches_them():
    assert texts(planned("yang dan").must) == ["yang", "dan"]


def test_repeated_word_counts_once():
    assert texts(planned("anak anak belajar pembelajaran").must) == ["anak", "belajar"]


def test_quotes_make_an_exact_phrase_with_its_stop_words():
    wanted = planned('"hak dan kewajiban" murid')
    phrase = wanted.must[0].typed
    assert texts(wanted.must) == ["hak dan kewajiban", "murid"]
    assert (phrase.phrase, phrase.exact) == (True, True)
    assert [word.position for word in phrase.words] == [0, 1, 2]


def test_typographic_quotes_count_too():
    assert planned("“hak cipta”").must[0].typed.exact


def test_one_quoted_word_is_exact_but_no_phrase():
    typed = planned('"menulis"').must[0].typed
    assert (typed.phrase, typed.exact) == (False, True)


@pytest.mark.parametrize("q", ['"hak cipta', 'hak cipta"', 'hak "" cipta', '"', '""""'])
def test_unbalanced_quotes_are_harmless(q):
    assert not any(clause.typed.exact for clause in planned(q).must)


@pytest.mark.parametrize(
    "q", ["-hak cipta*", "title:hak AND cipta", "(hak OR cipta", "hak~2 ^cipta", "+hak -cipta [a TO b]"]
)
def test_operators_never_act(q):
    wanted = planned(q)
    assert {"hak", "cipta"} <= set(texts(wanted.must))
    assert wanted.minimum is None


@pytest.mark.parametrize("q", ["", "   ", "?!", "\ud800", "👍"])
def test_text_without_words_gives_an_empty_plan(q):
    assert planned(q).must == ()


def test_query_is_cut_to_32_words_and_says_so():
    wanted = planned(" ".join(f"kata{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(40)))
    assert len(wanted.must) == 32
    assert wanted.truncated
    assert not planned("kata pendek").truncated


def test_long_word_is_cut_and_said():
    wanted = planned("x" * 101)
    assert len(wanted.must[0].text) == 100
    assert wanted.truncated
    assert not planned("x" * 100).truncated


def test_huge_query_is_cut():
    assert planned("kata " * 100_000).truncated


# Synonyms


def test_synonyms_are_alternatives_of_the_word():
    (clause,) = planned("gadget", synonyms=SYNONYMS).must
    assert [(one.words[0].stem, one.weight) for one in clause.alternatives] == [
        ("gadget", 1.0),
        ("gawai", 1.0),
    ]


def test_typed_entry_of_several_words_is_one_clause_that_needs_them_all_in_any_order():
    first, second = planned("modul ajar fisika", synonyms=SYNONYMS).must
    assert [word.stem for word in first.typed.words] == ["modul", "ajar"]
    assert not first.typed.phrase
    assert {one.words[0].stem for one in first.alternatives[1:]} == {"rpp", "rencana"}
    assert second.text == "fisika"


def test_quoted_words_have_no_synonyms():
    (clause,) = planned('"gadget"', synonyms=SYNONYMS).must
    assert len(clause.alternatives) == 1


# Questions


def test_question_needs_one_of_its_two_rarest_known_words_and_all_rank():
    known = {"buat": 900, "kuis": 40, "wordwall": 3}
    wanted = planned("Bagaimana membuat kuis wordwall tanpa xyzzy?", known)
    assert wanted.is_question
    assert texts(wanted.must) == ["kuis", "wordwall"]
    assert wanted.minimum == 1
    assert texts(wanted.rank) == ["membuat", "kuis", "wordwall", "tanpa", "xyzzy"]


def test_words_that_only_ask_for_a_meaning_are_dropped_from_questions():
    assert texts(planned("Apa yang dimaksud dengan fotosintesis?", {"fotosintesis": 2}).rank) == ["fotosintesis"]
    assert texts(planned("pengertian fotosintesis").rank) == ["pengertian", "fotosintesis"]


def test_question_of_unknown_words_keeps_them():
    assert texts(planned("apa itu xyzzy?").must) == ["xyzzy"]


def test_word_known_by_its_synonym_is_known():
    assert texts(planned("apa itu gadget?", {"gawai": 4}, SYNONYMS).must) == ["gadget"]


def test_literal_question_needs_all_its_words():
    wanted = planned("apa itu kuis daring?", {"kuis": 3, "daring": 5}, literal=True)
    assert texts(wanted.must) == ["kuis", "daring"]
    assert wanted.minimum is None


# Resolving


def test_words_that_are_found_stay_as_they_are():
    found = resolve("media gambar", NO_SYNONYMS, engine_of("Media gambar", "Media"), NOW)
    assert (found.corrected, found.corrections, found.dropped_words) == (None, (), ())
    assert found.plan.minimum is None


def test_misspelled_word_is_corrected_and_said():
    engine = engine_of("Permainan matematika", "Kerajinan bambu")
    found = resolve("Permainan  matematka!", NO_SYNONYMS, engine, NOW)
    assert found.corrected == "Permainan  matematika!"
    assert found.corrections == (("matematka", "matematika"),)
    assert titles_of(engine, found) == ["Permainan matematika"]


def test_literal_search_corrects_and_drops_nothing():
    engine = engine_of("Permainan matematika")
    found = resolve("matematka", NO_SYNONYMS, engine, NOW, literal=True)
    assert found.corrected is None
    assert titles_of(engine, found) == []


def test_as_many_words_as_possible_are_kept():
    engine = engine_of("Magnet untuk IPA", "IPA SMP", "Matematika SMP bilangan")
    found = resolve("ipa magnet smp bilangan", NO_SYNONYMS, engine, NOW)
    assert found.plan.minimum == 2
    assert found.is_partial
    assert found.dropped_words == ()


def test_word_that_occurs_nowhere_is_the_one_left_out():
    engine = engine_of("Puisi tentang kucing", "Puisi bebas")
    found = resolve("puisi kucing zebra", NO_SYNONYMS, engine, NOW)
    assert found.dropped_words == ("zebra",)
    assert titles_of(engine, found) == ["Puisi tentang kucing"]


def test_correction_and_dropping_work_together():
    engine = engine_of("Permainan matematika", "Kerajinan bambu")
    found = resolve("matematka zebra", NO_SYNONYMS, engine, NOW)
    assert found.corrections == (("matematka", "matematika"),)
    assert found.dropped_words == ("zebra",)


def test_nothing_near_changes_nothing():
    found = resolve("qwertyuiop", NO_SYNONYMS, engine_of("Permainan matematika"), NOW)
    assert (found.corrected, found.dropped_words) == (None, ())


def test_real_word_that_is_not_there_is_not_taken_for_a_misspelling():
    found = resolve("bola", NO_SYNONYMS, engine_of("Bila hujan turun"), NOW)
    assert found.corrected is None


def test_word_of_a_synonym_is_not_taken_for_a_misspelling():
    engine = engine_of("Memakai gawai", "Gadged")
    assert titles_of(engine, resolve("gadget", SYNONYMS, engine, NOW)) == ["Memakai gawai"]


def test_number_is_never_corrected():
    found = resolve("tahun 20245", NO_SYNONYMS, engine_of("Kalender tahun 2024"), NOW)
    assert found.corrections == ()
    assert found.dropped_words == ("20245",)


def test_expired_resources_do_not_count():
    found = resolve("media gambar", NO_SYNONYMS, engine_of("Media gambar"), NOW + 20)
    assert found.plan.minimum is None


def test_question_finds_with_one_known_word():
    engine = engine_of("Panduan kuis Wordwall", "Menanam padi")
    found = resolve("Bagaimana cara membuat kuis?", NO_SYNONYMS, engine, NOW)
    assert titles_of(engine, found) == ["Panduan kuis Wordwall"]
    assert found.dropped_words == ()


def test_misspelled_question_is_corrected():
    engine = engine_of("Panduan matematika", "Menanam padi")
    found = resolve("Apa itu matematka?", NO_SYNONYMS, engine, NOW)
    assert found.corrected == "Apa itu matematika?"
    assert titles_of(engine, found) == ["Panduan matematika"]
