"""The log reaches an engine of several lanes: each event once, in order, and what is refused is remembered."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from search import drain, event_log
from search.engines.base import EngineUnavailable, IndexReplaced
from search.events import record_ids
from search.models import IndexEvent, RejectedDocument
from search.rebuild import compare, rebuild
from tests import factories
from tests.search.lane_engine import LaneEngine

pytestmark = pytest.mark.django_db


def publish(page: Page, title: str) -> None:
    page = Page.objects.get(pk=page.pk).specific
    page.title = title
    page.save_revision().publish()


@pytest.fixture
def modules(site_tree: Any) -> list[Any]:
    return [factories.make_module(site_tree.modules, title=f"Modul {number}") for number in range(5)]


@pytest.fixture
def engine(modules: list[Any]) -> LaneEngine:
    """Brought up to date with five modules."""
    engine = LaneEngine()
    drain.drain(engine)
    engine.applied.clear()
    engine.advanced.clear()
    return engine


def test_everything_that_happened_is_there(engine: LaneEngine) -> None:
    assert engine.titles() == [f"Modul {number}" for number in range(5)]
    assert compare(engine).agrees


def test_a_change_is_applied_to_its_own_lane_alone(engine: LaneEngine, modules: list[Any]) -> None:
    publish(modules[0], "Baru")
    drain.drain(engine)
    assert [(lane, ids) for lane, ids, _cursor in engine.applied] == [(modules[0].pk % 8, [str(modules[0].uuid)])]
    assert "Baru" in engine.titles()


def test_each_event_of_a_lane_behind_the_others_is_applied_once(engine: LaneEngine, modules: list[Any]) -> None:
    """One lane stands far back; what the others have had is not applied to them again."""
    record_ids([module.pk for module in modules])
    drain.drain(engine)
    engine.applied.clear()
    lane = modules[2].pk % 8
    engine.reached[lane] = 0
    assert drain.drain(engine) == IndexEvent.objects.filter(page_id=modules[2].pk).count()
    assert {applied[0] for applied in engine.applied} == {lane}


def test_drain_says_how_many_events_it_applied(engine: LaneEngine, modules: list[Any]) -> None:
    record_ids([module.pk for module in modules])
    record_ids([modules[0].pk])
    assert (drain.drain(engine), drain.drain(engine)) == (6, 0)


def test_lanes_without_events_are_moved_on_once(engine: LaneEngine, modules: list[Any]) -> None:
    record_ids([modules[0].pk])
    drain.drain(engine)
    newest = IndexEvent.objects.latest("pk").pk
    assert engine.reached == [newest] * 8
    assert len(engine.advanced) == 1
    drain.drain(engine)
    assert len(engine.advanced) == 1


def test_a_publish_leaves_the_other_lanes_to_the_worker(engine: LaneEngine, modules: list[Any]) -> None:
    record_ids([modules[0].pk])
    drain.drain(engine, limit=200)
    assert engine.advanced == []


def test_a_quiet_lane_is_not_behind_the_events_that_were_removed(engine: LaneEngine, modules: list[Any]) -> None:
    for _turn in range(3):
        record_ids([modules[0].pk])
    drain.drain(engine)
    event_log.prune(days=0)
    record_ids([modules[1].pk])
    assert drain.drain(engine) == 1


def test_a_limit_bounds_what_is_applied(engine: LaneEngine, modules: list[Any]) -> None:
    IndexEvent.objects.bulk_create(IndexEvent(page_id=one.pk, uuid=one.uuid) for one in modules for _turn in range(4))
    assert drain.drain(engine, limit=7) == 7
    assert drain.drain(engine) == 13


def test_a_backlog_larger_than_a_batch_is_applied_whole(
    engine: LaneEngine, modules: list[Any], monkeypatch: Any
) -> None:
    monkeypatch.setattr(drain, "LANES_BATCH", 3)
    for module in modules:
        publish(module, f"{module.title} baru")
    drain.drain(engine)
    assert engine.titles() == [f"Modul {number} baru" for number in range(5)]


def test_a_deleted_material_is_removed(engine: LaneEngine, modules: list[Any]) -> None:
    Page.objects.get(pk=modules[0].pk).delete()
    drain.drain(engine)
    assert len(engine.titles()) == 4


def test_without_an_index_it_names_the_remedy(engine: LaneEngine) -> None:
    engine.reached = None
    with pytest.raises(EngineUnavailable, match="rebuild_search"):
        drain.drain(engine)


def test_an_index_that_was_replaced_by_an_older_one_loses_nothing(
    engine: LaneEngine, modules: list[Any], monkeypatch: Any
) -> None:
    before = min(engine.reached)
    publish(modules[0], "Pertama")
    drain.drain(engine)
    publish(modules[0], "Kedua")
    apply, turns = engine.apply, []

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        if not turns:
            turns.append(1)
            engine.reached = [before] * 8
            engine.documents.clear()
        return apply(*args, **kwargs)

    monkeypatch.setattr(engine, "apply", overtaken)
    drain.drain(engine)
    assert "Kedua" in engine.titles()
    assert min(engine.reached) > before


def test_it_does_not_look_again_forever(engine: LaneEngine, modules: list[Any], monkeypatch: Any) -> None:
    def replaced(*args: Any, **kwargs: Any) -> None:
        raise IndexReplaced("again")

    record_ids([modules[0].pk])
    monkeypatch.setattr(engine, "apply", replaced)
    with pytest.raises(IndexReplaced):
        drain.drain(engine)


# Rejected documents


def test_a_rejected_material_is_remembered_and_keeps_no_other_back(engine: LaneEngine, modules: list[Any]) -> None:
    engine.refuses.add("Terlalu panjang")
    publish(modules[0], "Terlalu panjang")
    publish(modules[1], "Baik")
    drain.drain(engine)
    row = RejectedDocument.objects.get()
    assert (row.engine, row.uuid, row.page_id) == ("elasticsearch", modules[0].uuid, modules[0].pk)
    assert "too long" in row.reason
    assert "Baik" in engine.titles()
    assert drain.drain(engine) == 0


def test_refused_again_it_is_one_row_with_the_latest_reason(engine: LaneEngine, modules: list[Any]) -> None:
    engine.refuses.add("Terlalu panjang")
    publish(modules[0], "Terlalu panjang")
    drain.drain(engine)
    first = RejectedDocument.objects.get()
    record_ids([modules[0].pk])
    drain.drain(engine)
    again = RejectedDocument.objects.get()
    assert again.event_id > first.event_id
    assert (again.created_at, again.updated_at > first.updated_at) == (first.created_at, True)


def test_a_later_form_that_is_taken_ends_the_rejection(engine: LaneEngine, modules: list[Any]) -> None:
    engine.refuses.add("Terlalu panjang")
    publish(modules[0], "Terlalu panjang")
    drain.drain(engine)
    publish(modules[0], "Pendek")
    drain.drain(engine)
    assert not RejectedDocument.objects.exists()


def test_a_rejected_material_that_is_deleted_is_forgotten(engine: LaneEngine, modules: list[Any]) -> None:
    engine.refuses.add("Terlalu panjang")
    publish(modules[0], "Terlalu panjang")
    drain.drain(engine)
    Page.objects.get(pk=modules[0].pk).delete()
    drain.drain(engine)
    assert not RejectedDocument.objects.exists()


def test_a_rejection_is_told_as_such_not_as_missing_or_stale(engine: LaneEngine, modules: list[Any]) -> None:
    engine.refuses.add("Terlalu panjang")
    publish(modules[0], "Terlalu panjang")
    drain.drain(engine)
    found = compare(engine)
    assert list(found.rejected) == [str(modules[0].uuid)]
    assert (found.missing, found.stale, found.agrees) == ([], [], False)


def test_a_rebuild_writes_down_what_it_refuses_and_forgets_what_it_takes(
    engine: LaneEngine, modules: list[Any]
) -> None:
    engine.refuses.add("Modul 1")
    rebuild(engine)
    refused = list(RejectedDocument.objects.values_list("page_id", flat=True))
    engine.refuses.clear()
    rebuild(engine)
    assert (refused, RejectedDocument.objects.exists()) == ([modules[1].pk], False)
