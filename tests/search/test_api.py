"""The public API: its shape, its caching, its errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cms.merging import merge_tag, merge_term
from cms.models import Level, Subject, Tag
from search.engines import get_engine
from search.facets import FACET_NAMES
from search.rebuild import rebuild
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/resources"


@pytest.fixture
def shelf(site_tree: Any, index_folder: Any) -> list[Any]:
    maths, centre_page = term(Subject, "matematika"), factories.make_centre_page(site_tree)
    made = [
        factories.make_module(
            site_tree.modules,
            title="Kuis pecahan",
            subjects=[maths],
            tags=["cetak"],
            duration_minutes=90,
            body=[("download", {"document": factories.make_document()})],
        ),
        factories.make_module(centre_page, title="Kuis daerah", levels=[term(Level, "menengah")]),
        factories.make_example(site_tree.examples, title="Poster"),
    ]
    rebuild()
    return made


def test_a_search_answer_has_the_promised_shape(client: Any, shelf: list[Any]) -> None:
    answer = client.get(SEARCH, {"q": "kuis pecahan"}).json()
    assert (answer["total"], answer["engine"], answer["corrected"], answer["dropped_words"]) == (
        1,
        get_engine().name,
        None,
        [],
    )
    assert (answer["page"], answer["pages"], answer["next"], answer["previous"]) == (1, 1, None, None)
    assert isinstance(answer["took_ms"], float)
    hit = answer["results"][0]
    assert hit["id"] == str(shelf[0].uuid)
    assert (hit["kind"], hit["level"], hit["subject"], hit["licence"]) == ("module", ["dasar"], ["matematika"], "cc-by")
    assert (hit["duration_minutes"], hit["size_bytes"], hit["tag"]) == (90, 17, ["cetak"])
    assert hit["url"] == "http://testserver/modul/kuis-pecahan/"
    assert hit["published_at"].endswith("+07:00")
    assert {"title", "summary", "highlight", "platform", "centre", "province"} <= set(hit)


def test_a_centres_material_names_centre_and_province(client: Any, shelf: list[Any]) -> None:
    hit = client.get(SEARCH, {"q": "daerah"}).json()["results"][0]
    assert (hit["centre"], hit["province"]) == ("balai-tekkomdik-diy", "ID-YO")


def test_facets_have_names_labels_and_counts(client: Any, shelf: list[Any]) -> None:
    facets = {facet["name"]: facet for facet in client.get(SEARCH, {"level": "dasar"}).json()["facets"]}
    assert set(facets) <= set(FACET_NAMES)
    assert facets["level"]["values"] == [
        {"slug": "dasar", "label": "Dasar", "count": 2, "selected": True},
        {"slug": "menengah", "label": "Menengah", "count": 1, "selected": False},
    ]


def test_a_merged_term_answers_as_its_successor(client: Any, shelf: list[Any]) -> None:
    merge_term(Subject.objects.create(slug="hitung", name="Berhitung"), Subject.objects.get(slug="matematika"))
    answer = client.get(SEARCH, {"subject": "hitung"}).json()
    assert [hit["title"] for hit in answer["results"]] == ["Kuis pecahan"]


def test_a_merged_tag_answers_as_its_successor(client: Any, shelf: list[Any]) -> None:
    merge_tag(Tag.objects.create(name="Siap cetak", slug="siap-cetak"), Tag.objects.get(slug="cetak"))
    assert client.get(SEARCH, {"tag": "siap-cetak"}).json()["total"] == 1


def test_the_detail_has_files_and_facts(client: Any, shelf: list[Any]) -> None:
    answer = client.get(f"{SEARCH}/{shelf[0].uuid}").json()
    assert (answer["title"], answer["subject"], answer["duration_minutes"]) == ("Kuis pecahan", ["matematika"], 90)
    assert answer["licence"] == "cc-by"
    (file,) = answer["files"]
    assert (file["kind"], file["size_bytes"], file["content_type"]) == ("document", 17, "text/plain")
    assert client.get(file["url"]).status_code == 200


def test_suggestions_name_materials_terms_and_tags(client: Any, shelf: list[Any]) -> None:
    def first(q: str) -> dict[str, Any]:
        return client.get("/api/v1/suggest", {"q": q}).json()["suggestions"][0]

    assert (first("kuis pe")["type"], first("kuis pe")["url"]) == ("material", "http://testserver/modul/kuis-pecahan/")
    assert (first("mate")["type"], first("mate")["facet"], first("mate")["slug"]) == ("term", "subject", "matematika")
    assert (first("ceta")["type"], first("ceta")["slug"]) == ("tag", "cetak")


@pytest.mark.parametrize("name", FACET_NAMES)
def test_every_facet_is_a_vocabulary(name: str, client: Any, shelf: list[Any]) -> None:
    answer = client.get(f"/api/v1/vocabularies/{name}").json()
    assert answer["name"] == name
    assert answer["label"]
    assert all({"slug", "label"} <= set(value) for value in answer["values"])


# Pages and cursors


@pytest.fixture
def many(site_tree: Any, index_folder: Any) -> set[str]:
    made = {str(factories.make_module(site_tree.modules, title=f"Latihan {n:02}").uuid) for n in range(23)}
    rebuild()
    return made


@pytest.mark.parametrize("query", ["", "q=latihan", "sort=title", "sort=shortest", "sort=newest&q=latihan"])
def test_cursors_go_through_everything_once(query: str, client: Any, many: set[str]) -> None:
    seen: list[str] = []
    cursor = ""
    for _turn in range(10):
        answer = client.get(f"{SEARCH}?size=10&{query}" + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [hit["id"] for hit in answer["results"]]
        cursor = answer["cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 23
    assert set(seen) == many


def test_next_and_previous_go_through_the_pages(client: Any, many: set[str]) -> None:
    answer = client.get(SEARCH, {"size": "10", "sort": "title"}).json()
    second = client.get(answer["next"]).json()
    third = client.get(second["next"]).json()
    assert (answer["pages"], second["page"], third["page"], third["next"]) == (3, 2, 3, None)
    assert client.get(second["previous"]).json()["results"] == answer["results"]


def test_the_links_to_other_pages_keep_the_readers_province(client: Any, many: set[str]) -> None:
    from cms.models import Province

    term(Province, "ID-YO")
    assert "near=ID-YO" in client.get(SEARCH, {"size": "10", "near": "ID-YO"}).json()["next"]


# Caching


def test_an_unchanged_answer_is_a_304_without_a_body(client: Any, shelf: list[Any]) -> None:
    for path in (SEARCH, f"{SEARCH}/{shelf[0].uuid}", "/api/v1/suggest?q=ku", "/api/v1/vocabularies/level"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert "max-age=60" in first.headers["Cache-Control"]


def test_the_etag_changes_with_a_publish(client: Any, shelf: list[Any], committed: Any) -> None:
    before = client.get(SEARCH).headers["ETag"]
    shelf[0].title = "Kuis pecahan yang baru"
    with committed():
        shelf[0].save_revision().publish()
    assert client.get(SEARCH, headers={"if-none-match": before}).status_code == 200


def test_the_etag_changes_with_a_vocabulary(client: Any, shelf: list[Any], committed: Any) -> None:
    before = client.get("/api/v1/vocabularies/subject").headers["ETag"]
    subject = Subject.objects.get(slug="matematika")
    subject.name = "Ilmu hitung"
    with committed():
        subject.save()
    after = client.get("/api/v1/vocabularies/subject", headers={"if-none-match": before})
    assert after.json()["values"][0]["label"] == "Ilmu hitung"


def test_a_hidden_detail_is_never_a_304(client: Any, shelf: list[Any], monkeypatch: Any) -> None:
    """Also when the index does not know yet: privacy must not wait for it."""
    from search import drain

    monkeypatch.setattr(drain, "drain", lambda *args, **kwargs: 0)
    path = f"{SEARCH}/{shelf[0].uuid}"
    tag = client.get(path).headers["ETag"]
    shelf[0].unpublish()
    assert client.get(path, headers={"if-none-match": tag}).status_code == 404


def test_anyone_may_ask_from_any_site(client: Any, shelf: list[Any]) -> None:
    for path in (SEARCH, f"{SEARCH}/{shelf[0].uuid}", "/api/v1/suggest?q=ku", "/api/v1/vocabularies/tag"):
        assert client.get(path, headers={"origin": "https://example.id"}).headers["Access-Control-Allow-Origin"] == "*"


def test_errors_may_be_read_from_any_site(client: Any, shelf: list[Any]) -> None:
    for path in (f"{SEARCH}?subject=nope", f"{SEARCH}/x", "/api/v1/nothing"):
        assert client.get(path, headers={"origin": "https://example.id"}).headers["Access-Control-Allow-Origin"] == "*"


# Errors


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/resources/00000000-0000-0000-0000-000000000000",
        "/api/v1/resources/not-a-uuid",
        "/api/v1/resources/%00",
        "/api/v1/vocabularies/nope",
        "/api/v1/nothing",
        "/api/v2/resources",
        "/api/",
    ],
)
def test_what_is_not_there_is_a_problem_document(path: str, client: Any, shelf: list[Any]) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"title", "detail", "status"} <= set(response.json())


@pytest.mark.parametrize(
    "param, value",
    [
        ("subject", "nope"),
        ("page", "0"),
        ("page", "99"),
        ("size", "7"),
        ("sort", "x"),
        ("cursor", "garbage"),
        ("near", "x"),
    ],
)
def test_a_refusal_names_parameter_and_value(param: str, value: str, client: Any, shelf: list[Any]) -> None:
    response = client.get(SEARCH, {param: value})
    assert response.status_code == 400
    assert (response.json()["param"], response.json()["value"]) == (param, value)


def test_a_cursor_of_another_order_is_refused(client: Any, many: set[str]) -> None:
    cursor = client.get(SEARCH, {"size": "10", "sort": "title"}).json()["cursor"]
    response = client.get(SEARCH, {"size": "10", "sort": "newest", "cursor": cursor})
    assert (response.status_code, response.json()["param"]) == (400, "cursor")


def test_without_an_index_the_api_asks_for_patience(client: Any, index_folder: Any, site_tree: Any) -> None:
    response = client.get(SEARCH)
    assert (response.status_code, response.headers["Content-Type"]) == (503, "application/problem+json")
    assert response.headers["Retry-After"]


def test_the_openapi_document_describes_the_four_paths(client: Any) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/api/v1/resources",
        "/api/v1/resources/{uuid}",
        "/api/v1/suggest",
        "/api/v1/vocabularies/{name}",
    }
    named = {parameter["name"] for parameter in document["paths"]["/api/v1/resources"]["get"]["parameters"]}
    assert {"q", "sort", "page", "size", "cursor", "near", "facet_size", *FACET_NAMES} <= named


def test_every_reference_of_the_openapi_document_leads_somewhere(client: Any) -> None:
    document = client.get("/api/v1/openapi.json").json()

    def references(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                yield part["$ref"]
            for value in part.values():
                yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    schemas = document["components"]["schemas"]
    assert {reference.removeprefix("#/components/schemas/") for reference in references(document)} <= set(schemas)
