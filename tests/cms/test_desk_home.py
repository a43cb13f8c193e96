"""The admin's home: what waits for whom, in the part of the tree that is theirs."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from cms.admin.reach import is_national
from cms.models import LearningResource, Subject
from search.models import QueryLog
from tests import factories
from tests.cms.test_desk_listings import grant
from tests.factories import term

pytestmark = pytest.mark.django_db


def home(client):
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def panel(page, name):
    """The HTML of one panel; "" when it is not there."""
    found = re.search(rf'<section class="desk-panel" aria-labelledby="desk-{name}">.*?</section>', page, re.S)
    return found[0] if found else ""


def add_link(kind="module"):
    return reverse(f"materials_{kind}:choose_parent")


# Drafts


def test_my_drafts_are_those_i_own_and_those_i_changed_last(client, site_tree):
    me, other = factories.make_user("aku", superuser=True), factories.make_user("dia", superuser=True)
    factories.make_module(site_tree.modules, "Punyaku", live=False, owner=me)
    changed = factories.make_module(site_tree.modules, "Lama", owner=other)
    changed.title = "Kuubah"
    changed.save_revision(user=me)
    factories.make_module(site_tree.modules, "Punyanya", live=False, owner=other)
    client.force_login(me)
    drafts = panel(home(client), "drafts")
    assert "Punyaku" in drafts
    assert "Kuubah" in drafts
    assert "Punyanya" not in drafts


def test_a_draft_says_how_much_it_lacks(editor_client, site_tree):
    admin = factories.people.get_user_model().objects.get(username="admin")
    draft = factories.make_module(site_tree.modules, "Kurang", live=False, owner=admin)
    LearningResource.objects.filter(pk=draft.pk).update(summary="", licence=None)
    before = panel(home(editor_client), "drafts")
    LearningResource.objects.filter(pk=draft.pk).update(summary="Ringkasan.")
    assert "is-wanting" in before
    assert before != panel(home(editor_client), "drafts")


def test_without_drafts_there_is_a_way_to_begin_one(editor_client, site_tree):
    drafts = panel(home(editor_client), "drafts")
    assert add_link() in drafts


def test_a_draft_that_one_may_no_longer_change_is_not_shown(client, site_tree):
    user = factories.make_user()
    factories.make_module(site_tree.modules, "Nasional", live=False, owner=user)
    client.force_login(grant(user, factories.make_centre_page(site_tree), "add_page"))
    assert "Nasional" not in panel(home(client), "drafts")


# What waits


@pytest.fixture
def submitted(site_tree):
    """A module that waits for the group `Kurator`, submitted ten days ago."""
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="Kurator")
    task = GroupApprovalTask.objects.create(name="Kurasi Media")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Kurasi")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=site_tree.home)
    module = factories.make_module(site_tree.modules, "Ajuan kami", live=False, owner=factories.make_user("penulis"))
    module.save_revision(user=module.owner)
    state = workflow.start(module, module.owner)
    started = timezone.now() - datetime.timedelta(days=10)
    type(state.current_task_state).objects.filter(pk=state.current_task_state.pk).update(started_at=started)
    return module


def test_who_may_act_sees_the_task_and_its_age(client, site_tree, submitted):
    user = grant(factories.make_user(), site_tree.home, "add_page", "change_page")
    from django.contrib.auth.models import Group

    user.groups.add(Group.objects.get(name="Kurator"))
    client.force_login(user)
    waiting = panel(home(client), "waiting")
    assert "Ajuan kami" in waiting
    assert "Kurasi Media" in waiting
    assert "10" in waiting


def test_who_may_not_act_does_not(client, site_tree, submitted):
    client.force_login(grant(factories.make_user(), site_tree.home, "add_page", "change_page"))
    assert "Ajuan kami" not in panel(home(client), "waiting")


# What was published


def test_this_weeks_publications_are_shown_and_older_ones_not(editor_client, site_tree):
    factories.make_module(site_tree.modules, "Baru terbit")
    old = timezone.now() - datetime.timedelta(days=8)
    factories.make_module(site_tree.modules, "Lama terbit", last_published_at=old, first_published_at=old)
    published = panel(home(editor_client), "published")
    assert "Baru terbit" in published
    assert "Lama terbit" not in published


def test_a_centres_people_see_their_own_publications_only(client, site_tree):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    factories.make_module(own, "Punya kami")
    factories.make_module(other, "Punya mereka")
    client.force_login(grant(factories.make_user(), own, "add_page", "change_page"))
    page = home(client)
    assert "Punya kami" in panel(page, "published")
    assert "Punya mereka" not in page


# Searches that found nothing


def log(query="robotik", count=3):
    return QueryLog.objects.create(
        day=timezone.localdate(), query=query, count=count, key=query, language="id", outcome="nothing"
    )


def test_the_national_team_sees_what_was_not_found(client, site_tree):
    log()
    client.force_login(grant(factories.make_user(), site_tree.home, "add_page", "change_page"))
    missed = panel(home(client), "missed")
    assert "robotik" in missed
    assert "/cari/?q=robotik" in missed
    assert add_link() in missed


def test_a_centres_people_do_not(client, site_tree):
    log()
    client.force_login(grant(factories.make_user(), factories.make_centre_page(site_tree), "add_page", "change_page"))
    page = home(client)
    assert "robotik" not in page
    assert not panel(page, "missed")


def test_what_readers_type_is_shown_as_text(editor_client, site_tree):
    log("<script>alert(1)</script>")
    assert "<script>alert(1)" not in home(editor_client)


def test_a_week_without_any_says_so(editor_client, site_tree):
    assert "desk-empty" in panel(home(editor_client), "missed")


# Who is national


@pytest.mark.parametrize(
    ("place", "national"), [("home", True), ("modules", True), ("centre", False), ("below", False)]
)
def test_who_is_national(site_tree, place, national):
    centre = factories.make_centre_page(site_tree)
    page = {
        "home": site_tree.home,
        "modules": site_tree.modules,
        "centre": centre,
        "below": factories.make_module(centre),
    }[place]
    assert is_national(grant(factories.make_user(), page, "change_page")) is national


def test_who_has_no_pages_is_not_national(site_tree):
    assert not is_national(factories.make_user())


# The page


@pytest.mark.parametrize("kind", ["module", "example", "podcast"])
def test_each_kind_can_be_begun_from_here(editor_client, site_tree, kind):
    assert f'href="{add_link(kind)}"' in home(editor_client)


def test_what_one_may_not_add_is_not_offered(client, site_tree):
    client.force_login(grant(factories.make_user(), site_tree.examples, "add_page", "change_page"))
    page = home(client)
    assert add_link("example") in page
    assert f'href="{add_link("podcast")}"' not in page


def test_locked_pages_are_still_there(client, site_tree):
    me = factories.make_user("aku", superuser=True)
    factories.make_module(site_tree.modules, "Terkunci", locked=True, locked_by=me, locked_at=timezone.now())
    client.force_login(me)
    assert 'id="locked-pages' in home(client)


def test_the_number_of_queries_does_not_grow(editor_client, site_tree):
    def publish(number):
        factories.make_module(site_tree.modules, f"Modul {number}", subjects=[term(Subject, f"mapel-{number}")])
        log(f"kata {number}")

    publish(0)
    home(editor_client)
    with CaptureQueriesContext(connection) as few:
        home(editor_client)
    for number in range(1, 5):
        publish(number)
    with CaptureQueriesContext(connection) as many:
        home(editor_client)
    assert len(many) == len(few)
