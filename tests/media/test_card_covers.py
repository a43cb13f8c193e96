"""Editors' covers on cards: made by the worker, small, read at once, never made while a reader waits."""

import io
import random
from types import SimpleNamespace

import pytest
from django.core.files.images import ImageFile
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from PIL import Image

from media import card_covers as module_under_test
from media.card_covers import CardCover, ask_for_missing_cards, card_covers
from media.models import LibraryImage, LibraryRendition
from media.renditions import CARD_BYTES, CARD_SPECS, make_card, smallest_fit
from media.tasks import make_renditions as task
from tests.factories import make_example, make_image, make_module
from tests.factories.pages import make_resource
from tests.plugin.models import EpisodePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_asked_yet():
    module_under_test.asked.clear()


def noise(grain=1):
    """The hardest picture there is: every pixel (every square of `grain` of them) another colour."""
    width, height = 400 // grain, 225 // grain
    picture = Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))
    buffer = io.BytesIO()
    picture.resize((800, 450)).save(buffer, "PNG")
    buffer.seek(0)
    return LibraryImage.objects.create(title="Derau", description="Derau", file=ImageFile(buffer, name="derau.png"))


def covered(parent, **fields):
    image = make_image(**fields)
    make_card(image)
    return make_module(parent, cover=image)


def test_a_cover_has_smaller_formats_first_and_a_jpeg_for_all(site_tree):
    page = covered(site_tree.modules)
    cover = card_covers([page.pk])[page.pk]
    assert [mime for mime, _url in cover.sources] == ["image/avif", "image/webp"]
    assert cover.src.endswith(".jpg")
    assert (cover.width, cover.height) == (400, 225)


def test_every_kind_has_covers(site_tree):
    image = make_image()
    make_card(image)
    pages = [
        make_module(site_tree.modules, cover=image),
        make_example(site_tree.examples, cover=image),
        make_resource(site_tree.home, EpisodePage, title="Episode satu", cover=image),
    ]
    assert set(card_covers([page.pk for page in pages])) == {page.pk for page in pages}


def test_the_number_of_queries_does_not_grow(site_tree, django_assert_num_queries):
    pages = [covered(site_tree.modules) for _number in range(5)]
    with django_assert_num_queries(2):
        assert len(card_covers([page.pk for page in pages[:1]])) == 1
    with django_assert_num_queries(2):
        assert len(card_covers([page.pk for page in pages])) == 5
    with django_assert_num_queries(0):
        assert card_covers([]) == {}


def test_what_the_worker_has_not_made_is_not_made_now(site_tree):
    page = make_module(site_tree.modules, cover=make_image())
    assert card_covers([page.pk]) == {}
    assert not LibraryRendition.objects.exists()


def test_a_moved_focal_point_shows_no_old_crop(site_tree):
    page = covered(site_tree.modules)
    image = page.cover
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 100, 100, 50, 50
    image.save()
    assert card_covers([page.pk]) == {}
    make_card(image)
    assert page.pk in card_covers([page.pk])


def test_the_hardest_picture_stays_within_the_limit():
    image = noise()
    made = make_card(image)
    sizes = [rendition.file.size for rendition in image.renditions.all()]
    assert len(sizes) == made >= 1
    assert max(sizes) <= CARD_BYTES


def test_the_best_quality_that_fits_is_taken():
    picture = Image.frombytes("RGB", (400, 225), random.Random(1).randbytes(400 * 225 * 3))
    generous, narrow = (smallest_fit(picture, "jpeg", (80, 40, 5), limit) for limit in (10**6, 30_000))
    assert len(generous) > 30_000 >= len(narrow) > 0
    assert smallest_fit(picture, "jpeg", (80, 40), 1000) == b""


def test_a_size_that_another_way_made_too_large_is_replaced():
    image = noise(grain=3)
    image.get_rendition(CARD_SPECS["jpeg"])
    assert image.renditions.get().file.size > CARD_BYTES
    make_card(image)
    assert image.renditions.get(filter_spec=CARD_SPECS["jpeg"]).file.size <= CARD_BYTES


def test_transparent_parts_become_white():
    buffer = io.BytesIO()
    Image.new("RGBA", (800, 450), (0, 0, 0, 0)).save(buffer, "PNG")
    buffer.seek(0)
    image = LibraryImage.objects.create(title="Kosong", description="x", file=ImageFile(buffer, name="kosong.png"))
    make_card(image)
    with image.renditions.get(filter_spec=CARD_SPECS["jpeg"]).file.open() as file:
        assert Image.open(file).getpixel((200, 100)) == (255, 255, 255)


# The worker


def test_the_worker_makes_cards_of_covers_only(site_tree):
    cover, other = make_image(), make_image()
    make_module(site_tree.modules, cover=cover)
    task.call(cover.pk)
    task.call(other.pk)
    with_cards = set(
        LibraryRendition.objects.filter(filter_spec__in=CARD_SPECS.values()).values_list("image", flat=True)
    )
    assert with_cards == {cover.pk}


def test_choosing_a_cover_and_changing_its_picture_ask_the_worker(site_tree, monkeypatch):
    asked = []
    monkeypatch.setattr("media.tasks.make_renditions", SimpleNamespace(enqueue=asked.append))
    image = make_image()
    assert asked == [image.pk]
    make_module(site_tree.modules, cover=image)
    assert asked == [image.pk] * 2
    image.save()
    assert asked == [image.pk] * 3


def test_a_cover_that_is_ready_asks_for_nothing(site_tree, monkeypatch):
    page = covered(site_tree.modules)
    asked = []
    monkeypatch.setattr("media.tasks.make_renditions", SimpleNamespace(enqueue=asked.append))
    page.save()
    assert asked == []


def test_covers_of_before_are_made_in_time_and_broken_ones_not_for_ever(site_tree, monkeypatch):
    page = make_module(site_tree.modules, cover=make_image())
    covered(site_tree.modules)
    make_module(site_tree.modules, cover=make_image(), live=False)
    asked = []
    monkeypatch.setattr("media.tasks.make_renditions", SimpleNamespace(enqueue=asked.append))
    assert ask_for_missing_cards() == 1
    assert asked == [page.cover_id]
    assert ask_for_missing_cards() == 0


# The tag


def render(cover, address="/sampul/1/umum/module-12345678.svg", **context):
    tag = "{% load cover_tags %}{% card_cover cover address %}"
    return Template(tag).render(Context({"cover": cover, "address": address, **context}))


def test_a_card_shows_the_editors_picture_in_its_size_and_late():
    cover = CardCover((("image/avif", "/a.avif"), ("image/webp", "/a.webp")), "/a.jpg", 400, 225)
    text = render(cover)
    assert text.index("/a.avif") < text.index("/a.webp") < text.index("/a.jpg")
    assert 'width="400" height="225" alt="" loading="lazy" decoding="async"' in text


def test_a_card_without_one_shows_the_drawn_cover():
    text = render(None)
    assert '<img src="/sampul/1/umum/module-12345678.svg" width="400" height="225" alt="" loading="lazy"' in text
    assert "<picture" not in text


def test_a_card_shows_no_picture_when_data_is_saved():
    cover = CardCover((), "/a.jpg", 400, 225)
    assert render(cover, save_data=True) == render(None, save_data=True) == ""


def test_the_tag_asks_the_database_nothing():
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        render(None)
    assert len(queries) == 0
