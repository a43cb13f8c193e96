"""In which order results come, page by page and behind cursors, and what a hit holds."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain

import pytest

from search.engines.base import SearchEngine
from search.query import Clause, QueryPlan
from search.types import SearchRequest
from tests.bench.corpus import NOW
from tests.search.contract_resources import alternative, clause, doc, ids, numbers, of, plan


class OrderingContract:
    def test_a_title_match_ranks_above_terms_summary_body_and_attached(self, engine: SearchEngine):
        fields = ("attached", "body", "summary", "terms", "title")
        others = [doc(50 + n, "lain lagi", body="hal lain", summary="isi") for n in range(20)]
        engine.rebuild(
            [*(doc(n, **{"title": "lain", f: "fotosintesis"}) for n, f in enumerate(fields)), *others],
            cursor=1,
        )
        assert numbers(engine.search(plan("fotosintesis"), SearchRequest(q="x"), now=NOW)) == [4, 3, 2, 1, 0]

    def test_the_typed_form_ranks_above_another_form_of_its_stem(self, engine: SearchEngine):
        engine.rebuild([doc(1, "menulis surat"), doc(2, "tulisan surat"), doc(3, "lain sekali")], cursor=1)
        assert numbers(engine.search(plan("menulis"), SearchRequest(q="x"), now=NOW)) == [1, 2]

    def test_equal_scores_are_ordered_by_newest_then_id(self, engine: SearchEngine):
        same = [doc(n, "Peta buta", published_at=NOW - (n % 3)) for n in range(90)]
        engine.rebuild(random.Random(1).sample(same, 90), cursor=1)
        expected = [d.page_id for d in sorted(same, key=lambda d: (-d.published_at, d.id))]
        found = [numbers(engine.search(plan("peta"), SearchRequest(q="x", page=p), now=NOW)) for p in range(1, 6)]
        assert list(chain.from_iterable(found)) == expected

    def test_reviewed_and_near_settle_close_calls(self, engine: SearchEngine):
        engine.rebuild(
            [doc(1, "Peta", reviewed=True), doc(2, "Peta", facets={"province": ("ID-YO",)}), doc(3, "Peta")],
            cursor=1,
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

    def test_the_broadest_come_first_then_the_newest_then_by_id(self, engine: SearchEngine):
        made = [
            doc(1, breadth=700, published_at=NOW - 9),
            doc(2, breadth=4095, published_at=NOW - 9),
            doc(3, breadth=700, published_at=NOW - 1),
            doc(4, breadth=0, published_at=NOW),
            doc(6, breadth=700, published_at=NOW - 9),
        ]
        engine.rebuild(made, cursor=1)
        assert numbers(engine.search(QueryPlan(), SearchRequest(sort="broadest"), now=NOW)) == [2, 3, 1, 6, 4]

    def test_without_counts_the_total_and_the_hits_are_the_same(self, filled: SearchEngine):
        request = SearchRequest(q="ajar", facets={"level": ("dasar",)}, sort="newest")
        counted = filled.search(plan("ajar"), request, now=NOW)
        bare = filled.search(plan("ajar"), replace(request, counted=False), now=NOW)
        assert (bare.total, ids(bare), bare.cursor) == (counted.total, ids(counted), counted.cursor)
        assert bare.counts == {}

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title", "shortest", "broadest"])
    def test_pages_hold_every_result_once(self, filled: SearchEngine, sort):
        query, request = plan("ajar"), SearchRequest(q="ajar", sort=sort, size=50)
        total = filled.search(query, request, now=NOW).total
        pages = [ids(filled.search(query, replace(request, page=page), now=NOW)) for page in range(1, total // 50 + 3)]
        found = list(chain.from_iterable(pages))
        assert len(found) == len(set(found)) == total > 300
        assert pages[-1] == []

    @pytest.mark.parametrize("sort", ["relevance", "newest", "title", "shortest", "broadest"])
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
            engine.apply(
                [doc(n, "Peta buta", duration_minutes=45) for n in range(100, 200)],
                [d.id for d in fresh],
                cursor=3,
            )

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
        engine.rebuild([doc(1, "Menulis <script>", summary="tulisan & <i>ditulis</i>"), doc(2, "tulis")], cursor=1)
        hit = next(h for h in engine.search(plan("tulis"), SearchRequest(q="x"), now=NOW).hits if h.page_id == 1)
        assert hit.title_highlight == "<mark>Menulis</mark> &lt;script&gt;"
        assert hit.highlight == "<mark>tulisan</mark> &amp; &lt;i&gt;<mark>ditulis</mark>&lt;/i&gt;"

    def test_stop_words_within_a_synonym_are_not_marked(self, engine: SearchEngine):
        phrase = alternative("guru dan tenaga kependidikan", phrase=True)
        engine.rebuild([doc(1, "Guru dan tenaga kependidikan")], cursor=1)
        (hit,) = engine.search(of(clause("gtk", phrase)), SearchRequest(q="x"), now=NOW).hits
        assert "<mark>Guru</mark> dan <mark>tenaga</mark>" in hit.title_highlight

    def test_a_hit_that_shows_no_word_says_which_fields_hold_one(self, engine: SearchEngine):
        far = f"{'jauh ' * 2000} fotosintesis"
        made = [
            doc(1, "Tumbuhan", summary="fotosintesis", terms="fotosintesis"),
            doc(2, "Tumbuhan", terms="Biologi\nfotosintesis"),
            doc(3, "Tumbuhan", body=far, attached="fotosintesis"),
            doc(4, "Tumbuhan", attached="berfotosintesis"),
            doc(5, "Tumbuhan"),
        ]
        engine.rebuild(made, cursor=1)
        hits = engine.search(plan("fotosintesis"), SearchRequest(q="x"), now=NOW).hits
        found = {hit.page_id: hit.found_in for hit in hits}
        assert found == {1: (), 2: ("terms",), 3: ("body", "attached"), 4: ("attached",)}

    def test_a_phrase_is_found_only_in_the_field_that_holds_it_whole(self, engine: SearchEngine):
        phrase = of(Clause("media sosial", (alternative("media sosial", phrase=True, exact=True),)))
        engine.rebuild([doc(1, "A", terms="media", attached="sosial lalu media sosial")], cursor=1)
        (hit,) = engine.search(phrase, SearchRequest(q="x"), now=NOW).hits
        assert hit.found_in == ("attached",)
