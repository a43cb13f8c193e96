"""The site that stands model: the demo content, served as in production, in a temporary folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.scratch import ROOT, BenchError, ScratchSite, scratch_site

START_SECONDS = 60


@contextmanager
def demo_site(limit: int | None = None) -> Iterator[str]:
    """Serves the demo content, or its first `limit` materials; gives the address, without a slash at its end."""
    with scratch_site() as site:
        site.manage("rebuild_search")
        site.manage("load_demo", *(["--limit", str(limit)] if limit else []))
        site.manage("work", "--once")
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        with serve(site) as address:
            yield address


@contextmanager
def serve(site: ScratchSite) -> Iterator[str]:
    """gunicorn for a site that is set up; ends with the context."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--log-level", "error"]
    environment = {**site.environment, "BASE_URL": address, "CSRF_TRUSTED_ORIGINS": address}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "settings.wsgi", *options], cwd=ROOT, env=environment)
    try:
        _wait(f"{address}/healthz", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise BenchError("The web server did not start.")
