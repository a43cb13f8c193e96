"""Publishing around the edit form: what is not complete stays as it was, and the editor is told what and where."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Revision,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from cms.models import Licence
from cms.publishing import PublishRefused
from modules.models import ModulePage
from tests import factories
from tests.factories import term
from tests.modules.test_editing import complete, copy_data, edit_url, errors

pytestmark = pytest.mark.django_db


def draft(tree, title, **fields):
    """A draft as an editor leaves it, with a revision."""
    page = factories.make_module(tree.modules, title=title, live=False, **fields)
    page.save_revision(clean=False)
    return page


@pytest.fixture
def bad(site_tree):
    return draft(site_tree, "Tanpa lisensi", licence=None)


def live(page):
    return Page.objects.get(pk=page.pk).live


def told(response, page):
    """Whether the answer names the page, its problem and the way to its form."""
    html = " ".join(str(message) for message in response.context["messages"])
    problem = str(page.publish_problems()["licence"][0])
    return page.title in html and escape(problem) in html and edit_url(page) in html


# In bulk


def publish_all(client, *pages, descendants=False):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    home = reverse("wagtailadmin_home")
    data = {"include_descendants": "on"} if descendants else {}
    return client.post(f"{url}?{ids}&next={home}", data, follow=True)


def test_the_good_ones_are_published_and_the_others_named(editor_client, site_tree, bad):
    good = draft(site_tree, "Lengkap")
    response = publish_all(editor_client, bad, good)
    assert response.status_code == 200
    assert (live(bad), live(good)) == (False, True)
    assert told(response, bad)


def test_only_a_bad_one_claims_no_success(editor_client, bad):
    response = publish_all(editor_client, bad)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_bad_one_below_does_not_stop_its_siblings(editor_client, site_tree, bad):
    good = draft(site_tree, "Lengkap")
    response = publish_all(editor_client, site_tree.modules, descendants=True)
    assert (live(bad), live(good)) == (False, True)
    assert told(response, bad)


def test_the_lessons_of_a_refused_module_wait_with_it(editor_client, site_tree, bad):
    lesson = factories.make_lesson(bad, live=False)
    publish_all(editor_client, site_tree.modules, descendants=True)
    assert not live(lesson)


def test_the_lessons_of_a_good_module_go_with_it(editor_client, site_tree):
    module = draft(site_tree, "Lengkap")
    lesson = factories.make_lesson(module, live=False)
    publish_all(editor_client, module, descendants=True)
    assert live(lesson)


def test_what_the_model_refuses_is_told_with_the_name_of_the_field(editor_client, site_tree):
    page = draft(site_tree, "Tanpa bahasa", language=None)
    response = publish_all(editor_client, page)
    html = " ".join(str(message) for message in response.context["messages"])
    assert "Bahasa: " in html
    assert not live(page)


def test_a_page_of_another_type_is_refused_too(editor_client, site_tree):
    page = factories.make_centre_page(site_tree, live=False)
    page.email = "bukan surel"
    page.save_revision(clean=False)
    response = publish_all(editor_client, page)
    assert response.status_code == 200
    assert not live(page)


def test_a_draft_never_opened_in_the_form_is_refused_too(editor_client, site_tree):
    page = factories.make_module(site_tree.modules, live=False, language=None)
    assert publish_all(editor_client, page).status_code == 200
    assert not live(page)


# By a workflow


@pytest.fixture
def workflow(site_tree):
    """One task on all modules, approved by Moderators."""
    task = GroupApprovalTask.objects.create(name="Kurasi")
    task.groups.add(Group.objects.get_or_create(name="Pemeriksa")[0])
    workflow = Workflow.objects.create(name="Kurasi")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=site_tree.modules.pk))
    return workflow


def submitted(workflow, page):
    return workflow.start(page, factories.make_user("penulis")).current_task_state


def approve(client, page, task, **headers):
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    return client.post(url, {"comment": "Bagus."}, **headers)


def test_the_last_approval_of_a_bad_page_changes_nothing(editor_client, workflow, bad):
    task = submitted(workflow, bad)
    response = approve(editor_client, bad, task, follow=True)
    task.refresh_from_db()
    assert response.status_code == 200
    assert not live(bad)
    assert task.status == TaskState.STATUS_IN_PROGRESS
    assert task.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert told(response, bad)


def test_an_approval_in_the_dialog_leads_to_the_form(editor_client, workflow, bad):
    task = submitted(workflow, bad)
    response = approve(editor_client, bad, task, headers={"x-requested-with": "XMLHttpRequest"})
    assert json.loads(response.content) == {"step": "success", "redirect": edit_url(bad)}
    assert told(editor_client.get(edit_url(bad)), bad)


def test_a_refused_approval_tells_nobody_that_it_was_approved(editor_client, workflow, bad, mailoutbox):
    task = submitted(workflow, bad)
    mailoutbox.clear()
    approve(editor_client, bad, task)
    assert mailoutbox == []


def test_a_mended_page_is_published_by_the_same_task(editor_client, workflow, bad):
    task = submitted(workflow, bad)
    approve(editor_client, bad, task)
    bad.licence = term(Licence, "cc-by")
    bad.save_revision()
    approve(editor_client, bad, task)
    assert live(bad)


def test_an_approval_in_the_form_shows_the_problem_at_its_field(editor_client, workflow, bad):
    submitted(workflow, bad)
    data = complete(
        **{"slug": bad.slug, "licence": "", "action-workflow-action": "1", "workflow-action-name": "approve"}
    )
    response = editor_client.post(edit_url(bad), data)
    assert errors(response)["licence"]
    assert not live(bad)


def test_a_task_whose_end_would_publish_a_bad_page_stays(editor_client, workflow, bad):
    """Wagtail finishes a workflow whose last task is disabled."""
    task = submitted(workflow, bad).task
    response = editor_client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]), follow=True)
    task.refresh_from_db()
    assert response.status_code == 200
    assert task.active
    assert told(response, bad)


def test_the_message_is_in_the_editors_language(client, workflow, bad):
    user = factories.make_user("editor", superuser=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    response = approve(client, bad, submitted(workflow, bad), follow=True)
    html = " ".join(str(message) for message in response.context["messages"])
    assert "Not published" in html
    assert "Choose a licence" in html


# By a copy


@pytest.fixture
def gone_bad(site_tree):
    """Live, and no longer what may be published."""
    page = factories.make_module(site_tree.modules, title="Dulu boleh")
    ModulePage.objects.filter(pk=page.pk).update(licence=None)
    return ModulePage.objects.get(pk=page.pk)


def copy(client, page, tree, **changes):
    return client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]), copy_data(page, tree.modules, **changes), follow=True
    )


def test_a_published_copy_of_what_may_not_be_published_is_refused(editor_client, site_tree, gone_bad):
    response = copy(editor_client, gone_bad, site_tree, publish_copies="on")
    assert told(response, gone_bad)
    assert not Page.objects.filter(slug="salinan").exists()


def test_a_copy_of_the_tree_above_names_what_may_not_be_published(editor_client, site_tree, gone_bad):
    data = copy_data(site_tree.modules, site_tree.home, publish_copies="on", copy_subpages="on")
    response = editor_client.post(reverse("wagtailadmin_pages:copy", args=[site_tree.modules.pk]), data, follow=True)
    assert told(response, gone_bad)
    assert not Page.objects.filter(slug="salinan").exists()


def test_a_copy_as_a_draft_is_made(editor_client, site_tree, gone_bad):
    copy(editor_client, gone_bad, site_tree)
    assert not Page.objects.get(slug="salinan").live


def test_a_published_copy_of_a_complete_page_is_made(editor_client, site_tree, module):
    copy(editor_client, module, site_tree, publish_copies="on")
    assert Page.objects.get(slug="salinan").live


# From the history, and by the admin's own API


def test_an_old_version_is_published_only_when_it_is_complete(editor_client, site_tree, module):
    module.licence = None
    old = module.save_revision(clean=False)
    module.licence = term(Licence, "cc-by")
    module.save_revision().publish()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[module.pk, old.pk])
    data = complete(**{"slug": module.slug, "licence": "", "revision": old.pk, "action-publish": "1"})
    response = editor_client.post(url, data)
    assert errors(response)["licence"]
    assert ModulePage.objects.get(pk=module.pk).licence is not None


def test_the_admins_api_publishes_nothing_incomplete(editor_client, bad):
    url = reverse("wagtailadmin_api:pages:action", args=[bad.pk, "publish"])
    response = editor_client.post(url, {}, content_type="application/json")
    assert response.status_code == 400
    assert "licence" in response.json()
    assert not live(bad)


def test_the_admins_api_publishes_what_is_complete(editor_client, site_tree):
    page = draft(site_tree, "Lengkap")
    editor_client.post(
        reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"]), {}, content_type="application/json"
    )
    assert live(page)


# By code


def test_a_refused_publish_leaves_the_plan_of_another_revision(site_tree):
    """Wagtail clears the dates of all revisions before the page is saved, and the save may be refused."""
    page = draft(site_tree, "Tanpa bahasa", language=None)
    planned = page.save_revision(clean=False)
    Revision.objects.filter(pk=planned.pk).update(approved_go_live_at=timezone.now())
    with pytest.raises(PublishRefused):
        page.save_revision(clean=False).publish()
    planned.refresh_from_db()
    assert planned.approved_go_live_at is not None


def test_a_refusal_names_all_problems_at_once(site_tree):
    page = draft(site_tree, "Kosong", licence=None, language=None, summary="")
    with pytest.raises(PublishRefused) as refused:
        page.get_latest_revision().publish()
    assert set(refused.value.message_dict) == {"summary", "licence", "language"}
