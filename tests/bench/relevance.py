"""How well questions find the passage that answers them: MRR@10 and recall@10.

Each passage is a resource without a title, each question is the text of a search, resolved as the
catalogue does (question words, synonyms of the shipped vocabularies, corrections, words left out).
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from search.engines.base import SearchEngine
from search.resolution import resolve
from search.types import SearchDocument, SearchRequest
from tests.bench import report
from tests.bench.places import place
from tests.search.product_synonyms import product_synonyms

DATA = Path(__file__).with_name("data")
NOW = 1_780_000_000
TOP = 10
AIMS = {"mrr": 0.80, "recall": 0.92}


def passages(folder: Path) -> list[SearchDocument]:
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        SearchDocument(
            id=str(uuid.uuid5(uuid.NAMESPACE_URL, row["id"])),
            page_id=number,
            kind="module",
            title="",
            path=f"/{row['id']}/",
            published_at=NOW - number,
            body=row["text"],
        )
        for number, row in enumerate(rows, start=1)
    ]


def questions(folder: Path) -> list[tuple[str, str]]:
    """(question, id of the passage that answers it)."""
    with (folder / "queries.tsv").open(encoding="utf-8", newline="") as file:
        return [(question, passage) for question, passage in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def measure(folder: Path = DATA, limit: int | None = None, engine: str = "embedded") -> dict[str, Any]:
    """`limit` asks only the first questions; every passage is indexed all the same."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, place(engine, Path(name)) as used:
        opened = used.open()
        opened.rebuild(passages(folder), cursor=1)
        answers, times = ask(opened, islice(questions(folder), limit))
    return {**quality(answers), "p50": report.percentile(times, 0.5)}


@dataclass(frozen=True)
class Answered:
    """The passage that is right, and what was found: the first ones, and how many in all."""

    right: str
    found: list[str]
    total: int


def ask(engine: SearchEngine, asked: Iterable[tuple[str, str]]) -> tuple[list[Answered], list[float]]:
    """Each question as a reader would ask it; what came, and the milliseconds it took."""
    synonyms = product_synonyms()
    answers: list[Answered] = []
    times: list[float] = []
    for question, passage in asked:
        started = time.perf_counter()
        plan = resolve(question, synonyms, engine, NOW).plan
        answer = engine.search(plan, SearchRequest(q=question, size=TOP), now=NOW)
        times.append((time.perf_counter() - started) * 1000)
        answers.append(Answered(passage, [hit.path.strip("/") for hit in answer.hits], answer.total))
    return answers, times


def quality(answers: Sequence[Answered]) -> dict[str, float]:
    ranks = [one.found.index(one.right) + 1 if one.right in one.found else 0 for one in answers]
    return {
        "questions": len(ranks),
        "mrr": sum(1 / rank for rank in ranks if rank) / len(ranks),
        "recall": sum(1 for rank in ranks if rank) / len(ranks),
        "first": sum(1 for rank in ranks if rank == 1) / len(ranks),
    }


def show(found: dict[str, Any]) -> None:
    report.head(f"Relevance: {found['questions']:,} questions, one right passage each")
    report.table(
        ["", "value", "aim"],
        [
            [f"MRR@{TOP}", f"{found['mrr']:.4f}", f"> {AIMS['mrr']:.2f}"],
            [f"recall@{TOP}", f"{found['recall']:.4f}", f"> {AIMS['recall']:.2f}"],
            ["first place", f"{found['first']:.4f}", ""],
            ["ms, p50", found["p50"], ""],
        ],
    )
