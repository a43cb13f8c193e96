"""Every screen of a centre opens; its national form edits the names with their dates."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cms.models import Centre, CentrePage
from cms.workspaces.life import RenameCentre
from cms.workspaces.models import Role
from cms.workspaces.provision import ensure_national
from tests import factories
from tests.factories.workspaces import make_member, make_workspace


@pytest.fixture
def diy(site_tree: Any) -> Any:
    ensure_national()
    return make_workspace(site_tree)


@pytest.mark.parametrize(
    "address",
    [
        "balai/",
        "balai/tambah/?centre={centre}",
        "balai/{centre}/ubah-nama/",
        "balai/{centre}/gabung/",
        "balai/{centre}/tutup/",
        "tim/",
        "tim/{pk}/",
        "snippets/cms/centre/edit/{centre}/",
        "snippets/cms/centre/add/",
    ],
)
def test_it_opens(editor_client: Any, diy: Any, address: str) -> None:
    answer = editor_client.get("/admin/" + address.format(centre=diy.centre_id, pk=diy.pk))
    assert answer.status_code == 200


def test_a_new_centre_by_the_form(editor_client: Any, diy: Any) -> None:
    values = {"name": "Balai Baru", "province": diy.centre.province_id, "email": "baru@example.id"}
    answer = editor_client.post("/admin/balai/tambah/", values)
    centre = Centre.objects.get(name="Balai Baru")
    assert answer.url == f"/admin/tim/{centre.workspace.pk}/"
    assert (centre.page.live, centre.page.email) == (True, "baru@example.id")


def form(centre: Centre, *names: tuple[str, str], kept: int = 0, **changes: Any) -> dict[str, Any]:
    values = {
        "name": centre.name,
        "order": 0,
        "province": centre.province_id,
        "dated_names-TOTAL_FORMS": len(names),
        "dated_names-INITIAL_FORMS": kept,
        "dated_names-MIN_NUM_FORMS": 0,
        "dated_names-MAX_NUM_FORMS": 1000,
    }
    for number, (name, until) in enumerate(names):
        values |= {f"dated_names-{number}-name": name, f"dated_names-{number}-used_until": until}
    return {**values, **changes}


def test_former_names_and_the_lines_of_the_search_stay_in_step(editor_client: Any, diy: Any) -> None:
    address = f"/admin/snippets/cms/centre/edit/{diy.centre_id}/"
    answer = editor_client.post(address, form(diy.centre, ("BTKP DIY", "2019-01-01"), ("Balai Lama", "")))
    assert answer.status_code == 302, answer.context["form"].errors
    centre = Centre.objects.get(pk=diy.centre_id)
    assert centre.former_name_list == ["BTKP DIY", "Balai Lama"]
    rows = list(centre.dated_names.order_by("pk"))
    assert [row.name for row in rows] == ["BTKP DIY", "Balai Lama"]
    gone = {"dated_names-0-id": rows[0].pk, "dated_names-1-id": rows[1].pk, "dated_names-1-DELETE": "on"}
    editor_client.post(address, form(centre, ("BTKP DIY", "2019-01-01"), ("Balai Lama", ""), kept=2, **gone))
    centre = Centre.objects.get(pk=diy.centre_id)
    assert centre.former_name_list == ["BTKP DIY"]
    assert [row.name for row in centre.dated_names.all()] == ["BTKP DIY"]


def test_a_centre_with_a_page_is_merged_with_all_it_has(editor_client: Any, diy: Any) -> None:
    answer = editor_client.get(f"/admin/snippets/cms/centre/merge/{diy.centre_id}/")
    assert answer.url == f"/admin/balai/{diy.centre_id}/gabung/"


def test_the_list_costs_the_same_for_two_and_for_ten(editor_client: Any, site_tree: Any, diy: Any) -> None:
    from tests.reading import query_count

    editor_client.get("/admin/balai/")
    make_workspace(site_tree, "kedua")
    few = query_count(editor_client, "/admin/balai/")
    for number in range(8):
        make_workspace(site_tree, f"balai-{number}")
    factories.make_centre("tanpa-halaman")
    assert query_count(editor_client, "/admin/balai/") == few


def test_an_old_revision_takes_back_neither_address_nor_centre(client: Any, site_tree: Any, diy: Any) -> None:
    def page() -> CentrePage:
        return CentrePage.objects.get(pk=home.pk)

    home = CentrePage.objects.get(centre=diy.centre)
    home.intro = "<p>Dahulu</p>"
    old = home.save_revision()
    old.publish()
    page().save_revision().publish()
    RenameCentre(page(), "Baru", slug="baru").execute()
    page().save_revision()
    # As if it were from before the page came to its centre.
    old.content["centre"] = factories.make_centre("balai-lain").pk
    old.save()
    client.force_login(make_member(diy, Role.CURATOR))
    start = f"/admin/api/main/pages/{home.pk}/action/"
    data = {"revision_id": old.pk}
    assert client.post(f"{start}revert_to_page_revision/", data, content_type="application/json").status_code == 200
    assert client.post(f"{start}publish/", {}, content_type="application/json").status_code == 200
    assert (page().slug, page().centre, page().url_path) == ("baru", diy.centre, "/home/balai/baru/")
    assert "Dahulu" in page().intro


def test_the_form_changes_neither_address_nor_centre(editor_client: Any, diy: Any) -> None:
    home = CentrePage.objects.get(centre=diy.centre)
    address = f"/admin/pages/{home.pk}/edit/"
    form = editor_client.get(address).context["form"]
    assert "slug" not in form.fields
    data = nested_form_data({"title": "Balai", "intro": rich_text("<p>Baru</p>"), "comments": inline_formset([])})
    other = factories.make_centre("balai-lain")
    data |= {"centre": str(other.pk), "slug": "curian", "action-publish": "1"}
    editor_client.post(address, data)
    after = CentrePage.objects.get(pk=home.pk)
    assert (after.title, after.centre, after.slug) == ("Balai", diy.centre, home.slug)
