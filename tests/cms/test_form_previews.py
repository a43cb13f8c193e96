"""The editing form: its four tabs, its previews before anything is saved, Wagtail's content checks."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from cms.models import Grade, Level, Phase, Platform, SchoolLevel, Subject, Tag
from media.models import CreativeExamplePage
from modules.models import LessonPage, ModulePage
from tests import factories
from tests.factories import term
from tests.modules.test_editing import complete, draft_of, module_data
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


def add_url(tree, name="add"):
    return reverse(f"wagtailadmin_pages:{name}", args=["modules", "modulepage", tree.modules.pk])


# Tabs


def tabs(model):
    return [str(child.heading) for child in model.get_edit_handler().children]


@pytest.mark.parametrize("kind", [ModulePage, CreativeExamplePage, EpisodePage])
def test_every_kind_has_the_four_tabs(kind):
    assert tabs(kind) == [str(tab) for tab in tabs(ModulePage)]
    assert len(tabs(kind)) == 4


def test_a_lesson_has_its_content_and_its_publication():
    assert tabs(LessonPage) == [tabs(ModulePage)[0], tabs(ModulePage)[3]]


@pytest.mark.parametrize("kind", [ModulePage, CreativeExamplePage, EpisodePage])
def test_no_field_of_the_form_is_lost(kind):
    fields = set(kind.get_edit_handler().get_form_class().base_fields)
    assert {
        *("title", "summary", "cover", "levels", "school_levels", "phases", "grades", "subjects", "platforms", "tags"),
        *("duration_minutes", "language", "provinces", "licence", "authors"),
        *("slug", "seo_title", "search_description", "go_live_at", "expire_at"),
    } <= fields


@pytest.mark.parametrize("kind", [ModulePage, CreativeExamplePage, LessonPage])
def test_every_field_says_what_to_write(kind):
    fields = kind.get_edit_handler().get_form_class().base_fields
    of_wagtail = {
        "title",
        "slug",
        "seo_title",
        "search_description",
        "go_live_at",
        "expire_at",
        "comment_notifications",
    }
    assert [name for name, field in fields.items() if not field.help_text and name not in of_wagtail] == []


def test_the_duration_of_the_form_is_stored_in_minutes(editor_client, site_tree):
    editor_client.post(add_url(site_tree), module_data(duration_minutes="2", duration_minutes_unit="jp"))
    assert draft_of().duration_minutes == 90


def test_the_edit_form_shows_lesson_hours(editor_client, site_tree):
    page = factories.make_module(site_tree.modules, duration_minutes=90)
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    shown = re.search(r'<input[^>]*name="duration_minutes"[^>]*>', html)
    assert 'value="2"' in shown[0]


def test_the_form_asks_a_fixed_number_of_questions(editor_client, site_tree, django_assert_max_num_queries):
    """The lists do not ask for the school levels of each of their terms."""

    def more_terms(first, last):
        for number in range(first, last):
            term(Platform, f"platform-{number}")
            term(Level, f"tingkat-{number}")
            for model in (Subject, Grade, Phase):
                term(model, f"pilihan-{number}").school_levels.add(term(SchoolLevel, "sd"))

    more_terms(0, 1)
    editor_client.get(add_url(site_tree))
    with django_assert_max_num_queries(1000) as few:
        editor_client.get(add_url(site_tree))
    more_terms(1, 30)
    with django_assert_max_num_queries(len(few.captured_queries)):
        editor_client.get(add_url(site_tree))


# Previews


def preview(client, tree, mode, **changes):
    """The preview of a module that was never saved."""
    url = add_url(tree, "preview_on_add")
    answer = client.post(url, complete(**changes)).json()
    assert answer == {"is_valid": True, "is_available": True}
    return client.get(url, {"mode": mode, "in_preview_panel": "true"})


@pytest.mark.parametrize("mode", ["", "card", "print"])
def test_a_new_material_is_previewed_in_every_mode(editor_client, site_tree, mode):
    response = preview(editor_client, site_tree, mode)
    assert response.status_code == 200
    assert "Poster dengan Canva" in response.content.decode()
    assert not ModulePage.objects.exists()


def test_the_card_shows_what_the_form_says(editor_client, site_tree):
    subject = term(Subject, "matematika")
    html = preview(editor_client, site_tree, "card", subjects=[subject.pk], duration_minutes="90").content.decode()
    assert html.count('class="card"') == 2
    for text in ("Membuat poster.", "Dasar", "Matematika", "2 JP (90 menit)"):
        assert text in html


def test_the_card_shows_the_chosen_cover(editor_client, site_tree):
    cover = factories.make_image()
    assert cover.file.url in preview(editor_client, site_tree, "card", cover=cover.pk).content.decode()


def test_the_rules_for_paper_hold_in_the_printed_preview(editor_client, site_tree):
    page = preview(editor_client, site_tree, "").content.decode()
    printed = preview(editor_client, site_tree, "print").content.decode()
    assert "@media print" in page
    assert "@media print" not in printed


def test_a_lesson_is_previewed(editor_client, module):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["modules", "lessonpage", module.pk])
    body = streamfield([("text", rich_text("<p>Mulai dari sini.</p>"))])
    data = complete(title="Bagian satu", slug="bagian-satu", body=body)
    assert editor_client.post(url, data).json()["is_valid"]
    for mode in ("", "print"):
        assert "Mulai dari sini." in editor_client.get(url, {"mode": mode}).content.decode()


def test_a_phone_and_a_large_screen_are_offered(module):
    assert [size["device_width"] for size in module.preview_sizes] == [360, 1280]


# Content checks


def test_the_editors_panel_runs_our_checks(editor_client, module):
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[module.pk])).content.decode()
    found = re.search(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', html, re.DOTALL)
    configuration = json.loads(found[1])
    assert configuration["context"]["include"] == ["main"]
    assert "image-alt" in configuration["options"]["runOnly"]
    assert set(configuration["options"]["runOnly"]) - {"p-as-heading"} <= {*configuration["messages"], "p-as-heading"}


def test_the_bar_on_the_page_runs_them_too(editor_client, module):
    html = editor_client.get(module.url).content.decode()
    assert "image-alt" in html


# Tags


def test_a_merged_tag_is_suggested_as_what_it_became(editor_client, site_tree):
    new = Tag.objects.create(name="Kuis")
    Tag.objects.create(name="Tes singkat", successor=new)
    factories.make_module(site_tree.modules, tags=["Kuis"])
    assert editor_client.get("/admin/tag-autocomplete/cms/tag/", {"term": "TES s"}).json() == ["Kuis"]
