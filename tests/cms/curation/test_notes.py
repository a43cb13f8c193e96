"""Notes on the fields of a material and of its lessons; what the automatic checks find, for author and curator."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.curation.models import Decision, DecisionKind, Submission
from cms.curation.sending import send
from tests import factories
from tests.cms.curation.conftest import Desk, form_data, logged_in


@pytest.fixture
def lesson(desk: Desk, module: Any) -> Any:
    lesson = factories.make_lesson(module, "Pelajaran awal", live=False, owner=desk.contributor)
    lesson.save_revision(user=desk.contributor, clean=False)
    return lesson


def saved(page: Any, *titles: str) -> None:
    """A draft with a heading of each title that skips a level."""
    draft = page.get_latest_revision_as_object()
    draft.body = [("text", f"<h2>Mulai</h2><h4>{title}</h4>") for title in titles]
    draft.save_revision(clean=False)


def shown(user: Any, name: str, *args: int) -> list[tuple[int, int, str]]:
    """Page id, number of findings and address of each group."""
    context = logged_in(user).get(reverse(name, args=args)).context
    return [(row["page"].pk, len(row["findings"]), row["url"]) for row in context["checked"]]


def test_a_note_on_a_lesson_is_read_there(desk: Desk, module: Any, lesson: Any) -> None:
    submission = send(module, desk.contributor)
    url = reverse("curation:decide", args=[submission.pk])
    notes = {f"field_note_{lesson.pk}_body": "Tambahkan contoh.", f"field_note_{module.pk}_summary": "Lebih pendek."}
    assert [name for name in notes if f'name="{name}"' not in logged_in(desk.first).get(url).content.decode()] == []
    logged_in(desk.first).post(url, form_data(submission, DecisionKind.SEND_BACK, **notes))

    assert [comment.contentpath for comment in lesson.wagtail_admin_comments.all()] == ["body"]
    assert lesson.wagtail_admin_comments.get().revision_created_id == lesson.latest_revision_id
    assert [comment.contentpath for comment in module.wagtail_admin_comments.all()] == ["summary"]
    assert {(note["page"], note["field"]) for note in Decision.objects.get().field_notes} == {
        (module.pk, "summary"),
        (lesson.pk, "body"),
    }
    form_of_lesson = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    form_of_module = reverse("wagtailadmin_pages:edit", args=[module.pk])
    author = logged_in(desk.contributor)
    above_module = author.get(form_of_module).content.decode()
    assert f'href="{form_of_lesson}#id_body"' in above_module
    assert 'href="#id_summary" data-checklist-field="summary"' in above_module
    above_lesson = author.get(form_of_lesson).content.decode()
    assert 'href="#id_body" data-checklist-field="body"' in above_lesson
    assert "Tambahkan contoh." in above_lesson
    assert "Lebih pendek." not in above_lesson
    assert f'<a href="{form_of_module}">' in above_lesson


def test_no_note_on_what_was_not_sent(desk: Desk, module: Any) -> None:
    submission = send(module, desk.contributor)
    other = factories.make_module(desk.page, "Lain")
    data = form_data(submission, DecisionKind.SEND_BACK, **{f"field_note_{other.pk}_summary": "Salah alamat."})
    logged_in(desk.first).post(reverse("curation:decide", args=[submission.pk]), data)
    assert Decision.objects.get().field_notes == []
    assert not other.wagtail_admin_comments.exists()


def test_both_sides_see_what_the_checks_find(desk: Desk, module: Any, lesson: Any) -> None:
    saved(module, "Lalu")
    saved(lesson, "Satu", "Dua")
    pages = (module, lesson)
    forms = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages]
    assert shown(desk.contributor, "curation:send", module.pk) == [
        (module.pk, 1, forms[0]),
        (lesson.pk, 2, forms[1]),
    ]
    submission = send(module, desk.contributor)
    previews = [reverse("curation:preview", args=[submission.pk, page.pk]) for page in pages]
    assert shown(desk.first, "curation:decide", submission.pk) == [
        (module.pk, 1, previews[0]),
        (lesson.pk, 2, previews[1]),
    ]
    page = logged_in(desk.first).get(reverse("curation:decide", args=[submission.pk])).content.decode()
    assert page.count("Lalu") >= 1
    assert previews[1] in page


def test_it_is_said_when_the_checks_find_nothing(desk: Desk, module: Any, lesson: Any) -> None:
    quiet = ("Automatic checks found nothing.", "Pemeriksaan otomatis tidak menemukan apa-apa.")
    before = logged_in(desk.contributor).get(reverse("curation:send", args=[module.pk])).content.decode()
    submission = send(module, desk.contributor)
    after = logged_in(desk.first).get(reverse("curation:decide", args=[submission.pk])).content.decode()
    assert [any(words in page for words in quiet) for page in (before, after)] == [True, True]


def test_queries_do_not_grow_with_the_findings(desk: Desk, module: Any, lesson: Any) -> None:
    def count(user: Any, name: str, pk: int) -> int:
        client = logged_in(user)
        client.get(reverse(name, args=[pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name, args=[pk]))
        return len(queries)

    numbers = []
    for many in (2, 15):
        saved(lesson, *(f"Judul {n}" for n in range(many)))
        sending = count(desk.contributor, "curation:send", module.pk)
        submission = send(module, desk.contributor)
        assert [row[1] for row in shown(desk.first, "curation:decide", submission.pk)] == [many]
        numbers.append((sending, count(desk.first, "curation:decide", submission.pk)))
        Submission.objects.get(pk=submission.pk).workflow_state.cancel(user=desk.contributor)
    assert numbers[0] == numbers[1]
