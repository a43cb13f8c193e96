"""Lighthouse's four scores of five pages on a phone (its mobile setting), of the demo content served without DEBUG.

Of each page and category the median of three runs: the speed of a run depends on what else the machine does.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from typing import Any

from tests.bench import report
from tests.bench.scratch import ROOT, BenchError

PROGRAM = ROOT / "var" / "tools" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AIM = 0.98
RUNS = 3
SECONDS = 180
PAGES = {
    "home": "/",
    "search": "/cari/",
    "module": "/modul/menjelajah-fungsi-dengan-geogebra/",
    "example": "/contoh/poster-siklus-air/",
    "centre": "/balai/balai-tekkomdik-diy/",
}


def measure(runs: int = RUNS) -> dict[str, Any]:
    """`{"pages": {name: {category: score from 0 to 1}}}`, or `{"absent": why}` without Lighthouse or Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not PROGRAM.exists() or chromium is None:
        return {"absent": "Lighthouse or Chromium is not installed: make tools (needs npm and Java)."}
    from tests.screenshots.demo_site import demo_site

    with demo_site() as url:
        return {"pages": {name: scores(url + address, chromium, runs) for name, address in PAGES.items()}}


def scores(address: str, chromium: str, runs: int = RUNS) -> dict[str, float]:
    """The median score of each category. BenchError when Lighthouse fails."""
    found = [_run(address, chromium) for _run_number in range(runs)]
    return {name: statistics.median(one[name] for one in found) for name in CATEGORIES}


def _run(address: str, chromium: str) -> dict[str, float]:
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command.append("--chrome-flags=--headless --no-sandbox --disable-gpu")
    environment = {**os.environ, "CHROME_PATH": chromium}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise BenchError(f"Lighthouse took more than {SECONDS} s for {address}.") from error
    if done.returncode:
        raise BenchError(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")
    categories = json.loads(done.stdout)["categories"]
    return {name: float(categories[name]["score"] or 0) for name in CATEGORIES}


def show(found: dict[str, Any]) -> None:
    report.head("Lighthouse, mobile, 0 to 1")
    if "absent" in found:
        report.say(f"  Not measured: {found['absent']}")
        return
    rows: list[list[Any]] = [[page, *(one[name] for name in CATEGORIES)] for page, one in found["pages"].items()]
    report.table(["page", *CATEGORIES], [*rows, ["aim", *(f">= {AIM}" for _name in CATEGORIES)]])
