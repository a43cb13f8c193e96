"""What people write into cells: durations, dates, grades, invisible characters. No database."""

import datetime
import unicodedata

import pytest

from cms.admin.export import harmless, unguarded
from cms.imports import values
from cms.imports.reading.cells import clean_lines, clean_text, typed_cell


@pytest.mark.parametrize(
    "text, minutes",
    [
        ("90", 90),
        ("90,0 menit", 90),
        ("90.0", 90),
        ("2 JP", 90),
        ("1,5 jp", 68),
        ("1 jam 30 menit", 90),
        ("2 jam pelajaran", 90),
        ("1:30:00", 90),
        ("2 JP (90 menit)", 90),
        ("0", 0),
        ("sebentar", None),
        ("-5", None),
        ("", None),
        ("90 menit lebih", None),
    ],
)
def test_durations(text, minutes):
    assert values.minutes(text) == minutes


def test_brackets_are_found_without_a_search_from_each_of_them(monkeypatch):
    # A pattern such as "from a bracket to the end" tries each bracket anew; only what is compiled above may be used.
    monkeypatch.setattr(values, "re", None)
    assert values.minutes("2 JP (90 menit) (x)") == 90
    assert values.minutes("(" * 2_000) is None
    assert values.minutes("1 menit, " * 500) == 500


def test_a_bare_number_counts_in_the_unit_of_its_column():
    assert values.minutes("2", unit=45) == 90


@pytest.mark.parametrize(
    "text",
    ["2025-08-17", "17/08/2025", "17-8-2025", "17 Agustus 2025", "17 Aug 2025", "45886", "2025-08-17 00:00:00"],
)
def test_dates(text):
    assert values.date(text) == datetime.date(2025, 8, 17)


@pytest.mark.parametrize("text", ["0000-00-00", "31/02/2025", "minggu depan", "", "99999999"])
def test_what_is_no_date(text):
    assert values.date(text) is None


@pytest.mark.parametrize("text, is_none", [("0000-00-00", True), ("00/00/0000", True), ("2025-00-10", False)])
def test_a_day_of_zeros_is_no_day(text, is_none):
    assert values.is_no_date(text) == is_none


@pytest.mark.parametrize(
    "text, grades",
    [
        ("Kelas 7-9", [7, 8, 9]),
        ("VII s.d. IX", [7, 8, 9]),
        ("kelas 1 sampai kelas 3", [1, 2, 3]),
        ("X–XII", [10, 11, 12]),
        ("9-7", None),
        ("7", None),
    ],
)
def test_ranges_of_grades(text, grades):
    assert values.grade_range(text) == grades


def test_what_nobody_sees_is_taken_away():
    assert clean_text("\ufeff Po\u200bster\u00a0\u00a0air\x00 ") == "Poster air"
    assert clean_lines("a \r\n\r\n\r\n\r\nb\u2028c") == "a\n\nb\nc"


def test_every_character_is_sorted_by_what_it_is():
    for code in range(0x3000):
        char, category = chr(code), unicodedata.category(chr(code))
        if category in ("Zs", "Zl", "Zp"):
            kept = " " if category == "Zs" else "\n"
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\n\r\t\u200c\u200d":
            kept = ""
        else:
            kept = "\n" if char == "\r" else " " if char == "\t" else char
        assert clean_lines(f"a{char}b") == f"a{kept}b"


@pytest.mark.parametrize(
    "value, text",
    [
        (90.0, "90"),
        (0.1, "0.1"),
        (True, "ya"),
        (datetime.datetime(2025, 8, 17), "2025-08-17"),
        (datetime.timedelta(minutes=90), "1:30:00"),
        (None, ""),
    ],
)
def test_what_spreadsheets_keep_becomes_text(value, text):
    assert typed_cell(value).text == text


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1", " =1", "'' =1", "-5", "plain", "'plain", "", "@a"])
def test_the_apostrophe_of_an_export_is_undone(text):
    assert unguarded(harmless(text)) == text
