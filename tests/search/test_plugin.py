"""A foreign app's kind of material is in every outlet, and nothing in our packages knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project

from cms.models import Level
from search.rebuild import rebuild
from tests import factories
from tests.factories import term
from tests.factories.pages import make_resource
from tests.plugin.models import EpisodePage

PACKAGES = ("cms", "media", "modules", "search", "settings")


@pytest.fixture
def episode(site_tree: Any, index_folder: Any) -> EpisodePage:
    centre_page = factories.make_centre_page(site_tree)
    made = make_resource(
        centre_page, EpisodePage, title="Siniar literasi", notes="<p>Bercerita di radio.</p>", tags=["suara"],
        levels=[term(Level, "menengah")],
    )  # fmt: skip
    factories.make_module(site_tree.modules, title="Literasi di radio sekolah", levels=[term(Level, "menengah")])
    rebuild()
    return made


def text(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/cari/?q=siniar",
        "/cari/?q=bercerita",
        "/cari/?kind=podcast",
        "/cari/?level=menengah",
        "/cari/?tag=suara",
        "/cari/saran/?q=sini",
        "/api/v1/resources?kind=podcast",
        "/api/v1/suggest?q=sini",
        "/",
        "/balai/balai-tekkomdik-diy/",
        "/balai/balai-tekkomdik-diy/siniar-literasi/",
        "/en/balai/balai-tekkomdik-diy/siniar-literasi/",
        "/modul/literasi-di-radio-sekolah/",
    ],
)
def test_it_shows(path: str, client: Any, episode: EpisodePage) -> None:
    assert "literasi" in text(client, path).casefold()
    if "literasi-di-radio" not in path:
        assert "Siniar" in text(client, path).replace("<mark>", "")


@pytest.mark.django_db
def test_it_is_related_to_what_is_like_it(client: Any, episode: EpisodePage) -> None:
    assert "Siniar literasi" in text(client, "/modul/literasi-di-radio-sekolah/")
    assert "Literasi di radio sekolah" in text(client, "/balai/balai-tekkomdik-diy/siniar-literasi/")


@pytest.mark.django_db
def test_its_kind_is_a_facet_with_its_own_label(client: Any, episode: EpisodePage) -> None:
    facets = {facet["name"]: facet["values"] for facet in client.get("/api/v1/resources").json()["facets"]}
    assert {"slug": "podcast", "label": "Siniar", "count": 1, "selected": False} in facets["kind"]
    vocabulary = client.get("/api/v1/vocabularies/kind").json()["values"]
    assert {"slug": "podcast", "label": "Siniar"} in vocabulary


@pytest.mark.django_db
def test_its_detail_is_in_the_api(client: Any, episode: EpisodePage) -> None:
    answer = client.get(f"/api/v1/resources/{episode.uuid}").json()
    assert (answer["kind"], answer["title"], answer["centre"]) == ("podcast", "Siniar literasi", "balai-tekkomdik-diy")


@pytest.mark.django_db
def test_it_leaves_the_index_like_any_other(client: Any, episode: EpisodePage, committed: Any) -> None:
    with committed():
        episode.unpublish()
    assert client.get("/api/v1/resources?kind=podcast").json()["total"] == 0


def test_nothing_in_our_packages_names_it() -> None:
    words = ("tests.plugin", "EpisodePage", "plugin.models")
    found = [
        str(path)
        for package in PACKAGES
        for path in (Path(project.BASE_DIR) / package).rglob("*")
        if path.suffix in (".py", ".html", ".js") and path.name != "test.py" and "demo" not in path.parts
        if any(word in path.read_text("utf-8") for word in words)
    ]
    assert found == []
