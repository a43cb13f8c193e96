"""The table of an engine's figures: sizes side by side with the aims, and how much slower the largest is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench import report

# Engine → resources → aims for p50 and p95 in milliseconds.
SEARCH_AIMS = {
    "embedded": {50_000: ("<= 5", "<= 12"), 200_000: ("<= 14", "<= 32")},
    "elasticsearch": {200_000: ("<= 18", "<= 70")},
}
GROWTH_AIM = "< 2"


def show(found: dict[str, Any]) -> None:
    name, sizes = found["engine"], found["sizes"]
    embedded = name == "embedded"
    report.head(f"Engine {name}: all facets counted, several choices, highlights, 20 results")
    rows: list[list[Any]] = []

    def add(label: str, key: str, aim: Callable[[int], str] = lambda size: "") -> None:
        row: list[Any] = [label]
        for figures in sizes:
            row += [figures[key], aim(figures["size"])]
        rows.append(row)

    aims = SEARCH_AIMS[name]
    add("search, p50 ms", "search_p50", lambda size: aims.get(size, ("", ""))[0])
    add("search, p95 ms", "search_p95", lambda size: aims.get(size, ("", ""))[1])
    add("search, mean processor ms of the client", "search_cpu_mean")
    add("browse page, p50 ms", "browse_p50", lambda size: "<= 1" if embedded else "")
    add("browse page after a commit, ms", "first_browse")
    add("suggestion, p50 ms", "suggest_p50")
    add("related, p50 ms", "related_p50")
    add("one document changed, p50 ms", "apply_p50")
    add("build, documents/s", "build_per_second", lambda size: ">= 3,000" if embedded else "")
    add("peak memory of a building process, MB", "build_mb")
    add("index, MB", "index_mb")
    add("peak memory of searching, MB", "peak_mb", lambda size: "<= 250" if embedded else "")
    if not embedded:
        add("server: Java heap in use, MB", "heap_mb")
        add("server: Java heap at most, MB", "heap_max_mb")
        add("server: in memory, MB", "server_mb")
    columns = ["resources"]
    for figures in sizes:
        columns += [f"{figures['size']:,}", "aim"]
    report.table(columns, rows)
    for line in growth(sizes):
        report.say(f"  {line}")


def growth(sizes: list[dict[str, Any]]) -> list[str]:
    """How many times slower the largest size is than the one before it."""
    if len(sizes) < 2:
        return []
    before, last = sorted(sizes, key=lambda figures: figures["size"])[-2:]
    parts = [
        f"{label} × {last[key] / before[key]:.2f}" for label, key in (("p50", "search_p50"), ("p95", "search_p95"))
    ]
    return [f"growth from {before['size']:,} to {last['size']:,}: {', '.join(parts)} (aim: {GROWTH_AIM})"]
