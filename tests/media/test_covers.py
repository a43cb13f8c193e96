"""Drawn covers: the same for ever, told apart, light, and handed out from the address alone."""

import csv
import gzip
import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache

from cms.models import Subject
from media.cover_addresses import resource_cover_address
from media.covers import DESIGN, cover_address, cover_shapes, cover_svg, title_seed
from media.covers.palette import HUES
from media.covers.worlds import PATTERNS, WORLDS, world_of
from tests.factories import make_module, term

TITLES = [f"Materi nomor {number}" for number in range(60)]
SUBJECTS = [row["slug"] for row in csv.DictReader((Path(settings.BASE_DIR) / "cms/data/subjects.csv").open())]


def drawn(subject, title, kind="module"):
    return cover_svg(subject, title_seed(title), kind)


def test_a_cover_never_changes():
    # Addresses are kept for a year: what this title gets may change only together with `DESIGN`.
    assert DESIGN == 1
    assert cover_address("matematika", "Pecahan dari martabak", "module") == "/sampul/1/matematika/module-1abdc47a.svg"
    assert hashlib.sha256(drawn("matematika", "Pecahan dari martabak").encode()).hexdigest()[:16] == "61205cc34c5c0122"


@pytest.mark.parametrize("subject", ["", "matematika", "bahasa-indonesia", "informatika", "nautika-kapal-niaga"])
def test_materials_of_one_subject_are_told_apart(subject):
    assert len({drawn(subject, title) for title in TITLES}) == len(TITLES)


def test_case_and_spaces_of_a_title_make_no_difference():
    assert title_seed("  Kuis  Seru ") == title_seed("kuis seru")


def test_kinds_of_one_title_are_told_apart():
    assert len({drawn("fisika", "Gaya", kind) for kind in ("module", "example", "podcast")}) == 3


def test_materials_of_one_subject_share_a_hue():
    grounds = {cover_shapes("kimia", title_seed(title), "module")[0].fill for title in TITLES}
    assert 1 < len(grounds) <= 3
    assert any(grounds <= set(shades) for shades in HUES.values())


@pytest.mark.parametrize("number", range(len(WORLDS)))
def test_covers_are_light_and_well_formed(number):
    pattern = next(pattern for pattern, world in PATTERNS if world is WORLDS[number])
    subject = next(slug for slug in SUBJECTS if re.search(pattern, slug) and world_of(slug) is WORLDS[number])
    for title in TITLES[:30]:
        svg = drawn(subject, title)
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox") == "0 0 400 225"
        assert {child.tag.rpartition("}")[2] for child in root} <= {"path", "circle"}
        assert "nan" not in svg
        assert len(gzip.compress(svg.encode())) <= 2000


@pytest.mark.parametrize("subject", ["tata-kelola-arsip", "x", "umum", "ilmu-falak-2030"])
def test_a_new_subject_has_a_cover_too(subject):
    assert drawn(subject, "Judul").startswith("<svg")


def test_no_subject_and_general_are_one():
    assert drawn("", "Judul") == drawn("umum", "Judul")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_subjects_that_ship_have_a_world_of_meaning(subject):
    local = subject in {"budaya-melayu-riau", "pemberdayaan"} or subject.startswith("bahasa")
    assert local or any(re.search(pattern, subject) for pattern, _world in PATTERNS)


# Served


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject, title, kind",
    [
        ("matematika", "Pecahan", "module"),
        ("", "", "example"),
        ("ID-KR", "Judul dengan \ud800 dan 👩🏽‍🏫", "audio_book"),
        ("a" * 200, "x" * 300, "k" * 90),
        ("-", '"><script>', "../.."),
        ("mata pelajaran é", "Ω", ""),
    ],
)
def test_every_address_is_answered(client, subject, title, kind):
    response = client.get(cover_address(subject, title, kind))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    ElementTree.fromstring(response.content)


def test_a_cover_costs_no_query_and_is_kept_for_a_year(client, db, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(0):
        response = client.get(cover_address("matematika", "Pecahan", "module"))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/sampul/2/umum/module-12345678.svg",
        "/sampul/0/umum/module-12345678.svg",
        "/sampul/1/umum/module-1234567.svg",
        "/sampul/1/umum/module-1234567G.svg",
        "/sampul/1/umum/12345678.svg",
        "/sampul/1/Umum/module-12345678.svg",
        "/sampul/1/%3Csvg%3E/module-12345678.svg",
        f"/sampul/1/{'a' * 101}/module-12345678.svg",
        f"/sampul/1/umum/{'a' * 41}-12345678.svg",
        "/sampul/1/umum/module-12345678.png",
    ],
)
def test_what_is_no_address_of_ours_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_cover_is_only_read(client, db):
    assert client.post(cover_address("", "Judul", "module")).status_code == 405


# On the material's own page


def test_the_cover_is_that_of_the_first_subject_in_the_vocabularys_order(site_tree):
    second, first = term(Subject, "sejarah", order=9), term(Subject, "fisika", order=1)
    module = make_module(site_tree.modules, title="Gaya", subjects=[second, first])
    assert resource_cover_address(module) == cover_address("fisika", "Gaya", "module")


def test_a_merged_subject_draws_as_its_successor(site_tree):
    old = term(Subject, "tik", status="retired", successor=term(Subject, "informatika"))
    module = make_module(site_tree.modules, title="Jaringan", subjects=[old])
    assert resource_cover_address(module) == cover_address("informatika", "Jaringan", "module")


def test_a_material_without_a_picture_shows_its_drawn_cover(client, site_tree):
    module = make_module(site_tree.modules)
    text = client.get(module.get_url()).content.decode()
    assert f'<img src="{resource_cover_address(module)}" width="800" height="450" alt=""' in text
