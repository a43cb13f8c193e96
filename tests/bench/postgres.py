"""A PostgreSQL database for a measurement: a scratch one on TEST_DATABASE_URL's server, or a server of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

BINARIES = "/usr/lib/postgresql/*/bin"
START_SECONDS = 30


class NoPostgres(Exception):
    """There is no server to measure on; the message says why."""


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of an empty database that is gone afterwards. Raises NoPostgres."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    if address.startswith("postgres"):
        with _scratch_database(address) as database:
            yield database
    else:
        with _server() as address, _scratch_database(address) as database:
            yield database


@contextmanager
def _scratch_database(address: str) -> Iterator[str]:
    import psycopg

    name = f"sinau_bench_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _server() -> Iterator[str]:
    """A server with its standard settings on a free port of this machine."""
    initdb = shutil.which("initdb") or next((str(path / "initdb") for path in _folders()), None)
    if initdb is None:
        raise NoPostgres("no server programs found, and TEST_DATABASE_URL names none")
    user = _user()
    with tempfile.TemporaryDirectory(prefix="sinau-bench-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)
        data, port = folder / "data", _free_port()
        options = {"cwd": folder, "user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [initdb, "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"], check=True, **options
        )
        command = [Path(initdb).parent / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder]
        process = subprocess.Popen(command, **options)
        try:
            _wait(port, process)
            yield f"postgresql://bench@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def _folders() -> list[Path]:
    return sorted(Path("/").glob(BINARIES.lstrip("/")), reverse=True)


def _user() -> str | None:
    """The server refuses to run as root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoPostgres("the server does not run as root, and there is no other user for it")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise NoPostgres("the server did not start")
