"""The panel "Still missing": what it asks for, where it leads, who may ask, and that asking changes nothing."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Revision
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.admin.checklist import checklist, required_fields
from cms.models import Grade, Level, Licence, SchoolLevel, Subject, Tag
from modules.models import ModulePage
from tests import factories
from tests.factories import term
from tests.modules.test_editing import complete, module_data
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


def missing(page):
    """(field, required) of everything that is missing."""
    return {(item.field, item.required) for item in checklist(page).items if not item.done}


def required(page):
    return {item.field for item in checklist(page).required}


def recommended(page):
    return {item.field for item in checklist(page).recommended}


@pytest.fixture
def finished(site_tree):
    """Nothing is missing here."""
    return factories.make_module(
        site_tree.modules,
        summary="Membuat poster kelas dengan Canva dalam dua pertemuan, cukup satu gambar.",
        cover=factories.make_image(),
        school_levels=[term(SchoolLevel, "sd")],
        subjects=[term(Subject, "matematika")],
        tags=["poster"],
        duration_minutes=90,
        authors=[("author", {"name": "Rina", "affiliation": ""})],
        objectives=[("objective", "Membuat poster.")],
        body=[("text", "<p>Buka Canva.</p>")],
    )


def test_a_finished_material_lacks_nothing(finished):
    found = checklist(finished)
    assert [item for item in found.items if not item.done] == []
    assert found.done == found.total > 10


def test_an_empty_one_lacks_what_publishing_asks_for(site_tree):
    page = factories.make_module(site_tree.modules, live=False, summary="", levels=[], licence=None, language=None)
    assert required(page) == {"summary", "levels", "licence", "language"}


@pytest.mark.parametrize(
    "field, value",
    [
        ("cover", None),
        ("school_levels", []),
        ("subjects", []),
        ("duration_minutes", None),
        ("authors", []),
        ("objectives", []),
        ("body", []),
        ("summary", "Poster kelas."),
    ],
)
def test_each_recommendation_stands_for_itself(finished, field, value):
    setattr(finished, field, value)
    assert missing(finished) == {(field, False)}


def test_without_a_tag_one_is_recommended(finished):
    finished.tags.clear()
    assert recommended(finished) == {"tags"}


def test_lessons_are_content_too(finished):
    factories.make_lesson(finished, live=False)
    page = type(finished).objects.get(pk=finished.pk)
    page.body = []
    assert missing(page) == set()


def test_what_does_not_go_together_is_only_recommended(finished):
    grade = term(Grade, "7")
    grade.school_levels.set([term(SchoolLevel, "smp")])
    finished.grades.set([grade])
    assert missing(finished) == {("grades", False)}


def test_an_example_with_a_name_needs_the_consent(site_tree):
    page = factories.make_example(site_tree.examples, teacher="Rina")
    assert "consent_on" in recommended(page)
    page.teacher = ""
    assert "consent_on" not in {item.field for item in checklist(page).items}


def test_an_empty_gallery_is_required(site_tree):
    assert "gallery" in required(factories.make_example(site_tree.examples, live=False, gallery=[]))


def test_a_lesson_has_a_list_of_its_own(module):
    lesson = factories.make_lesson(module)
    assert missing(lesson) == {("duration_minutes", False), ("body", False)}


def test_a_foreign_kind_has_one_without_a_word_of_its_own(site_tree):
    page = factories.pages.make_resource(site_tree.modules, EpisodePage, title="Siniar", live=False, licence=None)
    assert required(page) == {"licence"}
    assert {"cover", "tags"} <= recommended(page)


def test_what_is_required_is_what_the_form_asks_for():
    assert required_fields(ModulePage) == ["title", "summary", "levels", "language", "licence"]


# Within the blocks


def with_body(page, *blocks):
    """The page with these blocks, which have their ids once they are saved."""
    page.body = list(blocks)
    page.save()
    return type(page).objects.get(pk=page.pk)


def test_a_picture_without_alternative_text_is_named_with_its_place(finished):
    good, bad = (("image", factories.picture_value(factories.make_image(), alt=alt)) for alt in ("Poster", ""))
    page = with_body(finished, ("text", "<p>Satu.</p>"), good, bad)
    [item] = checklist(page).required
    assert (item.field, item.block, item.part) == ("body", page.body[2].id, "alt_text")
    assert "2" in item.label


def test_a_question_without_a_right_answer_is_named(finished):
    quiz = factories.quiz_value()
    quiz["choices"][0]["correct"] = False
    page = with_body(finished, ("quiz", quiz))
    [item] = checklist(page).required
    assert (item.block, item.part) == (page.body[0].id, "choices")


def test_a_field_with_a_broken_block_is_told_once(site_tree):
    """At the block; not at the field besides."""
    picture = factories.picture_value(factories.make_image(), alt="")
    page = factories.make_example(site_tree.examples, live=False, gallery=[("image", picture)])
    page = type(page).objects.get(pk=page.pk)
    assert [item.block for item in checklist(page).required if item.field == "gallery"] == [page.gallery[0].id]


# In the editor


def add_address(tree):
    return reverse("checklist_add", args=["modules", "modulepage", tree.modules.pk])


def edit_address(page):
    return reverse("checklist_edit", args=[page.pk])


def linked(response):
    """The fields that the answer links to."""
    return set(re.findall(r'data-checklist-field="(\w+)"', response.content.decode()))


def test_the_panel_is_there_before_anything_is_saved(editor_client, site_tree):
    url = reverse("wagtailadmin_pages:add", args=["modules", "modulepage", site_tree.modules.pk])
    response = editor_client.get(url)
    assert {"title", "summary", "levels", "licence"} <= linked(response)
    assert 'data-side-panel-toggle="checklist"' in response.content.decode()


def test_the_panel_is_there_for_lessons_and_foreign_kinds(editor_client, module, site_tree):
    episode = factories.pages.make_resource(site_tree.modules, EpisodePage, title="Siniar")
    for page in (factories.make_lesson(module), episode):
        response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert 'data-side-panel-toggle="checklist"' in response.content.decode()


def test_other_pages_have_none(editor_client, site_tree):
    page = factories.make_standard_page(site_tree.home)
    response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert 'data-side-panel-toggle="checklist"' not in response.content.decode()


def test_a_form_of_a_new_page_is_answered(editor_client, site_tree):
    response = editor_client.post(add_address(site_tree), module_data())
    assert {"summary", "levels", "licence"} <= linked(response)
    assert "title" not in linked(response)


def test_an_empty_title_is_missed_and_its_address_is_not(editor_client, site_tree):
    found = linked(editor_client.post(add_address(site_tree), module_data(title="", slug="")))
    assert "title" in found
    assert "slug" not in found


def test_what_is_chosen_in_the_form_counts(editor_client, site_tree):
    data = complete(subjects=[term(Subject, "matematika").pk], tags="kuis, poster", duration_minutes="2")
    found = linked(editor_client.post(add_address(site_tree), data))
    assert found.isdisjoint({"levels", "licence", "subjects", "tags", "duration_minutes"})


def test_the_form_of_a_saved_page_counts_not_the_page(editor_client, finished):
    data = module_data(slug=finished.slug, title=finished.title, licence=finished.licence.pk)
    found = linked(editor_client.post(edit_address(finished), data))
    assert {"summary", "levels", "cover"} <= found
    assert "licence" not in found


def test_a_broken_block_of_the_form_is_linked(editor_client, site_tree):
    image = factories.make_image()
    picture = {"image": {"image": image.pk, "decorative": "", "alt_text": ""}, "caption": ""}
    body = streamfield([("text", rich_text("<p>Satu.</p>")), ("image", picture)])
    body["1"]["id"] = "6a1f0a3e-8c1f-4d7b-9a53-0c2f6d1f7a10"
    response = editor_client.post(add_address(site_tree), complete(body=body))
    assert 'data-checklist-part="alt_text"' in response.content.decode()


def test_a_number_that_is_none_is_told(editor_client, site_tree):
    assert "duration_minutes" in linked(
        editor_client.post(add_address(site_tree), complete(duration_minutes="lama", duration_minutes_unit="jp"))
    )


def test_asking_writes_nothing(editor_client, site_tree, finished):
    before = (Page.objects.count(), Revision.objects.count(), Tag.objects.count())
    editor_client.post(add_address(site_tree), complete(tags="label baru"))
    editor_client.post(edit_address(finished), complete(slug=finished.slug, tags="label lain", levels=[]))
    assert (Page.objects.count(), Revision.objects.count(), Tag.objects.count()) == before
    assert list(ModulePage.objects.get(pk=finished.pk).levels.all()) == [term(Level, "dasar")]


def test_only_who_may_edit_the_page_may_ask(client, site_tree, finished, centre_page):
    """An editor of a centre, who may edit there and nowhere else."""
    group = Group.objects.create(name="Balai")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=Page.objects.get(pk=centre_page.pk), permission=Permission.objects.get(codename=name)
        )
    user = factories.make_user("balai")
    user.groups.add(group)
    client.force_login(user)
    assert client.post(edit_address(finished), module_data()).status_code == 302
    assert client.post(add_address(site_tree), module_data()).status_code == 302
    own = reverse("checklist_add", args=["modules", "modulepage", centre_page.pk])
    assert client.post(own, module_data()).status_code == 200


def test_who_is_not_logged_in_is_sent_to_the_door(client, finished):
    assert client.post(edit_address(finished), module_data())["location"].startswith("/admin/login/")


def test_it_is_only_asked_with_a_form(editor_client, finished):
    assert editor_client.get(edit_address(finished)).status_code == 405


def test_the_address_follows_that_of_the_form(finished):
    """The script takes what follows `pages/` in the form's address."""
    pages, checks = reverse("wagtailadmin_explore_root"), reverse("checklist")
    form = reverse("wagtailadmin_pages:edit", args=[finished.pk])
    assert form.startswith(pages)
    assert checks + form.removeprefix(pages) == edit_address(finished)


def test_an_old_version_being_reverted_to_has_one_too(editor_client, finished):
    old = finished.save_revision(clean=False)
    finished.save_revision(clean=False)
    form = reverse("wagtailadmin_pages:revisions_revert", args=[finished.pk, old.pk])
    assert 'data-side-panel-toggle="checklist"' in editor_client.get(form).content.decode()
    address = reverse("checklist_revert", args=[finished.pk, old.pk])
    assert form.removeprefix(reverse("wagtailadmin_explore_root")) == address.removeprefix(reverse("checklist"))


def test_a_licence_for_links_only_is_told_with_its_files(finished):
    finished.licence = term(Licence, "hak-cipta", redistributable=False)
    assert required(finished) == {"licence"}
