"""The shape of the house: which way imports point, sizes of files, settings that stop a wrong start."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import call_command

from cms.checks import check_resource_kinds
from search.checks import check_engine_name, check_resources_are_searchable

ROOT = Path(project.BASE_DIR)
# A package may import itself and those before it.
PACKAGES = ("cms", "media", "modules", "search")
ALLOWED = {package: set(PACKAGES[: at + 1]) for at, package in enumerate(PACKAGES)} | {"settings": {"settings"}}
OURS = {*PACKAGES, "settings", "tests"}
MAX_LINES = 300
# Nothing may be added here.
LONG = {
    "tests/cms/test_load_vocabularies.py",
    "tests/cms/test_vocabularies.py",
    "tests/search/test_analysis.py",
}


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """(line, package of ours) for each import in a file, those within functions and by name too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else [path.relative_to(ROOT).parts[0]]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
            "import_string",
        ):
            names = [str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)]
        else:
            continue
        yield from ((node.lineno, name.split(".")[0]) for name in names if name.split(".")[0] in OURS)


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_point_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources(package)
        for line, name in imported(path)
        if name not in ALLOWED[package]
    ]
    assert wrong == []


def test_the_import_test_sees_every_form(tmp_path: Path) -> None:
    code = "import search\nfrom search.types import Hit\ndef f():\n    from tests import x\n    import_module('media.models')\n"
    path = tmp_path / "module.py"
    path.write_text(code)
    assert [name for _line, name in sorted(imported(path))] == ["search", "search", "tests", "media"]


@pytest.mark.parametrize("module", ["analysis", "stemming", "engines", "highlights", "planner", "query", "types"])
def test_language_and_engines_know_no_models(module: str) -> None:
    path = ROOT / "search" / module
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for line, name in imported(file)
        if name != "search"
    ]
    models = [file.name for file in files if "search.models" in file.read_text("utf-8")]
    assert wrong + models == []


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT))
        for path in sources(*OURS)
        if "migrations" not in path.parts and len(path.read_text("utf-8").splitlines()) > MAX_LINES
    }
    assert long - LONG == set()


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "misc.py", "common.py"])
def test_no_file_is_named_for_nothing(name: str) -> None:
    assert [path for path in sources(*OURS) if path.name == name] == []


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Settings


def start(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with production settings in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "settings.production", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


PRODUCTION = {
    "SECRET_KEY": "k3" * 20 + "-a-long-secret-for-this-test-only-0123456789",
    "ALLOWED_HOSTS": "sinau.example.id",
    "BASE_URL": "https://sinau.example.id",
}


def test_the_deployment_check_is_clean_in_production() -> None:
    done = start("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", PRODUCTION)
def test_a_missing_secret_stops_the_start_and_is_named(name: str) -> None:
    done = start("check", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize(
    "name, value", [("HSTS_SECONDS", "soon"), ("HTTPS", "perhaps"), ("DATABASE_URL", "nonsense://")]
)
def test_a_value_of_the_wrong_kind_stops_the_start_and_is_named(name: str, value: str) -> None:
    done = start("check", **PRODUCTION, **{name: value})
    assert done.returncode != 0
    assert name in done.stderr


def test_a_wrong_engine_name_stops_the_start() -> None:
    done = start("check", **PRODUCTION, SEARCH_ENGINE="solr")
    assert done.returncode != 0
    assert "sinau.E010" in done.stderr


# System checks


def kind(**declared: Any) -> type:
    """A foreign page type, as far as the checks look at it."""
    values = {"kind": "siniar", "kind_label": "Siniar", "template": "cms/learning_resource.html", **declared}
    return type("ForeignPage", (), {**values, "_meta": type("Meta", (), {"label": "foreign.ForeignPage"})})


@pytest.fixture
def page_types(monkeypatch: Any) -> Any:
    """Let the checks see these page types alone, and take them for learning resources."""

    def install(*models: type) -> None:
        from cms import checks as cms_checks
        from search import checks as search_checks

        for module in (cms_checks, search_checks):
            monkeypatch.setattr(module, "get_page_models", lambda: list(models))
            monkeypatch.setattr(module, "LearningResource", object)

    return install


@pytest.mark.parametrize(
    "declared, expected",
    [
        ({"kind": ""}, "sinau.E001"),
        ({"kind": None}, "sinau.E001"),
        ({"kind_label": ""}, "sinau.E003"),
        ({"template": "foreign/none.html"}, "sinau.E011"),
    ],
)
def test_a_kind_without_its_declarations_fails_the_check(
    declared: dict[str, Any], expected: str, page_types: Any
) -> None:
    page_types(kind(**declared))
    found = [*check_resource_kinds(), *check_resources_are_searchable()]
    assert [error.id for error in found] == [expected]
    assert all(error.hint for error in found)


def test_two_kinds_of_one_name_fail_the_check(page_types: Any) -> None:
    page_types(kind(), kind())
    assert [error.id for error in check_resource_kinds()] == ["sinau.E002"]


def test_a_kind_with_its_declarations_passes(page_types: Any) -> None:
    page_types(kind())
    assert [*check_resource_kinds(), *check_resources_are_searchable()] == []


def test_the_engine_check_names_what_there_is(settings: Any) -> None:
    settings.SEARCH_ENGINE = "solr"
    (error,) = check_engine_name()
    assert error.id == "sinau.E010"
    assert "embedded" in error.hint
