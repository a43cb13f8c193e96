"""Imports 10,000 rows as drafts: rows/s of the check and of the run, and peak memory of the worker's process.

The process itself: `python -m tests.bench.imports --file impor.xlsx`, in a scratch site.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django
from xlsxwriter import Workbook

from tests.bench import report
from tests.bench.scratch import scratch_site

HEADS = ("ID", "Judul", "Ringkasan", "Tingkat", "Jenjang", "Kelas", "Mata Pelajaran", "Label", "Menit", "Isi")
UNDONE = 500


def measure(size: int) -> dict[str, Any]:
    found: dict[str, Any] = {"rows": size}
    for file_format in ("csv", "xlsx"):
        with scratch_site() as site:
            path = site.folder / f"impor.{file_format}"
            found["mb"] = write(path, size)
            found[file_format] = site.measure("tests.bench.imports", "--file", path)
    return found


def show(found: dict[str, Any]) -> None:
    report.head(f"import of {found['rows']:,} rows, as drafts")
    columns = ["file", "check, rows/s", "run, rows/s", "same again, rows/s", "undo, rows/s", "before, MB", "peak, MB"]
    keys = ("check", "run", "again", "undo", "before_mb", "peak_mb")
    report.table(columns, [[name, *(found[name][key] for key in keys)] for name in ("csv", "xlsx")])


def write(path: Path, size: int) -> float:
    """A file of `size` rows, each another material; returns its megabytes."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADS, *map(row, range(size))])
    else:
        with Workbook(str(path), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Data")
            sheet.write_row(0, 0, HEADS)
            for number in range(size):
                sheet.write_row(number + 1, 0, row(number))
    return path.stat().st_size / 1e6


def row(number: int) -> tuple[Any, ...]:
    return (
        f"B-{number:05}",
        f"Materi uji nomor {number}",
        f"Ringkasan materi {number} yang menolong guru memilih.",
        ("Dasar", "Menengah", "Lanjut")[number % 3],
        ("SD/MI", "SMP/MTs", "SMA/MA")[number % 3],
        f"Kelas {number % 12 + 1}",
        ("Matematika", "Informatika", "Bahasa Indonesia")[number % 3],
        f"label {number % 50}, uji",
        "2 JP",
        f"Alinea pertama dari materi {number}.\nAlinea kedua.",
    )


def _memory() -> float:
    """Peak of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _import(path: Path) -> tuple[Any, float, float]:
    from django.contrib.auth import get_user_model
    from django.core.files import File

    from cms.imports import runs
    from cms.imports.column_check import check_columns
    from cms.imports.models import Import
    from cms.imports.targets import targets
    from modules.site_tree import ensure_site_tree

    parent = ensure_site_tree().modules
    user, _made = get_user_model()._default_manager.get_or_create(username="bench", is_superuser=True)
    with path.open("rb") as opened:
        file = File(opened, name=path.name)
        found = check_columns(file, path.name, file.size, targets()["resource:module"]).as_findings()
        mapping = {str(column["at"]): column["key"] for column in found["columns"]}
        source = Import(
            kind="resource:module",
            parent=parent,
            original_name=path.name,
            uploaded_by=user,
            findings=found,
            mapping=mapping,
            status=Import.Status.CHECKING,
        )
        source.file.save(path.name, file, save=False)
    source.save()
    started = time.perf_counter()
    runs.check(source)
    checked = time.perf_counter()
    source.move(Import.Status.CHECKED, to=Import.Status.RUNNING)
    runs.run(source)
    return source, checked - started, time.perf_counter() - checked


def _undo(source: Any) -> float:
    """Rows/s of taking back the first rows. All of them would take longer than the rest together."""
    from cms.imports import runs

    later = source.rows.order_by("number").values_list("pk", flat=True)[UNDONE:]
    source.rows.filter(pk__in=list(later)).update(state="left")
    source.move(source.Status.DONE, to=source.Status.UNDOING, undone_by=source.uploaded_by)
    started = time.perf_counter()
    runs.undo(source)
    return float(source.counts["undone"] / (time.perf_counter() - started))


def main(path: Path) -> dict[str, Any]:
    before = _memory()
    source, check, run = _import(path)
    rows, done = source.counts["rows"], source.counts.get("new_done", 0)
    assert rows == done, source.counts
    again, seconds, _run = _import(path)
    assert again.counts.get("same") == rows, again.counts
    peak = _memory()
    undo = _undo(source)
    assert source.counts["undone"] == min(rows, UNDONE), source.counts
    return {
        "check": rows / check,
        "run": rows / run,
        "again": rows / seconds,
        "undo": undo,
        "before_mb": before,
        "peak_mb": peak,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, required=True)
    chosen = parser.parse_args()
    django.setup()
    print(json.dumps(main(chosen.file)))
    sys.exit(0)
