"""How well Indonesian is understood: affixed forms that join their root, and the language cases."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from search.analysis import analyze
from search.engines.embedded import EmbeddedEngine
from search.resolution import resolve
from search.types import SearchDocument, SearchRequest
from tests.bench import report
from tests.search.product_synonyms import product_synonyms

DATA = Path(__file__).parents[1] / "search" / "data"
NOW = 1_780_000_000
AIM_SHARE = 0.97
# Words that any index holds, so that corrections have something to aim at.
NEUTRAL = ("Berita kegiatan balai bulan ini", "Laporan tahunan lembaga")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def joins(root: str, form: str) -> bool:
    return [token.stem for token in analyze(form)] == [token.stem for token in analyze(root)]


def measure(limit: int | None = None) -> dict[str, Any]:
    """`limit` tries only the first language cases (each has an index of its own)."""
    forms = _rows("affixed_forms.csv")
    apart = [row["form"] for row in forms if not joins(row["root"], row["form"])]
    cases = _rows("language_cases.csv")[:limit]
    failed = [case["query"] for case in cases if not _passes(case)]
    return {
        "forms": len(forms),
        "roots": len({row["root"] for row in forms}),
        "joined": 1 - len(apart) / len(forms),
        "apart": apart,
        "cases": len(cases),
        "failed": failed,
    }


def _passes(case: dict[str, str]) -> bool:
    """Whether the query finds the one title and not the other, on the embedded engine."""
    titles = (case["must_match"], case["must_not_match"], *NEUTRAL)
    # The index may still be merging in the background when its folder goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        engine = EmbeddedEngine(Path(name))
        engine.rebuild((_document(number, title) for number, title in enumerate(titles, start=1)), cursor=1)
        plan = resolve(case["query"], product_synonyms(), engine, NOW).plan
        hits = engine.search(plan, SearchRequest(q=case["query"]), now=NOW).hits
    found = {hit.title for hit in hits}
    return case["must_match"] in found and case["must_not_match"] not in found


def _document(number: int, title: str) -> SearchDocument:
    return SearchDocument(
        id=f"00000000-0000-4000-8000-{number:012d}",
        page_id=number,
        kind="module",
        title=title,
        path=f"/{number}/",
        published_at=NOW,
    )


def show(found: dict[str, Any]) -> None:
    report.head(f"Language: {found['forms']:,} affixed forms of {found['roots']} roots, {found['cases']} cases")
    passed = found["cases"] - len(found["failed"])
    report.table(
        ["", "value", "aim"],
        [
            ["forms that join their root", f"{found['joined']:.1%}", f">= {AIM_SHARE:.0%}"],
            ["language cases passed", f"{passed} of {found['cases']}", "all"],
        ],
    )
    if found["apart"]:
        report.say(f"  apart from their root: {', '.join(found['apart'][:20])}")
    if found["failed"]:
        report.say(f"  failed: {', '.join(found['failed'])}")
