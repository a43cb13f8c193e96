"""The words for what can be wrong with a file, a column or a cell: always what it is and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.imports.targets import Target

REFUSALS: dict[str, Any] = {
    "too_large": gettext_lazy("The file has %(size)s, at most %(limit)s are read. Divide it into several files."),
    "wrong_ending": gettext_lazy("A file that ends in “.%(ending)s” is not read. Save it as XLSX or CSV."),
    "empty": gettext_lazy("The file is empty."),
    "is_pdf": gettext_lazy("This is a PDF, whatever its name says. Save the table itself as XLSX or CSV."),
    "is_old_office": gettext_lazy(
        "This is an old Excel file (.xls) or one protected by a password. Remove the password, save it as XLSX."
    ),
    "is_picture": gettext_lazy(
        "This is a picture, whatever its name says. The table itself is needed, as XLSX or CSV."
    ),
    "is_archive": gettext_lazy("This is an archive. Unpack it and upload the table in it."),
    "is_program": gettext_lazy("This is a program, whatever its name says. It was not opened."),
    "is_web_page": gettext_lazy(
        "This is a web page (HTML or XML) under another name. Open it in Excel, save it as XLSX."
    ),
    "not_xlsx": gettext_lazy(
        "The content of this file is no XLSX workbook. Open it in Excel or LibreOffice, save it anew."
    ),
    "is_workbook": gettext_lazy("This is a workbook named CSV. Give its name the ending .xlsx and upload it again."),
    "damaged": gettext_lazy("The file is damaged or not complete. Open it, save it anew and upload that."),
    "bomb": gettext_lazy("The file unpacks to far more than its size, which is unsafe. It was not opened."),
    "too_many_columns": gettext_lazy("Row %(row)s has more than %(limit)s columns. Delete those that are not needed."),
    "too_many_rows": gettext_lazy("There are more than %(limit)s rows. Divide the file into several."),
    "too_many_cells": gettext_lazy(
        "The workbook has far more cells than can be read, most of them empty. "
        "Copy the table alone into a new workbook and upload that."
    ),
    "too_much_text": gettext_lazy("The workbook holds more text than is read at once. Divide the file into several."),
    "long_row": gettext_lazy("Row %(row)s has more than %(limit)s characters. Shorten what its cells say."),
    "overgrown": gettext_lazy(
        "Besides its cells the workbook holds far too many styles, names or texts. "
        "Copy the table alone into a new workbook and upload that."
    ),
    "open_quote": gettext_lazy(
        "From row %(row)s on a quotation mark is never closed. Close it and upload the file again."
    ),
    "no_header": gettext_lazy(
        "No row names the columns, such as “Judul”. Begin with the template, or write the names above the columns."
    ),
    "header_only": gettext_lazy("Below the names of the columns there is no row yet."),
    "kind_gone": gettext_lazy("Materials of this kind are not installed any more."),
}

PROBLEMS: dict[str, Any] = {
    # Cells
    "cell_error": gettext_lazy("The cell holds the error %(value)s. Mend its formula."),
    "formula": gettext_lazy("The result of a formula was taken."),
    "formula_without_result": gettext_lazy("The cell holds a formula without a result. Write the value itself."),
    "turned_into_date": gettext_lazy(
        "Excel turned what was typed into a date (%(value)s). Format the column as text, type it again."
    ),
    "required": gettext_lazy("This must not be empty."),
    "too_long": gettext_lazy("%(length)s characters, at most %(limit)s are possible. Shorten it."),
    "no_duration": gettext_lazy("“%(value)s” is no duration. Write minutes such as 90, or 2 JP."),
    "no_date": gettext_lazy("“%(value)s” is no date. Write it as 31/12/2025."),
    "zero_date": gettext_lazy("“%(value)s” is no day; it was taken for empty."),
    "no_link": gettext_lazy("“%(value)s” is no address. It begins with https://"),
    "no_number": gettext_lazy("“%(value)s” is no whole number."),
    "no_yes_or_no": gettext_lazy("“%(value)s” is neither “ya” nor “tidak”."),
    "no_choice": gettext_lazy("“%(value)s” cannot be chosen here."),
    "wordless_tag": gettext_lazy("“%(value)s” holds no letter or digit."),
    "long_tag": gettext_lazy("A tag has at most %(limit)s characters: “%(value)s”."),
    "many_tags": gettext_lazy("%(value)s tags, at most %(limit)s are possible."),
    # Terms
    "unknown_term": gettext_lazy("“%(value)s” is not in the list."),
    "retired_term": gettext_lazy("“%(value)s” is not in use any more. Choose another one."),
    "one_only": gettext_lazy("Only one is possible here: “%(value)s”."),
    "columns_disagree": gettext_lazy("The column with names and the one with slugs were both changed, differently."),
    # Rows
    "id_twice": gettext_lazy("The ID stands in row %(value)s already."),
    "title_twice": gettext_lazy(
        "The title stands in row %(value)s already. Give both rows an ID if they are two materials."
    ),
    "material_twice": gettext_lazy("Row %(value)s is about the same material already."),
    "no_uuid": gettext_lazy("“%(value)s” is no UUID. Leave the cell empty for a new material."),
    "id_taken": gettext_lazy("The ID “%(value)s” belongs to another material of yours."),
    "not_ours": gettext_lazy("This material belongs to another centre. It can be adapted, not changed by an import."),
    "other_kind": gettext_lazy("“%(value)s” is another kind of material. Import it under its own kind."),
    "not_editable": gettext_lazy("You may not edit “%(value)s”."),
    "no_place": gettext_lazy("New materials may not be added below “%(value)s” any more."),
    "locked": gettext_lazy("“%(value)s” is locked or being curated. Try again afterwards."),
    "invalid": gettext_lazy("Not possible: %(value)s"),
    # Undoing
    "edited_since": gettext_lazy("“%(value)s” was edited after the import and stays as it is."),
    "published_since": gettext_lazy("“%(value)s” was published or given lessons after the import and stays."),
    "tag_stays": gettext_lazy("Tags are never deleted: “%(value)s” stays. You can merge it into another one."),
    "moved_since": gettext_lazy(
        "The material stands in another place now, outside this workspace, and stays as it is."
    ),
    "undo_forbidden": gettext_lazy("Whoever took the import back may not change this; it stays as it is."),
    "not_undone": gettext_lazy("This row could not be undone."),
}

NOTES: dict[str, Any] = {
    "windows_1252": gettext_lazy(
        "The file is not in UTF-8; it was read as Windows text. Look at é and similar letters."
    ),
    "utf_16": gettext_lazy("The file is in UTF-16, as “Unicode text” of Excel."),
    "hidden_sheet": gettext_lazy("The hidden sheet “%(value)s” is not read."),
    "other_sheet": gettext_lazy("The sheet “%(value)s” is not read: one file, one sheet."),
    "column_twice": gettext_lazy("Two columns mean the same (%(value)s); the first is read."),
}


def refusal_in_words(found: Mapping[str, Any]) -> str:
    """Why a file was refused, from `findings["refused"]`."""
    values = {**found, **{key: filesizeformat(found[key]) for key in ("size",) if key in found}}
    if found["code"] == "too_large":
        values["limit"] = filesizeformat(found["limit"])
    return str(REFUSALS.get(found["code"], REFUSALS["damaged"])) % values


def note_in_words(found: Mapping[str, Any], target: Target | None = None) -> str:
    value = found.get("value", "")
    if found["code"] == "column_twice":
        value = column_label(target, value)
    return str(NOTES[found["code"]]) % {"value": value}


def problem_in_words(found: Mapping[str, Any], target: Target | None) -> str:
    """A problem of a row with its column in front and, where there is one, a suggestion behind."""
    said = str(PROBLEMS[found["code"]]) % {"value": "", "length": "", "limit": "", **found}
    column = column_label(target, found.get("column", ""))
    if found.get("label"):
        said = f"{said} " + _("Perhaps “%(term)s”?") % {"term": found["label"]}
    return f"{column}: {said}" if column else said


def column_label(target: Target | None, key: str) -> str:
    """What a column is called on screen; "" for none."""
    if target is None or not key:
        return ""
    column = target.column_of(key)
    if column is not None and key == column.name:
        label = str(column.label)
        return label[:1].upper() + label[1:]
    headings = target.known_headers().get(key) or [key]
    return headings[0]
