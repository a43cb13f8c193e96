"""Materials as a spreadsheet: what the listing shows, nothing of others, no formula from a title."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cms.admin.export import COLUMNS, Batches, MaterialSheet, harmless
from cms.models import LearningResource, Subject
from tests import factories
from tests.cms.test_desk_listings import grant, listing, shelf

__all__ = ["shelf"]
pytestmark = pytest.mark.django_db


def csv_rows(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_listing_is_exported_as_filtered(editor_client, shelf):
    maths = Subject.objects.get(slug="matematika").pk
    rows = csv_rows(editor_client.get(listing(), {"export": "csv", "subject": maths}))
    assert len(rows) == 3
    column = list(COLUMNS).index("subjects_slugs")
    assert {row[column] for row in rows[1:]} == {"matematika", "biologi, matematika"}


def test_a_search_is_exported(editor_client, shelf):
    rows = csv_rows(editor_client.get(listing(), {"export": "csv", "q": "Pecahan"}))
    assert [row[2] for row in rows[1:]] == ["Pecahan"]


def test_the_workbook_holds_dates_and_no_formula(editor_client, site_tree):
    factories.make_module(site_tree.modules, '=HYPERLINK("http://x","y")', slug="rumus")
    response = editor_client.get(listing(), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    title = next(cell for cell in row.values() if "HYPERLINK" in str(cell.value))
    assert title.data_type == "s"
    assert title.value.startswith("'=")
    assert any(cell.is_date for cell in row.values())


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM", "\tx", " =1", "\uff1d1"])
def test_what_a_spreadsheet_takes_for_a_formula_is_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Judul - bagian 2", "a@b", 5, -5, None, ""])
def test_anything_else_stays(value):
    assert harmless(value) == value


def test_a_spreadsheet_costs_the_same_number_of_queries_for_more_rows(shelf):
    def rows():
        sheet = MaterialSheet()
        return [sheet.to_row_dict(page) for page in Batches(LearningResource.objects.all())]

    rows()
    with CaptureQueriesContext(connection) as few:
        assert len(rows()) == 4
    for number in range(4):
        factories.make_module(shelf.modules, f"Lagi {number}", live=False, owner=factories.make_user(f"p{number}"))
    with CaptureQueriesContext(connection) as many:
        assert len(rows()) == 8
    assert len(many) == len(few)


def test_another_centres_material_is_not_exported(client, site_tree):
    own, other = factories.make_centre_page(site_tree), factories.make_centre_page(site_tree, "balai-bali")
    factories.make_module(own, "Punya kami")
    factories.make_module(other, "Punya mereka")
    client.force_login(grant(factories.make_user(), own, "change_page"))
    rows = csv_rows(client.get(listing(), {"export": "csv"}))
    assert [row[2] for row in rows[1:]] == ["Punya kami"]
