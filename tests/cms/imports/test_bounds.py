"""Small files that would unpack to much work: what is read of them is bounded, and they are refused by name."""

import bz2
import io
import tracemalloc
import zipfile
from itertools import islice

import pytest
from xlsxwriter import Workbook

from cms.imports.messages import REFUSALS, refusal_in_words
from cms.imports.reading import FileRefused, open_tables, workbook_parts, workbooks, xml_streams
from cms.imports.reading.workbook_parts import Package, SharedTexts
from tests.cms.imports import dirt


def shared(*rows):
    """A workbook whose cells point to a list of texts, as Excel writes it."""
    file = io.BytesIO()
    with Workbook(file) as made:
        sheet = made.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


BOOK = shared(dirt.HEADS, dirt.ROW)
STYLES, TEXTS, MAIN = "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def read(content, **kwargs):
    file = io.BytesIO(content)
    with open_tables(file, "a.xlsx", len(content), **kwargs) as (tables, _hidden):
        return [list(table.rows()) for table in tables]


def refusal(content, **kwargs):
    with pytest.raises(FileRefused) as caught:
        read(content, **kwargs)
    found = {"code": caught.value.code, **caught.value.values}
    assert "%" not in refusal_in_words(found)
    return caught.value.code


def in_sheet(xml, before=b"</sheetData>", content=BOOK):
    return dirt.with_part(content, dirt.SHEET, lambda part: part.replace(before, xml + before, 1))


def renamed(content, old, new):
    """The same workbook with a part under another name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            xml = source.read(part).replace(old.partition("/")[2].encode(), new.partition("/")[2].encode())
            target.writestr(new if part.filename == old else part.filename, xml)
    return file.getvalue()


def with_styles(count):
    return dirt.with_part(BOOK, STYLES, lambda xml: xml.replace(b"</cellXfs>", b"<xf/>" * count + b"</cellXfs>"))


def test_styles_are_counted_as_they_are_read():
    assert refusal(with_styles(workbook_parts.MAX_STYLE_COUNT)) == "overgrown"
    assert read(with_styles(10)) == read(BOOK)


@pytest.mark.parametrize(
    "part, limit",
    [(STYLES, "MAX_STYLES"), (TEXTS, "MAX_TEXTS"), (MAIN, "MAX_LIST"), ("xl/_rels/workbook.xml.rels", "MAX_LIST")],
)
def test_each_part_is_bounded_by_its_role(part, limit):
    size = getattr(workbook_parts, limit)
    content = dirt.with_part(BOOK, part, lambda xml: xml + b" " * size)
    assert refusal(content) == "overgrown"


@pytest.mark.parametrize("part, limit", [(STYLES, "MAX_STYLES"), (TEXTS, "MAX_TEXTS")])
def test_the_name_of_a_part_does_not_matter(part, limit):
    content = renamed(BOOK, part, "xl/other.xml")
    assert read(content) == read(BOOK)
    assert (
        refusal(dirt.with_part(content, "xl/other.xml", lambda xml: xml + b" " * getattr(workbook_parts, limit)))
        == "overgrown"
    )


def test_a_large_picture_that_nobody_reads_refuses_nothing():
    file = io.BytesIO(BOOK)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\x00" * 30_000_000)
    assert read(file.getvalue()) == read(BOOK)


def test_cells_of_a_row():
    most = workbooks.MAX_SHEET_COLUMNS
    assert read(in_sheet(b"<row>" + b"<c/>" * most + b"</row>")) == read(BOOK)
    assert refusal(in_sheet(b"<row>" + b"<c/>" * (most + 1) + b"</row>")) == "too_many_cells"


def test_empty_rows_are_counted(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_SHEET_ROWS", 500)
    assert read(in_sheet(b"<row/>" * 498)) == read(BOOK)
    assert refusal(in_sheet(b"<row/>" * 499)) == "too_many_cells"


@pytest.mark.parametrize("before", [b"<sheetData>", b"</sheetData>", b"</row>", b"</c>"])
def test_elements_of_any_kind_are_counted_wherever_they_stand(before, monkeypatch):
    monkeypatch.setattr(workbooks, "WHOLE", (3_000, 100_000))
    assert read(in_sheet(b"<x/>" * 2_000, before)) == read(BOOK)
    assert refusal(in_sheet(b"<x/>" * 4_000, before)) == "too_many_cells"


def test_all_sheets_have_one_budget(monkeypatch):
    content = dirt.book(dirt.HEADS, dirt.ROW, prepare=lambda book: book.copy_worksheet(book.active))
    assert len(read(content)) == 2
    monkeypatch.setattr(workbooks, "WHOLE", (150, 100_000))
    assert len(read(BOOK)) == 1
    assert refusal(content) == "too_many_cells"


def test_a_part_is_one_sheet_however_often_it_is_named():
    def repeat(xml):
        begin = xml.index(b"<sheet ")
        return xml.replace(b"</sheets>", xml[begin : xml.index(b"/>", begin) + 2] * 50 + b"</sheets>")

    assert read(dirt.with_part(BOOK, MAIN, repeat)) == read(BOOK)


def test_nothing_is_kept_of_empty_rows_and_cells():
    content = in_sheet(b'<row><c s="0"/></row>' * 60_000)
    tracemalloc.start()
    try:
        read(content)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "xml, code",
    [
        (b"<a>" * xml_streams.MAX_DEPTH + b"</a>" * xml_streams.MAX_DEPTH, "damaged"),
        (b"".join(b"<a%d/>" % n for n in range(xml_streams.MAX_NAMES)), "overgrown"),
        (b"<row " + b" ".join(b'a%d=""' % n for n in range(xml_streams.MAX_NAMES)) + b"/>", "overgrown"),
        (b"".join(b'<a xmlns:a%d="b"/>' % n for n in range(xml_streams.MAX_NAMES)), "overgrown"),
        (b"<row a='" + b" " * (xml_streams.MAX_TOKEN + 200_000) + b"'/>", "overgrown"),
        (b"<row><c t='inlineStr'><is><t>" + b"a" * 2_000_001 + b"</t></is></c></row>", "long_row"),
        (b"<row><c r='AAAA1'><v>1</v></c></row>", "damaged"),
        (b"<row><c t='s'><v>900</v></c></row>", "damaged"),
        (b"<row><c t='s'><v>-1</v></c></row>", "damaged"),
    ],
    ids=["depth", "names", "attributes", "prefixes", "tag", "text", "column", "no_text", "negative"],
)
def test_what_no_spreadsheet_writes(xml, code):
    assert refusal(in_sheet(xml)) == code


@pytest.mark.parametrize("head", [b'<!DOCTYPE a [<!ENTITY b "c">]>', b'<?xml version="1.0" encoding="cp1252"?>', b""])
def test_neither_entities_nor_other_encodings(head):
    content = dirt.with_part(BOOK, dirt.SHEET, lambda xml: head + xml.partition(b"?>")[2].lstrip())
    if head:
        assert refusal(content) == "damaged"
    else:
        assert read(content) == read(BOOK)


def test_one_text_in_many_cells_counts_each_time(monkeypatch):
    content = shared(dirt.HEADS, *[dirt.changed(Ringkasan="x" * 1_000)] * 50)
    assert len(read(content)[0]) == 51
    monkeypatch.setattr(workbooks, "WHOLE", (1_000_000, 30_000))
    assert refusal(content) == "too_much_text"
    monkeypatch.setattr(workbooks, "MAX_ROW_TEXT", 900)
    assert refusal(content) == "long_row"


def test_shared_texts_are_read_as_far_as_they_are_asked_for():
    content = shared(*[(f"teks {number}", "x" * 100) for number in range(10_000)])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = SharedTexts(Package(archive), TEXTS)
        assert texts.text(0) == "teks 0"
        assert len(texts._ends) < 5_000
        assert texts.text(10_000) == "teks 9999"


def test_other_ways_of_packing_are_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
    assert bz2.compress(b"") in file.getvalue() or b"BZh" in file.getvalue()
    assert refusal(file.getvalue()) == "damaged"


def test_a_beginning_is_looked_at_with_less(monkeypatch):
    monkeypatch.setattr(workbooks, "BEGINNING", (500, 10_000))
    content = in_sheet(b"<row/>" * 1_000)
    assert read(content) == read(BOOK)
    assert refusal(content, beginning=True) == "too_many_cells"


@pytest.mark.django_db
def test_a_look_that_ends_early_takes_what_it_saw(take, monkeypatch):
    monkeypatch.setattr(workbooks, "BEGINNING", (40_000, 10_000))
    # A megabyte of formats only, behind the rows and on another sheet before them.
    source = take(in_sheet(b"<row/>" * 50_000))
    assert source.findings["columns"][1]["samples"] == [dirt.ROW[1]]
    assert source.counts["rows"] == 1
    with pytest.raises(FileRefused, match="too_many_cells"):
        take(in_sheet(b"<row/>" * 50_000, b'<row r="1"'))
    with pytest.raises(FileRefused, match="too_many_cells"):
        take(in_sheet(b"<row/>" * 50_000, b'<row r="2"'))


def test_every_refusal_has_its_words():
    assert {"overgrown", "too_many_cells", "too_much_text", "long_row", "damaged"} <= set(REFUSALS)


def test_rows_come_before_the_end_is_reached():
    content = dirt.book(dirt.HEADS, *[dirt.ROW] * 5_000)
    file = io.BytesIO(content)
    with open_tables(file, "a.xlsx", len(content), beginning=True) as (tables, _hidden):
        assert [number for number, _cells in islice(tables[0].rows(), 28)] == list(range(1, 29))
