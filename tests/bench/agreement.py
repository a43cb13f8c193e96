"""Whether two engines give the same answers: both are built from the same documents and asked the same.

Questions over passages (with the right passage of each) go through the whole resolution; random searches over
generated materials, with words and choices, compare totals and every count of every facet as well.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from search.engines.base import SearchEngine
from search.types import SearchDocument
from tests.bench import report
from tests.bench.corpus import NOW, documents
from tests.bench.engine import requests
from tests.bench.places import ENGINES, place
from tests.bench.relevance import AIMS, TOP, ask, passages, quality, questions

OVERLAP_AIM = 0.98


def overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """The share of the first ten that both lists have; two empty lists agree."""
    longest = max(len(first[:TOP]), len(second[:TOP]))
    return len(set(first[:TOP]) & set(second[:TOP])) / longest if longest else 1.0


def measure(folder: Path, size: int, searches: int, limit: int | None = None) -> dict[str, Any]:
    """`limit` asks only the first questions. Raises `BenchError` without a server."""
    return {"questions": _questions(folder, limit), "searches": _searches(size, searches)}


def _questions(folder: Path, limit: int | None) -> dict[str, Any]:
    with _both(passages(folder)) as engines:
        asked = list(islice(questions(folder), limit))
        found = {name: ask(engine, asked) for name, engine in engines.items()}
    (first, _), (second, _) = found.values()
    pairs = list(zip(first, second, strict=True))
    return {
        "engines": {
            name: {**quality(answers), "p50": report.percentile(times, 0.5)} for name, (answers, times) in found.items()
        },
        "overlap": _mean([overlap(one.found, other.found) for one, other in pairs]),
        "same_totals": _mean([one.total == other.total for one, other in pairs]),
    }


def _searches(size: int, searches: int) -> dict[str, Any]:
    # Both are asked in turn: the machine's load is the same for both.
    overlaps: list[float] = []
    totals: list[float] = []
    counts: list[float] = []
    times: dict[str, list[float]] = {name: [] for name in ENGINES}
    with _both(list(documents(size))) as engines:
        for plan, request in requests(list(documents(min(size, 300))), searches, seed=29):
            answers = []
            for name, engine in engines.items():
                started = time.perf_counter()
                answers.append(engine.search(plan, request, now=NOW))
                times[name].append((time.perf_counter() - started) * 1000)
            one, other = answers
            overlaps.append(overlap([hit.id for hit in one.hits], [hit.id for hit in other.hits]))
            totals.append(one.total == other.total)
            counts.append(_plain(one.counts) == _plain(other.counts))
    return {
        "size": size,
        "searches": searches,
        "overlap": _mean(overlaps),
        "same_totals": _mean(totals),
        "same_counts": _mean(counts),
        "p50": {name: report.percentile(own, 0.5) for name, own in times.items()},
    }


def show(found: dict[str, Any]) -> None:
    asked, random = found["questions"], found["searches"]
    names = list(asked["engines"])
    number = next(iter(asked["engines"].values()))["questions"]
    report.head(f"Both engines on {number:,} questions with one right passage each")
    rows: list[list[Any]] = []
    for label, key, aim in (
        (f"MRR@{TOP}", "mrr", f"> {AIMS['mrr']:.2f}"),
        (f"recall@{TOP}", "recall", f"> {AIMS['recall']:.2f}"),
        ("first place", "first", ""),
    ):
        rows.append([label, *(f"{asked['engines'][name][key]:.4f}" for name in names), aim])
    rows.append(["ms, p50", *(asked["engines"][name]["p50"] for name in names), ""])
    report.table(["", *names, "aim"], rows)
    report.head(
        f"The two beside each other: questions, and {random['searches']} searches in {random['size']:,} materials"
    )
    aim = f">= {OVERLAP_AIM}"
    report.table(
        ["", "questions", "searches", "aim"],
        [
            [f"overlap@{TOP}", f"{asked['overlap']:.4f}", f"{random['overlap']:.4f}", aim],
            ["equal totals, share", f"{asked['same_totals']:.4f}", f"{random['same_totals']:.4f}", "1"],
            ["equal counts of all facets, share", "-", f"{random['same_counts']:.4f}", "1"],
        ],
    )


@contextmanager
def _both(held: Sequence[SearchDocument]) -> Iterator[Mapping[str, SearchEngine]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as places:
        opened: dict[str, SearchEngine] = {}
        for engine in ENGINES:
            used = places.enter_context(place(engine, Path(name)))
            opened[engine] = used.open()
            opened[engine].rebuild(held, cursor=1)
        yield opened


def _plain(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {name: dict(values) for name, values in counts.items() if values}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
