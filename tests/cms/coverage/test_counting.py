"""What the coverage map counts: visible materials, today's terms, each material once in a cell."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.coverage.axes import LEVEL, PAIRS, PLATFORM, SUBJECT
from cms.coverage.counting import count, countable
from cms.coverage.grid import Grid
from cms.merging import merge_term
from cms.models import LearningResource, Level, Platform, Province, Subject
from tests import factories
from tests.factories import term

pytestmark = pytest.mark.django_db
BY_SUBJECT = PAIRS["subject-level"]


def place(subject, level):
    return term(Subject, subject).pk, term(Level, level).pk


def module(parent, *subjects, levels=("dasar",), platforms=(), **fields):
    return factories.make_module(
        parent,
        subjects=[term(Subject, slug) for slug in subjects],
        levels=[term(Level, slug) for slug in levels],
        platforms=[term(Platform, slug) for slug in platforms],
        **fields,
    )


def test_a_material_counts_once_in_each_of_its_cells_and_once_altogether(site_tree):
    module(site_tree.modules, "ipas", "seni", levels=("dasar", "mahir"))
    counts = count(SUBJECT, LEVEL)
    assert counts.cells == {place(s, v): 1 for s in ("ipas", "seni") for v in ("dasar", "mahir")}
    assert counts.rows[term(Subject, "ipas").pk] == 1
    assert counts.total == 1


def test_a_material_for_every_subject_has_a_row_of_its_own(site_tree):
    module(site_tree.modules)
    assert count(SUBJECT, LEVEL).cells == {(None, term(Level, "dasar").pk): 1}


def test_the_third_axis_filters(site_tree):
    module(site_tree.modules, "ipas", platforms=("canva", "scratch"))
    module(site_tree.modules, "ipas")
    canva = PLATFORM.resolve("canva")
    assert count(SUBJECT, LEVEL, chosen=(PLATFORM, canva)).cells == {place("ipas", "dasar"): 1}
    assert count(SUBJECT, LEVEL).cells == {place("ipas", "dasar"): 2}


def test_a_centre_counts_its_own(site_tree):
    ours, theirs = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    module(ours, "ipas")
    module(theirs, "ipas")
    module(site_tree.modules, "ipas")
    assert count(SUBJECT, LEVEL, centre=ours.centre).total == 1
    assert count(SUBJECT, LEVEL).total == 3


def test_merged_terms_count_under_their_successor_and_a_material_with_both_once(site_tree):
    old, middle, new = (term(Subject, slug) for slug in ("ipa-lama", "ipa", "ipas"))
    module(site_tree.modules, "ipa-lama")
    module(site_tree.modules, "ipa", "ipas")
    merge_term(old, middle)
    merge_term(middle, new)
    counts = count(SUBJECT, LEVEL)
    assert counts.cells == {place("ipas", "dasar"): 2}
    assert counts.rows == {new.pk: 2}
    assert count(LEVEL, PLATFORM, chosen=(SUBJECT, SUBJECT.resolve("ipa-lama"))).total == 2


@pytest.fixture
def every_state(site_tree):
    """One visible material among all the ways of not being so."""
    past, future = (timezone.now() + datetime.timedelta(days=days) for days in (-1, 1))
    centre = factories.make_centre_page(site_tree)
    module(site_tree.modules, "ipas", title="Terbit", expire_at=future)
    module(site_tree.modules, "ipas", title="Draf", live=False)
    module(site_tree.modules, "ipas", title="Kedaluwarsa", expire_at=past)
    private = module(site_tree.modules, "ipas", title="Terbatas")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    module(centre, "ipas", title="Di balai")
    return centre


def visible_and_counted():
    visible = set(LearningResource.objects.visible().values_list("title", flat=True))
    return visible, set(countable().values_list("title", flat=True))


@pytest.mark.parametrize("above", ["open", "not live", "expired", "restricted"])
def test_what_is_counted_is_what_is_visible(every_state, above):
    if above == "not live":
        every_state.live = False
    elif above == "expired":
        every_state.expire_at = timezone.now() - datetime.timedelta(hours=1)
    elif above == "restricted":
        PageViewRestriction.objects.create(page=every_state, restriction_type=PageViewRestriction.LOGIN)
    every_state.save()
    visible, counted = visible_and_counted()
    assert counted == visible
    assert visible == ({"Terbit", "Di balai"} if above == "open" else {"Terbit"})


def test_a_closed_centre_index_closes_what_is_two_levels_below(every_state, site_tree):
    site_tree.centres.live = False
    site_tree.centres.save()
    visible, counted = visible_and_counted()
    assert counted == visible == {"Terbit"}


def test_the_queries_are_a_fixed_number(site_tree):
    def queries():
        Grid(BY_SUBJECT)
        with CaptureQueriesContext(connection) as done:
            list(Grid(BY_SUBJECT).cells)
        return len(done)

    for number in range(2):
        module(site_tree.modules, f"mapel-{number}")
    few = queries()
    for number in range(20):
        module(site_tree.modules, f"mapel-{number}", f"lain-{number}", platforms=(f"alat-{number}",))
    assert queries() == few


# The map made of the counts


def test_gaps_are_where_row_and_column_have_materials_but_their_cell_has_none(site_tree):
    module(site_tree.modules, "ipas", levels=("dasar",))
    module(site_tree.modules, "seni", levels=("mahir",))
    term(Subject, "kosong")
    grid = Grid(BY_SUBJECT)
    assert {cell.name for cell in grid.missing} == {"Mahir × Ipas", "Dasar × Seni"}
    assert [line.label for line in grid.bare] == ["Kosong"]
    assert {cell.name for cell in grid.thin} == {"Dasar × Ipas", "Mahir × Seni"}


def test_a_gap_names_all_three_axes_and_links_to_the_search(site_tree):
    module(site_tree.modules, "ipas", levels=("dasar",), platforms=("canva",))
    module(site_tree.modules, "seni", levels=("mahir",), platforms=("canva",))
    gap = Grid(BY_SUBJECT, PLATFORM.resolve("canva")).missing[0]
    assert gap.name in ("Mahir × Ipas × Canva", "Dasar × Seni × Canva")
    assert "level=" in gap.url
    assert "&platform=canva" in gap.url


@pytest.mark.parametrize("number, state", [(0, "none"), (1, "thin"), (2, "thin"), (3, "enough")])
def test_fewer_than_three_are_thin(site_tree, number, state):
    term(Subject, "ipas"), term(Level, "dasar")
    for _again in range(number):
        module(site_tree.modules, "ipas")
    states = {cell.state for cell in Grid(BY_SUBJECT).cells}
    assert states == {state}


def test_materials_for_every_subject_leave_no_gap(site_tree):
    module(site_tree.modules)
    term(Level, "mahir")
    assert Grid(BY_SUBJECT).missing == []


def test_retired_terms_are_shown_only_with_materials(site_tree):
    used, unused = (term(Subject, slug, status=Subject.Status.RETIRED) for slug in ("terpakai", "sepi"))
    module(site_tree.modules, used.slug)
    labels = [row.line.label for group in Grid(BY_SUBJECT).groups for row in group.rows]
    assert labels == [used.label]
    assert unused.label not in labels


def test_another_provinces_subject_is_no_gap_of_a_centres(site_tree):
    page = factories.make_centre_page(site_tree)
    term(Subject, "bahasa-jawa").provinces.add(term(Province, "ID-YO"))
    term(Subject, "bahasa-bali").provinces.add(term(Province, "ID-BA"))
    term(Subject, "ipas")
    assert {line.label for line in Grid(BY_SUBJECT, centre=page.centre).bare} == {"Bahasa Jawa", "Ipas"}
    assert len(Grid(BY_SUBJECT).bare) == 3
