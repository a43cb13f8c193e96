"""check_search holds the index against the database and repairs what differs."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from search.documents import build_documents
from search.rebuild import compare
from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("check_search", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def document(module: Any, catalogue_index: Any) -> Any:
    return next(build_documents([module.pk]))


def test_equal_worlds_agree(document: Any) -> None:
    assert "agree (1 materials)" in run()


def lose(engine: Any, document: Any) -> None:
    engine.apply([], [document.id], cursor=engine.cursor())


def grow_stale(engine: Any, document: Any) -> None:
    engine.apply([replace(document, title="Judul lama")], [], cursor=engine.cursor())


def hold_a_ghost(engine: Any, document: Any) -> None:
    engine.apply([replace(document, id=str(uuid4()))], [], cursor=engine.cursor())


DIFFERENCES = {"missing": lose, "stale": grow_stale, "extra": hold_a_ghost}


@pytest.mark.parametrize("kind", DIFFERENCES)
def test_a_difference_is_named_and_fails(kind: str, document: Any, catalogue_index: Any) -> None:
    DIFFERENCES[kind](catalogue_index, document)
    out = io.StringIO()
    with pytest.raises(CommandError, match="--repair"):
        call_command("check_search", stdout=out)
    assert f"{kind}: 1" in out.getvalue()


@pytest.mark.parametrize("kind", DIFFERENCES)
def test_repair_mends_it(kind: str, document: Any, catalogue_index: Any) -> None:
    DIFFERENCES[kind](catalogue_index, document)
    assert "Repaired 1 documents" in run("--repair")
    assert compare().agrees


def test_a_repair_writes_new_events_and_never_goes_back(document: Any, catalogue_index: Any) -> None:
    before = catalogue_index.cursor()
    lose(catalogue_index, document)
    run("--repair")
    assert catalogue_index.cursor() > before


def test_a_hidden_material_that_the_index_still_holds_is_extra(module: Any, document: Any) -> None:
    Page.objects.filter(pk=module.pk).update(live=False)
    assert compare().extra == [str(module.uuid)]


def test_a_container_closed_without_an_event_makes_all_below_extra(module: Any, site_tree: Any, document: Any) -> None:
    other = factories.make_module(site_tree.modules, title="Lain", live=False)
    Page.objects.filter(pk=site_tree.modules.pk).update(live=False)
    assert compare().extra == [str(module.uuid)]
    assert str(other.uuid) not in compare().missing


def test_without_an_index_it_names_the_remedy(index_folder: Any) -> None:
    with pytest.raises(CommandError, match="rebuild_search"):
        run()
