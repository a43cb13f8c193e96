"""How fast the embedded engine is: `python -m tests.bench.engine --sizes 10000 50000 [--json]`.

Each size is built in one process and searched in another, so that memory is that of searching alone.
Times are milliseconds of one thread that waits for its answer; every search counts all facets, and
returns the first 20 hits with highlights. Memory counts the pages of the index that were read;
`search_cpu_mean` is processor time of all threads, the steadier figure on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search.analysis import analyze
from search.engines.embedded import EmbeddedEngine
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchDocument, SearchRequest
from tests.bench.corpus import NOW, documents, words

SEARCHES = 400
WARM_UP = 40


@dataclass
class Measured:
    size: int
    build_per_second: float
    index_mb: float
    search_p50: float
    search_p95: float
    search_mean: float
    search_cpu_mean: float
    browse_p50: float
    first_browse: float
    suggest_p50: float
    related_p50: float
    related_p95: float
    apply_p50: float
    peak_mb: float


def plan(text: str) -> QueryPlan:
    """Every word a clause that must match and ranks."""
    tokens = analyze(text)
    clauses = tuple(Clause(t.surface, (Alternative((Word(t.surface, t.stem, at),)),)) for at, t in enumerate(tokens))
    return QueryPlan(clauses, clauses)


def requests(sample: Sequence[SearchDocument], count: int, seed: int = 11) -> list[tuple[QueryPlan, SearchRequest]]:
    """One to three words, frequent ones more often, now and then none; nought to three facets chosen,
    one to three values each."""
    chance = random.Random(seed)
    known = words()[0]
    made: list[tuple[QueryPlan, SearchRequest]] = []
    for _ in range(count):
        many = chance.choices((0, 1, 2, 3), (1, 4, 4, 2))[0]
        text = " ".join(known[14 + int(1500 * chance.random() ** 2)] for _ in range(many))
        source = chance.choice(sample)
        named = sorted(name for name, slugs in source.facets.items() if slugs)
        chosen: dict[str, tuple[str, ...]] = {}
        for name in chance.sample(named, chance.randint(0, 3)):
            others = (slug for other in chance.sample(list(sample), 4) for slug in other.facets[name])
            chosen[name] = tuple(dict.fromkeys([*source.facets[name], *others]))[: chance.randint(1, 3)]
        made.append((plan(text), SearchRequest(q=text, facets=chosen)))
    return made


def milliseconds(calls: Sequence[Callable[[], object]]) -> list[float]:
    times: list[float] = []
    for call in calls:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def percentile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def build(folder: Path, size: int) -> dict[str, float]:
    """Builds the index; the time to make up the documents does not count."""
    spent = 0.0
    begin = time.perf_counter()

    def timed():
        nonlocal spent
        source = documents(size)
        while True:
            start = time.perf_counter()
            document = next(source, None)
            spent += time.perf_counter() - start
            if document is None:
                return
            yield document

    EmbeddedEngine(folder).rebuild(timed(), cursor=1)
    taken = time.perf_counter() - begin - spent
    files = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"build_per_second": size / taken, "index_mb": files / 1e6}


def search(folder: Path, size: int) -> dict[str, Any]:
    engine = EmbeddedEngine(folder)
    sample = list(documents(300))
    asked = requests(sample, SEARCHES + WARM_UP)
    browse = SearchRequest()
    first = milliseconds([lambda: engine.search(QueryPlan(), browse, now=NOW)])[0]
    calls = [lambda p=p, r=r: engine.search(p, r, now=NOW) for p, r in asked]
    milliseconds(calls[:WARM_UP])
    cpu = time.process_time()
    times = milliseconds(calls[WARM_UP:])
    cpu = time.process_time() - cpu
    browses = milliseconds([lambda: engine.search(QueryPlan(), browse, now=NOW)] * 200)
    prefixes = [analyze(document.title)[:2] for document in sample]
    suggests = milliseconds(
        [lambda t=t: engine.suggest([x.surface for x in t[:-1]], t[-1].surface[:3], limit=5, now=NOW) for t in prefixes]
    )
    related = milliseconds([lambda d=d: engine.related(d, limit=4, now=NOW) for d in sample])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    applied = milliseconds([lambda d=d: engine.apply([d], [], cursor=2) for d in sample[:10]])
    return {
        "search_p50": percentile(times, 0.5),
        "search_p95": percentile(times, 0.95),
        "search_mean": sum(times) / len(times),
        "search_cpu_mean": cpu * 1000 / len(times),
        "browse_p50": percentile(browses, 0.5),
        "first_browse": first,
        "suggest_p50": percentile(suggests, 0.5),
        "related_p50": percentile(related, 0.5),
        "related_p95": percentile(related, 0.95),
        "apply_p50": percentile(applied, 0.5),
        "peak_mb": peak,
    }


def measure(size: int, folder: Path | None = None) -> Measured:
    """Builds and searches in processes of their own. A `folder` is kept, and used again if it is built."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        place = folder / str(size) if folder else Path(temporary)
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(1, maxtasksperchild=1) as pool:
            built = {"build_per_second": 0.0, "index_mb": 0.0}
            if not (place / "current").exists():
                built = pool.apply(build, (place, size))
            searched = pool.apply(search, (place, size))
    return Measured(size=size, **built, **searched)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--folder", type=Path, help="keep the indexes here and use them again")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [asdict(measure(size, options.folder)) for size in options.sizes]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    for name in rows[0]:
        print(
            f"{name:>18}",
            *(f"{row[name]:>12,.0f}" if row[name] >= 100 else f"{row[name]:>12.2f}" for row in rows),
        )


if __name__ == "__main__":
    main()
