"""What every search engine must do.

A test module subclasses `EngineContract` and gives three fixtures: `engine`, an empty engine for each
test; `counted` and `filled`, shared and only read, which hold `ORACLE_CORPUS` and `CORPUS`.
"""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from functools import cache

import pytest

from search.analysis import analyze
from search.engines.base import SearchEngine
from search.fingerprints import fingerprint
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchDocument, SearchRequest
from tests.bench.corpus import NOW, documents, words
from tests.search.brute_force import BruteForceEngine

CORPUS = list(documents(2000, seed=3, length=60))
ORACLE_CORPUS = CORPUS[:600]


def doc(number: int, title: str = "Modul", **fields) -> SearchDocument:
    """A small resource; `number` orders it by id and, unless told otherwise, by publication."""
    fields = {"kind": "module", "path": f"/modul/{number}/", "published_at": NOW - 1000 + number} | fields
    identity = f"{number:08x}-0000-4000-8000-000000000000"
    return SearchDocument(id=identity, page_id=number, title=title, **fields)


def alternative(text: str, **fields) -> Alternative:
    tokens = analyze(text)
    return Alternative(tuple(Word(t.surface, t.stem, at) for at, t in enumerate(tokens)), **fields)


def clause(text: str, *others: Alternative, **fields) -> Clause:
    return Clause(text, (alternative(text, **fields), *others))


def plan(text: str, minimum: int | None = None) -> QueryPlan:
    """Every word of `text` a clause that must match and ranks."""
    tokens = analyze(text)
    clauses = tuple(Clause(t.surface, (Alternative((Word(t.surface, t.stem),)),)) for t in tokens)
    return QueryPlan(clauses, clauses, minimum)


def of(*clauses: Clause, minimum: int | None = None) -> QueryPlan:
    return QueryPlan(clauses, clauses, minimum)


def ids(answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def numbers(answer) -> list[int]:
    return [hit.page_id for hit in answer.hits]


def random_plan(chance: random.Random) -> QueryPlan:
    """A few words, sometimes with a synonym, a phrase, or fewer that must match."""
    known, _ = words()
    clauses = []
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3))):
        text = known[int(800 * chance.random() ** 2)]
        others = []
        if chance.random() < 0.3:
            others.append(alternative(known[chance.randrange(400)], weight=0.5))
        if chance.random() < 0.2:
            source = chance.choice(ORACLE_CORPUS)
            tokens = [token.surface for token in analyze(source.body)]
            at = chance.randrange(max(1, len(tokens) - 3))
            others.append(alternative(" ".join(tokens[at : at + 3]), phrase=True, exact=chance.random() < 0.5))
        clauses.append(clause(text, *others))
    minimum = chance.choice((None, None, 1, 2)) if len(clauses) > 1 else None
    return QueryPlan(tuple(clauses), tuple(clauses), minimum)


def random_facets(chance: random.Random) -> dict[str, tuple[str, ...]]:
    """Up to four facets, one to three values each."""
    source = chance.choice(ORACLE_CORPUS)
    chosen = {}
    for name in chance.sample(sorted(source.facets), chance.choice((0, 1, 1, 2, 2, 3, 4))):
        values = {*source.facets[name], *chance.choice(ORACLE_CORPUS).facets[name]}
        chosen[name] = tuple(sorted(values)[:3])
    return chosen


@cache
def oracle() -> BruteForceEngine:
    engine = BruteForceEngine()
    engine.rebuild(ORACLE_CORPUS, cursor=1)
    return engine


class EngineContract:
    # Counting

    @pytest.mark.parametrize("seed", range(60))
    def test_total_counts_and_results_equal_a_brute_force_count(self, counted: SearchEngine, seed):
        chance = random.Random(seed)
        query, facets = random_plan(chance), random_facets(chance)
        now = NOW + chance.choice((0, 0, 100 * 24 * 3600))
        request = SearchRequest(q="x", facets=facets, size=1000, sort="newest")
        answer, expected = counted.search(query, request, now=now), oracle().search(query, request, now=now)
        assert answer.total == expected.total
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

    # Matching

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
            [doc(1, "Ponsel pintar"), doc(2, "Gawai pintar"), doc(3, "Rencana ajar pintar"), doc(4, "x")], cursor=1
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
        ['"', "\\", "a\x00b", "\ud800", "🎓 kelas", "مرحبا", "ﷺ", "+ - && || ! ( ) { } [ ] ^ ~ * ? : /", "x" * 10_000],
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

    # Expiry

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
        assert engine.related(source, limit=9, now=NOW) == [stays.id]
        assert engine.best_minimum(plan("magnet"), now=NOW + 10) == 1

    def test_a_page_that_was_answered_before_forgets_what_expires_meanwhile(self, engine: SearchEngine):
        engine.rebuild([doc(1, expires_at=NOW + 5), doc(2)], cursor=1)
        totals = [engine.search(QueryPlan(), SearchRequest(), now=NOW + at).total for at in (0, 4, 5, 9, 0)]
        assert totals == [2, 2, 1, 1, 2]

    # Ranking and order

    def test_a_title_match_ranks_above_terms_summary_body_and_attached(self, engine: SearchEngine):
        fields = ("attached", "body", "summary", "terms", "title")
        others = [doc(50 + n, "lain lagi", body="hal lain", summary="isi") for n in range(20)]
        engine.rebuild([*(doc(n, **{"title": "lain", f: "fotosintesis"}) for n, f in enumerate(fields)), *others], cursor=1)
        assert numbers(engine.search(plan("fotosintesis"), SearchRequest(q="x"), now=NOW)) == [4, 3, 2, 1, 0]

    def test_the_typed_form_ranks_above_another_form_of_its_stem(self, engine: SearchEngine):
        engine.rebuild([doc(1, "menulis surat"), doc(2, "tulisan surat"), doc(3, "lain sekali")], cursor=1)
        assert numbers(engine.search(plan("menulis"), SearchRequest(q="x"), now=NOW)) == [1, 2]

    def test_equal_scores_are_ordered_by_newest_then_id(self, engine: SearchEngine):
        same = [doc(n, "Peta buta", published_at=NOW - (n % 3)) for n in range(90)]
        engine.rebuild(random.Random(1).sample(same, 90), cursor=1)
        expected = [d.page_id for d in sorted(same, key=lambda d: (-d.published_at, d.id))]
        found = [numbers(engine.search(plan("peta"), SearchRequest(q="x", page=p), now=NOW)) for p in range(1, 6)]
        assert sum(found, []) == expected

    def test_reviewed_and_near_settle_close_calls(self, engine: SearchEngine):
        engine.rebuild(
            [doc(1, "Peta", reviewed=True), doc(2, "Peta", facets={"province": ("ID-YO",)}), doc(3, "Peta")], cursor=1
        )
        assert numbers(engine.search(plan("peta"), SearchRequest(q="x"), now=NOW)) == [1, 3, 2]
        near = engine.search(plan("peta"), SearchRequest(q="x", near="ID-YO"), now=NOW)
        assert (numbers(near), near.total) == ([2, 1, 3], 3)

    def test_each_sort_has_its_order_and_a_unique_last_key(self, engine: SearchEngine):
        made = [
            doc(1, "banjir", duration_minutes=90, published_at=NOW - 5),
            doc(2, "Álam", duration_minutes=None, published_at=NOW - 1),
            doc(3, "alam", duration_minutes=45, published_at=NOW - 9),
            doc(4, "Zat", duration_minutes=45, published_at=NOW - 2),
            doc(5, "banjir", duration_minutes=45, published_at=NOW - 2),
        ]
        engine.rebuild(made, cursor=1)
        orders = {"newest": [2, 4, 5, 1, 3], "title": [2, 3, 1, 5, 4], "shortest": [4, 5, 3, 1, 2]}
        for sort, expected in orders.items():
            assert numbers(engine.search(QueryPlan(), SearchRequest(sort=sort), now=NOW)) == expected, sort
        assert numbers(engine.search(QueryPlan(), SearchRequest(), now=NOW)) == orders["newest"]

    # Pages and cursors

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title", "shortest"])
    def test_pages_hold_every_result_once(self, filled: SearchEngine, sort):
        query, request = plan("ajar"), SearchRequest(q="ajar", sort=sort, size=50)
        total = filled.search(query, request, now=NOW).total
        pages = [
            ids(filled.search(query, replace(request, page=page), now=NOW)) for page in range(1, total // 50 + 3)
        ]
        assert len(sum(pages, [])) == len(set(sum(pages, []))) == total > 300
        assert pages[-1] == []

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title", "shortest"])
    @pytest.mark.parametrize("text", ["", "ajar"])
    def test_following_the_cursor_gives_what_the_pages_give(self, filled: SearchEngine, sort, text):
        query, request = plan(text), SearchRequest(q=text, sort=sort, size=50)
        followed, cursor = [], None
        for page in range(1, 100):
            answer = filled.search(query, replace(request, cursor=cursor), now=NOW)
            assert ids(answer) == ids(filled.search(query, replace(request, page=page), now=NOW))
            followed += ids(answer)
            cursor = answer.cursor
            if cursor is None:
                break
        assert len(followed) == len(set(followed)) == answer.total

    def test_a_cursor_neither_repeats_nor_skips_while_the_index_changes(self, engine: SearchEngine):
        engine.rebuild([doc(n, "Peta buta", duration_minutes=45) for n in range(100, 200)], cursor=1)
        for sort in ("newest", "title", "shortest"):
            request = SearchRequest(q="peta", sort=sort, size=20)
            answer = engine.search(plan("peta"), request, now=NOW)
            seen = ids(answer)
            fresh = [doc(n, "Peta buta", duration_minutes=45) for n in (300, 5)]
            engine.apply(fresh, [seen[-1], seen[0]], cursor=2)
            while answer.cursor:
                answer = engine.search(plan("peta"), replace(request, cursor=answer.cursor), now=NOW)
                seen += ids(answer)
            assert len(seen) == len(set(seen))
            assert {doc(n).id for n in range(100, 200)} <= set(seen)
            engine.apply([doc(n, "Peta buta", duration_minutes=45) for n in range(100, 200)], [d.id for d in fresh], cursor=3)

    @pytest.mark.parametrize("cursor", ["x", "!!", "é", "W10", "bnVsbA", "WyJuZXdlc3QiLDEsWyJhIl0sImIiXQ", "A" * 5000])
    def test_a_foreign_cursor_is_refused(self, filled: SearchEngine, cursor):
        with pytest.raises(ValueError):
            filled.search(QueryPlan(), SearchRequest(cursor=cursor), now=NOW)

    def test_a_cursor_of_another_sort_is_refused(self, filled: SearchEngine):
        cursor = filled.search(QueryPlan(), SearchRequest(), now=NOW).cursor
        with pytest.raises(ValueError):
            filled.search(QueryPlan(), SearchRequest(sort="title", cursor=cursor), now=NOW)

    def test_a_cursor_reaches_past_the_last_page(self, engine: SearchEngine):
        engine.rebuild((doc(n, "Peta") for n in range(10_120)), cursor=1)
        last = engine.search(QueryPlan(), SearchRequest(page=200, size=50), now=NOW)
        assert numbers(last)[-1] == 120
        beyond = engine.search(QueryPlan(), SearchRequest(cursor=last.cursor, size=200), now=NOW)
        assert numbers(beyond) == list(range(119, -1, -1))
        assert beyond.cursor is None
        assert numbers(engine.search(QueryPlan(), SearchRequest(page=201, size=50), now=NOW)) == []

    # Hits

    def test_a_hit_gives_back_the_document(self, engine: SearchEngine):
        made = doc(
            7, "Peta <b> & \"x\"", summary="Isi peta", facets={"subject": ("b", "a"), "tag": ("t",)},
            duration_minutes=45, size_bytes=9, reviewed=True, updated_at=NOW,
        )  # fmt: skip
        engine.rebuild([made], cursor=1)
        hit = engine.search(plan("peta"), SearchRequest(q="x"), now=NOW).hits[0]
        for name in ("id", "page_id", "kind", "title", "path", "summary", "published_at", "updated_at"):
            assert getattr(hit, name) == getattr(made, name)
        assert (hit.duration_minutes, hit.size_bytes, hit.reviewed) == (45, 9, True)
        assert dict(hit.facets) == {"subject": ("b", "a"), "tag": ("t",)}

    def test_highlights_are_escaped_and_mark_every_form_of_a_word(self, engine: SearchEngine):
        engine.rebuild(
            [doc(1, "Menulis <script>", summary="tulisan & <i>ditulis</i>"), doc(2, "tulis")], cursor=1
        )
        hit = next(h for h in engine.search(plan("tulis"), SearchRequest(q="x"), now=NOW).hits if h.page_id == 1)
        assert hit.title_highlight == "<mark>Menulis</mark> &lt;script&gt;"
        assert hit.highlight == "<mark>tulisan</mark> &amp; &lt;i&gt;<mark>ditulis</mark>&lt;/i&gt;"

    # Writing

    def test_applying_the_same_change_twice_changes_nothing(self, engine: SearchEngine):
        engine.rebuild([doc(1, "lama"), doc(2)], cursor=1)
        for _ in range(2):
            engine.apply([doc(1, "baru"), doc(3)], [doc(2).id, doc(9).id], cursor=7)
            assert set(engine.ids()) == {doc(1).id, doc(3).id}
            assert engine.search(plan("lama"), SearchRequest(q="x"), now=NOW).total == 0
            assert numbers(engine.search(plan("baru"), SearchRequest(q="x"), now=NOW)) == [1]
            assert engine.cursor() == 7

    def test_many_changes_leave_counts_exact(self, engine: SearchEngine):
        chance = random.Random(5)
        current = {d.id: d for d in ORACLE_CORPUS[:200]}
        engine.rebuild(current.values(), cursor=1)
        for step in range(12):
            changed = chance.sample(ORACLE_CORPUS[:300], 10)
            gone = chance.sample(sorted(current), 6)
            engine.apply(changed, gone, cursor=step)
            current |= {d.id: d for d in changed}
            current = {id: d for id, d in current.items() if id not in gone}
        oracle = BruteForceEngine()
        oracle.rebuild(list(current.values()), cursor=1)
        for text in ("", "ajar", "modul tulis"):
            request = SearchRequest(q=text, facets={"level": ("dasar",)}, size=500)
            answer, expected = engine.search(plan(text), request, now=NOW), oracle.search(plan(text), request, now=NOW)
            assert (answer.total, set(ids(answer))) == (expected.total, {h.id for h in expected.hits})
            assert answer.counts == expected.counts
        assert engine.ids() == {id: fingerprint(d) for id, d in current.items()}

    def test_nothing_is_found_in_an_empty_index(self, engine: SearchEngine):
        engine.rebuild([], cursor=4)
        answer = engine.search(QueryPlan(), SearchRequest(), now=NOW)
        assert (answer.total, list(answer.hits), answer.cursor) == (0, [], None)
        assert (engine.cursor(), engine.ids(), engine.vocabulary()) == (4, {}, {})
        assert engine.search(plan("peta"), SearchRequest(q="x"), now=NOW).total == 0

    def test_the_cursor_is_the_one_of_the_last_write(self, engine: SearchEngine):
        assert engine.cursor() is None
        engine.rebuild([doc(1)], cursor=12)
        assert engine.cursor() == 12
        engine.apply([], [], cursor=15)
        assert (engine.cursor(), engine.status().cursor) == (15, 15)
        engine.rebuild([doc(2)], cursor=20)
        assert (engine.cursor(), set(engine.ids())) == (20, {doc(2).id})

    def test_ids_carry_the_fingerprint_of_what_was_indexed(self, engine: SearchEngine):
        engine.rebuild([doc(1), doc(2)], cursor=1)
        engine.apply([doc(2, "baru")], [], cursor=2)
        assert engine.ids() == {doc(1).id: fingerprint(doc(1)), doc(2).id: fingerprint(doc(2, "baru"))}

    def test_an_interrupted_rebuild_leaves_the_index_as_it_was(self, engine: SearchEngine):
        def failing():
            yield doc(2)
            raise RuntimeError("power cut")

        engine.rebuild([doc(1)], cursor=1)
        with pytest.raises(RuntimeError):
            engine.rebuild(failing(), cursor=2)
        assert (set(engine.ids()), engine.cursor()) == ({doc(1).id}, 1)
        assert engine.rebuild([doc(3)], cursor=3) == 1
        assert set(engine.ids()) == {doc(3).id}

    def test_a_rebuild_tells_how_far_it_is(self, engine: SearchEngine):
        told: list[int] = []
        assert engine.rebuild((doc(n) for n in range(1200)), cursor=1, progress=told.append) == 1200
        assert told == sorted(told) and told[-1] == 1200 and len(told) > 1

    def test_searches_go_on_while_documents_change_and_the_index_is_rebuilt(self, engine: SearchEngine):
        engine.rebuild([doc(n, "Peta") for n in range(60)], cursor=1)
        stop, failures, searches = threading.Event(), [], 0

        def search() -> None:
            nonlocal searches
            while not stop.is_set():
                answer = engine.search(plan("peta"), SearchRequest(q="x"), now=NOW)
                searches += 1
                if answer.total != 60 or answer.counts["kind"] not in ({}, {"module": 60}):
                    failures.append(answer.total)

        def run() -> None:
            try:
                search()
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for step in range(6):
            engine.apply([doc(n, "Peta") for n in range(step, step + 20)], [], cursor=step)
            if step % 2:
                engine.rebuild([doc(n, "Peta") for n in range(60)], cursor=step)
        stop.set()
        for thread in threads:
            thread.join()
        assert not failures
        assert searches > 10

    # Words of the index, suggestions, related materials

    def test_the_vocabulary_counts_the_documents_of_each_surface_word(self, engine: SearchEngine):
        engine.rebuild([doc(1, "menulis", body="Menulis tulis"), doc(2, "tulis")], cursor=1)
        assert engine.vocabulary() == {"menulis": 1, "tulis": 2}
        assert engine.document_frequency("tulis") == 2
        engine.apply([doc(3, "puisi")], [doc(2).id], cursor=2)
        assert engine.vocabulary() == {"menulis": 1, "tulis": 1, "puisi": 1}
        assert (engine.document_frequency("tulis"), engine.document_frequency("zzz")) == (1, 0)

    def test_suggestions_hold_all_words_and_the_prefix_best_beginning_first(self, engine: SearchEngine):
        engine.rebuild(
            [
                doc(1, "Video pembelajaran IPA", published_at=NOW - 9),
                doc(2, "Membuat video pembelajaran"),
                doc(3, "Video pembuka"),
                doc(4, "Pembelajaran", summary="video"),
                doc(5, "Vidio pembelajaran"),
            ],
            cursor=1,
        )
        found = engine.suggest(["video"], "pembel", limit=5, now=NOW)
        assert [s.label for s in found] == ["Video pembelajaran IPA", "Membuat video pembelajaran"]
        assert (found[0].type, found[0].kind, found[0].path) == ("material", "module", "/modul/1/")
        assert [s.label for s in engine.suggest([], "vid", limit=2, now=NOW)] == [
            "Video pembelajaran IPA",
            "Vidio pembelajaran",
        ]
        assert engine.suggest([], "", limit=5, now=NOW) == []

    def test_related_materials_share_telling_words_and_leave_out_itself(self, engine: SearchEngine):
        made = [
            doc(1, "Fotosintesis pada daun", facets={"subject": ("ipa",)}),
            doc(2, "Percobaan fotosintesis daun", facets={"subject": ("ipa",)}),
            doc(3, "Pantun jenaka", facets={"subject": ("ipa",)}),
            doc(4, "Perang dunia", facets={"subject": ("sejarah",)}),
        ]
        engine.rebuild(made, cursor=1)
        assert engine.related(made[0], limit=5, now=NOW) == [made[1].id, made[2].id]
        assert engine.related(made[0], limit=1, now=NOW) == [made[1].id]
