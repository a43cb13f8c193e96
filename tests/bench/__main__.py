"""Measures what the project promises: `make bench`, or `python -m tests.bench [section …]`.

Sections, in the order they run:
  engine     the embedded engine at 10,000, 50,000 and 200,000 resources
  stock      the same searches by stock Wagtail, on SQLite and PostgreSQL, at 10,000
  site       /cari/ from end to end at 50,000
  pages      bytes and requests of each kind of page
  lighthouse scores of five pages, where `make tools` has installed it
  relevance  MRR@10 and recall@10
  language   affixed forms and language cases

Everything happens in temporary folders. Times depend on the machine and on what else it does: its load is printed
first. `--quick` measures small sizes, to see that everything works; its figures mean little.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import engine, language, lighthouse, pages, relevance, report, site, stock
from tests.bench.scratch import BenchError

SIZES = (10_000, 50_000, 200_000)
STOCK_SIZE, SITE_SIZE = 10_000, 50_000
# Size → aims of the engine, in milliseconds.
SEARCH_AIMS = {50_000: ("<= 5", "<= 12"), 200_000: ("<= 14", "<= 32")}


def measure_engine(options: argparse.Namespace) -> Any:
    if options.quick:
        engine.SEARCHES, engine.WARM_UP = 60, 10
    return [asdict(engine.measure(size)) for size in options.sizes]


def show_engine(found: list[dict[str, Any]]) -> None:
    report.head("Embedded engine: all facets counted, several choices, highlights, 20 results")
    rows: list[list[Any]] = []

    def add(label: str, key: str, aims: Callable[[int], str] = lambda size: "") -> None:
        row: list[Any] = [label]
        for figures in found:
            row += [figures[key], aims(figures["size"])]
        rows.append(row)

    add("search, p50 ms", "search_p50", lambda size: SEARCH_AIMS.get(size, ("", ""))[0])
    add("search, p95 ms", "search_p95", lambda size: SEARCH_AIMS.get(size, ("", ""))[1])
    add("search, mean processor ms", "search_cpu_mean")
    add("browse page, p50 ms", "browse_p50", lambda size: "<= 1")
    add("browse page after a commit, ms", "first_browse")
    add("suggestion, p50 ms", "suggest_p50")
    add("related, p50 ms", "related_p50")
    add("one document changed, p50 ms", "apply_p50")
    add("build, documents/s", "build_per_second", lambda size: ">= 3,000")
    add("index, MB", "index_mb")
    add("peak memory of searching, MB", "peak_mb", lambda size: "<= 250")
    columns = ["resources"]
    for figures in found:
        columns += [f"{figures['size']:,}", "aim"]
    report.table(columns, rows)


def measure_stock(options: argparse.Namespace) -> Any:
    size, count = (300, 4) if options.quick else (STOCK_SIZE, 16)
    return stock.measure(size, count, postgres=not options.quick)


def measure_site(options: argparse.Namespace) -> Any:
    size, count = (300, 24) if options.quick else (SITE_SIZE, 300)
    return site.measure(size, count)


def measure_pages(options: argparse.Namespace) -> Any:
    return pages.measure(4 if options.quick else None)


def measure_lighthouse(options: argparse.Namespace) -> Any:
    return lighthouse.measure(1 if options.quick else lighthouse.RUNS)


def measure_relevance(options: argparse.Namespace) -> Any:
    return relevance.measure(options.relevance, 100 if options.quick else None)


def measure_language(options: argparse.Namespace) -> Any:
    return language.measure(6 if options.quick else None)


Section = tuple[Callable[[argparse.Namespace], Any], Callable[[Any], None]]
SECTIONS: dict[str, Section] = {
    "engine": (measure_engine, show_engine),
    "stock": (measure_stock, stock.show),
    "site": (measure_site, site.show),
    "pages": (measure_pages, pages.show),
    "lighthouse": (measure_lighthouse, lighthouse.show),
    "relevance": (measure_relevance, relevance.show),
    "language": (measure_language, language.show),
}


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="*", metavar="section", help="default: all of them")
    parser.add_argument("--sizes", type=int, nargs="+", help="resources for the section engine")
    parser.add_argument("--quick", action="store_true", help="small sizes, a minute or two")
    parser.add_argument("--relevance", type=Path, default=relevance.DATA, help="a folder with passages and queries")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to this file, too")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.sections if name not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    options.sizes = options.sizes or ([500] if options.quick else list(SIZES))
    return options


def main(argv: list[str] | None = None) -> int:
    options = arguments(argv)
    machine = report.machine()
    report.pairs(machine)
    found: dict[str, Any] = {"machine": machine, "quick": options.quick}
    failed = False
    for name in [name for name in SECTIONS if not options.sections or name in options.sections]:
        measure, show = SECTIONS[name]
        started = time.perf_counter()
        try:
            found[name] = measure(options)
        except BenchError as error:
            failed = True
            found[name] = {"error": str(error)}
            report.head(name)
            report.say(f"  Not measured: {error}")
            continue
        show(found[name])
        report.say(f"  ({time.perf_counter() - started:.0f} s)")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
