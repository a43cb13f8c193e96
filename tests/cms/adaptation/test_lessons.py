"""Lessons that come back, change places or are held by somebody, while the source is taken over."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowState

from cms.adaptation.signal_handlers import refresh
from cms.adaptation.taking_over import take_over
from tests import factories
from tests.cms.adaptation.conftest import again, drafted, published, raw
from tests.cms.adaptation.test_taking_over import done, lessons, plan_for, row_of

pytestmark = pytest.mark.django_db


def test_a_lesson_that_comes_back_is_merged_not_doubled(source, adapted, contributor):
    lesson, ours = lessons(source)[0], lessons(adapted)[0]
    drafted(ours, title="Pelajaran kami")
    lesson.unpublish()
    done(adapted, contributor)
    assert plan_for(adapted, contributor).is_empty
    assert not refresh(row_of(adapted))
    published(lesson, body=[{"type": "text", "value": "<p>Satu, kembali.</p>", "id": raw(lesson)[0]["id"]}])
    assert refresh(row_of(adapted))
    assert plan_for(adapted, contributor).new_parts == []
    done(adapted, contributor)
    assert len(lessons(adapted)) == 2
    now = again_draft(ours)
    assert (now.title, str(now.body[0].value)) == ("Pelajaran kami", "<p>Satu, kembali.</p>")
    assert not refresh(row_of(adapted))


def again_draft(lesson):
    return type(lesson).objects.get(pk=lesson.pk).get_latest_revision_as_object()


def test_the_order_of_lessons_is_merged(source, adapted, contributor):
    first, second = lessons(source)
    second.move(first, pos="left")
    assert refresh(row_of(adapted))
    plan = plan_for(adapted, contributor)
    assert plan.reorders
    assert not plan.is_empty
    done(adapted, contributor)
    assert [lesson.title for lesson in lessons(adapted)] == ["Pelajaran dua", "Pelajaran satu"]
    assert plan_for(adapted, contributor).is_empty
    assert not refresh(row_of(adapted))


def test_our_own_order_of_lessons_stays(source, adapted, contributor):
    first, second = lessons(adapted)
    second.move(first, pos="left")
    published(source, title="Judul baru")
    done(adapted, contributor)
    assert [lesson.title for lesson in lessons(adapted)] == ["Pelajaran dua", "Pelajaran satu"]


def test_live_lessons_are_put_in_order_only_by_who_may(source, adapted, contributor):
    for page in (adapted, *lessons(adapted)):
        published(page)
    first, second = lessons(source)
    second.move(first, pos="left")
    assert not plan_for(adapted, contributor).reorders
    assert plan_for(adapted, factories.make_user("nasional", superuser=True)).reorders
    done(adapted, contributor)
    assert [lesson.title for lesson in lessons(adapted)] == ["Pelajaran satu", "Pelajaran dua"]


def test_a_new_first_lesson_comes_first(source, adapted, contributor):
    new = factories.make_lesson(again(source), "Nol", body=[("text", "<p>Nol.</p>")])
    type(new).objects.get(pk=new.pk).move(lessons(source)[0], pos="left")
    assert not plan_for(adapted, contributor).reorders
    done(adapted, contributor)
    assert [lesson.title for lesson in lessons(adapted)] == ["Nol", "Pelajaran satu", "Pelajaran dua"]


def lock(page):
    page.locked, page.locked_by, page.locked_at = True, factories.make_user("kurator"), timezone.now()
    page.save(update_fields=["locked", "locked_by", "locked_at"])


def test_a_lesson_that_somebody_locked_is_not_deleted(source, adapted, contributor):
    lessons(source)[1].unpublish()
    (conflict,) = plan_for(adapted, contributor).conflicts
    lock(lessons(adapted)[1])
    assert plan_for(adapted, contributor).conflicts == []
    take_over(row_of(adapted), contributor, {conflict.key: "theirs"}, plan_for(adapted, contributor).token)
    assert len(lessons(adapted)) == 2


def test_a_lesson_in_review_is_not_deleted(source, adapted, contributor):
    lessons(source)[1].unpublish()
    ours = lessons(adapted)[1]
    WorkflowState.objects.create(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(type(ours)),
        object_id=str(ours.pk),
        workflow=Workflow.objects.create(name="Telaah"),
    )
    assert plan_for(adapted, contributor).conflicts == []
