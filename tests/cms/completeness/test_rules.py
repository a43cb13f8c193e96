"""Rules are data: what editors decide holds at once, what cannot be changed stays."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from cms.admin.checklist import checklist
from cms.completeness.fields import choices, default_requirement, page_types
from cms.completeness.models import CheckRule, FieldRule, Requirement, Severity
from cms.completeness.readiness import problems_to_save, problems_to_send
from cms.completeness.rules import current_rules
from cms.models import Subject
from cms.publishing import PublishRefused
from cms.workspaces.models import Role
from cms.workspaces.provision import ensure_national
from media.models import CreativeExamplePage
from modules.models import LessonPage, ModulePage
from tests import factories
from tests.factories import term
from tests.factories.workspaces import make_member, make_workspace
from tests.modules.test_editing import complete
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


def rule(model, field, requirement):
    FieldRule.objects.update_or_create(
        page_type=model._meta.label_lower, field=field, defaults={"requirement": requirement}
    )


def required(page):
    return {item.field for item in checklist(page).required}


def recommended(page):
    return {item.field for item in checklist(page).recommended}


def test_every_kind_and_lessons_have_rules_foreign_ones_too():
    assert {"modules.modulepage", "modules.lessonpage", "media.creativeexamplepage"} <= set(page_types())
    assert EpisodePage._meta.label_lower in page_types()
    assert "cms.learningresource" not in page_types()


@pytest.mark.parametrize(
    "model, field, requirement",
    [
        (ModulePage, "title", Requirement.SAVE),
        (ModulePage, "summary", Requirement.SEND),
        (ModulePage, "levels", Requirement.SEND),
        (ModulePage, "licence", Requirement.SEND),
        (ModulePage, "cover", Requirement.RECOMMEND),
        (ModulePage, "body", Requirement.RECOMMEND),
        (ModulePage, "platforms", Requirement.OFF),
        (CreativeExamplePage, "gallery", Requirement.SEND),
        (CreativeExamplePage, "consent_on", Requirement.RECOMMEND),
        (LessonPage, "duration_minutes", Requirement.RECOMMEND),
        (EpisodePage, "notes", Requirement.OFF),
    ],
)
def test_the_defaults_are_what_was_asked_for_before(model, field, requirement):
    assert default_requirement(model, field) == requirement


def test_what_a_page_cannot_do_without_is_locked():
    assert choices(ModulePage, "title") == (Requirement.SAVE,)
    assert Requirement.OFF not in choices(ModulePage, "licence")
    rule(ModulePage, "licence", Requirement.OFF)
    assert current_rules().requirement(ModulePage, "licence") == Requirement.SEND


def test_a_field_made_required_stands_in_the_way(site_tree):
    page = factories.make_module(site_tree.modules, live=False)
    rule(ModulePage, "cover", Requirement.SEND)
    assert set(problems_to_send(page)) == {"cover"}
    assert required(page) == {"cover"}
    with pytest.raises(PublishRefused):
        page.save_revision(clean=False).publish()
    assert not Page.objects.get(pk=page.pk).live


def test_other_kinds_are_not_concerned(site_tree):
    rule(ModulePage, "cover", Requirement.SEND)
    assert problems_to_send(factories.make_example(site_tree.examples, live=False)) == {}


def test_a_field_that_nobody_asked_for_is_recommended(site_tree):
    page = factories.make_module(site_tree.modules)
    rule(ModulePage, "platforms", Requirement.RECOMMEND)
    assert "platforms" in recommended(page)


def test_what_is_dropped_is_not_recommended(site_tree):
    page = factories.make_module(site_tree.modules)
    assert "cover" in recommended(page)
    rule(ModulePage, "cover", Requirement.OFF)
    assert "cover" not in {item.field for item in checklist(page).items}


def test_lessons_are_content_enough_also_when_content_is_required(site_tree):
    page = factories.make_module(site_tree.modules)
    rule(ModulePage, "body", Requirement.SEND)
    assert "body" in required(page)
    factories.make_lesson(page)
    assert "body" not in required(type(page).objects.get(pk=page.pk))


def test_a_consent_is_required_of_examples_that_name_somebody_only(site_tree):
    rule(CreativeExamplePage, "consent_on", Requirement.SEND)
    page = factories.make_example(site_tree.examples, live=False)
    assert problems_to_send(page) == {}
    assert required(page) == set()
    page.teacher = "Rina"
    assert set(problems_to_send(page)) == {"consent_on"} == required(page)


def test_a_rule_of_a_foreign_kind_and_of_lessons_works_without_code(site_tree, module):
    episode = factories.pages.make_resource(site_tree.modules, EpisodePage, title="Siniar", live=False)
    lesson = factories.make_lesson(module, live=False)
    rule(EpisodePage, "notes", Requirement.SEND)
    rule(LessonPage, "duration_minutes", Requirement.SEND)
    assert set(problems_to_send(episode)) == {"notes"}
    assert set(problems_to_send(lesson)) == {"duration_minutes"}


def test_rules_of_kinds_and_fields_that_are_gone_do_no_harm(site_tree, module):
    FieldRule.objects.create(page_type="lama.kind", field="x", requirement=Requirement.SEND)
    FieldRule.objects.create(page_type="modules.modulepage", field="hilang", requirement=Requirement.SEND)
    CheckRule.objects.create(code="dulu", severity=Severity.BLOCK)
    assert problems_to_send(module) == {}


def test_rules_are_read_once_a_request_and_anew_in_the_next(site_tree, kept_connection):
    request_started.send(sender=None)
    with CaptureQueriesContext(connection) as queries:
        assert current_rules() is current_rules()
    assert len(queries) == 1
    request_finished.send(sender=None)
    rule(ModulePage, "cover", Requirement.SEND)
    request_started.send(sender=None)
    assert current_rules().requirement(ModulePage, "cover") == Requirement.SEND
    # A change within a request is seen by it, too.
    rule(ModulePage, "cover", Requirement.OFF)
    assert current_rules().requirement(ModulePage, "cover") == Requirement.OFF
    request_finished.send(sender=None)


# In the form


def add(client, tree, **changes):
    url = reverse("wagtailadmin_pages:add", args=["modules", "modulepage", tree.modules.pk])
    return client.post(url, complete(**changes))


def test_a_draft_without_what_is_required_to_save_is_refused(editor_client, site_tree):
    rule(ModulePage, "subjects", Requirement.SAVE)
    response = add(editor_client, site_tree)
    assert "subjects" in response.context["form"].errors
    assert not ModulePage.objects.exists()
    assert add(editor_client, site_tree, subjects=[term(Subject, "ipas").pk]).status_code == 302


def test_tags_typed_in_the_form_count(editor_client, site_tree):
    rule(ModulePage, "tags", Requirement.SEND)
    refused = add(editor_client, site_tree, **{"action-publish": "1"})
    assert "tags" in refused.context["form"].errors
    assert add(editor_client, site_tree, **{"action-publish": "1", "tags": "kuis, poster"}).status_code == 302


def test_what_is_required_to_send_does_not_stop_a_draft(editor_client, site_tree):
    rule(ModulePage, "subjects", Requirement.SEND)
    assert add(editor_client, site_tree).status_code == 302
    assert problems_to_save(ModulePage.objects.get()) == {}


# The page of the rules


def rules_url(place="modules.modulepage"):
    return reverse("completeness_rules_of", args=[place])


def as_they_are(response, **changes):
    rows = response.context["rows"]
    chosen = {row.name: cell.value for row in rows for cell in row.cells if cell.chosen}
    return {**chosen, **changes}


def test_a_national_admin_changes_a_rule_and_it_holds(editor_client, site_tree, module):
    data = as_they_are(editor_client.get(rules_url()), cover="send", tags="off")
    assert editor_client.post(rules_url(), data).status_code == 302
    rows = set(FieldRule.objects.values_list("field", "requirement"))
    assert rows == {("cover", "send"), ("tags", "off")}
    assert required(module) == {"cover"}


def test_what_is_the_default_again_leaves_no_row(editor_client, site_tree):
    rule(ModulePage, "cover", Requirement.SEND)
    editor_client.post(rules_url(), as_they_are(editor_client.get(rules_url()), cover="recommend"))
    assert not FieldRule.objects.exists()


@pytest.mark.parametrize("field, value", [("licence", "off"), ("levels", "recommend"), ("cover", "nonsense")])
def test_what_may_not_be_chosen_is_refused(editor_client, site_tree, field, value):
    response = editor_client.post(rules_url(), as_they_are(editor_client.get(rules_url()), **{field: value}))
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not FieldRule.objects.exists()


def test_a_locked_field_stays_whatever_is_sent(editor_client, site_tree):
    editor_client.post(rules_url(), as_they_are(editor_client.get(rules_url()), title="off"))
    assert current_rules().requirement(ModulePage, "title") == Requirement.SAVE


def test_checks_have_their_table(editor_client, site_tree):
    url = rules_url("pemeriksaan")
    response = editor_client.get(url)
    assert "LINK_CHECKS" not in response.content.decode()
    editor_client.post(url, as_they_are(response, link_text="block"))
    assert CheckRule.objects.get().severity == Severity.BLOCK
    refused = editor_client.post(url, as_they_are(editor_client.get(url), reading_level="block"))
    assert refused.context["form"].errors["reading_level"]


def test_a_page_type_that_is_not_there_is_not_found(editor_client, site_tree):
    assert editor_client.get(rules_url("lama.kind")).status_code == 404


def test_a_centre_decides_nothing(client, site_tree):
    workspace = make_workspace(site_tree)
    client.force_login(make_member(workspace, Role.ADMIN))
    assert client.get(rules_url()).status_code == 302
    assert client.post(rules_url(), {"cover": "off"}).status_code == 302
    assert not FieldRule.objects.exists()


def test_only_admins_of_the_national_team_decide(client, site_tree):
    workspace = ensure_national()
    client.force_login(make_member(workspace, Role.CURATOR))
    assert client.get(rules_url()).status_code == 302
    client.force_login(make_member(workspace, Role.ADMIN))
    assert client.get(rules_url()).status_code == 200
