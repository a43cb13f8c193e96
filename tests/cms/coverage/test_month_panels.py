"""This month on the admin's home: a centre's own, and all centres for the national admins."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.coverage.month_panels import centres_by_publications, month_figures, months
from cms.workspaces.models import Role
from tests import factories
from tests.cms.test_desk_home import add_link, home, panel
from tests.factories.workspaces import make_member, make_workspace

pytestmark = pytest.mark.django_db


def moments():
    before, this = months()
    return before + datetime.timedelta(days=3), this + datetime.timedelta(minutes=1)


def log(page, action, when):
    return PageLogEntry.objects.create(
        content_type=page.cached_content_type, page_id=page.pk, label=page.title, action=action, timestamp=when
    )


@pytest.fixture
def ours(site_tree):
    return make_workspace(site_tree)


def published(workspace, when, title="Modul"):
    return factories.make_module(workspace.centre.page, title, first_published_at=when, last_published_at=when)


def test_a_month_begins_at_local_midnight_and_follows_the_one_before():
    before, this = months()
    assert (before.day, this.day, this.hour, before.hour) == (1, 1, 0, 0)
    assert (before.month % 12) + 1 == this.month
    assert this <= timezone.now()


def test_what_was_begun_sent_and_published_is_counted_by_material_and_month(ours):
    earlier, now = moments()
    page = published(ours, now)
    for when in (earlier, now, now):
        log(page, "wagtail.create", when)
        log(page, "wagtail.workflow.start", when)
    numbers = [(now, before) for _label, now, before in month_figures([ours.centre.pk])[ours.centre.pk]]
    assert numbers == [(1, 1), (1, 1), (1, 0)]


def test_other_centres_figures_are_not_mine(client, site_tree, ours):
    _earlier, now = moments()
    theirs = make_workspace(site_tree, "balai-bali")
    for _again in range(7):
        published(theirs, now)
    client.force_login(make_member(ours, Role.CONTRIBUTOR))
    mine = panel(home(client), "centre")
    assert "<b>7</b>" not in mine
    assert "balai-tekkomdik-diy" in mine
    assert not panel(home(client), "centres")


def test_a_month_without_anything_offers_a_way_to_begin(client, ours):
    client.force_login(make_member(ours, Role.CONTRIBUTOR))
    assert add_link() in panel(home(client), "centre")


def test_who_is_in_no_centre_has_no_such_panel(editor_client, ours):
    assert not panel(home(editor_client), "centre")


def test_centres_are_ordered_by_what_they_published_this_month(site_tree, ours):
    earlier, now = moments()
    theirs = make_workspace(site_tree, "balai-bali")
    published(theirs, now)
    published(ours, earlier)
    rows = [(c.slug, c.published_now, c.published_before) for c in centres_by_publications(*months())]
    assert rows == [("balai-bali", 1, 0), ("balai-tekkomdik-diy", 0, 1)]


def test_the_national_admins_see_busy_and_silent_centres(editor_client, site_tree, ours):
    published(make_workspace(site_tree, "balai-bali"), moments()[1])
    shown = panel(home(editor_client), "centres")
    assert shown.index("Balai Bali") < shown.index("Balai Tekkomdik Diy")
    assert "desk-short" in shown


def test_the_number_of_queries_does_not_grow(editor_client, site_tree, ours):
    home(editor_client)
    with CaptureQueriesContext(connection) as few:
        home(editor_client)
    for number in range(5):
        published(make_workspace(site_tree, f"balai-{number}"), moments()[number % 2])
    with CaptureQueriesContext(connection) as many:
        home(editor_client)
    # What the other panels say of the new publications is read along with what they said before.
    assert len(many) - len(few) <= 1
