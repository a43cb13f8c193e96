"""Pictures get their sizes from the worker, and those are the sizes that pages ask for."""

from datetime import timedelta
from types import SimpleNamespace

from django.template import Context, Template
from django.utils import timezone

from media import renditions
from media.models import LibraryImage, LibraryRendition
from media.renditions import FILTER_SPECS, LARGE_SPEC, ask_for_missing_large, make_renditions
from media.tasks import make_renditions as task
from tests.factories import make_image


def test_the_sizes_made_are_the_sizes_that_pages_ask_for(db):
    image = make_image()
    assert make_renditions(image) == len({*FILTER_SPECS, LARGE_SPEC})
    before = LibraryRendition.objects.count()
    tag = "{% load wagtailimages_tags %}{% picture image format-{avif,webp,jpeg} width-{400,800} %}"
    Template(tag).render(Context({"image": image}))
    assert LibraryRendition.objects.count() == before


def test_a_deleted_picture_is_no_error(db):
    assert task.call(0) == 0


def test_old_pictures_get_their_large_size_some_at_a_time_and_broken_ones_not_for_ever(db, monkeypatch):
    made, *old = [make_image() for _number in range(4)]
    make_renditions(made)
    LibraryImage.objects.update(created_at=timezone.now() - timedelta(days=1))
    make_image("Baru diunggah")
    asked = []
    monkeypatch.setattr("media.tasks.make_renditions", SimpleNamespace(enqueue=asked.append))
    monkeypatch.setattr(renditions, "asked", set())
    monkeypatch.setattr(renditions, "BATCH", 2)
    assert [ask_for_missing_large() for _round in range(3)] == [2, 1, 0]
    assert sorted(asked) == [image.pk for image in old]
