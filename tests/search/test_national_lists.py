"""/modul/ and /contoh/ list what is national and what the national curators took up; everything else shows all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.curation.models import NationalProposal
from cms.curation.proposing import answer, propose, take_back
from cms.workspaces.models import Role
from cms.workspaces.provision import ensure_national
from search.addresses import query_string
from search.documents import build_documents
from search.engines import fallback
from search.engines.base import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.fallback import FallbackEngine
from search.models import IndexEvent
from search.query import QueryPlan
from search.types import SearchRequest
from tests import factories
from tests.factories.workspaces import make_member, make_workspace
from tests.search.contract_resources import doc, numbers
from tests.search.lane_engine import LaneEngine

pytestmark = pytest.mark.django_db

TITLE = "Batik dan geometri"


@pytest.fixture
def workspace(site_tree: Any) -> Any:
    return make_workspace(site_tree)


@pytest.fixture
def place(workspace: Any) -> Any:
    """The centre's page."""
    return workspace.centre.page


@pytest.fixture
def curator(workspace: Any) -> Any:
    return make_member(workspace, Role.CURATOR)


@pytest.fixture
def national_curator(site_tree: Any) -> Any:
    return make_member(ensure_national(), Role.CURATOR, "kurator-pusat")


@pytest.fixture
def own(place: Any) -> Any:
    """A public module of the centre."""
    return factories.make_module(place, TITLE)


@pytest.fixture
def index(own: Any, site_tree: Any, catalogue_index: Any) -> Any:
    return catalogue_index


def shows(client: Any, address: str) -> bool:
    response = client.get(address)
    assert response.status_code == 200
    return TITLE in response.content.decode()


def accepted(own: Any, curator: Any, national_curator: Any) -> NationalProposal:
    proposal = propose(own, curator)
    answer(proposal, national_curator, accept=True)
    return proposal


@pytest.mark.parametrize("how", ["taken back", "unpublished", "deleted"])
def test_a_centres_module_is_listed_while_it_is_accepted(
    how: str, own: Any, index: Any, client: Any, curator: Any, national_curator: Any, place: Any, committed: Any
) -> None:
    def everywhere_else() -> list[bool]:
        return [shows(client, address) for address in ("/cari/", "/cari/?kind=module", "/", place.url)]

    assert not shows(client, "/modul/")
    assert all(everywhere_else())
    with committed():
        proposal = propose(own, curator)
    assert not shows(client, "/modul/")
    with committed():
        answer(proposal, national_curator, accept=True)
    assert shows(client, "/modul/")
    assert not shows(client, "/contoh/")
    assert all(everywhere_else())
    with committed():
        if how == "taken back":
            take_back(proposal, curator)
        elif how == "deleted":
            proposal.delete()
        else:
            own.unpublish()
    if how == "unpublished":
        with committed():
            own.save_revision().publish()
    assert not shows(client, "/modul/")
    assert all(everywhere_else())


def test_the_same_for_examples(place: Any, site_tree: Any, index: Any, client: Any, committed: Any) -> None:
    with committed():
        example = factories.make_example(place, "Poster sasirangan")
        factories.make_example(site_tree.examples, "Poster nasional")
    text = client.get("/contoh/").content.decode()
    assert "Poster nasional" in text
    assert "Poster sasirangan" not in text
    with committed():
        NationalProposal.objects.create(resource=example, status=NationalProposal.Status.ACCEPTED)
    assert "Poster sasirangan" in client.get("/contoh/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda proposal: proposal.save(),
        lambda proposal: NationalProposal.objects.filter(pk=proposal.pk).delete(),
    ],
    ids=["saved", "deleted"],
)
def test_a_proposal_that_changes_writes_an_event(own: Any, change: Callable[[Any], Any]) -> None:
    proposal = NationalProposal.objects.create(resource=own, status=NationalProposal.Status.ACCEPTED)
    before = IndexEvent.objects.count()
    change(proposal)
    assert set(IndexEvent.objects.order_by("pk")[before:].values_list("page_id", flat=True)) == {own.pk}


def test_answering_and_taking_back_write_events(own: Any, curator: Any, national_curator: Any) -> None:
    def events() -> int:
        return IndexEvent.objects.filter(page_id=own.pk).count()

    proposal = propose(own, curator)
    before = events()
    answer(proposal, national_curator, accept=True)
    between = events()
    take_back(proposal, curator)
    assert before < between < events()


def test_what_moves_into_a_centre_or_out_of_it(
    own: Any, place: Any, site_tree: Any, index: Any, client: Any, committed: Any
) -> None:
    for target, listed in ((site_tree.modules, True), (place, False)):
        with committed():
            Page.objects.get(pk=own.pk).specific.move(Page.objects.get(pk=target.pk), pos="last-child")
        assert shows(client, "/modul/") is listed
        assert shows(client, "/cari/")


@pytest.mark.parametrize("status", NationalProposal.Status.values)
def test_only_an_accepted_proposal_makes_it_national(own: Any, status: str) -> None:
    NationalProposal.objects.create(resource=own, status=status)
    (document,) = build_documents([own.pk])
    assert document.national is (status == "accepted")


def test_one_query_tells_which_of_many_are_accepted(place: Any) -> None:
    pages = [factories.make_module(place, f"Modul {number}") for number in range(8)]
    for page in pages[::2]:
        NationalProposal.objects.create(resource=page, status=NationalProposal.Status.ACCEPTED)
    with CaptureQueriesContext(connection) as captured:
        documents = list(build_documents([page.pk for page in pages]))
    assert [document.national for document in documents] == [True, False] * 4
    assert sum(NationalProposal._meta.db_table in query["sql"] for query in captured) == 1


# What the list says of the rest


def test_the_link_to_the_search_counts_what_the_search_finds(
    own: Any, site_tree: Any, index: Any, client: Any, committed: Any
) -> None:
    with committed():
        factories.make_module(site_tree.modules, "Nasional")
    text = client.get("/en/modul/").content.decode()
    assert "Search all 2 materials, those of the centres too" in text
    assert 'href="/en/cari/?kind=module"' in text
    assert "2 materials found" in client.get("/en/cari/?kind=module").content.decode()
    with committed():
        NationalProposal.objects.create(resource=own, status=NationalProposal.Status.ACCEPTED)
    text = client.get("/en/modul/").content.decode()
    assert "Search all 2 materials" in text
    assert "those of the centres too" not in text


def test_an_empty_national_list_leads_to_what_the_centres_have(own: Any, index: Any, client: Any) -> None:
    text = client.get("/en/modul/").content.decode()
    assert "In development" in text
    assert 'href="/en/cari/?kind=module">Search the one material of a centre</a>' in text
    text = client.get("/en/contoh/").content.decode()
    assert "In development" in text
    assert "of a centre" not in text


def test_the_pages_of_the_list_are_of_what_is_national(
    place: Any, site_tree: Any, index: Any, client: Any, committed: Any
) -> None:
    with committed():
        for number in range(21):
            factories.make_module(site_tree.modules, f"Nasional {number:02}")
            factories.make_module(place, f"Daerah {number:02}")
    first, second, beyond = (client.get(f"/modul/?page={n}").content.decode() for n in (1, 2, 3))
    for text, listed in ((first, 20), (second, 1), (beyond, 1)):
        assert sum(f"Nasional {number:02}</a>" in text for number in range(21)) == listed
        assert "Daerah" not in text
    assert 'href="?page=2"' in first
    assert 'rel="next"' not in second


def test_it_is_no_parameter_of_the_search(index: Any, client: Any) -> None:
    assert query_string(replace(SearchRequest(q="batik"), national=True)) == query_string(SearchRequest(q="batik"))
    assert client.get("/api/v1/resources", {"national": "1"}).status_code == 400
    assert TITLE in client.get("/cari/", {"national": "1"}).content.decode()


def test_the_fallback_keeps_to_what_is_national_too(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(fallback, "is_behind", lambda engine: False)
    primary, secondary = LaneEngine(), EmbeddedEngine(tmp_path)
    primary.error = EngineUnavailable("connection refused")
    secondary.rebuild([doc(1), doc(2, national=False)], cursor=1)
    found = FallbackEngine(primary, secondary).search(QueryPlan(), SearchRequest(national=True), now=0)
    assert (found.fallback, found.total, numbers(found)) == ("embedded", 1, [1])
