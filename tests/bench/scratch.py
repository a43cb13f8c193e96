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
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "bench.sqlite3"


class BenchError(Exception):
    """A step of a measurement failed; the message says which and what it printed."""


@dataclass(frozen=True)
class ScratchSite:
    folder: Path
    environment: dict[str, str]

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
def scratch_site(database_url: str = "") -> Iterator[ScratchSite]:
    """An empty site with its tables and vocabularies; on SQLite unless a database's address is given."""
    with tempfile.TemporaryDirectory(prefix="sinau-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        site = ScratchSite(folder, _environment(folder, database_url))
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
    _prepare(ScratchSite(Path(folder.name), _environment(Path(folder.name), "")))
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
        "SEARCH_ENGINE": "embedded",
        "SEARCH_INDEX_DIR": str(folder / "search"),
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "not-secret-for-measurements-only",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "BASE_URL": "http://127.0.0.1",
        "HTTPS": "false",
        "LOG_LEVEL": "ERROR",
    }
