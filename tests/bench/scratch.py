"""A site of its own for a measurement: database, index, uploads and static files in a temporary folder.

Nothing of the developer's `var/` is read or written, and nothing stays.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench.places import BenchError, Place, place

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "bench.sqlite3"
# Puts a migrated database where it is told to; the tests have one at hand.
begin_with: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class ScratchSite:
    folder: Path
    environment: dict[str, str]
    index: Place

    def manage(self, *arguments: str) -> None:
        self._run([sys.executable, "manage.py", *arguments])

    def measure(self, module: str, *arguments: object) -> Any:
        """Run `python -m module` in a process that has this site's settings; returns the JSON it ends with."""
        out = self._run([sys.executable, "-m", module, *map(str, arguments)])
        return json.loads(out.strip().splitlines()[-1])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise BenchError(f"{' '.join(command[1:])} failed:\n{(done.stderr or done.stdout)[-4000:]}")
        return done.stdout


@contextmanager
def scratch_site(database_url: str = "", engine: str = "embedded") -> Iterator[ScratchSite]:
    """An empty site with its tables and vocabularies, without an index; on SQLite unless an address is given."""
    with ExitStack() as made:
        name = made.enter_context(tempfile.TemporaryDirectory(prefix="sinau-bench-", ignore_cleanup_errors=True))
        folder = Path(name)
        index = made.enter_context(place(engine, folder / folder.name))
        site = ScratchSite(folder, {**_environment(folder, database_url), **index.environment}, index)
        if database_url:
            _prepare(site)
        else:
            shutil.copy(_prepared_database(), folder / DATABASE)
        yield site


def _prepare(site: ScratchSite) -> None:
    site.manage("migrate", "--verbosity=0")
    site.manage("load_vocabularies", "--verbosity=0")


@cache
def _prepared_database() -> Path:
    """An SQLite file with tables and vocabularies, made once in a run and removed at its end."""
    folder = tempfile.TemporaryDirectory(prefix="sinau-bench-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    if begin_with:
        begin_with(Path(folder.name) / DATABASE)
    empty = Place("embedded", Path(folder.name) / "search")
    _prepare(ScratchSite(Path(folder.name), {**_environment(Path(folder.name), ""), **empty.environment}, empty))
    database = Path(folder.name) / DATABASE
    # What is still in the write-ahead log has to be in the file that is copied.
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": database_url or f"sqlite:///{folder / DATABASE}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "not-secret-for-measurements-only",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "BASE_URL": "http://127.0.0.1",
        "HTTPS": "false",
        "LOG_LEVEL": "ERROR",
    }
