"""The strings of Wagtail and of the packages beside it, and which of them lack an Indonesian translation.

What they lack is in `locale/platform`; `manage.py platform_messages` keeps it whole after an upgrade.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

# Packages whose strings reach the admin without an app of their own.
LIBRARIES = ("django_filters", "django_tasks")
# Django's own catalogue is whole in Indonesian.
COMPLETE = ("django.contrib",)
IGNORED = ("tests", "test", "migrations", "locale", "static", "static_src", "project_template", "__pycache__")


def package_folders() -> list[Path]:
    """Folders of the installed apps that are not ours, and of the libraries beside them."""
    configs = [
        config
        for config in apps.get_app_configs()
        if not config.name.startswith(COMPLETE) and (Path(config.path) / "apps.py").exists()
    ]
    folders = [Path(config.path) for config in configs if not is_ours(Path(config.path))]
    for name in LIBRARIES:
        found = importlib.util.find_spec(name)
        if found and found.origin:
            folders.append(Path(found.origin).parent)
    return folders


def is_ours(folder: Path) -> bool:
    """Whether the folder is this project's: below its root, but not in an environment there."""
    return folder.is_relative_to(settings.BASE_DIR) and "site-packages" not in folder.parts


def shipped_messages(domain: str) -> list[polib.POEntry]:
    """The strings that the packages' own English catalogues list; `domain` is `django` or `djangojs`."""
    found: list[polib.POEntry] = []
    for folder in package_folders():
        source = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if source.exists():
            found += [entry for entry in polib.pofile(str(source)) if not entry.obsolete]
    return found


def collected_messages() -> list[polib.POEntry]:
    """The strings in the packages' Python and templates, by Django's `makemessages` on a copy. Needs gettext."""
    folders = package_folders()
    with tempfile.TemporaryDirectory() as scratch:
        for number, folder in enumerate(folders):
            shutil.copytree(folder, Path(scratch) / f"{number}", ignore=others_within(folder, folders))
        (Path(scratch) / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "id", "--no-wrap", "-v", "0"]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": ""}
        subprocess.run(command, cwd=scratch, env=environment, check=True, capture_output=True)  # noqa: S603
        entries = polib.pofile(str(Path(scratch) / "locale" / "id" / "LC_MESSAGES" / "django.po"))
    return [entry for entry in entries if not entry.obsolete]


def others_within(folder: Path, folders: list[Path]):  # type: ignore[no-untyped-def]
    """For `copytree`: skips what holds no strings, and apps inside the folder that are not installed."""

    def ignored(directory: str, names: list[str]) -> set[str]:
        here = Path(directory)
        return {
            name for name in names if name in IGNORED or ((here / name / "apps.py").exists() and here / name != folder)
        }

    return ignored


def catalogue_lacks(domain: str, entries: Iterable[polib.POEntry]) -> list[str]:
    """Those of the `entries` that Indonesian has no translation for, as `context | string`, sorted."""
    return sorted({named(entry) for entry in missing(domain, entries)})


def missing(domain: str, entries: Iterable[polib.POEntry]) -> list[polib.POEntry]:
    catalogue = DjangoTranslation("id", domain=domain)._catalog  # type: ignore[attr-defined]

    def known(entry: polib.POEntry) -> bool:
        message = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        return bool(catalogue.get((message, 0)) or (not entry.msgid_plural and catalogue.get(message)))

    return [entry for entry in entries if not known(entry)]


def named(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt} | {entry.msgid}" if entry.msgctxt else entry.msgid
