"""Editors at work: the real forms of the admin, sent by a test client."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import Language, Level, Licence, Platform, Tag
from modules.models import ModulePage
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


def page_list(*pages, deleted=()):
    """A list of page choosers as the form sends it."""
    rows = {
        str(number): {"value": str(page.pk), "order": str(number), "deleted": "1" if page in deleted else "", "id": ""}
        for number, page in enumerate(pages)
    }
    return {"count": str(len(pages)), **rows}


def module_data(**changes):
    """The form of a new module in which only the title is filled in."""
    data = {
        "title": "Poster dengan Canva",
        "slug": "poster-dengan-canva",
        "summary": "",
        "objectives": streamfield([]),
        "body": streamfield([]),
        "authors": streamfield([]),
        "prerequisites": page_list(),
        "next_modules": page_list(),
        "examples": page_list(),
        "tags": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    data |= changes
    several = {name: value for name, value in data.items() if isinstance(value, list)}
    return nested_form_data({name: value for name, value in data.items() if name not in several}) | several


def complete(**changes):
    """What publishing asks for."""
    return module_data(
        **{
            "summary": "Membuat poster.",
            "levels": [term(Level, "dasar").pk],
            "language": term(Language, "id").pk,
            "licence": term(Licence, "cc-by").pk,
            "body": streamfield([("text", rich_text("<p>Buka Canva.</p>"))]),
            **changes,
        }
    )


def add_url(tree):
    return reverse("wagtailadmin_pages:add", args=["modules", "modulepage", tree.modules.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def draft_of(slug="poster-dengan-canva"):
    return ModulePage.objects.get(slug=slug).get_latest_revision_as_object()


def errors(response):
    return response.context["form"].errors


# Drafts and publishing


def test_the_form_opens(editor_client, site_tree):
    assert editor_client.get(add_url(site_tree)).status_code == 200


def test_a_draft_may_be_nearly_empty(editor_client, site_tree):
    editor_client.post(add_url(site_tree), module_data())
    page = ModulePage.objects.get()
    assert (page.live, page.licence, page.summary) == (False, None, "")


def test_a_draft_may_be_saved_again(editor_client, site_tree):
    editor_client.post(add_url(site_tree), module_data())
    editor_client.post(edit_url(ModulePage.objects.get()), module_data(title="Judul lain"))
    assert draft_of().title == "Judul lain"


@pytest.mark.parametrize("field", ["licence", "summary", "levels", "language"])
def test_publishing_names_what_is_missing_at_its_field(editor_client, site_tree, field):
    response = editor_client.post(add_url(site_tree), module_data(**{"action-publish": "1"}))
    assert errors(response)[field]
    assert not ModulePage.objects.exists()


def test_a_complete_module_is_published(editor_client, site_tree):
    response = editor_client.post(add_url(site_tree), complete(**{"action-publish": "1"}))
    assert response.status_code == 302, errors(response)
    assert ModulePage.objects.get().live


def test_a_file_under_all_rights_reserved_is_not_published(editor_client, site_tree):
    licence = term(Licence, "hak-cipta", redistributable=False)
    document = factories.make_document()
    body = streamfield([("download", {"document": document.pk, "title": "", "text": ""})])
    response = editor_client.post(
        add_url(site_tree), complete(**{"licence": licence.pk, "body": body, "action-publish": "1"})
    )
    assert errors(response)["licence"]


def test_a_file_under_all_rights_reserved_is_fine_in_a_draft(editor_client, site_tree):
    licence = term(Licence, "hak-cipta", redistributable=False)
    body = streamfield([("download", {"document": factories.make_document().pk, "title": "", "text": ""})])
    editor_client.post(add_url(site_tree), complete(licence=licence.pk, body=body))
    assert draft_of().licence == licence


def test_a_link_under_all_rights_reserved_is_published(editor_client, site_tree):
    licence = term(Licence, "hak-cipta", redistributable=False)
    body = streamfield([("embed", {"url": "https://example.id/", "title": "Laman", "text": ""})])
    editor_client.post(add_url(site_tree), complete(**{"licence": licence.pk, "body": body, "action-publish": "1"}))
    assert ModulePage.objects.get().live


def test_a_typed_tag_maps_to_the_one_that_exists(editor_client, site_tree):
    Tag.objects.create(name="Kelas Kreatif")
    editor_client.post(add_url(site_tree), complete(**{"tags": '"kelas-kreatif", baru', "action-publish": "1"}))
    assert sorted(tag.name for tag in ModulePage.objects.get().tags.all()) == ["Kelas Kreatif", "baru"]


def test_a_retired_term_is_refused_unless_it_was_chosen_before(editor_client, site_tree):
    old = term(Platform, "lama", status="retired")
    response = editor_client.post(add_url(site_tree), complete(**{"platforms": [old.pk], "action-publish": "1"}))
    assert errors(response)["platforms"]
    page = factories.make_module(site_tree.modules, platforms=[old])
    response = editor_client.post(
        edit_url(page), complete(**{"slug": page.slug, "platforms": [old.pk], "action-publish": "1"})
    )
    assert response.status_code == 302, errors(response)


@pytest.mark.parametrize("published", [True, False])
def test_the_edit_form_shows_what_was_chosen(editor_client, site_tree, published):
    page = factories.make_module(site_tree.modules, platforms=[term(Platform, "canva", name="Canva")])
    if not published:
        page.save_revision()
    form = editor_client.get(edit_url(page)).context["form"]
    assert [box.data["label"] for box in form["platforms"] if box.data["selected"]] == ["Canva"]


# Related modules: a list of page choosers


@pytest.fixture
def three(site_tree):
    return [factories.make_module(site_tree.modules, title=title) for title in ("Satu", "Dua", "Tiga")]


def test_prerequisites_are_stored(editor_client, site_tree, three):
    editor_client.post(add_url(site_tree), complete(**{"prerequisites": page_list(*three), "action-publish": "1"}))
    page = ModulePage.objects.get(slug="poster-dengan-canva")
    assert set(page.prerequisites.all()) == set(three)


def test_a_draft_keeps_prerequisites(editor_client, site_tree, three):
    editor_client.post(add_url(site_tree), module_data(prerequisites=page_list(*three)))
    assert set(draft_of().prerequisites.all()) == set(three)


def test_a_removed_prerequisite_is_gone(editor_client, site_tree, three):
    editor_client.post(add_url(site_tree), complete(**{"prerequisites": page_list(*three), "action-publish": "1"}))
    page = ModulePage.objects.get(slug="poster-dengan-canva")
    left = page_list(*three, deleted=[three[1]])
    editor_client.post(edit_url(page), complete(**{"prerequisites": left, "action-publish": "1"}))
    assert set(page.prerequisites.all()) == {three[0], three[2]}


def test_a_prerequisite_chosen_twice_is_stored_once(editor_client, site_tree, three):
    twice = page_list(three[0], three[0])
    editor_client.post(add_url(site_tree), complete(**{"prerequisites": twice, "action-publish": "1"}))
    assert list(ModulePage.objects.get(slug="poster-dengan-canva").prerequisites.all()) == [three[0]]


def test_an_empty_chooser_is_ignored(editor_client, site_tree, three):
    prerequisites = page_list(three[0]) | {"count": "2", "1": {"value": "", "order": "1", "deleted": "", "id": ""}}
    editor_client.post(add_url(site_tree), module_data(prerequisites=prerequisites))
    assert list(draft_of().prerequisites.all()) == [three[0]]


def test_a_page_of_another_kind_is_not_taken(editor_client, site_tree, example):
    editor_client.post(add_url(site_tree), module_data(prerequisites=page_list(example)))
    assert not draft_of().prerequisites.exists()


def test_the_edit_form_shows_the_chosen_pages(editor_client, site_tree, three):
    page = factories.make_module(site_tree.modules, title="Empat", prerequisites=three)
    html = editor_client.get(edit_url(page)).content.decode()
    assert all(title in html for title in ("Satu", "Dua", "Tiga"))


# Addresses


@pytest.mark.parametrize("slug", ["cari", "api", "admin", "en", "mapel", "static"])
def test_an_address_of_the_site_is_refused_at_the_root(editor_client, site_tree, slug):
    url = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", site_tree.home.pk])
    data = nested_form_data({"title": "Halaman", "slug": slug, "body": streamfield([])})
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    response = editor_client.post(url, data)
    assert errors(response)["slug"]


def test_the_same_address_deeper_is_fine(editor_client, site_tree):
    editor_client.post(add_url(site_tree), module_data(slug="cari"))
    assert ModulePage.objects.get().slug == "cari"


# Copies are materials of their own; there are no aliases


def copy_data(page, parent, **changes):
    return {
        "new_title": page.title,
        "new_slug": "salinan",
        "new_parent_page": parent.pk,
        "publish_copies": "",
        **changes,
    }


def test_no_alias_is_offered(editor_client, module):
    html = editor_client.get(reverse("wagtailadmin_pages:copy", args=[module.pk])).content.decode()
    assert 'name="alias"' not in html


def test_an_alias_is_refused_with_a_message(editor_client, module, site_tree):
    url = reverse("wagtailadmin_pages:copy", args=[module.pk])
    response = editor_client.post(url, copy_data(module, site_tree.modules, alias="on"), follow=True)
    assert not Page.objects.filter(slug="salinan").exists()
    assert "alias" in " ".join(str(message) for message in response.context["messages"])


def test_an_alias_by_the_tree_above_is_refused(editor_client, module, site_tree):
    url = reverse("wagtailadmin_pages:copy", args=[site_tree.modules.pk])
    editor_client.post(url, copy_data(site_tree.modules, site_tree.home, alias="on", copy_subpages="on"))
    assert not Page.objects.filter(alias_of=module.page_ptr).exists()


def test_a_copy_has_a_name_of_its_own_for_ever(editor_client, module, site_tree):
    url = reverse("wagtailadmin_pages:copy", args=[module.pk])
    editor_client.post(url, copy_data(module, site_tree.modules))
    copy = ModulePage.objects.get(slug="salinan")
    assert copy.uuid != module.uuid


def test_code_cannot_make_an_alias_either(module, site_tree):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        module.create_alias(parent=site_tree.modules, update_slug="salinan")


# What we do not use is not there


def test_there_are_no_api_tokens(editor_client):
    assert editor_client.get("/admin/api-tokens/").status_code == 404
