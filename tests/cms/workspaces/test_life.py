"""Renamed, merged, closed: addresses keep working, people and files are where they belong, history is readable."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Page, PageLogEntry, PageViewRestriction

from cms.models import Centre, CentrePage, LearningResource
from cms.workspaces.life import CloseCentre, MergeCentre, RenameCentre
from cms.workspaces.models import Invitation, Role
from cms.workspaces.roles import people
from tests import factories
from tests.factories.workspaces import make_member, make_workspace


@pytest.fixture
def diy(site_tree: Any) -> Any:
    return make_workspace(site_tree)


@pytest.fixture
def bali(site_tree: Any) -> Any:
    return make_workspace(site_tree, "balai-bali")


def page_of(workspace: Any) -> CentrePage:
    return CentrePage.objects.get(centre=workspace.centre)


def location(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    assert client.get(response.url).status_code == 200
    return response.url


@pytest.mark.parametrize("start", ["", "/en"])
def test_a_renamed_centre_answers_at_its_old_addresses(client: Any, diy: Any, start: str) -> None:
    module = factories.make_module(page_of(diy), title="Batik")
    factories.make_lesson(module, title="Kawung")
    old = page_of(diy).slug
    page = page_of(diy)
    page.save_revision()
    RenameCentre(page_of(diy), "Balai Jogja", slug="balai-jogja").execute()
    for below in ("/", "/batik/", "/batik/kawung/"):
        assert location(client, f"{start}/balai/{old}{below}").endswith(f"{start}/balai/balai-jogja{below}")


def test_a_rename_keeps_the_old_name_and_survives_the_draft(diy: Any) -> None:
    page = page_of(diy)
    old = diy.centre.name
    page.save_revision()
    user = factories.make_user("pusat", superuser=True)
    RenameCentre(page_of(diy), "Balai Jogja", slug="balai-jogja", user=user).execute()
    centre = Centre.objects.get(pk=diy.centre_id)
    assert centre.former_names == old
    dated = centre.dated_names.get()
    assert (dated.name, dated.used_until) == (old, datetime.date.today())
    page = page_of(diy)
    page.latest_revision.publish()
    assert (page_of(diy).slug, page_of(diy).title) == ("balai-jogja", "Balai Jogja")
    entry = PageLogEntry.objects.get(action="workspaces.centre_renamed")
    assert entry.user == user
    assert old in str(entry.message)


def test_a_name_or_an_address_that_is_taken_is_refused(diy: Any, bali: Any) -> None:
    with pytest.raises(ValidationError):
        RenameCentre(page_of(diy), bali.centre.name.upper()).execute()
    with pytest.raises(ValidationError):
        RenameCentre(page_of(diy), "Balai Jogja", slug="balai-bali").execute()


def test_merging_moves_pages_files_and_people_and_leads_on(client: Any, site_tree: Any, diy: Any, bali: Any) -> None:
    page = page_of(diy)
    twin = factories.make_module(page, title="Batik")
    twin.save_revision()
    factories.make_lesson(twin, title="Kawung")
    factories.make_module(page_of(bali), title="Batik")
    image = factories.make_image(collection=diy.collection)
    curator = make_member(diy, Role.CURATOR)
    invitation, _token = Invitation.create(workspace=diy, email="x@example.id", role=Role.ADMIN)
    merge = MergeCentre(page_of(diy), page_of(bali), user=factories.make_user("pusat", superuser=True))
    assert "1 " in " ".join(merge.consequences())
    merge.execute()

    moved = LearningResource.objects.get(pk=twin.pk)
    assert (moved.centre, moved.slug) == (bali.centre, "batik-2")
    moved.latest_revision.publish()
    assert LearningResource.objects.get(pk=twin.pk).slug == "batik-2"
    image.refresh_from_db()
    assert image.collection == bali.collection
    assert list(people(bali.centre, Role.CURATOR)) == [curator]
    assert not people(diy.centre)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.REVOKED
    centre = Centre.objects.get(pk=diy.centre_id)
    assert (centre.status, centre.successor_id) == ("retired", bali.centre_id)
    for start in ("", "/en"):
        old = f"{start}/balai/{page.slug}/"
        assert location(client, old).endswith(f"{start}/balai/balai-bali/")
        assert location(client, f"{old}batik/").endswith(f"{start}/balai/balai-bali/batik-2/")
        assert location(client, f"{old}batik/kawung/").endswith("/batik-2/kawung/")
    # What was written of the old centre stays.
    assert PageLogEntry.objects.filter(page=page.pk, action="workspaces.centre_merged").exists()
    client.force_login(factories.make_user("kedua", superuser=True))
    assert client.get(f"/admin/pages/{page.pk}/history/").status_code == 200


def test_a_centre_is_not_merged_into_itself_or_a_closed_one(diy: Any, bali: Any) -> None:
    with pytest.raises(ValidationError):
        MergeCentre(page_of(diy), page_of(diy)).execute()
    CloseCentre(page_of(bali)).execute()
    with pytest.raises(ValidationError):
        MergeCentre(page_of(diy), page_of(bali)).execute()
    assert Centre.objects.get(pk=diy.centre_id).status == "active"


def test_a_closed_centre_stays_readable_and_loses_its_people(client: Any, diy: Any) -> None:
    module = factories.make_module(page_of(diy), title="Batik")
    member = make_member(diy, Role.ADMIN)
    CloseCentre(page_of(diy), datetime.date(2025, 3, 31)).execute()
    answer = client.get(page_of(diy).url)
    assert answer.status_code == 200
    assert "31 Maret 2025" in answer.content.decode()
    assert client.get(module.url).status_code == 200
    assert not member.groups.exists()
    assert LearningResource.objects.get(pk=module.pk).centre == diy.centre


def test_former_names_are_shown_with_their_years(client: Any, diy: Any) -> None:
    diy.centre.dated_names.model.objects.create(
        centre=diy.centre, name="BTKP DIY", used_from="2003-01-01", used_until="2019-06-30"
    )
    assert "BTKP DIY (2003–2019)" in client.get(page_of(diy).url).content.decode()
    # The search reads the lines.
    assert Centre.objects.get(pk=diy.centre_id).former_names == "BTKP DIY"


def test_the_views_say_what_will_happen_before_they_do_it(client: Any, diy: Any, bali: Any) -> None:
    client.force_login(factories.make_user("pusat", superuser=True))
    address = f"/admin/balai/{diy.centre_id}/gabung/"
    asked = client.post(address, {"into": page_of(bali).pk})
    assert asked.context["consequences"]
    assert Centre.objects.get(pk=diy.centre_id).status == "active"
    client.post(address, {"into": page_of(bali).pk, "confirmed": "on"})
    assert Centre.objects.get(pk=diy.centre_id).status == "retired"
    assert client.get("/admin/balai/").status_code == 200


@pytest.mark.parametrize("what", ["", "tambah/", "{}/ubah-nama/", "{}/gabung/", "{}/tutup/"])
def test_a_centres_admin_does_not_manage_centres(client: Any, diy: Any, what: str) -> None:
    client.force_login(make_member(diy, Role.ADMIN))
    for send in (client.get, client.post):
        assert send(f"/admin/balai/{what.format(diy.centre_id)}").status_code in (302, 403)
    assert Centre.objects.get(pk=diy.centre_id).status == "active"


@pytest.mark.parametrize("start", ["", "/en"])
def test_there_and_back_leaves_no_redirect_to_itself(
    client: Any, diy: Any, bali: Any, start: str, django_capture_on_commit_callbacks: Any
) -> None:
    home = page_of(diy)
    module = factories.make_module(home, title="Batik")
    gone = factories.make_module(home, title="Tenun")
    gone.slug = "tenun-baru"
    with django_capture_on_commit_callbacks(execute=True):
        gone.save()
    with django_capture_on_commit_callbacks(execute=True):
        RenameCentre(page_of(diy), "Balai Jogja", slug="balai-jogja").execute()
    with django_capture_on_commit_callbacks(execute=True):
        RenameCentre(page_of(diy), home.title, slug=home.slug).execute()
    Page.objects.get(pk=module.pk).specific.unpublish()
    assert client.get(f"{start}/balai/{home.slug}/batik/").status_code == 404
    # What was renamed below, and the name in between, still lead on.
    for old in (f"/balai/{home.slug}/tenun/", "/balai/balai-jogja/tenun-baru/"):
        assert location(client, start + old).endswith(f"{start}/balai/{home.slug}/tenun-baru/")


def test_a_page_moved_there_and_back_does_not_lead_to_itself(client: Any, diy: Any, bali: Any) -> None:
    module = factories.make_module(page_of(diy), title="Batik")
    address = module.url
    for target in (bali, diy):
        Page.objects.get(pk=module.pk).specific.move(Page.objects.get(pk=page_of(target).pk), pos="last-child")
    assert location(client, "/balai/balai-bali/batik/").endswith(address)
    Page.objects.get(pk=module.pk).specific.unpublish()
    for start in ("", "/en"):
        assert client.get(start + address).status_code == 404


def test_merging_into_the_centre_at_its_former_address_does_not_lead_in_a_circle(diy: Any, bali: Any) -> None:
    old = page_of(diy).slug
    RenameCentre(page_of(diy), "Balai Jogja", slug="balai-jogja").execute()
    Page.objects.filter(pk=page_of(bali).pk).update(slug=old, url_path=f"/home/balai/{old}/")
    MergeCentre(page_of(diy), page_of(bali)).execute()
    assert not Redirect.objects.filter(old_path=f"/balai/{old}").exists()
    assert Redirect.objects.get(old_path="/balai/balai-jogja").redirect_page_id == page_of(bali).pk


def test_what_is_open_to_the_own_team_alone_stays_so_after_a_merge(client: Any, diy: Any, bali: Any) -> None:
    module = factories.make_module(page_of(diy), title="Batik")
    image, others = factories.make_image(collection=diy.collection), factories.make_image(collection=bali.collection)
    own = [row.group for row in diy.groups.all()]
    PageViewRestriction.objects.create(page=module, restriction_type="groups").groups.set(own)
    CollectionViewRestriction.objects.create(collection=diy.collection, restriction_type="groups").groups.set(own)
    member, stranger = make_member(diy, Role.CONTRIBUTOR), factories.make_user("lain")
    MergeCentre(page_of(diy), page_of(bali)).execute()

    wanted = {row.group_id for row in bali.groups.all()}
    address = LearningResource.objects.get(pk=module.pk).url
    for user, status in ((member, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
    for restriction in (PageViewRestriction.objects.get(), CollectionViewRestriction.objects.get()):
        assert {group.pk for group in restriction.groups.all()} == wanted
    image.refresh_from_db()
    others.refresh_from_db()
    assert image.collection.get_parent() == bali.collection
    assert image.collection.get_view_restrictions().exists()
    assert not others.collection.get_view_restrictions().exists()


def test_a_name_that_was_given_back_is_no_former_one(client: Any, diy: Any) -> None:
    name = diy.centre.name
    RenameCentre(page_of(diy), "Balai Jogja").execute()
    RenameCentre(page_of(diy), name).execute()
    text = client.get(page_of(diy).url).content.decode()
    assert "Balai Jogja (" in text
    assert f"{name} (" not in text


def test_a_long_line_of_former_names_is_cut_once(diy: Any) -> None:
    long = "Balai " * 60
    centre = diy.centre
    centre.former_names = long
    centre.save()
    Centre.objects.get(pk=centre.pk).save()
    assert len(centre.dated_names.get().name) == 200
    assert Centre.objects.get(pk=centre.pk).former_name_list == [long.strip()]
