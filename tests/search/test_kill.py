"""Power cuts: a process that dies at the worst moment leaves the old index, and the log brings the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings as project

from search.engines.embedded import EmbeddedEngine

pytestmark = pytest.mark.slow

SETUP = """
import django, time
django.setup()
from search import drain, rebuild
from search.engines.embedded import writing
from wagtail.models import Page

def wait(word):
    print(word, flush=True)
    time.sleep(120)

def publish(slug, title):
    page = Page.objects.get(slug=slug).specific
    page.title = title
    page.save_revision().publish()
"""
SEED = """
from tests import factories
tree = factories.build_site()
for number in range(30):
    factories.make_module(tree.modules, title=f"Modul {number}", slug=f"modul-{number}")
rebuild.rebuild()
"""


class Site:
    """A site of its own in a folder, used by processes that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.index = folder / "search"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings.dev",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "SEARCH_INDEX_DIR": str(self.index),
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_MEDIA_ROOT": str(folder / "private"),
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=project.BASE_DIR,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        ).stdout

    def python(self, code: str) -> str:
        return self.run("-c", SETUP + dedent(code))

    def kill_at(self, word: str, code: str) -> None:
        """Start the code and kill -9 its process as soon as it says the word."""
        process = subprocess.Popen(
            [sys.executable, "-c", SETUP + dedent(code)],
            cwd=project.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout is not None
            said = process.stdout.readline().strip()
            process.send_signal(signal.SIGKILL)
        assert said == word

    def documents(self) -> int:
        status = EmbeddedEngine(self.index).status()
        assert status.state == "ready", status
        return status.documents

    def has(self, title: str) -> bool:
        found = self.python(f"""
            from search.catalogue import search
            from search.types import SearchRequest
            print([hit.title for hit in search(SearchRequest(q={title!r}, literal=True)).hits])
        """)
        return title in found

    def agrees(self) -> bool:
        return "agree" in self.run("manage.py", "check_search")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("site"))
    site.run("manage.py", "migrate", "--verbosity=0")
    site.python(SEED)
    return site


def test_killed_during_a_rebuild_the_old_index_answers_and_the_next_rebuild_cleans_up(seeded: Site) -> None:
    seeded.kill_at(
        "half",
        """
        documents = rebuild.all_documents
        def slow():
            for number, document in enumerate(documents()):
                if number == 20:
                    wait("half")
                yield document
        rebuild.all_documents = slow
        rebuild.rebuild()
        """,
    )
    assert seeded.documents() == 30
    assert "Indexed 30 materials" in seeded.run("manage.py", "rebuild_search")
    assert len([entry for entry in seeded.index.iterdir() if entry.name.isdigit()]) <= 2
    assert seeded.agrees()


def test_killed_between_commit_and_drain_the_worker_catches_up(seeded: Site) -> None:
    seeded.kill_at(
        "committed",
        """
        drain.drain = lambda *args, **kwargs: wait("committed")
        publish("modul-3", "Terbit lalu padam")
        """,
    )
    assert not seeded.has("Terbit lalu padam")
    seeded.run("manage.py", "work", "--once")
    assert seeded.has("Terbit lalu padam")
    assert seeded.agrees()


def test_killed_while_writing_the_index_it_stays_whole_and_catches_up(seeded: Site) -> None:
    seeded.kill_at(
        "writing",
        """
        writing._set_cursor = lambda *args: wait("writing")
        publish("modul-4", "Padam saat menulis")
        """,
    )
    assert seeded.documents() == 30
    seeded.run("manage.py", "work", "--once")
    assert seeded.has("Padam saat menulis")
    assert seeded.agrees()


def test_killed_before_the_commit_nothing_happened(seeded: Site) -> None:
    seeded.kill_at(
        "uncommitted",
        """
        from django.db import transaction
        with transaction.atomic():
            publish("modul-5", "Tidak pernah terbit")
            wait("uncommitted")
        """,
    )
    seeded.run("manage.py", "work", "--once")
    assert not seeded.has("Tidak pernah terbit")
    assert seeded.agrees()


def test_many_processes_that_publish_at_once_leave_index_and_database_equal(seeded: Site) -> None:
    code = SETUP + dedent("""
        import sys
        for turn in range(3):
            publish(f"modul-{sys.argv[1]}", f"Bersamaan {sys.argv[1]} kali {turn}")
    """)
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], cwd=project.BASE_DIR, env=seeded.environment)
        for number in (10, 11, 12)
    ]
    assert [process.wait(timeout=300) for process in processes] == [0, 0, 0]
    seeded.run("manage.py", "work", "--once")
    assert seeded.agrees()
