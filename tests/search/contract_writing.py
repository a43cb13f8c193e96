"""Writing, rebuilding, and what else the index answers."""

from __future__ import annotations

import random
import threading

import pytest

from search.engines.base import Change, IndexReplaced, SearchEngine
from search.fingerprints import fingerprint
from search.query import QueryPlan
from search.types import SearchRequest
from tests.bench.corpus import NOW
from tests.search.brute_force import BruteForceEngine
from tests.search.contract_resources import (
    ORACLE_CORPUS,
    doc,
    ids,
    numbers,
    plan,
)


class WritingContract:
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
            answer, expected = (
                engine.search(plan(text), request, now=NOW),
                oracle.search(plan(text), request, now=NOW),
            )
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

    def test_a_change_made_for_a_later_cursor_than_that_of_the_index_is_refused(self, engine: SearchEngine):
        """A rebuild that began earlier was swapped in after the cursor had been read."""
        engine.rebuild([doc(1)], cursor=12)
        engine.rebuild([doc(1)], cursor=10)
        with pytest.raises(IndexReplaced):
            engine.apply([doc(2)], [doc(1).id], cursor=13, base=12)
        assert (engine.cursor(), set(engine.ids())) == (10, {doc(1).id})
        engine.apply([doc(2)], [], cursor=11, base=10)
        assert (engine.cursor(), set(engine.ids())) == (11, {doc(1).id, doc(2).id})

    def test_a_change_that_another_one_has_overtaken_is_written_and_the_cursor_goes_back(self, engine: SearchEngine):
        """So the events that the other one has applied are applied again, to what is newer now."""
        engine.rebuild([doc(1)], cursor=10)
        engine.apply([doc(1, "baru")], [], cursor=12, base=10)
        engine.apply([doc(1, "lama")], [], cursor=11, base=10)
        assert engine.cursor() == 11
        with pytest.raises(IndexReplaced):
            engine.apply([doc(3)], [], cursor=13, base=12)
        engine.apply([doc(1, "baru")], [], cursor=12, base=11)
        assert (engine.cursor(), engine.ids()) == (12, {doc(1).id: fingerprint(doc(1, "baru"))})

    def test_a_rebuild_catches_up_before_the_swap(self, engine: SearchEngine):
        engine.rebuild([doc(1), doc(2)], cursor=1)
        changes = [Change([doc(3)], [], 6), Change([], [doc(1).id], 7), Change([doc(4)], [doc(3).id], 9)]
        asked, found = [], []

        def catch_up(cursor: int) -> Change | None:
            asked.append(cursor)
            found.append(set(engine.ids()))
            return changes.pop(0) if changes else None

        assert engine.rebuild([doc(1), doc(2)], cursor=5, catch_up=catch_up) == 2
        assert asked[:4] == [5, 6, 7, 9]
        assert all(ids == {doc(1).id, doc(2).id} for ids in found)
        assert (engine.cursor(), set(engine.ids())) == (9, {doc(2).id, doc(4).id})

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
        assert told == sorted(told)
        assert told[-1] == 1200
        assert len(told) > 1

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
        assert [hit.id for hit in engine.related(made[0], limit=5, now=NOW)] == [made[1].id, made[2].id]
        assert [hit.id for hit in engine.related(made[0], limit=1, now=NOW)] == [made[1].id]
