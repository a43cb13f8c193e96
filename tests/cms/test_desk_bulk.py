"""Bulk work on chosen materials: tags change as an editor would change them, exports change nothing."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.admin import bulk_actions
from cms.models import LearningResource, Tag
from tests import factories
from tests.cms.test_desk_export import csv_rows
from tests.cms.test_desk_listings import grant

pytestmark = pytest.mark.django_db


def action(name, *pages):
    query = urlencode([("id", page.pk) for page in pages] + [("next", "/admin/")])
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", name]) + "?" + query


def retag(client, *pages, add="", remove=()):
    pks = [tag.pk for tag in Tag.objects.filter(name__in=remove)]
    return client.post(action("retag", *pages), {"add": add, "remove": pks}, follow=True)


def live_tags(page):
    return set(LearningResource.objects.get(pk=page.pk).tags.values_list("name", flat=True))


def draft_tags(page):
    latest = LearningResource.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    return {tag.name for tag in latest.tags.all()}


@pytest.fixture
def module(site_tree):
    return factories.make_module(site_tree.modules, "Pecahan", tags=["lama", "tetap"])


def test_a_published_material_is_published_with_its_new_tags(editor_client, module):
    retag(editor_client, module, add="baru", remove=["lama"])
    assert live_tags(module) == {"baru", "tetap"}
    module.refresh_from_db()
    assert module.live
    assert not module.has_unpublished_changes


def test_it_is_noted_in_the_history(editor_client, module):
    retag(editor_client, module, add="baru", remove=["lama"])
    entry = PageLogEntry.objects.get(page=module.pk, action="sinau.retag")
    assert entry.data == {"added": ["baru"], "removed": ["lama"]}
    assert entry.user.username == "admin"
    page = editor_client.get(reverse("wagtailadmin_pages:history", args=[module.pk])).content.decode()
    assert "baru" in page


def test_an_unfinished_draft_is_not_published_by_the_way(editor_client, module):
    module.title = "Belum selesai"
    module.save_revision()
    retag(editor_client, module, add="baru")
    assert live_tags(module) == {"lama", "tetap"}
    assert draft_tags(module) == {"lama", "tetap", "baru"}
    module.refresh_from_db()
    assert module.title == "Pecahan"
    assert module.get_latest_revision_as_object().title == "Belum selesai"


def test_a_draft_stays_a_draft(editor_client, site_tree):
    draft = factories.make_module(site_tree.modules, "Draf", live=False)
    retag(editor_client, draft, add="baru")
    draft.refresh_from_db()
    assert not draft.live
    assert draft_tags(draft) == {"baru"}


def test_who_may_not_publish_changes_the_draft(client, site_tree, module):
    client.force_login(grant(factories.make_user(), site_tree.home, "add_page", "change_page"))
    page = retag(client, module, add="baru").content.decode()
    assert live_tags(module) == {"lama", "tetap"}
    assert draft_tags(module) == {"lama", "tetap", "baru"}
    assert "draf" in page.lower()


def test_what_may_not_be_published_keeps_its_draft_and_is_named(editor_client, site_tree):
    wanting = factories.make_module(site_tree.modules, "Tanpa ringkasan")
    LearningResource.objects.filter(pk=wanting.pk).update(summary="")
    page = retag(editor_client, wanting, add="baru").content.decode()
    assert live_tags(wanting) == set()
    assert draft_tags(wanting) == {"baru"}
    assert "Tanpa ringkasan" in page


def test_a_spelling_of_a_tag_that_exists_is_that_tag(editor_client, module, site_tree):
    other = factories.make_module(site_tree.modules, "Lain", tags=["Kelas Kreatif"])
    retag(editor_client, module, add="kelas-kreatif")
    assert "Kelas Kreatif" in live_tags(module)
    assert live_tags(other) == {"Kelas Kreatif"}


def test_nothing_to_change_makes_no_revision(editor_client, module):
    before = module.revisions.count()
    retag(editor_client, module, add="lama")
    assert module.revisions.count() == before


def test_nothing_said_is_refused(editor_client, module):
    response = editor_client.post(action("retag", module), {"add": ""})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("add", ["x" * 101, "!!!"])
def test_tags_that_cannot_be_are_refused(editor_client, module, add):
    response = editor_client.post(action("retag", module), {"add": add})
    assert response.context["form"].errors["add"]
    assert live_tags(module) == {"lama", "tetap"}


def test_too_many_tags_on_one_material_are_refused(editor_client, module, settings):
    settings.WAGTAIL_TAG_LIMIT = 3
    page = retag(editor_client, module, add="satu, dua").content.decode()
    assert live_tags(module) == {"lama", "tetap"}
    assert "Pecahan" in page


def test_too_many_materials_at_a_time_are_refused(editor_client, site_tree, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MAX_RETAGGED", 1)
    pages = [factories.make_module(site_tree.modules, f"Modul {number}") for number in range(2)]
    retag(editor_client, *pages, add="baru")
    assert not any(live_tags(page) for page in pages)


def test_another_centres_material_is_left_alone(client, site_tree):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    ours, theirs = factories.make_module(own, "Kami"), factories.make_module(other, "Mereka", tags=["rahasia"])
    client.force_login(grant(factories.make_user(), own, "add_page", "change_page", "publish_page"))
    retag(client, ours, theirs, add="baru")
    assert live_tags(ours) == {"baru"}
    assert draft_tags(theirs) == {"rahasia"}
    assert "rahasia" not in client.get(action("retag", ours, theirs)).content.decode()


def test_what_is_no_material_is_left_alone(editor_client, site_tree, module):
    page = editor_client.get(action("retag", site_tree.modules, module))
    assert [row["item"].pk for row in page.context["items"]] == [module.pk]
    assert [row["item"].pk for row in page.context["items_with_no_access"]] == [site_tree.modules.pk]


def test_a_locked_material_is_left_alone(editor_client, module):
    module.locked, module.locked_by = True, factories.make_user("lain")
    module.save()
    retag(editor_client, module, add="baru")
    assert live_tags(module) == {"lama", "tetap"}


def test_the_chosen_materials_are_exported(editor_client, module, site_tree):
    factories.make_module(site_tree.modules, "Tidak dipilih")
    response = editor_client.post(action("export", module), {"file_format": "csv"})
    rows = csv_rows(response)
    assert [row[2] for row in rows[1:]] == ["Pecahan"]
    assert "lama, tetap" in rows[1]


def test_only_what_one_may_see_is_exported(client, site_tree):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    ours, theirs = factories.make_module(own, "Kami"), factories.make_module(other, "Mereka")
    client.force_login(grant(factories.make_user(), own, "change_page"))
    rows = csv_rows(client.post(action("export", ours, theirs), {"file_format": "csv"}))
    assert [row[2] for row in rows[1:]] == ["Kami"]


def test_publish_and_unpublish_work_from_the_listing(editor_client, module, site_tree):
    draft = factories.make_module(site_tree.modules, "Draf", live=False)
    editor_client.post(action("publish", draft))
    editor_client.post(action("unpublish", module))
    assert LearningResource.objects.get(pk=draft.pk).live
    assert not LearningResource.objects.get(pk=module.pk).live


@pytest.mark.parametrize("name", ["retag", "export"])
def test_another_centres_draft_is_not_even_named(client, site_tree, name):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    ours, theirs = factories.make_module(own, "Kami"), factories.make_module(other, "Rencana mereka", live=False)
    client.force_login(grant(factories.make_user(), own, "add_page", "change_page"))
    page = client.get(action(name, ours, theirs)).content.decode()
    assert "Kami" in page
    assert "Rencana mereka" not in page
