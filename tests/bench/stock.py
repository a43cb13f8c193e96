"""What stock Wagtail does on the same resources, beside the embedded engine.

Stock: the platform's own database search backend over title, summary and text, the first 20 results, their
number, and one `.facet()` for each facet it can count (not the formats, which are no field). Ours: the
whole catalogue (words, corrections, all facets with labels, highlights). The same one or two words for
both; no choices, since stock cannot leave a facet's own choice out of its counts.

A search that is stopped after ten seconds counts as ten.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import django

from tests.bench import report
from tests.bench.corpus import words
from tests.bench.postgres import NoPostgres, postgres_database
from tests.bench.scratch import scratch_site

LIMIT_SECONDS = 10.0
FACETS = {
    "kind": "content_type_id",
    "level": "levels",
    "school_level": "school_levels",
    "phase": "phases",
    "grade": "grades",
    "subject": "subjects",
    "platform": "platforms",
    "language": "language_id",
    "province": "provinces",
    "centre": "centre_id",
    "licence": "licence_id",
    "tag": "tags",
}
AIM = 100


def queries(count: int, seed: int = 5) -> list[str]:
    """One or two common words each: of the three hundred most frequent, the first ones more often."""
    chance, known = random.Random(seed), words()[0]
    return [
        " ".join(known[14 + int(300 * chance.random() ** 2)] for _ in range(1 + number % 2)) for number in range(count)
    ]


def measure(size: int, count: int, *, postgres: bool = True) -> dict[str, Any]:
    """Figures of stock and ours by database; a database that was left out has its reason instead."""
    found: dict[str, Any] = {"size": size}
    with scratch_site() as site:
        site.measure("tests.bench.tree", "--size", size)
        found["sqlite"] = site.measure("tests.bench.stock", "--searches", count)
    if not postgres:
        return found
    try:
        with postgres_database() as address, scratch_site(address) as site:
            site.measure("tests.bench.tree", "--size", size)
            found["postgresql"] = site.measure("tests.bench.stock", "--searches", count)
    except NoPostgres as reason:
        found["postgresql"] = str(reason)
    return found


def show(found: dict[str, Any]) -> None:
    report.head(f"Stock Wagtail beside ours: {found['size']:,} resources, searches of one or two words, ms")
    rows: list[list[Any]] = []
    for name in ("sqlite", "postgresql"):
        figures = found.get(name)
        if not isinstance(figures, dict):
            report.say(f"  {name}: left out ({figures or 'not asked for'})")
            continue
        stock, ours = figures["stock"], figures["ours"]
        p50, p95 = (stock[share] / ours[share] for share in ("p50", "p95"))
        rows.append(
            [
                name,
                stock["p50"],
                stock["p95"],
                ours["p50"],
                ours["p95"],
                p50,
                p95,
                f">= {AIM}",
                len(stock["facets"]),
                int(figures["results"]),
            ]
        )
        if figures["stopped"]:
            report.say(
                f"  {name}: stopped after {LIMIT_SECONDS:.0f} s, counted as that: {', '.join(figures['stopped'])}"
            )
    columns = [
        "database",
        "stock p50",
        "p95",
        "ours p50",
        "p95",
        "times, p50",
        "p95",
        "aim",
        "facets of stock",
        "results, p50",
    ]
    if rows:
        report.table(columns, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--searches", type=int, default=16)
    options = parser.parse_args()
    django.setup()
    asked = queries(options.searches)
    backend, resources = _stock_index()
    facets = _facets(backend, resources)
    stopped: list[str] = []
    times: list[float] = []
    for text in asked:
        seconds = _bounded(lambda text=text: _stock_search(backend, resources, text, facets))
        if seconds is None:
            stopped.append(text)
        times.append((LIMIT_SECONDS if seconds is None else seconds) * 1000)
    ours, totals = _ours(asked)
    stock = {**_shares(times), "facets": facets}
    print(
        json.dumps(
            {"stock": stock, "ours": _shares(ours), "results": report.percentile(totals, 0.5), "stopped": stopped}
        )
    )


def _shares(times: list[float]) -> dict[str, float]:
    return {"p50": report.percentile(times, 0.5), "p95": report.percentile(times, 0.95)}


def _stock_index() -> tuple[Any, Any]:
    """Wagtail's own backend with every resource in it, and what is searched."""
    from django.db import connection
    from modelsearch.backends.database import SearchBackend
    from wagtail.models import Page
    from wagtail.search import index

    from cms.models import LearningResource, resource_kinds

    fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("search_text")]
    named = {field.field_name for field in Page.search_fields if isinstance(field, index.FilterField)}
    fields += [
        index.FilterField(name.removesuffix("_id")) for name in FACETS.values() if name.removesuffix("_id") not in named
    ]
    models = [LearningResource, *resource_kinds().values()]
    for model in models:
        model.search_fields = fields
    if connection.vendor == "postgresql":
        # This index is ours, for the admin; stock has none.
        connection.cursor().execute("DROP INDEX IF EXISTS cms_admin_search_title_body_gin")
    backend = SearchBackend({})
    for model in models[1:]:
        writer = backend.get_index_for_model(model)
        rows = list(model.objects.all())
        _without_lessons(rows)
        for start in range(0, len(rows), 500):
            writer.add_items(model, rows[start : start + 500])
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    return backend, LearningResource.objects.live()


def _without_lessons(rows: list[Any]) -> None:
    """The generated modules have no lessons; not to ask for them makes the index quicker, and no search."""
    for row in rows:
        if hasattr(row, "lessons"):
            row.lessons = list


def _facets(backend: Any, resources: Any) -> list[str]:
    """The facets that stock can count."""
    from wagtail.search.backends.base import FilterFieldError

    possible = []
    for field in FACETS.values():
        try:
            backend.search("zzzz", resources).facet(field)
        except FilterFieldError:
            continue
        possible.append(field)
    return possible


def _stock_search(backend: Any, resources: Any, text: str, facets: list[str]) -> None:
    results = backend.search(text, resources)
    list(results[:20])
    results.count()
    for field in facets:
        results.facet(field)


def _bounded(call: Callable[[], None]) -> float | None:
    """Seconds that a call took; None when the database stopped it at the limit."""
    from django.db import OperationalError

    started = time.perf_counter()
    try:
        with _limit():
            call()
    except OperationalError as error:
        if "interrupted" in str(error) or "timeout" in str(error):
            return None
        raise
    seconds = time.perf_counter() - started
    return seconds if seconds < LIMIT_SECONDS else None


@contextmanager
def _limit() -> Any:
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        until = time.monotonic() + LIMIT_SECONDS
        connection.connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
        try:
            yield
        finally:
            connection.connection.set_progress_handler(None, 0)
        return
    connection.cursor().execute(f"SET statement_timeout = {LIMIT_SECONDS * 1000:.0f}")
    try:
        yield
    finally:
        connection.cursor().execute("SET statement_timeout = 0")


def _ours(asked: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds and number of results of each search; each is asked twice before, so that nothing is cold."""
    from search import catalogue
    from search.types import SearchRequest

    times, totals = [], []
    for turn in range(3):
        for text in asked:
            started = time.perf_counter()
            found = catalogue.search(SearchRequest(q=text))
            if turn == 2:
                times.append((time.perf_counter() - started) * 1000)
                totals.append(found.total)
    return times, totals


if __name__ == "__main__":
    main()
