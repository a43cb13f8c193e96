"""Scheduled publishing and expiry: each item by itself, one bad one stops nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page, PageLogEntry, Revision

from cms import schedule
from cms.models import Licence
from tests import factories

pytestmark = pytest.mark.django_db


def live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def planned(site_tree: Any, title: str, **fields: Any) -> Any:
    """A draft that an editor scheduled, whose time has come since."""
    page = factories.make_module(site_tree.modules, title=title, live=False, **fields)
    revision = page.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    return page


def test_what_is_due_is_published(site_tree: Any) -> None:
    page = planned(site_tree, "Nanti")
    assert schedule.publish_scheduled() == {"published": 1, "expired": 0, "failed": 0}
    assert live(page)


def test_what_is_not_due_waits(site_tree: Any) -> None:
    page = planned(site_tree, "Nanti")
    Revision.objects.update(approved_go_live_at=timezone.now() + timedelta(minutes=5))
    assert schedule.publish_scheduled()["published"] == 0
    assert not live(page)


def test_what_has_expired_is_unpublished(module: Any) -> None:
    Page.objects.filter(pk=module.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert schedule.publish_scheduled()["expired"] == 1
    page = Page.objects.get(pk=module.pk)
    assert (page.live, page.expired) == (False, True)


def test_one_that_may_not_be_published_does_not_stop_the_next(site_tree: Any) -> None:
    bad = planned(site_tree, "Tanpa lisensi", licence=None)
    good = planned(site_tree, "Lengkap")
    assert schedule.publish_scheduled() == {"published": 1, "expired": 0, "failed": 1}
    assert (live(bad), live(good)) == (False, True)


def test_one_that_fails_unexpectedly_does_not_stop_the_next(site_tree: Any, monkeypatch: Any) -> None:
    broken = planned(site_tree, "Rusak")
    good = planned(site_tree, "Lengkap")
    publish = Revision.publish

    def fail(self: Revision, *args: Any, **kwargs: Any) -> Any:
        if self.object_id == str(broken.pk):
            raise RuntimeError("odd")
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(Revision, "publish", fail)
    assert schedule.publish_scheduled() == {"published": 1, "expired": 0, "failed": 1}
    assert live(good)


def test_a_revision_whose_content_cannot_be_read_does_not_stop_the_next(site_tree: Any) -> None:
    broken = planned(site_tree, "Rusak")
    Revision.objects.filter(object_id=str(broken.pk)).update(content={})
    good = planned(site_tree, "Lengkap")
    assert schedule.publish_scheduled()["failed"] == 1
    assert live(good)


def test_what_may_not_be_published_is_tried_once(site_tree: Any) -> None:
    planned(site_tree, "Tanpa lisensi", licence=None)
    schedule.publish_scheduled()
    assert schedule.publish_scheduled() == {"published": 0, "expired": 0, "failed": 0}
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_live_page_stays_as_it_was_when_its_next_version_is_refused(module: Any) -> None:
    title = module.title
    module.title, module.licence = "Versi berikut", None
    revision = module.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    schedule.publish_scheduled()
    page = Page.objects.get(pk=module.pk)
    assert (page.live, page.title, page.latest_revision_id) == (True, title, revision.pk)


def test_the_history_says_why_it_was_not_published(site_tree: Any, editor_client: Any) -> None:
    bad = planned(site_tree, "Tanpa lisensi", licence=None)
    schedule.publish_scheduled()
    entry = PageLogEntry.objects.get(page=bad.pk, action="sinau.schedule_refused")
    assert entry.revision == bad.get_latest_revision()
    html = editor_client.get(reverse("wagtailadmin_pages:history", args=[bad.pk])).content.decode()
    assert escape(entry.data["reasons"][0]) in html


def test_a_page_of_another_type_that_is_not_valid_is_refused_the_same_way(site_tree: Any) -> None:
    page = factories.make_centre_page(site_tree, live=False)
    page.email = "bukan surel"
    revision = page.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    schedule.publish_scheduled()
    assert PageLogEntry.objects.filter(page=page.pk, action="sinau.schedule_refused").exists()
    assert not live(page)


def test_what_was_refused_is_published_once_it_is_mended_and_planned_again(site_tree: Any) -> None:
    bad = planned(site_tree, "Tanpa lisensi", licence=None)
    schedule.publish_scheduled()
    bad.licence = factories.term(Licence, "cc-by")
    revision = bad.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    schedule.publish_scheduled()
    assert live(bad)


def test_an_unexpected_error_is_tried_again(site_tree: Any, monkeypatch: Any) -> None:
    page = planned(site_tree, "Nanti")
    with monkeypatch.context() as broken:
        broken.setattr(Revision, "publish", lambda self, **kwargs: 1 / 0)
        schedule.publish_scheduled()
    schedule.publish_scheduled()
    assert live(page)


def test_a_second_run_has_nothing_to_do(site_tree: Any) -> None:
    planned(site_tree, "Nanti")
    schedule.publish_scheduled()
    assert schedule.publish_scheduled() == {"published": 0, "expired": 0, "failed": 0}
