"""`rebuild_search` on a real database: how fast, in how much memory, and what searches meanwhile feel of it.

One client searches the live index, one search after the other: before, until the rebuild has ended, and after.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from search.engines.base import SearchEngine
from tests.bench import report
from tests.bench.corpus import NOW, documents
from tests.bench.engine import WARM_UP, requests
from tests.bench.scratch import ROOT, BenchError, scratch_site

SEARCHES = 400
# How often memory is looked at, and how long a client waits between two searches.
LOOK_SECONDS = 0.5
PAUSE_SECONDS = 0.02


def measure(size: int, engine: str = "embedded") -> dict[str, Any]:
    with scratch_site(engine=engine) as site:
        site.measure("tests.bench.tree", "--size", size)
        opened = site.index.open()
        asked = requests(list(islice(documents(300), 300)), SEARCHES + WARM_UP, seed=31)
        _search(opened, asked[:WARM_UP])
        before = _search(opened, asked[WARM_UP:])
        rebuilt = _Rebuild(site.environment)
        during: list[float] = []
        for one in cycle(asked[WARM_UP:]):
            during += _search(opened, [one])
            if rebuilt.ended():
                break
        after = _search(opened, asked[WARM_UP:])
        held = opened.status().documents
    return {
        "engine": engine,
        "size": size,
        "documents": held,
        "seconds": rebuilt.seconds,
        "per_second": held / rebuilt.seconds,
        "peak_mb": rebuilt.peak_mb,
        "processes": rebuilt.processes,
        **{
            name: {"searches": len(times), "p50": report.percentile(times, 0.5), "p95": report.percentile(times, 0.95)}
            for name, times in (("before", before), ("during", during), ("after", after))
        },
    }


def show(found: dict[str, Any]) -> None:
    report.head(f"rebuild_search, {found['engine']}, {found['documents']:,} documents, while one client searches")
    before = found["before"]
    report.table(
        ["search", "p50 ms", "p95 ms", "p95, times before", "searches"],
        [
            [name, found[name]["p50"], found[name]["p95"], found[name]["p95"] / before["p95"], found[name]["searches"]]
            for name in ("before", "during", "after")
        ],
    )
    report.say(
        f"  {found['per_second']:,.0f} documents/s from database to live index ({found['seconds']:.0f} s); peak memory "
        f"of its {found['processes']} processes together {found['peak_mb']:,.0f} MB"
    )


def _search(engine: SearchEngine, asked: list[Any]) -> list[float]:
    times: list[float] = []
    for plan, request in asked:
        started = time.perf_counter()
        engine.search(plan, request, now=NOW)
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE_SECONDS)
    return times


@dataclass
class _Rebuild:
    """The command, running from the moment this is made."""

    environment: dict[str, str]
    seconds: float = 0.0
    peak_mb: float = 0.0
    processes: int = 0
    _looked: float = 0.0
    _process: Any = field(init=False)

    def __post_init__(self) -> None:
        self._started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "rebuild_search"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self) -> bool:
        """Looks at its memory now and then. Raises `BenchError` if it failed."""
        now = time.perf_counter()
        if self._process.poll() is not None:
            self.seconds = now - self._started
            if self._process.returncode:
                raise BenchError(f"rebuild_search failed:\n{self._process.stderr.read()[-3000:]}")
            return True
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            family = _family(self._process.pid)
            self.processes = max(self.processes, len(family))
            self.peak_mb = max(self.peak_mb, sum(_own_share(process) for process in family))
        return False


def _family(process: int) -> list[int]:
    """The process and all that it started."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return [process]
    return [process, *(other for child in children for other in _family(int(child)))]


def _own_share(process: int) -> float:
    """Megabytes in memory; what several processes share is divided between them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    except (OSError, StopIteration):
        return 0.0
