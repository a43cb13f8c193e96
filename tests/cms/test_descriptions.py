"""Descriptions of terms and the places of provinces: data files, the admin, both languages."""

import csv

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from cms.models import Level, Platform, Province, Subject
from cms.vocabulary_files import DATA
from cms.vocabulary_loading import load_vocabularies
from search.places import place
from tests.factories import term


@pytest.fixture
def loaded(db):
    load_vocabularies()


def test_levels_platforms_and_general_subjects_are_described_in_both_languages(loaded):
    described = [*Level.objects.all(), *Platform.objects.all(), *Subject.objects.filter(group=Subject.Group.GENERAL)]
    assert len(described) > 90
    assert [row.slug for row in described if not (row.description and row.description_en)] == []


def test_every_province_has_a_place_on_the_map(loaded):
    assert [province.slug for province in Province.objects.all() if place(province) is None] == []


def test_loading_again_keeps_what_an_editor_wrote(loaded):
    level = Level.objects.get(slug="dasar")
    level.description = "Kalimat editor."
    level.save()
    load_vocabularies()
    level.refresh_from_db()
    assert level.description == "Kalimat editor."


def test_a_semicolon_in_a_description_is_a_semicolon(db, tmp_path):
    for path in DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "levels.csv").open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    rows[0]["description"] = "Untuk pemula; langkah demi langkah."
    with (tmp_path / "levels.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    load_vocabularies(tmp_path)
    assert Level.objects.get(slug=rows[0]["slug"]).description == "Untuk pemula; langkah demi langkah."


def test_the_description_is_that_of_the_language_or_else_the_indonesian_one(db):
    both = term(Subject, "fisika", description="Gerak.", description_en="Motion.")
    one = term(Subject, "kimia", description="Zat.")
    with translation.override("en"):
        assert (both.description_label, one.description_label) == ("Motion.", "Zat.")
    with translation.override("id"):
        assert both.description_label == "Gerak."


def test_an_editor_writes_it_in_the_admin(editor_client):
    level = term(Level, "dasar")
    url = reverse("wagtailsnippets_cms_level:edit", args=[level.pk])
    data = {"name": "Dasar", "description": "Untuk pemula.", "status": "active", "order": 1}
    assert editor_client.post(url, data).status_code == 302
    level.refresh_from_db()
    assert level.description == "Untuk pemula."


@pytest.mark.parametrize("position", ["-7.8", "110.37; -7.8", "utara", "-7.80, 110.37, 4"])
def test_a_position_that_is_none_is_refused(position):
    with pytest.raises(ValidationError, match=r"-7\.80, 110\.37"):
        Province(slug="ID-YO", name="DIY", position=position).clean_fields()
