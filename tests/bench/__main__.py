"""Measures what the project promises: `make bench`, or `python -m tests.bench [section …]`.

Sections, in the order they run:
  engine     the engine at 10,000, 50,000 and 200,000 resources, and how it grows
  agreement  both engines on the same documents: relevance of each, overlap, totals, counts
  rebuild    rebuild_search at 200,000: documents/s, memory, searches before, during and after
  stock      the same searches by stock Wagtail, on SQLite and PostgreSQL, at 10,000
  site       /cari/ from end to end at 50,000
  imports    10,000 rows as drafts: rows/s, peak memory
  desk       admin pages at 200,000: coverage map, queue, listing, merge
  pages      bytes and requests of each kind of page
  lighthouse scores of five pages, where `make tools` has installed it
  relevance  MRR@10 and recall@10
  language   affixed forms and language cases

`--engine elasticsearch` (`make bench ENGINE=elasticsearch`) measures the server of ELASTICSEARCH_URL: engine,
agreement, rebuild and site. Without sections, all that concern the engine run.

Everything happens in temporary folders and in indexes that are removed. Times depend on the machine and on what else
it does: its load is printed first. `--quick` measures small sizes, to see that everything works; its figures mean
little.
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

from tests.bench import (
    agreement,
    desk,
    engine,
    engine_table,
    imports,
    language,
    lighthouse,
    pages,
    rebuild,
    relevance,
    report,
    site,
    stock,
)
from tests.bench.places import ENGINES, BenchError, server_version

SIZES = (10_000, 50_000, 200_000)
STOCK_SIZE, SITE_SIZE, AGREEMENT_SIZE, IMPORT_SIZE = 10_000, 50_000, 10_000, 10_000
# What `--engine elasticsearch` measures; the rest has nothing to do with the engine.
OF_ELASTICSEARCH = ("engine", "agreement", "rebuild", "site")


def measure_engine(options: argparse.Namespace) -> Any:
    if options.quick:
        engine.SEARCHES, engine.WARM_UP = 60, 10
    return {"engine": options.engine, "sizes": [asdict(engine.measure(size, options.engine)) for size in options.sizes]}


def measure_agreement(options: argparse.Namespace) -> Any:
    size, searches, limit = (300, 40, 60) if options.quick else (AGREEMENT_SIZE, 1_000, None)
    return agreement.measure(options.relevance, size, searches, limit)


def measure_rebuild(options: argparse.Namespace) -> Any:
    if options.quick:
        rebuild.SEARCHES = 40
    return rebuild.measure(300 if options.quick else max(options.sizes), options.engine)


def measure_stock(options: argparse.Namespace) -> Any:
    size, count = (300, 4) if options.quick else (STOCK_SIZE, 16)
    return stock.measure(size, count, postgres=not options.quick)


def measure_site(options: argparse.Namespace) -> Any:
    size, count = (300, 24) if options.quick else (SITE_SIZE, 300)
    return site.measure(size, count, options.engine)


def measure_imports(options: argparse.Namespace) -> Any:
    return imports.measure(60 if options.quick else IMPORT_SIZE)


def measure_desk(options: argparse.Namespace) -> Any:
    return desk.measure(200, waiting=3, blocks=5) if options.quick else desk.measure(max(options.sizes))


def measure_pages(options: argparse.Namespace) -> Any:
    return pages.measure(4 if options.quick else None)


def measure_lighthouse(options: argparse.Namespace) -> Any:
    return lighthouse.measure(1 if options.quick else lighthouse.RUNS)


def measure_relevance(options: argparse.Namespace) -> Any:
    return relevance.measure(options.relevance, 100 if options.quick else None, options.engine)


def measure_language(options: argparse.Namespace) -> Any:
    return language.measure(6 if options.quick else None)


Section = tuple[Callable[[argparse.Namespace], Any], Callable[[Any], None]]
SECTIONS: dict[str, Section] = {
    "engine": (measure_engine, engine_table.show),
    "agreement": (measure_agreement, agreement.show),
    "rebuild": (measure_rebuild, rebuild.show),
    "stock": (measure_stock, stock.show),
    "site": (measure_site, site.show),
    "imports": (measure_imports, imports.show),
    "desk": (measure_desk, desk.show),
    "pages": (measure_pages, pages.show),
    "lighthouse": (measure_lighthouse, lighthouse.show),
    "relevance": (measure_relevance, relevance.show),
    "language": (measure_language, language.show),
}


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="*", metavar="section", help="default: all that concern the engine")
    parser.add_argument("--engine", choices=ENGINES, default="embedded", help="which engine is measured")
    parser.add_argument("--sizes", type=int, nargs="+", help="resources for engine; the largest for rebuild")
    parser.add_argument("--quick", action="store_true", help="small sizes, a minute or two")
    parser.add_argument("--relevance", type=Path, default=relevance.DATA, help="a folder with passages and queries")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to this file, too")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.sections if name not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    if not options.sections:
        of_the_other = ("agreement",) if options.engine == "embedded" else SECTIONS.keys() - OF_ELASTICSEARCH
        options.sections = [name for name in SECTIONS if name not in of_the_other]
    options.sizes = options.sizes or ([500] if options.quick else list(SIZES))
    return options


def main(argv: list[str] | None = None) -> int:
    options = arguments(argv)
    machine = report.machine()
    try:
        if options.engine == "elasticsearch":
            machine["server"] = f"Elasticsearch {server_version()}"
    except BenchError as error:
        report.say(str(error))
        return 1
    report.pairs(machine)
    found: dict[str, Any] = {"machine": machine, "quick": options.quick}
    failed = False
    for name in [name for name in SECTIONS if name in options.sections]:
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
