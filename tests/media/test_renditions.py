"""Pictures get their sizes from the worker, and those are the sizes that pages ask for."""

from django.template import Context, Template

from media.models import LibraryRendition
from media.renditions import FILTER_SPECS, LARGE_SPEC, make_renditions
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
