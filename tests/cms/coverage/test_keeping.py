"""Slow figures are kept for a minute, and counted anew after whatever readers would see of a change."""

import pytest

from cms.coverage import keeping
from cms.coverage.axes import LEVEL, PLATFORM, SUBJECT
from cms.coverage.keeping import kept_count
from cms.models import LearningResource, Level, Subject
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(site_tree):
    return factories.make_module(site_tree.modules, subjects=[term(Subject, "ipas")], levels=[term(Level, "mahir")])


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(keeping, "SLOW_SECONDS", -1)


def total():
    return kept_count(SUBJECT, LEVEL).counts.total


def test_a_small_library_is_always_counted(module, monkeypatch):
    monkeypatch.setattr(keeping, "SLOW_SECONDS", 1_000)
    assert kept_count(SUBJECT, LEVEL).seconds == 0
    LearningResource.objects.update(live=False)
    assert total() == 0


def test_slow_figures_are_kept(module, slow, monkeypatch):
    first = kept_count(SUBJECT, LEVEL)
    monkeypatch.setattr(keeping, "count", lambda *args, **kwargs: pytest.fail("counted again"))
    again = kept_count(SUBJECT, LEVEL)
    assert (again.counts, again.key, again.seconds) == (first.counts, first.key, 60)


def test_publishing_and_taking_back_are_seen_at_once(module, slow):
    assert total() == 1
    module.unpublish()
    assert total() == 0
    module.save_revision(clean=False).publish()
    assert total() == 1


def test_a_changed_term_is_seen_at_once(module, slow):
    before = kept_count(SUBJECT, LEVEL).key
    term(Subject, "seni")
    assert kept_count(SUBJECT, LEVEL).key != before


def test_each_choice_has_figures_of_its_own(site_tree, module, slow):
    level = LEVEL.resolve("mahir")
    keys = {kept_count(SUBJECT, LEVEL).key, kept_count(LEVEL, SUBJECT).key}
    keys.add(kept_count(SUBJECT, LEVEL, centre=factories.make_centre_page(site_tree).centre).key)
    keys |= {kept_count(SUBJECT, PLATFORM, chosen=(LEVEL, level)).key, kept_count(SUBJECT, PLATFORM).key}
    assert len(keys) == 5


def test_the_page_is_the_same_from_the_cache(client, module, slow):
    client.force_login(factories.make_user("pusat", superuser=True))
    first = client.get("/admin/reports/peta-cakupan/").content.decode()
    again = client.get("/admin/reports/peta-cakupan/").content.decode()
    assert "mahir" in first
    assert first[first.index('id="coverage-chart"') :] == again[again.index('id="coverage-chart"') :]
