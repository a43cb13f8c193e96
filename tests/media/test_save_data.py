"""A reader whose browser asks to save data gets words and links in the place of pictures, until asked for."""

import re

import pytest
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat

from media.models import DocumentPreview
from media.renditions import make_renditions
from tests.factories import (
    make_document,
    make_example,
    make_image,
    make_lesson,
    make_media,
    make_module,
    picture_value,
    steps_value,
)

SAVE = {"headers": {"Save-Data": "on"}}
PICTURE = re.compile(r"<(?:img|picture)\b")


def made(**fields):
    image = make_image(**fields)
    make_renditions(image)
    return image


@pytest.fixture
def module(site_tree):
    return make_module(
        site_tree.modules,
        title="Poster di kelas",
        cover=made(),
        body=[
            ("image", picture_value(made(), alt="Denah kelas", caption="Kelas lima")),
            ("steps", steps_value("Lipat kertas", image=made())),
        ],
    )


def read(client, address, **options):
    response = client.get(address, **options)
    assert response.status_code == 200
    return response.content.decode()


def main(text):
    """What the page itself shows; the QR code lies in a closed disclosure and comes when that is opened."""
    text = text[text.index("<main") : text.index("</main>")]
    return re.sub(r'<figure class="qr">.*?</figure>', "", text)


def test_an_article_has_links_with_sizes_for_its_pictures(client, module):
    text = main(read(client, module.get_url(), **SAVE))
    assert PICTURE.findall(text) == []
    assert len(re.findall(r'<a class="show-picture" href="[^"]+\.webp">[^<]+\([\d.,]+\s[KM]?B\)', text)) == 3
    assert "Denah kelas" in text


def test_what_the_link_says_is_what_the_file_weighs(client, site_tree):
    image = made()
    page = make_module(site_tree.modules, body=[("image", picture_value(image))])
    size = filesizeformat(image.renditions.get(filter_spec="format-webp|width-800").file.size)
    assert re.search(rf"show-picture[^>]*>[^<]*\({size}\)", read(client, page.get_url(), **SAVE))


def test_a_picture_that_is_not_made_yet_links_to_the_original(client, site_tree):
    image = make_image()
    page = make_module(site_tree.modules, body=[("image", picture_value(image))])
    assert f'class="show-picture" href="{image.file.url}"' in read(client, page.get_url(), **SAVE)
    assert not image.renditions.exists()


def test_a_gallery_and_its_video_have_no_pictures(client, site_tree):
    video = make_media("video", "Tari", poster=True)
    page = make_example(
        site_tree.examples,
        gallery=[("image", picture_value(made())), ("video", {"video": video, "caption": ""})],
        steps=[("step", {"title": "Gambar", "text": "", "image": picture_value(made())["image"]})],
    )
    text = main(read(client, page.get_url(), **SAVE))
    assert PICTURE.findall(text) == []
    assert "poster=" not in text
    assert text.count("show-picture") == 2


def test_a_lesson_has_no_pictures(client, module):
    lesson = make_lesson(module, body=[("image", picture_value(made()))])
    text = main(read(client, lesson.get_url(), **SAVE))
    assert PICTURE.findall(text) == []
    assert "show-picture" in text


def test_a_document_shows_no_pictures_of_its_pages(client, site_tree):
    document = make_document()
    page_picture = ContentFile(b"RIFF", name="halaman.webp")
    DocumentPreview.objects.create(
        document=document, number=1, state="drawn", width=800, height=1100, file_size=4, file=page_picture
    )
    gallery = [("document", {"document": document, "title": "", "text": ""})]
    page = make_example(site_tree.examples, gallery=gallery)
    assert "halaman" in main(read(client, page.get_url()))
    assert "halaman" not in main(read(client, page.get_url(), **SAVE))


def test_a_drawn_cover_is_left_out_too(client, site_tree):
    page = make_module(site_tree.modules)
    assert "/sampul/" in main(read(client, page.get_url()))
    assert "/sampul/" not in main(read(client, page.get_url(), **SAVE))


def test_the_reader_can_ask_for_all_pictures_of_a_page(client, module):
    address = module.get_url()
    text = read(client, f"{address}?q=a&amp", **SAVE)
    href = re.search(r'<a href="(\?[^"]*gambar=1)">', text)[1].replace("&amp;", "&")
    with_pictures = main(read(client, address + href, **SAVE))
    assert with_pictures.count("<picture") == 3
    assert "show-picture" not in with_pictures
    assert "gambar=1" not in with_pictures


def test_without_the_wish_nothing_is_said_of_it(client, module):
    text = main(read(client, module.get_url()))
    assert text.count("<picture") == 3
    assert "gambar=1" not in text


@pytest.mark.parametrize("header, saved", [("on", True), ("ON", True), ("on; x", True), ("off", False), ("", False)])
def test_only_the_word_on_saves_data(client, module, header, saved):
    text = main(read(client, module.get_url(), headers={"Save-Data": header}))
    assert ("<picture" not in text) is saved


def test_what_is_no_page_does_not_vary(client, db):
    assert "Save-Data" not in client.get("/api/v1/resources").get("Vary", "")
    assert "Save-Data" not in client.get("/sampul/1/umum/module-12345678.svg").get("Vary", "")
