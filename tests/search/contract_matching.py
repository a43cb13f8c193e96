"""What matches and what is counted, on every engine."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from search.engines.base import SearchEngine
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchRequest
from tests.bench.corpus import NOW, words
from tests.search.contract_resources import (
    alternative,
    clause,
    doc,
    ids,
    numbers,
    of,
    oracle,
    plan,
    random_facets,
    random_plan,
)


class MatchingContract:
    @pytest.mark.parametrize("seed", range(60))
    def test_total_counts_and_results_equal_a_brute_force_count(self, counted: SearchEngine, seed):
        chance = random.Random(seed)
        query, facets = random_plan(chance), random_facets(chance)
        now = NOW + chance.choice((0, 0, 100 * 24 * 3600))
        request = SearchRequest(q="x", facets=facets, size=1000, sort="newest")
        answer, expected = counted.search(query, request, now=now), oracle().search(query, request, now=now)
        assert answer.total == expected.total == counted.count(query, facets, now=now)
        assert {n: dict(c) for n, c in answer.counts.items()} == {n: dict(c) for n, c in expected.counts.items()}
        assert set(ids(answer)) == {hit.id for hit in expected.hits}

    @pytest.mark.parametrize("seed", range(20))
    def test_best_minimum_equals_a_brute_force_search(self, counted: SearchEngine, seed):
        chance = random.Random(seed)
        query = replace(plan(" ".join(chance.choices(words()[0][200:], k=5))), minimum=None)
        assert counted.best_minimum(query, now=NOW) == oracle().best_minimum(query, now=NOW)

    def test_values_of_one_facet_widen_and_of_two_facets_narrow(self, engine: SearchEngine):
        engine.rebuild(
            [
                doc(1, facets={"level": ("dasar",), "subject": ("ipa",)}),
                doc(2, facets={"level": ("lanjut",), "subject": ("ipa",)}),
                doc(3, facets={"level": ("dasar", "lanjut"), "subject": ("ips",)}),
                doc(4, facets={"level": ("menengah",)}),
            ],
            cursor=1,
        )
        either = engine.search(QueryPlan(), SearchRequest(facets={"level": ("dasar", "lanjut")}), now=NOW)
        assert numbers(either) == [3, 2, 1]
        both = SearchRequest(facets={"level": ("dasar", "lanjut"), "subject": ("ipa",)})
        answer = engine.search(QueryPlan(), both, now=NOW)
        assert numbers(answer) == [2, 1]
        assert answer.counts["level"] == {"dasar": 1, "lanjut": 1}
        assert answer.counts["subject"] == {"ipa": 2, "ips": 1}

    def test_more_values_than_a_layout_holds_in_front_are_counted_and_found(self, engine: SearchEngine):
        many = tuple(f"mapel-{n}" for n in range(9))
        engine.rebuild([doc(1, facets={"subject": many, "tag": many, "level": many})], cursor=1)
        for name in ("subject", "tag", "level"):
            answer = engine.search(QueryPlan(), SearchRequest(facets={name: (many[8],)}), now=NOW)
            assert answer.total == 1
            assert answer.counts[name] == dict.fromkeys(many, 1)

    def test_a_slug_named_twice_counts_once(self, engine: SearchEngine):
        engine.rebuild([doc(1, facets={"subject": ("ipa", "ipa"), "tag": ("a", "a")})], cursor=1)
        counts = engine.search(QueryPlan(), SearchRequest(), now=NOW).counts
        assert (counts["subject"], counts["tag"]) == ({"ipa": 1}, {"a": 1})

    def test_a_word_matches_by_its_stem_in_any_field(self, engine: SearchEngine):
        fields = ("title", "summary", "body", "attached", "terms")
        engine.rebuild([doc(n, **{field: "mengunduh berkas"}) for n, field in enumerate(fields)], cursor=1)
        assert engine.search(plan("unduhan"), SearchRequest(q="x"), now=NOW).total == len(fields)

    def test_all_words_must_match_though_in_different_fields(self, engine: SearchEngine):
        engine.rebuild([doc(1, "Pecahan", body="video"), doc(2, "Pecahan"), doc(3, body="video")], cursor=1)
        assert numbers(engine.search(plan("pecahan video"), SearchRequest(q="x"), now=NOW)) == [1]

    def test_minimum_lets_some_words_miss(self, engine: SearchEngine):
        engine.rebuild([doc(1, "air tanah"), doc(2, "air api"), doc(3, "batu")], cursor=1)
        query = plan("air tanah udara", minimum=2)
        assert numbers(engine.search(query, SearchRequest(q="x"), now=NOW)) == [1]
        assert engine.best_minimum(plan("air tanah udara"), now=NOW) == 2
        assert engine.best_minimum(plan("zzz"), now=NOW) == 0

    def test_an_exact_phrase_matches_surface_forms_next_to_each_other_in_one_field(self, engine: SearchEngine):
        engine.rebuild(
            [
                doc(1, "menulis puisi bebas"),
                doc(2, "tulis puisi"),
                doc(3, "puisi menulis"),
                doc(4, "menulis", summary="puisi"),
                doc(5, "apa saja", body="cara menulis puisi"),
            ],
            cursor=1,
        )
        query = of(clause("menulis puisi", phrase=True, exact=True))
        assert set(numbers(engine.search(query, SearchRequest(q="x"), now=NOW))) == {1, 5}

    def test_a_phrase_keeps_the_gap_of_a_dropped_word(self, engine: SearchEngine):
        engine.rebuild([doc(1, "gaya dan gerak"), doc(2, "gaya gerak"), doc(3, "gaya pada gerak")], cursor=1)
        gap = Alternative((Word("gaya", "gaya", 4), Word("gerak", "gerak", 6)), phrase=True)
        answer = engine.search(of(Clause("gaya gerak", (gap,))), SearchRequest(q="x"), now=NOW)
        assert set(numbers(answer)) == {1, 3}

    def test_an_exact_single_word_matches_its_surface_only(self, engine: SearchEngine):
        engine.rebuild([doc(1, "menulis"), doc(2, "tulis"), doc(3, body="menulis")], cursor=1)
        query = of(clause("menulis", phrase=True, exact=True))
        assert set(numbers(engine.search(query, SearchRequest(q="x"), now=NOW))) == {1, 3}

    def test_any_alternative_satisfies_a_clause_and_a_lighter_one_ranks_lower(self, engine: SearchEngine):
        engine.rebuild(
            [doc(1, "Ponsel pintar"), doc(2, "Gawai pintar"), doc(3, "Rencana ajar pintar"), doc(4, "x")],
            cursor=1,
        )
        synonyms = (alternative("gawai", weight=0.5), alternative("rencana ajar", phrase=True))
        query = of(clause("ponsel", *synonyms))
        found = numbers(engine.search(query, SearchRequest(q="x"), now=NOW))
        assert set(found) == {1, 2, 3}
        assert found.index(1) < found.index(2)

    def test_a_typed_alternative_of_several_words_needs_all_of_them_anywhere(self, engine: SearchEngine):
        engine.rebuild([doc(1, "rencana", body="jauh pelaksanaan"), doc(2, "rencana")], cursor=1)
        query = of(clause("rencana pelaksanaan"))
        assert numbers(engine.search(query, SearchRequest(q="x"), now=NOW)) == [1]

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            "\\",
            "a\x00b",
            "\ud800",
            "🎓 kelas",
            "مرحبا",
            "ﷺ",
            "+ - && || ! ( ) { } [ ] ^ ~ * ? : /",
            "x" * 10_000,
        ],
    )
    def test_any_text_is_indexed_and_searched(self, engine: SearchEngine, text):
        facets = {"tag": (text,), "subject": (text,), "level": (text,)}
        engine.rebuild([doc(1, text, summary=text, body=text, facets={"tag": ('a"b\\c',)}), doc(2, "lain")], cursor=1)
        word = Word(text, text)
        raw = of(Clause(text, (Alternative((word,)), Alternative((word, word), phrase=True, exact=True))))
        engine.search(raw, SearchRequest(q="x", near=text), now=NOW)
        assert engine.search(plan(text), SearchRequest(q="x"), now=NOW).total >= 1
        assert engine.search(QueryPlan(), SearchRequest(facets=facets), now=NOW).total == 0
        assert engine.search(QueryPlan(), SearchRequest(facets={"tag": ('a"b\\c',)}), now=NOW).total == 1
        engine.suggest([text], text, limit=5, now=NOW)

    def test_an_unknown_facet_is_ignored(self, engine: SearchEngine):
        engine.rebuild([doc(1)], cursor=1)
        assert engine.search(QueryPlan(), SearchRequest(facets={"warna": ("biru",)}), now=NOW).total == 1

    def test_an_expired_resource_is_not_found_counted_suggested_or_related(self, engine: SearchEngine):
        facets = {"subject": ("ipa",)}
        gone = doc(1, "Magnet bumi", expires_at=NOW, facets=facets)
        stays = doc(2, "Magnet bumi", expires_at=NOW + 1, facets=facets)
        source = doc(3, "Magnet bumi", facets=facets)
        engine.rebuild([gone, stays, source], cursor=1)
        for query, request in ((QueryPlan(), SearchRequest()), (plan("magnet"), SearchRequest(q="x"))):
            answer = engine.search(query, request, now=NOW)
            assert set(numbers(answer)) == {2, 3}
            assert (answer.total, answer.counts["subject"]) == (2, {"ipa": 2})
        assert len(engine.suggest([], "mag", limit=9, now=NOW)) == 2
        assert [hit.id for hit in engine.related(source, limit=9, now=NOW)] == [stays.id]
        assert engine.best_minimum(plan("magnet"), now=NOW + 10) == 1

    def test_a_page_that_was_answered_before_forgets_what_expires_meanwhile(self, engine: SearchEngine):
        engine.rebuild([doc(1, expires_at=NOW + 5), doc(2)], cursor=1)
        totals = [engine.search(QueryPlan(), SearchRequest(), now=NOW + at).total for at in (0, 4, 5, 9, 0)]
        assert totals == [2, 2, 1, 1, 2]
