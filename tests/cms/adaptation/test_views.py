"""The admin pages: who may, what they say, that they cost the same however much there is."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.adaptation.models import Adaptation
from cms.models import Licence
from cms.workspaces.models import Role
from tests import factories
from tests.cms.adaptation.conftest import again, drafted, published, raw
from tests.factories import term
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db
SOURCES, REPORT = "adaptation_sources", "adaptation_report"


@pytest.fixture
def desk(client, contributor):
    client.force_login(contributor)
    return client


@pytest.fixture
def stranger(client, site_tree):
    """Logged in for another centre."""
    user = make_member(make_workspace(site_tree, "balai-bali"), Role.ADMIN)
    client.force_login(user)
    return client


def take_over_url(page):
    return reverse("adaptation_take_over", args=[page.pk])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def conflict_in(source, adapted):
    blocks, changed = raw(adapted), raw(source)
    blocks[0]["value"], changed[0]["value"] = "<p>teks <b>kami</b></p>", "<p>teks sumber</p>"
    drafted(adapted, body=blocks)
    published(source, body=changed)


# Finding and adapting


def test_visible_materials_are_found_by_title_kind_and_level(desk, source, site_tree):
    factories.make_module(site_tree.modules, "Rahasia", live=False)
    factories.make_example(site_tree.examples, "Poster lain")
    shown = desk.get(reverse(SOURCES)).content.decode()
    assert "Poster kelas" in shown
    assert "Poster lain" in shown
    assert "Rahasia" not in shown
    assert "Poster lain" not in desk.get(reverse(SOURCES), {"q": "kelas"}).content.decode()
    assert "Poster kelas" not in desk.get(reverse(SOURCES), {"kind": "example"}).content.decode()
    level = source.levels.get().pk
    assert "Poster kelas" in desk.get(reverse(SOURCES), {"level": level}).content.decode()


def test_an_empty_list_says_so(desk):
    assert desk.get(reverse(SOURCES)).status_code == 200


def test_the_list_costs_the_same_for_many(desk, source, site_tree, licence):
    few = queries(desk, reverse(SOURCES))
    for number in range(12):
        factories.make_module(site_tree.modules, f"Modul {number}", licence=licence)
    assert queries(desk, reverse(SOURCES)) == few


def test_the_button_makes_the_draft(desk, source):
    address = reverse("adaptation_adapt", args=[source.pk])
    assert source.title in desk.get(address).content.decode()
    assert not Adaptation.objects.exists()
    response = desk.post(address)
    made = Adaptation.objects.get().page
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert desk.get(response["Location"]).status_code == 200
    refused = desk.post(address)
    assert refused.status_code == 400
    assert response["Location"] in refused.content.decode()


def test_a_forbidding_licence_is_explained_and_not_offered(desk, source):
    published(source, licence=term(Licence, "cc-by-nd", adaptable=False, redistributable=True))
    address = reverse("adaptation_adapt", args=[source.pk])
    shown = desk.get(address)
    assert "<form" not in shown.content.decode().split('id="main"')[-1].split("help-critical")[-1]
    assert desk.post(address).status_code == 400


def test_hidden_materials_are_not_found(desk, source):
    source.unpublish()
    assert desk.get(reverse("adaptation_adapt", args=[source.pk])).status_code == 404


def test_who_works_in_several_centres_says_for_which(editor_client, source, workspace, site_tree):
    other = make_workspace(site_tree, "balai-bali")
    address = reverse("adaptation_adapt", args=[source.pk])
    assert 'name="workspace"' in editor_client.get(address).content.decode()
    assert editor_client.post(address, {"workspace": other.pk}).status_code == 302
    assert Adaptation.objects.get().page.centre == other.centre


def test_who_belongs_to_no_centre_may_not(client, source, site_tree):
    client.force_login(factories.make_user("tamu"))
    assert client.get(reverse(SOURCES)).status_code in (302, 403)


def test_the_bar_on_the_public_page_offers_it(desk, source):
    address = reverse("adaptation_adapt", args=[source.pk])
    assert address in desk.get(source.url).content.decode()
    desk.logout()
    assert address not in desk.get(source.url).content.decode()


# The notice and the merge


def test_the_form_says_that_the_source_has_changed(desk, source, adapted):
    edit = reverse("wagtailadmin_pages:edit", args=[adapted.pk])
    assert take_over_url(adapted) not in desk.get(edit).content.decode()
    published(source, title="Judul baru")
    assert take_over_url(adapted) in desk.get(edit).content.decode()
    lesson = again(adapted).get_children()[0]
    assert take_over_url(adapted) in desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()


def test_both_texts_are_shown_escaped_with_their_difference(desk, source, adapted):
    conflict_in(source, adapted)
    drafted(adapted, title="<script>alert(1)</script>")
    published(again(source), title="<img src=x onerror=1>")
    shown = desk.get(take_over_url(adapted)).content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    assert "<mark>kami</mark>" in shown
    assert "<mark>sumber</mark>" in shown
    assert shown.count("<fieldset") == shown.count("<legend") == 2


def test_choosing_and_taking_over(desk, source, adapted):
    conflict_in(source, adapted)
    response = desk.get(take_over_url(adapted))
    (question,) = response.context["questions"]
    data = {"token": response.context["token"], f"pilihan:{question.key}": "theirs"}
    done = desk.post(take_over_url(adapted), data)
    assert done.status_code == 302
    draft = again(adapted).get_latest_revision_as_object()
    assert str(draft.body[0].value) == "<p>teks sumber</p>"
    assert not again(adapted).live
    history = desk.get(reverse("wagtailadmin_pages:history", args=[adapted.pk]))
    assert history.status_code == 200


def test_a_change_meanwhile_shows_the_form_again_with_the_choices(desk, source, adapted):
    conflict_in(source, adapted)
    response = desk.get(take_over_url(adapted))
    (question,) = response.context["questions"]
    drafted(adapted, summary="Sementara itu")
    data = {"token": response.context["token"], f"pilihan:{question.key}": "both"}
    again_shown = desk.post(take_over_url(adapted), data)
    assert again_shown.status_code == 409
    (kept,) = again_shown.context["questions"]
    assert [answer.choice.value for answer in kept.answers if answer.checked] == ["both"]
    data["token"] = again_shown.context["token"]
    assert desk.post(take_over_url(adapted), data).status_code == 302


def test_another_centre_learns_nothing(stranger, adapted):
    assert stranger.get(take_over_url(adapted)).status_code == 404
    assert stranger.post(take_over_url(adapted), {"token": ""}).status_code == 404


def test_a_page_that_is_no_adaptation_has_none(desk, source):
    assert desk.get(take_over_url(source)).status_code == 404


def test_a_gone_source_is_said(desk, source, adapted):
    again(source).unpublish()
    response = desk.get(take_over_url(adapted))
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.content.decode().split("take-over")[-1]


def test_nothing_changed_is_said(desk, adapted):
    assert desk.get(take_over_url(adapted)).context["plan"].is_empty


def test_the_merge_costs_the_same_for_many_blocks_and_lessons(desk, source, adapted):
    conflict_in(source, adapted)
    factories.make_lesson(again(source), "Baru 0", body=[("text", "<p>x</p>")])
    few = queries(desk, take_over_url(adapted))
    blocks, changed = raw(adapted), raw(again(source))
    for number in range(20):
        blocks.append({"type": "text", "value": f"<p>{number}</p>", "id": f"sama-{number}"})
        changed.append({"type": "text", "value": f"<p>{number} lain</p>", "id": f"sama-{number}"})
        factories.make_lesson(again(source), f"Lagi {number}", body=[("text", "<p>x</p>")])
        factories.make_lesson(again(adapted), f"Punya kami {number}", body=[("text", "<p>x</p>")], live=False)
    drafted(adapted, body=blocks)
    published(source, body=changed)
    assert len(desk.get(take_over_url(adapted)).context["questions"]) > 40
    assert queries(desk, take_over_url(adapted)) == few


# The report


def test_the_report_tells_the_state(editor_client, source, adapted):
    def state():
        (row,) = editor_client.get(reverse(REPORT)).context["object_list"]
        return row.state

    assert state() == "current"
    published(source, title="Judul baru")
    assert state() == "changed"
    again(source).unpublish()
    assert state() == "hidden"
    again(source).delete()
    assert state() == "gone"


def test_a_centre_sees_its_own_alone(desk, adapted):
    (row,) = desk.get(reverse(REPORT)).context["object_list"]
    assert row.page_id == adapted.pk


def test_another_centre_does_not_see_it(stranger, adapted):
    response = stranger.get(reverse(REPORT))
    assert list(response.context["object_list"]) == []
    assert reverse(SOURCES) in response.content.decode()


def test_the_sheet_is_harmless(desk, adapted):
    Adaptation.objects.update(source_title="=1+1")
    response = desk.get(reverse(REPORT), {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert "'=1+1" in rows[0].values()


def test_the_state_filters(desk, source, adapted):
    assert len(desk.get(reverse(REPORT), {"state": "current"}).context["object_list"]) == 1
    assert len(desk.get(reverse(REPORT), {"state": "gone"}).context["object_list"]) == 0
