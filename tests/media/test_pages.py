"""Creative examples as readers see them."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile

from cms.models import Platform, Province
from media.models import DocumentPreview
from media.templatetags.library_tags import clock, host
from tests.factories import (
    make_document,
    make_example,
    make_image,
    make_media,
    make_module,
    picture_value,
    term,
)
from tests.reading import gzipped, html, query_count

FIRST_FLIGHT = 14 * 1024


@pytest.fixture
def full_example(site_tree):
    video = make_media("video", "Tari tifa", poster=True, captions="WEBVTT\n\n00:00.000 --> 00:02.000\nHalo\n")
    return make_example(
        site_tree.examples,
        gallery=[
            ("image", picture_value(make_image(), alt="Poster siklus air", caption="Karya kelas lima")),
            ("audio", {"audio": make_media(title="Pantun jenaka"), "caption": "Episode satu"}),
            ("video", {"video": video, "caption": ""}),
            ("document", {"document": make_document(), "title": "", "text": ""}),
            ("link", {"url": "https://www.example.id/karya", "title": "Laman karya", "text": ""}),
        ],
        about="<p>Tentang karya ini.</p>" * 10,
        steps=[
            ("step", {"title": f"Langkah {number}", "text": "<p>Kerjakan.</p>", "image": None}) for number in range(6)
        ],
        tools=[
            (
                "tool",
                {"platform": term(Platform, "suara-edukasi"), "name": "", "minutes": 15, "data_mb": 10, "note": ""},
            ),
            (
                "tool",
                {"platform": None, "name": "Perekam ponsel", "minutes": 40, "data_mb": 0, "note": "Tanpa internet."},
            ),
        ],
        reuse="Boleh diputar dan dibalas.",
        tags=["siniar"],
    )


def test_gallery_comes_before_the_making(client, full_example):
    text = html(client, full_example.get_url())
    places = [
        text.index(mark) for mark in ('class="gallery"', "Tentang karya ini.", 'id="cara"', 'id="alat"', 'id="pakai"')
    ]
    assert places == sorted(places)


def test_player_loads_nothing_and_says_size_length_and_words_first(client, full_example):
    player = re.search(r'<figure class="player">.*?</figure>', html(client, full_example.get_url()), re.DOTALL)[0]
    assert 'preload="none"' in player
    assert player.index("1:35") < player.index("<audio")
    assert player.index("2,0\xa0KB") < player.index("<audio")
    assert player.index("<details><summary>") < player.index("Selamat datang di siniar") < player.index("<audio")


def test_video_has_poster_size_and_captions(client, full_example):
    video = re.search(r"<video.*?</video>", html(client, full_example.get_url()), re.DOTALL)[0]
    assert re.search(r'poster="[^"]+\.jpg" width="640" height="360"', video)
    assert re.search(r'<track kind="captions" src="[^"]+/takarir\.vtt" srclang="id"', video)


def test_tools_show_time_and_data(client, full_example):
    rows = re.findall(r"<tr>.*?</tr>", html(client, full_example.get_url()), re.DOTALL)
    assert 'href="/platform/suara-edukasi/"' in rows[1]
    assert "15 " in rows[1]
    assert "10 MB" in rows[1]
    assert "Perekam ponsel" in rows[2]
    assert "0 MB" in rows[2]


def test_time_and_data_of_all_tools_are_added_up(client, full_example):
    total = re.findall(r"<tfoot>.*?</tfoot>", html(client, full_example.get_url()), re.DOTALL)[0]
    assert "55 " in total
    assert "10 MB" in total


def test_work_comes_before_the_facts(client, full_example):
    text = html(client, full_example.get_url())
    assert text.index('class="gallery"') < text.index('<dl class="facts">')


def test_document_is_shown_by_its_first_pages(client, site_tree):
    document = make_document(filename="karya.pdf")
    preview = document.previews.get()
    preview.state, preview.width, preview.height = DocumentPreview.State.DRAWN, 600, 800
    preview.file.save("1.webp", ContentFile(b"x"))
    gallery = [("document", {"document": document, "title": "", "text": ""})]
    text = html(client, make_example(site_tree.examples, gallery=gallery).get_url())
    picture = re.search(r'<a class="preview-page".*?</a>', text, re.DOTALL)[0]
    assert 'width="600" height="800"' in picture
    assert text.index("preview-page") < text.index('class="file"')


def test_maker_is_named_only_with_recorded_consent(client, site_tree):
    maker = {"teacher": "Raja Zulkarnain", "school": "SMP 4 Galang", "school_province": term(Province, "ID-KR")}
    silent = make_example(site_tree.examples, **maker)
    agreed = make_example(site_tree.examples, **maker, consent_on=date(2026, 1, 22))
    assert "Raja Zulkarnain" not in html(client, silent.get_url())
    assert "SMP 4 Galang" not in html(client, silent.get_url())
    assert "Raja Zulkarnain" in html(client, agreed.get_url())


def test_modules_that_teach_it_are_shown_only_while_visible(client, site_tree, example):
    make_module(site_tree.modules, title="Modul terbit", examples=[example])
    make_module(site_tree.modules, title="Modul draf", examples=[example], live=False)
    text = html(client, example.get_url())
    assert "Modul terbit" in text
    assert "Modul draf" not in text


def test_example_costs_the_same_queries_for_one_picture_and_for_five(client, site_tree, example):
    many = make_example(site_tree.examples, gallery=[("image", picture_value(make_image())) for _number in range(5)])
    assert query_count(client, many.get_url()) == query_count(client, example.get_url())


def test_picture_used_twice_is_read_once(client, site_tree, example):
    image = make_image()
    twice = make_example(site_tree.examples, cover=image, gallery=[("image", picture_value(image))] * 2)
    assert query_count(client, twice.get_url()) <= query_count(client, example.get_url()) + 1


def test_example_fits_the_first_flight(client, full_example):
    assert gzipped(client, full_example.get_url()) <= FIRST_FLIGHT


@pytest.mark.parametrize("seconds, text", [(0, "0:00"), (95, "1:35"), (3675.4, "1:01:15"), (None, "0:00")])
def test_clock(seconds, text):
    assert clock(seconds) == text


def test_host_is_named_without_www():
    assert host("https://www.example.id/karya?x=1") == "example.id"
