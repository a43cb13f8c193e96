"""The worker's side: long imports make way, one row stops nothing, a merged centre's imports go with it."""

import pytest
from django_tasks_db.models import DBTaskResult

from cms.imports import runs, tasks
from cms.imports.models import ExternalId, Import
from cms.imports.resource_batch import ResourceBatch
from cms.models import CentrePage
from cms.workspaces.life import MergeCentre
from cms.workspaces.models import Role
from modules.models import ModulePage
from tests import factories
from tests.cms.imports import dirt
from tests.cms.imports.conftest import codes, go, undo
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db
NUMBERS = range(5)


@pytest.fixture
def one_chunk_a_task(monkeypatch):
    monkeypatch.setattr(tasks, "WORKED_SECONDS", 0)
    monkeypatch.setattr(runs, "CHECKED_AT_ONCE", 2)
    monkeypatch.setattr(runs, "WRITTEN_AT_ONCE", 2)


def five(take):
    return take(dirt.book(("ID", "Judul"), *((f"M-{n}", f"Judul {n}") for n in NUMBERS)))


def work(source):
    """Runs queued tasks one by one, as the worker does; returns how many it took."""
    taken = 0
    while task := DBTaskResult.objects.ready().first():
        task.claim("w")
        task.set_successful(task.task.call(*task.args_kwargs["args"]))
        taken += 1
        source.refresh_from_db()
        assert source.is_busy == (not tasks.is_interrupted(source) and source.status in Import.BUSY)
        assert task.worker_ids == ["w"]
    return taken


@pytest.mark.parametrize(
    "before, during, after",
    [("checked", "running", "done"), ("done", "undoing", "undone"), ("uploaded", "checking", "checked")],
)
def test_a_long_import_makes_way_and_goes_on(take, one_chunk_a_task, before, during, after):
    """Each task is a new one, so that none is given up because of the ends of those before it."""
    source = five(take)
    if before == "done":
        go(source)
    elif before == "uploaded":
        source.rows.all().delete()
        Import.objects.update(status="uploaded", counts={})
    assert tasks.start(source, before, to=during, undone_by=source.uploaded_by)
    assert work(source) == 4
    assert source.status == after
    assert source.counts["rows"] == 5
    assert ModulePage.objects.count() == (5 if after == "done" else 0)


def test_looking_again_makes_way_too(take, one_chunk_a_task):
    rows = [dirt.changed(ID=str(n), Judul=f"m{n}", Mata_Pelajaran="kontruksi") for n in NUMBERS]
    source = take(dirt.book(dirt.HEADS, *rows))
    source.suggestions["subjects"]["kontruksi"]["accepted"] = True
    source.save()
    findings = {**source.findings, "again": True}
    assert tasks.start(source, "checked", to="checking", findings=findings)
    assert work(source) == 4
    assert source.counts["new"] == 5


def test_a_task_that_has_time_does_all(take):
    source = five(take)
    tasks.start(source, "checked", to="running")
    assert work(source) == 1


class Unforeseen(Exception):
    """None of those that anybody thought of."""


def test_a_row_that_cannot_be_understood_is_a_problem_and_no_end(take, monkeypatch):
    check = ResourceBatch.check

    def fail(batch, row):
        if row.number == 4:
            raise Unforeseen
        check(batch, row)

    monkeypatch.setattr(ResourceBatch, "check", fail)
    source = five(take)
    assert source.status == "checked"
    assert codes(source) == [[], [], ["invalid"], [], []]
    assert source.rows.get(number=4).problems[0]["value"] == "Unforeseen"


@pytest.mark.parametrize("what", [go, undo])
def test_nothing_that_a_row_does_ends_the_import(take, monkeypatch, what):
    from cms.imports import resource_batch, resource_target

    source = five(take)
    module, name = (resource_batch, "insert") if what is go else (resource_target, "remove")
    if what is undo:
        go(source)
    write = getattr(module, name)

    def fail(*args):
        if any(page.title == "Judul 2" for found in args if isinstance(found, list) for page in found):
            raise Unforeseen
        write(*args)

    monkeypatch.setattr(module, name, fail)
    what(source)
    assert source.status in ("done", "undone")
    assert source.counts["failed" if what is go else "left"] == 1
    assert ModulePage.objects.count() == (4 if what is go else 1)


# A merge of centres


def test_ids_and_imports_go_with_a_merged_centres_materials(take, office):
    rows = [("1", "Satu"), ("2", "Dua")]
    done = take(dirt.book(("ID", "Judul"), *rows), run=True)
    waiting = take(dirt.book(("ID", "Judul"), ("3", "Tiga")))
    into = make_workspace(office.tree, "balai-dua")
    page = CentrePage.objects.get(centre=into.centre)
    theirs = factories.make_module(page, "Milik mereka")
    ExternalId.objects.create(workspace=into, kind="resource:module", value="2", page=theirs)
    MergeCentre(office.page, page, user=factories.make_user("pusat", superuser=True)).execute()
    found = dict(ExternalId.objects.filter(workspace=into).values_list("value", "page__title"))
    assert found == {"1": "Satu", "2": "Milik mereka"}
    assert ExternalId.objects.get(workspace=office.workspace).page.title == "Dua"
    assert set(Import.objects.values_list("workspace", flat=True)) == {into.pk}
    assert Import.objects.get(pk=waiting.pk).parent_id == page.pk

    go(Import.objects.get(pk=waiting.pk))
    assert ModulePage.objects.get(title="Tiga").centre == into.centre
    undo(Import.objects.get(pk=done.pk), make_member(into, Role.CURATOR, "kurator-dua"))
    assert set(ModulePage.objects.values_list("title", flat=True)) == {"Tiga", "Milik mereka"}
