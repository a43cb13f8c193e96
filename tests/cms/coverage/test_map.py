"""Laporan › Peta Cakupan: who sees what of it, as page, picture and sheet."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from cms.coverage.axes import PAIRS
from cms.coverage.chart import pictures
from cms.coverage.grid import Grid
from cms.models import Level, Subject
from cms.workspaces.models import Role
from tests import factories
from tests.factories import term
from tests.factories.workspaces import make_member, make_workspace
from tests.reading import query_count

pytestmark = pytest.mark.django_db


def address(**values):
    return reverse("coverage_map") + ("?" + "&".join(f"{name}={value}" for name, value in values.items()))


def subject_module(parent, subject="ipas", level="dasar", **fields):
    return factories.make_module(parent, subjects=[term(Subject, subject)], levels=[term(Level, level)], **fields)


@pytest.fixture
def centres(site_tree):
    """Two centres with a published and a draft module each; a curator of the first."""
    ours, theirs = make_workspace(site_tree), make_workspace(site_tree, "balai-bali")
    for workspace, name in ((ours, "Kami"), (theirs, "Mereka")):
        subject_module(workspace.centre.page, title=f"{name} terbit")
        subject_module(workspace.centre.page, title=f"{name} draf", live=False)
    return ours, theirs


@pytest.fixture
def curator_client(client, centres):
    client.force_login(make_member(centres[0], Role.CURATOR))
    return client


def test_a_cell_leads_to_the_search_for_its_materials(editor_client, site_tree):
    subject_module(site_tree.modules)
    page = editor_client.get(address()).content.decode()
    assert 'href="/cari/?level=dasar&amp;subject=ipas"' in page
    assert 'aria-label="Dasar × Ipas: 1"' in page


def test_an_empty_library_says_what_to_do(editor_client, site_tree):
    page = editor_client.get(address())
    assert page.status_code == 200
    assert "coverage-gaps" not in page.content.decode()


def test_a_centres_people_see_the_nation_and_their_own_without_drafts(curator_client, centres):
    assert curator_client.get(address()).context["grid"].total == 2
    assert curator_client.get(address(centre=centres[0].centre.slug)).context["grid"].total == 1


def test_another_centres_map_is_not_theirs_to_see(curator_client, centres):
    assert curator_client.get(address(centre=centres[1].centre.slug)).status_code == 404
    assert centres[1].centre.slug not in curator_client.get(address()).content.decode()
    assert curator_client.get(address(centre=centres[1].centre.slug, export="csv")).status_code == 404


def test_the_national_team_sees_every_centre(editor_client, centres):
    shown = editor_client.get(address()).context["centres"]
    assert {centre.slug for centre in shown} == {workspace.centre.slug for workspace in centres}


def test_who_belongs_nowhere_is_refused_and_not_offered_it(client, site_tree):
    user = factories.make_user()
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(address()).status_code == 302
    assert reverse("coverage_map") not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("values", [{"platform": "tak-ada"}, {"centre": "tak-ada"}])
def test_an_unknown_choice_is_not_found(editor_client, site_tree, values):
    assert editor_client.get(address(**values)).status_code == 404


def test_unknown_axes_are_the_usual_ones(editor_client, site_tree):
    assert editor_client.get(address(axes="x")).context["grid"].name == "subject-level"


@pytest.mark.parametrize("axes", PAIRS)
def test_every_pair_of_axes_can_be_drawn(editor_client, site_tree, axes):
    subject_module(site_tree.modules)
    assert "<svg viewBox" in editor_client.get(address(axes=axes)).content.decode()


def rows_of(response, form):
    body = b"".join(response.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_sheet_has_every_cell_with_its_search(editor_client, site_tree, form):
    subject_module(site_tree.modules)
    term(Level, "mahir")
    found = rows_of(editor_client.get(address(export=form)), form)
    cells = {row[1]: (row[4], row[6]) for row in found[1:]}
    assert cells == {
        "Dasar": ("1", "http://testserver/cari/?level=dasar&subject=ipas"),
        "Mahir": ("0", "http://testserver/cari/?level=mahir&subject=ipas"),
    }


def test_a_name_that_looks_like_a_formula_is_written_as_text(editor_client, site_tree):
    term(Subject, "jahat", name="=1+1")
    subject_module(site_tree.modules, "jahat")
    found = rows_of(editor_client.get(address(export="csv")), "csv")
    assert found[1][0] == "'=1+1"


def test_the_page_costs_the_same_queries_for_few_and_for_many(editor_client, site_tree):
    for number in range(2):
        subject_module(site_tree.modules, f"mapel-{number}")
    make_workspace(site_tree)
    few = query_count(editor_client, address())
    for number in range(20):
        subject_module(site_tree.modules, f"mapel-{number}")
    make_workspace(site_tree, "balai-bali")
    assert query_count(editor_client, address()) == few


# The picture


def test_the_squares_stand_apart_and_inside_the_picture(site_tree):
    for subject in ("ipas", "seni"):
        subject_module(site_tree.modules, subject)
    term(Level, "mahir")
    [picture] = pictures(Grid(PAIRS["subject-level"]))
    corners = {(square.x, square.y) for square in picture.squares}
    assert len(corners) == len(picture.squares) == 4
    assert all(s.x + s.width <= picture.width and s.y + s.height <= picture.height for s in picture.squares)


def test_empty_and_thin_squares_are_told_apart_without_colour(editor_client, site_tree):
    subject_module(site_tree.modules)
    term(Level, "mahir")
    page = editor_client.get(address()).content.decode()
    chart = page[page.index('class="coverage-pictures') : page.index('id="coverage-table"')]
    assert chart.count("coverage-hatch") == 1
    assert chart.count("coverage-dot") == 1


def test_a_retired_term_leaves_no_gap(site_tree):
    subject_module(site_tree.modules, subject="lama")
    subject_module(site_tree.modules, subject="ipas", level="menengah")
    missing = {(cell.row.entry.slug, cell.column.entry.slug) for cell in grid().missing}
    assert missing == {("lama", "menengah"), ("ipas", "dasar")}
    retired = Subject.objects.get(slug="lama")
    retired.status = Subject.Status.RETIRED
    retired.save()
    after = grid()
    assert {(cell.row.entry.slug, cell.column.entry.slug) for cell in after.missing} == {("ipas", "dasar")}
    states = {cell.state for cell in after.cells if cell.row.entry and cell.row.entry.slug == "lama"}
    assert states == {"apart", "enough"}


def grid():
    return Grid(PAIRS["subject-level"])
