"""Which change writes events for which materials, in the transaction of the change itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms import schedule
from cms.merging import merge_tag, merge_term
from cms.models import QualityReview, Subject, Tag
from media.models import ExtractedText
from media.tasks import extract_text
from search.models import IndexEvent
from tests import factories
from tests.factories import term


class Log:
    """Which materials the event log names since the last look."""

    def __init__(self) -> None:
        self.seen = 0
        self.new()

    def new(self) -> set[int]:
        events = IndexEvent.objects.filter(pk__gt=self.seen).order_by("pk")
        found = {event.page_id for event in events}
        self.seen = max([self.seen, *(event.pk for event in events)])
        return found


def again(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


@pytest.fixture
def other(site_tree: factories.SiteTree) -> Any:
    """A public module that no change here concerns."""
    return factories.make_module(site_tree.modules, title="Modul lain")


@pytest.fixture
def module(other: Any, site_tree: factories.SiteTree) -> Any:
    return factories.make_module(site_tree.modules, title="Modul yang berubah", tags=["kelas kreatif"])


@pytest.fixture
def log(module: Any) -> Iterator[Log]:
    log = Log()
    yield log
    assert module.pk  # the fixture's order: the module exists before the log is read


def test_saving_a_draft_writes_no_event(module: Any, log: Log) -> None:
    page = again(module)
    page.title = "Draf baru"
    page.tags.add("tag draf")
    page.levels.clear()
    page.save_revision()
    assert log.new() == set()


def test_autosave_over_a_revision_writes_no_event(module: Any, log: Log) -> None:
    page = again(module)
    revision = page.save_revision()
    page.title = "Draf yang disimpan sendiri"
    page.save_revision(overwrite_revision=revision)
    assert log.new() == set()


def test_creating_a_draft_writes_no_event(site_tree: Any, module: Any, log: Log) -> None:
    factories.make_module(site_tree.modules, title="Draf", live=False)
    assert log.new() == set()


def test_publishing_a_change_writes_its_event(module: Any, log: Log) -> None:
    page = again(module)
    page.title = "Judul baru"
    page.save_revision().publish()
    assert log.new() == {module.pk}


def test_publishing_changed_terms_alone_writes_its_event(module: Any, log: Log) -> None:
    page = again(module)
    page.subjects.set([term(Subject, "biologi")])
    page.save_revision().publish()
    assert log.new() == {module.pk}


def test_publishing_a_draft_for_the_first_time_writes_its_event(site_tree: Any, module: Any, log: Log) -> None:
    draft = factories.make_module(site_tree.modules, title="Draf", live=False)
    draft.save_revision().publish()
    assert log.new() == {draft.pk}


def test_a_publish_that_is_rolled_back_leaves_no_event(module: Any, log: Log) -> None:
    page = again(module)
    page.title = "Tidak jadi"
    revision = page.save_revision()
    with transaction.atomic():
        revision.publish()
        transaction.set_rollback(True)
    assert log.new() == set()


def test_unpublishing_writes_its_event(module: Any, log: Log) -> None:
    again(module).unpublish()
    assert log.new() == {module.pk}


def test_deleting_writes_its_event(module: Any, log: Log) -> None:
    again(module).delete()
    assert log.new() == {module.pk}


def test_deleting_a_container_writes_events_for_all_below(module: Any, other: Any, site_tree: Any, log: Log) -> None:
    again(site_tree.modules).delete()
    assert log.new() == {module.pk, other.pk}


def test_copying_writes_the_event_of_the_copy(module: Any, log: Log) -> None:
    copied = again(module).copy(update_attrs={"slug": "salinan"}, keep_live=True)
    assert log.new() == {copied.pk}


def test_moving_writes_its_event(module: Any, site_tree: Any, log: Log) -> None:
    centre_page = factories.make_centre_page(site_tree)
    again(module).move(Page.objects.get(pk=centre_page.pk), pos="last-child")
    assert log.new() == {module.pk}


def test_moving_a_container_writes_events_for_all_below(module: Any, other: Any, site_tree: Any, log: Log) -> None:
    again(site_tree.modules).move(Page.objects.get(pk=site_tree.centres.pk), pos="last-child")
    assert log.new() == {module.pk, other.pk}


def test_a_containers_new_address_writes_events_for_all_below(site_tree: Any, module: Any, log: Log) -> None:
    centre_page = factories.make_centre_page(site_tree)
    local = factories.make_module(centre_page, title="Modul balai")
    log.new()
    page = again(centre_page)
    page.slug = "alamat-baru"
    page.save()
    assert log.new() == {local.pk}


def test_a_containers_new_title_writes_no_event(site_tree: Any, module: Any, log: Log) -> None:
    page = again(site_tree.modules)
    page.title = "Modul pelatihan"
    page.save_revision().publish()
    assert log.new() == set()


def test_unpublishing_a_container_writes_events_for_all_below(
    site_tree: Any, module: Any, other: Any, log: Log
) -> None:
    again(site_tree.modules).unpublish()
    assert log.new() == {module.pk, other.pk}


def test_privacy_added_and_removed_writes_events_for_all_below(
    site_tree: Any, module: Any, other: Any, log: Log
) -> None:
    restriction = PageViewRestriction.objects.create(
        page=again(site_tree.modules), restriction_type=PageViewRestriction.LOGIN
    )
    added = log.new()
    restriction.delete()
    assert (added, log.new()) == ({module.pk, other.pk}, {module.pk, other.pk})


def test_expiry_by_the_worker_writes_its_event(module: Any, log: Log) -> None:
    Page.objects.filter(pk=module.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    schedule.publish_scheduled()
    assert log.new() == {module.pk}


def test_a_scheduled_publish_writes_its_event_when_it_happens(site_tree: Any, module: Any, log: Log) -> None:
    draft = factories.make_module(site_tree.modules, title="Nanti", live=False)
    draft.go_live_at = timezone.now() + timedelta(seconds=0.5)
    draft.save_revision().publish()
    before = log.new()
    time.sleep(0.6)
    schedule.publish_scheduled()
    assert (before, log.new()) == (set(), {draft.pk})


def test_a_lessons_publish_writes_its_modules_event(module: Any, log: Log) -> None:
    lesson = factories.make_lesson(module)
    added = log.new()
    lesson.title = "Pelajaran lain"
    lesson.save_revision().publish()
    assert (added, log.new()) == ({module.pk}, {module.pk})


def test_a_lesson_moved_to_another_module_concerns_both(module: Any, other: Any, log: Log) -> None:
    lesson = factories.make_lesson(module)
    log.new()
    again(lesson).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert log.new() == {module.pk, other.pk}


def test_deleting_a_lesson_writes_its_modules_event(module: Any, log: Log) -> None:
    lesson = factories.make_lesson(module)
    log.new()
    again(lesson).delete()
    assert log.new() == {module.pk}


@pytest.fixture
def classified(module: Any, log: Log) -> Subject:
    subject = term(Subject, "biologi")
    page = again(module)
    page.subjects.set([subject])
    page.save()
    log.new()
    return subject


def test_a_renamed_term_writes_events_for_its_materials(module: Any, classified: Subject, log: Log) -> None:
    classified.name = "Ilmu hayat"
    classified.save()
    assert log.new() == {module.pk}


def test_a_retired_term_writes_events_for_its_materials(module: Any, classified: Subject, log: Log) -> None:
    classified.status = Subject.Status.RETIRED
    classified.save()
    assert log.new() == {module.pk}


def test_a_merged_term_writes_events_for_materials_under_either(
    module: Any, other: Any, classified: Subject, log: Log
) -> None:
    successor = term(Subject, "ipa")
    page = again(other)
    page.subjects.set([successor])
    page.save()
    log.new()
    merge_term(classified, successor)
    assert log.new() == {module.pk, other.pk}


def test_a_renamed_tag_writes_events_for_its_materials(module: Any, log: Log) -> None:
    tag = Tag.objects.get(key="kelaskreatif")
    tag.name = "Kelas penuh daya"
    tag.save()
    assert log.new() == {module.pk}


def test_a_merged_tag_writes_events_for_its_materials(module: Any, log: Log) -> None:
    into = Tag.objects.create(name="Kreatif", slug="kreatif")
    merge_tag(Tag.objects.get(key="kelaskreatif"), into)
    assert log.new() == {module.pk}


def test_a_quality_review_writes_its_event_and_so_does_its_end(module: Any, log: Log) -> None:
    review = QualityReview.objects.create(resource=module)
    written = log.new()
    review.delete()
    assert (written, log.new()) == ({module.pk}, {module.pk})


def using(module: Any, block: str, value: dict[str, Any]) -> None:
    page = again(module)
    page.body = [(block, value)]
    page.save_revision().publish()


def test_text_read_from_a_document_writes_events_for_the_materials_with_it(module: Any, log: Log) -> None:
    document = factories.make_document()
    using(module, "download", {"document": document})
    log.new()
    assert extract_text.call(document.pk) == ExtractedText.State.READ
    assert log.new() == {module.pk}


def test_text_read_from_a_lessons_document_writes_the_modules_event(module: Any, log: Log) -> None:
    document = factories.make_document()
    factories.make_lesson(module, body=[("download", {"document": document})])
    log.new()
    extract_text.call(document.pk)
    assert log.new() == {module.pk}


def test_a_changed_transcript_writes_events_for_the_materials_with_it(module: Any, log: Log) -> None:
    media = factories.make_media()
    using(module, "audio", {"audio": media})
    log.new()
    media.transcript = "Kata-kata baru."
    media.save()
    assert log.new() == {module.pk}
