"""A real site for browser tests: its own database and index, gunicorn, and headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.editing import drafts, example_id, open_tab  # noqa: F401
from tests.browser.templates import LOAD, MATERIALS, TEMPLATES
from tests.migrated_database import copy_to

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# In one process: starting takes longer than most of these commands.
SET_UP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_vocabularies")
call_command("rebuild_search")
call_command("load_demo", limit=8)
"""


@dataclass(frozen=True)
class Site:
    """A served site: its address and the environment that its commands need."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@pytest.fixture(scope="session")
def chromium() -> str:
    if CHROMIUM is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return CHROMIUM


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Site]:
    """A site with eight demo materials, served for the whole session; or the demo site that TEST_SITE_URL names."""
    if address := os.environ.get("TEST_SITE_URL"):
        yield Site(address, dict(os.environ))
        return
    with serve(tmp_path_factory.mktemp("site"), SET_UP) as served:
        yield served


@contextmanager
def serve(folder: Path, set_up: str) -> Iterator[Site]:
    """A site of its own in `folder`, migrated and set up by this code, with its letters in `folder/mail`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        **{name: str(folder / name.lower()) for name in ("MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "SEARCH_INDEX_DIR")},
        "BASE_URL": address,
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(folder / "mail"),
    }
    served = Site(address, environment)
    copy_to(folder / "site.sqlite3")
    served.manage("shell", "-v", "0", "-c", set_up)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "settings.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"{served.url}/healthz")
        yield served
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def every_template(site: Site) -> dict[str, str]:
    """A page of every public template, by name, with the materials that show what a template can."""
    site.manage("shell", "-v", "0", "-c", LOAD.format(names=sorted(MATERIALS)))
    return TEMPLATES


def _wait(address: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"{address} did not answer")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: object, site: Site) -> Iterator[object]:
    """A new tab of 360 px, a phone's width. A script error on a page fails the test."""
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 780})  # type: ignore[attr-defined]
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    context.close()
    assert not errors, errors


@pytest.fixture
def wide(browser: object, site: Site) -> Iterator[object]:
    """A new tab of 1280 px, with room for filters beside the results."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})  # type: ignore[attr-defined]
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    yield tab
    context.close()
