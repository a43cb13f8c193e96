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
from itertools import islice
from pathlib import Path
from typing import Any

from search.engines.embedded import EmbeddedEngine
from search.resolution import resolve
from search.types import SearchDocument, SearchRequest
from tests.bench import report
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


def measure(folder: Path = DATA, limit: int | None = None) -> dict[str, Any]:
    """`limit` asks only the first questions; every passage is indexed all the same."""
    synonyms = product_synonyms()
    ranks: list[int] = []
    times: list[float] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        engine = EmbeddedEngine(Path(name))
        engine.rebuild(passages(folder), cursor=1)
        for question, passage in islice(questions(folder), limit):
            started = time.perf_counter()
            plan = resolve(question, synonyms, engine, NOW).plan
            hits = engine.search(plan, SearchRequest(q=question, size=TOP), now=NOW).hits
            times.append((time.perf_counter() - started) * 1000)
            found = [hit.path.strip("/") for hit in hits]
            ranks.append(found.index(passage) + 1 if passage in found else 0)
    return {
        "questions": len(ranks),
        "mrr": sum(1 / rank for rank in ranks if rank) / len(ranks),
        "recall": sum(1 for rank in ranks if rank) / len(ranks),
        "first": sum(1 for rank in ranks if rank == 1) / len(ranks),
        "p50": report.percentile(times, 0.5),
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
