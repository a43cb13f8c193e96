"""Migrate once, copy afterwards: the test database of each process begins as a copy of a migrated one.

Migrating an empty database takes twenty seconds, a copy half a second. The copy is kept under a name made of
everything that the migrations consist of; a changed one is another name, and so a database migrated anew. Django
still runs `migrate` on the copy, which finds nothing left to do.

SQLite: a file in `var/test-databases`. PostgreSQL: a database of the same server, used as a template.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
TEMPLATE = "sinau_tests_template_"
# Any number that no other program is likely to lock by.
POSTGRES_LOCK = 7_318_502_164


def migration_files() -> list[Path]:
    """The files that say what `migrate` makes: all migrations, and the operations and functions they call."""
    modules: set[str] = set()
    for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values():
        modules.add(migration.__module__)
        for operation in migration.operations:
            modules |= {part.__module__ for part in (type(operation), getattr(operation, "code", None)) if part}
    return sorted(Path(str(sys.modules[name].__file__)) for name in modules if not name.startswith("django."))


def key_of(files: Iterable[Path]) -> str:
    """A name for a database: the same for the same files, versions, apps and kind of server."""
    names = [sys.version, django.__version__, connection.vendor, *settings.INSTALLED_APPS]
    digest = hashlib.sha256("\0".join(names).encode())
    for path in files:
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def begin_with_a_copy() -> None:
    """From now on `create_test_db` of this process's connection begins with the copy, or makes it."""
    creation = connection.creation
    keep = _on_postgres if connection.vendor == "postgresql" else _on_sqlite
    create = creation.create_test_db

    def create_test_db(*args: Any, **kwargs: Any) -> str:
        with keep(key_of(migration_files())):
            return create(*args, **kwargs)

    creation.create_test_db = create_test_db  # type: ignore[method-assign]


def copy_to(target: Path) -> None:
    """Puts the kept SQLite database there, if there is one: a site that begins with it has little left to migrate."""
    kept = FOLDER / f"{key_of(migration_files())}.sqlite3"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone(FOLDER / "lock"):
        if kept.exists():
            shutil.copy(kept, target)


@contextmanager
def _on_sqlite(key: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"{key}.sqlite3"
    with closing(sqlite3.connect(":memory:")) as copy:
        with _alone(FOLDER / "lock"):
            if not kept.exists():
                yield
                _keep(kept)
                return
            with closing(sqlite3.connect(kept)) as source:
                source.backup(copy)
        with _filled_from(copy):
            yield


def _keep(kept: Path) -> None:
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as target:
        connection.connection.backup(target)
    part.rename(kept)


@contextmanager
def _filled_from(copy: sqlite3.Connection) -> Iterator[None]:
    """Within it, a test database is not empty when it was made but holds what `copy` does."""
    creation = connection.creation
    create = creation._create_test_db
    with ExitStack() as opened:

        def create_and_fill(*args: Any, **kwargs: Any) -> str:
            name: str = create(*args, **kwargs)
            # A database in memory lasts as long as a connection to it: this one stays until Django has its own.
            target = opened.enter_context(closing(sqlite3.connect(name, uri=name.startswith("file:"))))
            copy.backup(target)
            return name

        creation._create_test_db = create_and_fill  # type: ignore[method-assign]
        try:
            yield
        finally:
            creation._create_test_db = create  # type: ignore[method-assign]


@contextmanager
def _on_postgres(key: str) -> Iterator[None]:
    template = TEMPLATE + key
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [POSTGRES_LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [TEMPLATE + "%"])
        known = {name for (name,) in cursor.fetchall()}
        if template in known:
            connection.settings_dict["TEST"]["TEMPLATE"] = template
            yield
            return
        yield
        made = connection.settings_dict["NAME"]
        # A database is copied only while nobody is connected to it.
        connection.close()
        for old in known:
            cursor.execute(f"DROP DATABASE IF EXISTS {old}")
        cursor.execute(f"CREATE DATABASE {template} TEMPLATE {made}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
