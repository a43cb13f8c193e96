"""The note "the source has changed": true whichever way the source changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.adaptation.adapting import adapt
from cms.adaptation.models import Adaptation
from cms.adaptation.signal_handlers import note_changes, refresh
from cms.adaptation.taking_over import take_over
from cms.workspaces.models import Role
from tests import factories
from tests.cms.adaptation.conftest import again, drafted, published, raw
from tests.cms.adaptation.test_taking_over import lessons, plan_for, row_of
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db


def test_the_note_follows_the_source(source, adapted):
    assert row_of(adapted).source_changed_at is None
    published(source, title="Judul baru")
    assert row_of(adapted).source_changed_at is not None
    published(again(source), title="Poster kelas")
    assert row_of(adapted).source_changed_at is None


def test_publishing_the_same_again_is_no_change(source, adapted):
    published(source)
    assert row_of(adapted).source_changed_at is None


@pytest.mark.parametrize("what", ["lesson changed", "lesson deleted", "lesson unpublished", "lesson added"])
def test_lessons_of_the_source_count(source, adapted, what):
    lesson = lessons(source)[0]
    if what == "lesson changed":
        published(lesson, title="Lain")
    elif what == "lesson deleted":
        lesson.delete()
    elif what == "lesson unpublished":
        lesson.unpublish()
    else:
        published(factories.make_lesson(again(source), "Baru", live=False))
    assert row_of(adapted).source_changed_at is not None


def test_a_draft_of_the_source_is_nobodys_business(source, adapted):
    drafted(source, title="Belum")
    assert not refresh(row_of(adapted))


def test_a_lesson_that_was_left_out_and_is_hidden_is_no_change(source, adapted, contributor):
    new = factories.make_lesson(again(source), "Sela", body=[("text", "<p>Sela.</p>")])
    (conflict,) = plan_for(adapted, contributor).conflicts
    take_over(row_of(adapted), contributor, {conflict.key: "ours"}, plan_for(adapted, contributor).token)
    type(new).objects.get(pk=new.pk).unpublish()
    assert row_of(adapted).source_changed_at is None
    assert not refresh(row_of(adapted))


def test_what_the_editor_numbers_anew_is_no_change(source, adapted):
    blocks = raw(source)
    blocks[0]["value"] = '<p data-block-key="abcde">Pembuka.</p>'
    published(source, body=blocks)
    lesson = lessons(source)[0]
    blocks = raw(lesson)
    blocks[0]["value"] = '<p data-block-key="abcde">Satu.</p>'
    published(lesson, body=blocks)
    assert row_of(adapted).source_changed_at is None


def test_the_order_of_the_lessons_counts(source, adapted):
    first, second = lessons(source)
    second.move(first, pos="left")
    assert refresh(row_of(adapted))


def test_the_queries_of_publishing_do_not_grow_with_the_adaptations(source, adapted, site_tree):
    def cost(title):
        with CaptureQueriesContext(connection) as captured:
            note_changes(again(source))
        assert all(row.source_changed_at for row in Adaptation.objects.all()) == (title != "Poster kelas")
        return len(captured)

    def renamed(title):
        type(source).objects.filter(pk=source.pk).update(title=title)
        return cost(title)

    few = renamed("Judul dua"), renamed("Poster kelas")
    for number in range(4):
        there = make_workspace(site_tree, f"balai-{number}")
        adapt(again(source), there, make_member(there, Role.CONTRIBUTOR, f"kontributor-{number}"))
    assert (renamed("Judul dua"), renamed("Poster kelas")) == few
