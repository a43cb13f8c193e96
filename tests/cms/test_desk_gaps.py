"""What published materials lack: each gap is found where it is, counted, and linked to exactly those."""

import datetime
import re

import pytest
from django.utils import timezone

from cms.admin.gaps import GAPS, count_gaps, with_gap
from cms.models import LearningResource, QualityReview, Subject
from media.models import ExtractedText
from tests import factories
from tests.cms.test_desk_home import home, panel
from tests.cms.test_desk_listings import grant, listing, titles
from tests.factories import term

pytestmark = pytest.mark.django_db


def unreadable_document():
    document = factories.make_document()
    ExtractedText.objects.update_or_create(document=document, defaults={"state": "unreadable", "reason": "Terkunci."})
    return document


def with_long_ago(page):
    LearningResource.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - datetime.timedelta(days=800))


# slug → (makes a material with the gap, makes one without it)
CASES = {
    "cover": (lambda tree: make(tree, cover=None), lambda tree: make(tree, cover=factories.make_image())),
    "alt": (
        lambda tree: make(tree, cover=factories.make_image(description="")),
        lambda tree: make(tree, cover=factories.make_image()),
    ),
    "level": (lambda tree: without(tree, "levels"), lambda tree: make(tree)),
    "subject": (lambda tree: make(tree), lambda tree: make(tree, subjects=[term(Subject, "ipa")])),
    "licence": (lambda tree: without_licence(tree), lambda tree: make(tree)),
    "tag": (lambda tree: make(tree), lambda tree: make(tree, tags=["kuis"])),
    "review": (lambda tree: old(tree), lambda tree: reviewed(old(tree))),
    "unreadable": (lambda tree: lesson_with(tree, unreadable_document()), lambda tree: make(tree)),
}


def make(tree, **fields):
    return factories.make_module(tree.modules, **fields)


def without(tree, name):
    page = make(tree)
    getattr(LearningResource.objects.get(pk=page.pk), name).through.objects.all().delete()
    return page


def without_licence(tree):
    page = make(tree)
    LearningResource.objects.filter(pk=page.pk).update(licence=None)
    return page


def old(tree):
    page = make(tree)
    with_long_ago(page)
    return page


def reviewed(page):
    QualityReview.objects.create(resource_id=page.pk)
    return page


def lesson_with(tree, document):
    page = make(tree)
    factories.make_lesson(page, body=[("download", {"document": document, "title": "", "text": ""})])
    return page


def test_every_gap_has_a_case():
    assert set(CASES) == set(GAPS)


@pytest.mark.parametrize("slug", list(CASES))
def test_a_gap_is_found_where_it_is(site_tree, slug):
    lacking, complete = CASES[slug]
    page = lacking(site_tree)
    assert list(with_gap(slug).values_list("pk", flat=True)) == [page.pk]
    page.delete()
    complete(site_tree)
    assert not with_gap(slug).exists()


def test_drafts_have_no_gaps(site_tree):
    make(site_tree, live=False)
    assert not with_gap("cover").exists()


def test_the_number_links_to_exactly_those(editor_client, site_tree):
    make(site_tree, title="Tanpa sampul")
    make(site_tree, title="Bersampul", cover=factories.make_image())
    factories.make_example(site_tree.examples, "Contoh tanpa sampul")
    gaps = panel(home(editor_client), "gaps")
    row = re.search(rf'<tr><th scope="row">{re.escape(str(GAPS["cover"].label))}.*?</tr>', gaps, re.S)[0]
    assert re.findall(r'href="([^"]*)"[^>]*>(\d+)<', row) == [
        (f"{listing()}?gap=cover", "1"),
        (f"{listing('example')}?gap=cover", "1"),
    ]
    assert titles(editor_client, gap="cover") == ["Tanpa sampul"]


def test_gaps_count_what_one_may_change(client, site_tree):
    own = factories.make_centre_page(site_tree)
    factories.make_module(own, "Kami")
    make(site_tree)
    client.force_login(grant(factories.make_user(), own, "change_page"))
    assert re.findall(r"gap=cover[^>]*>(\d+)<", panel(home(client), "gaps")) == ["1"]


def test_all_gaps_are_counted_in_one_query(site_tree, django_assert_num_queries):
    make(site_tree)
    count_gaps(LearningResource.objects.all())
    with django_assert_num_queries(1):
        count_gaps(LearningResource.objects.all())
