"""A live lesson with files does not come under a module for links only, neither by a move nor by a published copy."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.models import Licence
from tests import factories
from tests.factories import term
from tests.modules.test_editing import copy_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(site_tree):
    """A module under a licence that allows links only."""
    licence = term(Licence, "hak-cipta", redistributable=False)
    return factories.make_module(site_tree.modules, "Tertutup", licence=licence)


@pytest.fixture
def lesson(module):
    """A live lesson with a file, under a module that allows it."""
    body = [("download", {"document": factories.make_document(), "title": "", "text": ""})]
    return factories.make_lesson(module, body=body)


def move(client, page, destination):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]), follow=True)


def move_in_bulk(client, page, destination):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", {"chooser": destination.pk}, follow=True)


def copy(client, page, destination, **changes):
    data = copy_data(page, destination, **changes)
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)


def parent(page):
    return Page.objects.get(pk=page.pk).get_parent().pk


def told(response, lesson, closed):
    said = " ".join(str(message) for message in response.context["messages"])
    return lesson.title in said and f"“{closed.licence.label}”" in said


@pytest.mark.parametrize("way", [move, move_in_bulk])
def test_a_live_lesson_with_files_is_not_moved_there(editor_client, module, closed, lesson, way):
    response = way(editor_client, lesson, closed)
    assert parent(lesson) == module.pk
    assert told(response, lesson, closed)


@pytest.mark.parametrize("way", [move, move_in_bulk])
def test_a_draft_may_move(editor_client, closed, lesson, way):
    lesson.unpublish()
    way(editor_client, lesson, closed)
    assert parent(lesson) == closed.pk


@pytest.mark.parametrize("way", [move, move_in_bulk])
def test_a_lesson_without_files_may_move(editor_client, module, closed, way):
    plain = factories.make_lesson(module, body=[("text", "<p>Buka tautan.</p>")])
    way(editor_client, plain, closed)
    assert parent(plain) == closed.pk


@pytest.mark.parametrize("way", [move, move_in_bulk])
def test_under_another_open_module_files_may_come(editor_client, site_tree, lesson, way):
    other = factories.make_module(site_tree.modules, "Terbuka")
    way(editor_client, lesson, other)
    assert parent(lesson) == other.pk


def test_no_published_copy_is_made_there(editor_client, closed, lesson):
    response = copy(editor_client, lesson, closed, publish_copies="on")
    assert not closed.get_children().exists()
    assert told(response, lesson, closed)


def test_a_copy_as_a_draft_is_made_there(editor_client, closed, lesson):
    copy(editor_client, lesson, closed)
    assert [page.live for page in Page.objects.get(pk=closed.pk).get_children()] == [False]


def test_a_published_copy_under_an_open_module_is_made(editor_client, module, lesson):
    copy(editor_client, lesson, module, publish_copies="on")
    assert Page.objects.get(slug="salinan").live
