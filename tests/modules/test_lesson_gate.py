"""What may not go live: a material without a level, blocks left half done, files under a licence for links only."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import Level, Licence
from cms.publishing import PublishRefused
from tests import factories
from tests.factories import term
from tests.modules.test_editing import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def links_only(db):
    return term(Licence, "hak-cipta", redistributable=False)


@pytest.fixture
def download(db):
    """A body with a file."""
    return [("download", {"document": factories.make_document(), "title": "", "text": ""})]


def publish(page):
    page.save_revision(clean=False).publish()


def live(page):
    return Page.objects.get(pk=page.pk).live


# Levels


def test_without_a_level_nothing_is_published(site_tree):
    page = factories.make_module(site_tree.modules, live=False, levels=[])
    with pytest.raises(PublishRefused) as refused:
        publish(page)
    assert set(refused.value.message_dict) == {"levels"}
    assert not live(page)


def test_a_level_chosen_in_the_draft_is_enough(site_tree):
    page = factories.make_module(site_tree.modules, live=False, levels=[])
    page.levels.set([term(Level, "dasar")])
    publish(page)
    assert live(page)


# Blocks


def test_a_quiz_without_a_right_answer_is_not_published(site_tree):
    quiz = factories.quiz_value()
    quiz["choices"][0]["correct"] = False
    page = factories.make_module(site_tree.modules, live=False, body=[("quiz", quiz)])
    with pytest.raises(PublishRefused) as refused:
        publish(page)
    assert set(refused.value.message_dict) == {"body"}


def test_a_picture_without_alternative_text_is_not_published_in_a_lesson(module):
    picture = factories.picture_value(factories.make_image(), alt="")
    lesson = factories.make_lesson(module, live=False, body=[("image", picture)])
    with pytest.raises(PublishRefused):
        publish(lesson)
    assert not live(lesson)


def test_a_decorative_picture_needs_none(module):
    picture = factories.picture_value(factories.make_image(), alt="", decorative=True)
    lesson = factories.make_lesson(module, live=False, body=[("image", picture)])
    publish(lesson)
    assert live(lesson)


# Lessons and the licence of their module


def test_a_lesson_with_a_file_stays_a_draft_under_a_module_for_links_only(site_tree, links_only, download):
    module = factories.make_module(site_tree.modules, licence=links_only)
    lesson = factories.make_lesson(module, live=False, body=download)
    with pytest.raises(PublishRefused) as refused:
        publish(lesson)
    assert set(refused.value.message_dict) == {"body"}
    assert not live(lesson)


def test_a_lesson_without_files_goes_live_there(site_tree, links_only):
    module = factories.make_module(site_tree.modules, licence=links_only)
    lesson = factories.make_lesson(module, live=False, body=[("text", "<p>Buka tautan.</p>")])
    publish(lesson)
    assert live(lesson)


def test_the_licence_that_readers_see_decides(site_tree, links_only, download):
    """A draft of the module under another licence changes nothing for its readers yet."""
    module = factories.make_module(site_tree.modules)
    module.licence = links_only
    module.save_revision(clean=False)
    lesson = factories.make_lesson(module, live=False, body=download)
    publish(lesson)
    assert live(lesson)


def test_under_an_unpublished_module_its_draft_decides(site_tree, links_only, download):
    module = factories.make_module(site_tree.modules, live=False)
    module.licence = links_only
    module.save_revision(clean=False)
    lesson = factories.make_lesson(module, live=False, body=download)
    with pytest.raises(PublishRefused):
        publish(lesson)


def test_a_module_whose_live_lessons_have_files_does_not_become_links_only(site_tree, links_only, download):
    module = factories.make_module(site_tree.modules)
    publish(factories.make_lesson(module, live=False, body=download))
    module = type(module).objects.get(pk=module.pk)
    module.licence = links_only
    with pytest.raises(PublishRefused) as refused:
        publish(module)
    assert set(refused.value.message_dict) == {"licence"}


def test_nor_is_it_published_again_with_them(site_tree, links_only, download):
    """While the module is unpublished its lessons are not public, and would be so again at once."""
    module = factories.make_module(site_tree.modules)
    publish(factories.make_lesson(module, live=False, body=download))
    module = type(module).objects.get(pk=module.pk)
    module.unpublish()
    module.licence = links_only
    with pytest.raises(PublishRefused):
        publish(module)


# In the form


def lesson_data(**changes):
    fields = {"title": "Bagian satu", "slug": "bagian-satu", "body": streamfield([]), **changes}
    return nested_form_data({**fields, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"})


def add_lesson(client, module, **changes):
    url = reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", module.pk])
    return client.post(url, lesson_data(**changes))


def test_the_form_shows_the_problem_at_the_body(editor_client, site_tree, links_only):
    module = factories.make_module(site_tree.modules, licence=links_only)
    document = factories.make_document()
    body = streamfield([("download", {"document": document.pk, "title": "", "text": ""})])
    response = add_lesson(editor_client, module, **{"body": body, "action-publish": "1"})
    assert errors(response)["body"]


def test_a_lesson_is_published_from_the_form(editor_client, module):
    body = streamfield([("text", rich_text("<p>Mulai.</p>"))])
    data = {"body": body, "duration_minutes": "2", "duration_minutes_unit": "jp", "action-publish": "1"}
    response = add_lesson(editor_client, module, **data)
    assert response.status_code == 302, errors(response)
    assert type(module).objects.get(pk=module.pk).lessons()[0].duration_minutes == 90


@pytest.mark.parametrize("number", [1, 2])
def test_a_title_used_before_gets_an_address_of_its_own(editor_client, module, number):
    for _each in range(number):
        add_lesson(editor_client, module)
    slugs = [page.slug for page in Page.objects.get(pk=module.pk).get_children().order_by("path")]
    assert slugs == ["bagian-satu", "bagian-satu-2"][:number]


def test_an_address_that_was_typed_is_not_changed(editor_client, module):
    add_lesson(editor_client, module, slug="pilihan")
    response = add_lesson(editor_client, module, slug="pilihan")
    assert errors(response)["slug"]


def test_a_module_offers_its_next_lesson(admin_client, module):
    page = admin_client.get(f"/admin/pages/{module.pk}/edit/").content.decode()
    assert f"/admin/pages/add/modules/lessonpage/{module.pk}/" in page
    assert "Tambah Pelajaran" in page
