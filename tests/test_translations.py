"""Indonesian is complete: every string of the interface has its translation, compiled and with its placeholders."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def translation(entry: polib.POEntry) -> str:
    return entry.msgstr or " ".join(entry.msgstr_plural.values())


def test_every_string_is_translated() -> None:
    assert [entry.msgid for entry in entries() if not translation(entry).strip() or "fuzzy" in entry.flags] == []


def test_translations_keep_their_placeholders() -> None:
    for entry in entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert set(PLACEHOLDER.findall(translation(entry))) == wanted, entry.msgid


def test_compiled_catalogue_is_current() -> None:
    compiled = {
        (entry.msgctxt, entry.msgid): translation(entry) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }
    assert compiled == {(entry.msgctxt, entry.msgid): translation(entry) for entry in entries()}


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="gettext is not installed (Debian: apt-get install gettext)"
)
def test_catalogue_holds_every_string_of_the_code(tmp_path: Path) -> None:
    """Collects the strings anew from a copy of the code; whatever is new has to be translated."""
    for name in ("cms", "media", "modules", "search", "settings", "locale"):
        ignored = shutil.ignore_patterns("__pycache__", "demo")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "id", "--no-location", "--no-wrap", "-v", "0"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": ""}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=environment)
    fresh = polib.pofile(str(tmp_path / "locale" / "id" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in entries()}
    assert {(entry.msgctxt, entry.msgid) for entry in fresh if not entry.obsolete} <= known
