"""How fast an engine is: `python -m tests.bench.engine --sizes 10000 50000 [--engine elasticsearch] [--json]`.

Each size is built in one process and searched in another, so that memory is that of searching alone.
Times are milliseconds of one thread that waits for its answer; every search counts all facets, and
returns the first 20 hits with highlights. Memory is that of the process that asks, the pages of the
embedded index that were read included; what a server takes is told beside it. `search_cpu_mean` is
processor time of all threads of the asking process, the steadier figure on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import pickle
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search.analysis import analyze
from search.query import Alternative, Clause, QueryPlan, Word
from search.types import SearchDocument, SearchRequest
from tests.bench import report
from tests.bench.corpus import NOW, documents, words
from tests.bench.places import ENGINES, Place, place

SEARCHES = 400
WARM_UP = 40


@dataclass
class Measured:
    size: int
    build_per_second: float
    build_mb: float
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
    heap_mb: float | None = None
    heap_max_mb: float | None = None
    server_mb: float | None = None


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


def store(file: Path, size: int) -> None:
    """Makes the documents up beforehand: that takes as long as indexing them."""
    with file.open("wb") as target:
        for document in documents(size):
            pickle.dump(document, target)


def stored(file: Path) -> Iterator[SearchDocument]:
    with file.open("rb") as source, suppress(EOFError):
        while True:
            yield pickle.load(source)


def build(place: Place, file: Path, size: int) -> dict[str, float]:
    begin = time.perf_counter()
    place.open().rebuild(stored(file), cursor=1)
    taken = time.perf_counter() - begin
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"build_per_second": size / taken, "build_mb": peak / 1000, "index_mb": place.megabytes()}


def search(place: Place) -> dict[str, Any]:
    engine = place.open()
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
        **place.server(),
    }


def measure(size: int, engine: str = "embedded", folder: Path | None = None) -> Measured:
    """Builds and searches in processes of their own. A `folder` is kept, and used again if it is built."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary, ExitStack() as made:
        where = folder / str(size) if folder else Path(temporary) / Path(temporary).name
        used = Place(engine, where) if folder else made.enter_context(place(engine, where))
        built = {"build_per_second": 0.0, "build_mb": 0.0, "index_mb": 0.0}
        if used.open().cursor() is None:
            file = Path(temporary) / "documents"
            _alone(store, file, size)
            built = _alone(build, used, file, size)
            file.unlink()
        searched = _alone(search, used)
    return Measured(size=size, **built, **searched)


def _alone(call: Callable[..., Any], *arguments: Any) -> Any:
    """In a process of its own, which may start others (those of a Pool may not)."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(call, *arguments).result()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--engine", choices=ENGINES, default="embedded")
    parser.add_argument("--folder", type=Path, help="keep the indexes here and use them again")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [asdict(measure(size, options.engine, options.folder)) for size in options.sizes]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    for name in rows[0]:
        print(f"{name:>18}", *(f"{report.number(row[name]):>12}" for row in rows))


if __name__ == "__main__":
    main()
