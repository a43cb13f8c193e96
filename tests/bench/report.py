"""Prints figures as aligned tables, with the aims beside them."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

PACKAGES = ("django", "wagtail", "tantivy", "elasticsearch", "gunicorn")


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def number(value: float | int | str | None) -> str:
    """Three digits say enough; whole numbers stay whole."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> dict[str, str]:
    """Where and with what a figure was measured."""
    return {
        "date": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.release()}",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "processor")


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        return "memory unknown"


def say(text: str = "") -> None:
    print(text, flush=True)


def head(title: str) -> None:
    say(f"\n== {title}")


def pairs(values: Mapping[str, object]) -> None:
    width = max(map(len, values))
    for name, value in values.items():
        say(f"  {name:<{width}}  {value}")


def table(columns: Sequence[str], rows: Sequence[Sequence[float | int | str | None]]) -> None:
    """The first column to the left, the others to the right."""
    cells = [list(columns), *([number(value) for value in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    for row in cells:
        first, *others = (
            f"{cell:<{width}}" if not at else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        say("  " + "   ".join((first, *others)).rstrip())
