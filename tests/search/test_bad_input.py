"""Whatever is asked for: no error page, and the API names what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from cms.models import Subject
from search.parsing import clean_text
from search.rebuild import rebuild
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> None:
    factories.make_module(
        site_tree.modules, title="Kuis pecahan", subjects=[term(Subject, "matematika")], tags=["cetak"]
    )
    rebuild()


LONG = "a" * 10_000
BAD = [
    "page=abc", "page=0", "page=-1", "page=99999", "page=%D9%A3", "page=1&page=2", "page=", "page=1.5", "page=1e9",
    "subject=nope", "subject=" + "a" * 5_000, "&".join(f"subject=m{n}" for n in range(500)), "subject=", "tag=%00",
    "kind=", "kind=__class__", "format=exe", "centre=%27--",
    "q=" + LONG, "q=" + "kata+" * 2_000, "q=%00%01%02%1f", "q=%00", "q=%ED%A0%80", "q=%FF%FE", "q=%22", "q=%22%22%22",
    "q=(", "q=)%28%22", "q=AND", "q=NOT+OR+AND", "q=*", "q=**+a*", "q=%F0%9F%98%80", "q=%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D",
    "q=a&q=b", "q=+", "q=%E3%80%80", "q=:%5E~%5B%5D%7B%7D%5C%2F", "q=title:kuis", "q=%3Cscript%3E", "q=?", "q=-kuis",
    "q=a%CC%81%CC%81%CC%81", "q=%F0%9D%95%92", "q=%EF%B7%BA", "q=" + "%C4%B0" * 200,
    "sort=x", "size=7", "size=-1", "size=1000000", "cursor=garbage", "cursor=%00", "cursor=" + "A" * 5_000, "cursor=e30=",
    "literal=2", "literal=", "facet_size=0", "facet_size=999", "facet_size=x", "near=nope", "near=%00",
    "find_subject=.*%5B(%3F%3A", "find_subject=%00", "find_subject=" + LONG, "find_x=y", "unknown=1", "%00=1", "%FF=%FF",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:30])
def test_no_input_breaks_page_or_api(query: str, client: Any, shelf: Any) -> None:
    client.raise_request_exception = True
    for path in ("/cari/", "/cari/hasil/", "/cari/saran/", "/en/cari/"):
        assert client.get(f"{path}?{query}").status_code == 200
    response = client.get(f"/api/v1/resources?{query}")
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        problem = response.json()
        assert response.headers["Content-Type"] == "application/problem+json"
        assert {"title", "detail", "param", "value"} <= set(problem)
        name = next(iter(QueryDict(query)))
        assert problem["param"] == (clean_text(name, 100) or "?")
    assert client.get(f"/api/v1/suggest?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/cari/", "/cari/hasil/", "/cari/saran/", "/api/v1/resources", "/api/v1/suggest"])
def test_other_methods_are_answered_politely(path: str, client: Any, shelf: Any) -> None:
    assert client.head(path).status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(path).status_code == 405
    assert client.options(path).status_code in (200, 204, 405)
