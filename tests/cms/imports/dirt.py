"""Files as people hand them in: each kind of dirt by name, made when it is asked for."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

HEADS = ("ID", "Judul", "Ringkasan", "Jenjang", "Kelas", "Mata Pelajaran", "Menit")
ROW = ("A-1", "Poster siklus air", "Membuat poster.", "SD/MI", "Kelas 4", "Matematika", 90)


def book(*rows: tuple, title: str = "Data", prepare: Callable[[Workbook], None] = lambda book: None) -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    prepare(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def text(*rows: tuple, separator: str = ",") -> str:
    return "\r\n".join(separator.join(map(str, row)) for row in rows) + "\r\n"


def changed(**cells: object) -> tuple:
    """The usual row with other cells, by header (spaces as underscores)."""
    row = dict(zip(HEADS, ROW, strict=True))
    return tuple({**row, **{name.replace("_", " "): value for name, value in cells.items()}}.values())


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook in which one part of the archive is another one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(old.read(part)) if part.filename == name else old.read(part))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def merged_heads() -> bytes:
    def merge(made: Workbook) -> None:
        made.active.merge_cells("D1:F1")
        for column in "ABCG":
            made.active.merge_cells(f"{column}1:{column}2")

    return book(
        ("ID", "Judul", "Ringkasan", "Untuk siapa", None, None, "Menit"),
        (None, None, None, "Jenjang", "Kelas", "Mata Pelajaran", None),
        ROW,
        prepare=merge,
    )


def hidden_sheet() -> bytes:
    def hide(made: Workbook) -> None:
        secret = made.create_sheet("Rahasia", 0)
        secret.append(HEADS)
        secret.append(changed(Judul="Tersembunyi"))
        secret.sheet_state = "hidden"
        made.active = 1

    return book(HEADS, ROW, prepare=hide)


def several_sheets() -> bytes:
    def add(made: Workbook) -> None:
        made.create_sheet("Catatan", 0).append(("bukan tabel",))
        other = made.create_sheet("Tahun lalu")
        other.append(HEADS)
        other.append(changed(ID="B-1", Judul="Lama"))

    return book(HEADS, ROW, prepare=add)


def formula(result: str | None) -> bytes:
    """A title that is computed; spreadsheet programs keep the result beside the formula, others do not."""
    content = book(HEADS, changed(Judul="=UPPER(C2)"))
    if result is None:
        return content
    return with_part(
        content,
        SHEET,
        lambda xml: (
            xml.replace(b"<v></v>", f"<v>{result}</v>".encode())
            .replace(b"<v />", f"<v>{result}</v>".encode())
            .replace(b'<c r="B2">', b'<c r="B2" t="str">')
        ),
    )


def formatted_to_the_end() -> bytes:
    """Whole columns and rows with a colour: spreadsheet programs keep each of their cells."""
    cells = b'<c s="0"/>' * 16_384
    more = b"<row>" + cells + b"</row>" + b'<row s="0" customFormat="1"/>' * 30_000
    return with_part(book(HEADS, ROW), SHEET, lambda xml: xml.replace(b"</sheetData>", more + b"</sheetData>"))


def prefixed() -> bytes:
    """As programs write it that give each element a prefix, with the text in the cell and in pieces."""
    texts = ("Poster ", "siklus air")
    runs = "".join(f'<x:r><x:rPr><x:b/></x:rPr><x:t xml:space="preserve">{piece}</x:t></x:r>' for piece in texts)
    spoken = '<x:rPh sb="0" eb="1"><x:t>nggak dibaca</x:t></x:rPh>'
    row = [f'<x:c t="inlineStr"><x:is>{runs}{spoken}</x:is></x:c>' if cell == ROW[1] else _inline(cell) for cell in ROW]
    rows = f"<x:row>{''.join(map(_inline, HEADS))}</x:row><x:row>{''.join(row)}</x:row>"
    sheet = f'<x:worksheet xmlns:x="{MAIN_NAMES}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    return with_part(book(HEADS, ROW), SHEET, lambda _xml: sheet.encode("utf-16"))


MAIN_NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _inline(cell: object) -> str:
    return f'<x:c t="inlineStr"><x:is><x:t>{cell}</x:t></x:is></x:c>'


def bomb() -> bytes:
    return with_part(book(HEADS, ROW), SHEET, lambda xml: xml + b" " * 210_000_000)


def encrypted() -> bytes:
    """Excel puts a protected workbook into the container of its old formats."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")


def lying_dimension() -> bytes:
    return with_part(book(HEADS, ROW), SHEET, lambda xml: xml.replace(b'ref="A1:G2"', b'ref="A1:XFD2000000"'))


def far_row() -> bytes:
    return with_part(book(HEADS, ROW), SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="2000000"'))


def wide(count: int) -> bytes:
    heads = [*HEADS, *(f"x{number}" for number in range(count))]
    return text(tuple(heads), (*ROW, *["y"] * count)).encode()


def dates() -> bytes:
    return book(
        ("ID", "Judul", "Tanggal persetujuan"),
        ("D-1", "Nol", "0000-00-00"),
        ("D-2", "Nomor Excel", 45_000),
        ("D-3", "Sel tanggal", datetime.datetime(2025, 8, 17)),
        ("D-4", "Kata", "17 Agustus 2025"),
        ("D-5", "Garis miring", "17/08/2025"),
        ("D-6", "Bukan tanggal", "minggu depan"),
    )


PLAIN = text(HEADS, ROW)
# Name → (file name, content). Each is the same material in another dress.
CLEANED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "clean": ("a.xlsx", lambda: book(HEADS, ROW)),
    "no_break_spaces": ("a.xlsx", lambda: book(HEADS, changed(Judul="\u00a0Poster\u00a0 siklus\u202fair "))),
    "zero_width": ("a.xlsx", lambda: book(HEADS, changed(Judul="\ufeffPoster\u200b siklus\u2060 air\u200d"))),
    "soft_hyphens": ("a.xlsx", lambda: book(HEADS, changed(Judul="Pos\u00adter siklus air"))),
    "merged_heads": ("a.xlsx", merged_heads),
    "title_rows": ("a.xlsx", lambda: book(("DAFTAR MATERI 2026",), (), ("Dinas Pendidikan",), (), HEADS, ROW)),
    "english_heads": (
        "a.csv",
        lambda: text(("ID", "Title", "Summary", "School levels", "Grades", "Subjects", "Minutes"), ROW).encode(),
    ),
    "remarks_in_heads": ("a.csv", lambda: PLAIN.replace("Judul", "JUDUL * (wajib)").encode()),
    "empty_rows": ("a.xlsx", lambda: book(HEADS, (), (None,) * 7, (" ", "\u00a0"), ROW, (), ())),
    "trailing_empty_columns": ("a.xlsx", lambda: book((*HEADS, *[None] * 30, " "), (*ROW, *[""] * 40))),
    "hidden_sheet": ("a.xlsx", hidden_sheet),
    "several_sheets": ("a.xlsx", several_sheets),
    "lying_dimension": ("a.xlsx", lying_dimension),
    "far_row": ("a.xlsx", far_row),
    "formatted_to_the_end": ("a.xlsx", formatted_to_the_end),
    "prefixes_and_utf16": ("a.xlsx", prefixed),
    "escaped_line_end": ("a.xlsx", lambda: book(HEADS, changed(Judul="Poster siklus air_x000D_"))),
    "formula_with_result": ("a.xlsx", lambda: formula("Poster siklus air")),
    "numbers_as_text": ("a.xlsx", lambda: book(HEADS, changed(Menit="90,0 menit"))),
    "numbers_as_floats": ("a.xlsx", lambda: book(HEADS, changed(Menit=90.0, Kelas=4.0))),
    "lesson_hours": ("a.xlsx", lambda: book(HEADS, changed(Menit="2 JP"))),
    "hours": ("a.csv", lambda: PLAIN.replace(",90", ",1 jam 30 menit").encode()),
    "clock": ("a.xlsx", lambda: book(HEADS, changed(Menit=datetime.time(1, 30)))),
    "capitals": ("a.csv", lambda: PLAIN.replace("SD/MI", "sd / mi").replace("Matematika", "MATEMATIKA").encode()),
    "alias": ("a.csv", lambda: PLAIN.replace("Matematika", "MTK").encode()),
    "slugs": ("a.csv", lambda: PLAIN.replace("SD/MI", "sd").replace("Kelas 4", "4").encode()),
    "roman": ("a.csv", lambda: PLAIN.replace("Kelas 4", "IV").encode()),
    "semicolons": ("a.csv", lambda: text(HEADS, ROW, separator=";").encode()),
    "tabs": ("a.csv", lambda: text(HEADS, ROW, separator="\t").encode()),
    "separator_line": ("a.csv", lambda: b"sep=;\r\n" + text(HEADS, ROW, separator=";").encode()),
    "utf8_mark": ("a.csv", lambda: b"\xef\xbb\xbf" + PLAIN.encode()),
    "utf16": ("a.csv", lambda: text(HEADS, ROW, separator="\t").encode("utf-16")),
    "nul": ("a.csv", lambda: PLAIN.replace("Poster", "Pos\x00ter").encode()),
    "old_line_ends": ("a.csv", lambda: PLAIN.replace("\r\n", "\r").encode()),
    "guarded": ("a.csv", lambda: PLAIN.replace("Poster siklus air", "Poster siklus air").encode()),
}
# Name → (file name, content, code of the refusal).
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "too_large": ("a.xlsx", lambda: b"PK\x03\x04" + b"\x00" * 50_000_000, "too_large"),
    "html_as_xlsx": ("a.xlsx", lambda: b"<html><table><tr><td>Judul</td></tr></table></html>", "is_web_page"),
    "xml_as_xlsx": ("a.xlsx", lambda: b'<?xml version="1.0"?><Workbook/>', "is_web_page"),
    "xls_as_xlsx": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is_old_office"),
    "password": ("a.xlsx", encrypted, "is_old_office"),
    "pdf_as_csv": ("a.csv", lambda: b"%PDF-1.7\n%\xe2\xe3", "is_pdf"),
    "xlsx_as_csv": ("a.csv", lambda: book(HEADS, ROW), "is_workbook"),
    "csv_as_xlsx": ("a.xlsx", lambda: PLAIN.encode(), "not_xlsx"),
    "other_ending": ("a.ods", lambda: PLAIN.encode(), "wrong_ending"),
    "zip_bomb": ("a.xlsx", bomb, "bomb"),
    "cut_off": ("a.xlsx", lambda: book(HEADS, ROW)[:-400], "damaged"),
    "broken_sheet": ("a.xlsx", lambda: with_part(book(HEADS, ROW), SHEET, lambda xml: xml[:-40]), "damaged"),
    "other_zip": ("a.xlsx", lambda: with_nothing(), "not_xlsx"),
    "open_quote": ("a.csv", lambda: (PLAIN + 'A-2,"Judul\r\n' + "x\r\n" * 5).encode(), "open_quote"),
    "open_quote_far": ("a.csv", lambda: (PLAIN + 'A-2,"Judul\r\n' + "x\r\n" * 900).encode(), "open_quote"),
    "many_columns": ("a.csv", lambda: wide(33_000), "too_many_columns"),
    "nothing": ("a.csv", lambda: b"", "empty"),
    "only_spaces": ("a.csv", lambda: b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "empty_sheet": ("a.xlsx", lambda: book(), "empty"),
    "head_only": ("a.xlsx", lambda: book(HEADS), "header_only"),
    "no_heads": ("a.csv", lambda: text(ROW, ROW).encode(), "no_header"),
}


def with_nothing() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("catatan.txt", "halo")
    return file.getvalue()


# Name → (cells of the row, code of the problem).
PROBLEMS: dict[str, tuple[dict[str, object], str]] = {
    "typing_error": ({"Mata_Pelajaran": "Matematka"}, "unknown_term"),
    "unknown_word": ({"Jenjang": "Padepokan"}, "unknown_term"),
    "error_value": ({"Judul": "#REF!"}, "cell_error"),
    "empty_title": ({"Judul": " \u200b"}, "required"),
    "long_title": ({"Judul": "x" * 256}, "too_long"),
    "long_summary": ({"Ringkasan": "x" * 301}, "too_long"),
    "words_for_minutes": ({"Menit": "sebentar"}, "no_duration"),
    "endless_terms": ({"Mata_Pelajaran": "a, " * 1_000}, "too_long"),
    "endless_duration": ({"Menit": "(" * 3_000}, "too_long"),
    "negative_minutes": ({"Menit": -5}, "no_duration"),
    "date_for_grades": ({"Kelas": datetime.datetime(2026, 9, 7)}, "turned_into_date"),
    "formula_without_result": ({"Judul": "=UPPER(C2)"}, "formula_without_result"),
}
