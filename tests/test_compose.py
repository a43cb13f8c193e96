"""compose.yaml and Dockerfile: pinned versions, no secret, health checks, and only settings that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
STACK: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = STACK["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
OURS = ("migrate", "web", "worker")
READ = re.compile(r"""env\.(?:text|required|integer|boolean|items|folder|database)\(\s*"([A-Z_]+)\"""")
SECRET = re.compile(r"SECRET|PASSWORD|API_KEY|TOKEN")
# ${NAME}, ${NAME:-default} or ${NAME:?message}; $$ is a dollar sign of the container's own.
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?:(:[-?])([^}]*))?\}")


def variables_of_the_settings() -> set[str]:
    return {name for path in (ROOT / "settings").glob("*.py") for name in READ.findall(path.read_text("utf-8"))}


def test_the_stack_is_what_more_than_one_machine_needs() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "proxy", "postgres", "elasticsearch"}
    assert SERVICES["web"]["command"][:2] == ["gunicorn", "settings.wsgi"]
    assert SERVICES["worker"]["command"] == ["python", "manage.py", "work"]


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - set(OURS)))
def test_foreign_images_are_pinned_to_a_release(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9]+)?", SERVICES[name]["image"])


def test_the_image_is_built_from_a_pinned_python_and_the_locked_packages_alone() -> None:
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(stages) == 2
    assert all(re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", stage) for stage in stages)
    installs = [line for line in DOCKERFILE.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes --no-deps -r" in line and "requirements.lock" in line for line in installs)


def test_the_image_does_not_run_as_root_and_keeps_no_secret() -> None:
    lines = DOCKERFILE.splitlines()
    assert "USER sinau" in lines
    assert lines.index("USER sinau") < next(at for at, line in enumerate(lines) if line.startswith("CMD"))
    kept = " ".join(re.findall(r"^(?:ENV|ARG) (?:[^\n\\]|\\\n)*", DOCKERFILE, re.MULTILINE))
    assert "DJANGO_SETTINGS_MODULE=settings.production" in kept
    assert not SECRET.search(kept)


def test_folders_of_the_image_are_named_by_variables_that_the_settings_read() -> None:
    named = re.findall(r"^    ([A-Z_]+)=/|ENV ([A-Z_]+)=/var", DOCKERFILE, re.MULTILINE)
    names = {first or second for first, second in named}
    assert (
        {"STATIC_ROOT", "MEDIA_ROOT", "PRIVATE_MEDIA_ROOT", "SEARCH_INDEX_DIR"} <= names <= variables_of_the_settings()
    )


@pytest.mark.parametrize("name", OURS)
def test_every_variable_that_our_services_get_is_one_that_the_settings_read(name: str) -> None:
    assert SERVICES[name]["environment"].keys() - variables_of_the_settings() == set()


@pytest.mark.parametrize("name", OURS)
def test_what_production_insists_on_is_given(name: str) -> None:
    required = re.findall(r'env\.required\(\s*"([A-Z_]+)"', (ROOT / "settings" / "production.py").read_text("utf-8"))
    assert len(required) == 3
    assert set(required) <= SERVICES[name]["environment"].keys()


def test_no_secret_is_written_down() -> None:
    found = 0
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRET.search(name):
                found += 1
                assert VARIABLE.fullmatch(str(value)), name
            # Nor within an address.
            assert not re.search(r"//[^/$]*:[^/$@]+@", str(value)), name
    assert found >= 3
    for name, mark, default in VARIABLE.findall(TEXT):
        if SECRET.search(name):
            assert mark == ":?" or default == "", name


def test_without_a_secret_the_stack_does_not_start_and_says_what_to_set() -> None:
    needed = {name for name, mark, _text in VARIABLE.findall(TEXT) if mark == ":?"}
    assert needed == {"SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD"}
    assert all(name in text for name, mark, text in VARIABLE.findall(TEXT) if mark == ":?")


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_what_goes_on_running_is_watched_restarted_and_bounded(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert service["restart"] == "unless-stopped"
    assert service["mem_limit"]


def test_web_and_worker_wait_for_the_database_and_its_migration_but_not_for_elasticsearch() -> None:
    for name in ("web", "worker"):
        waits = {other: one["condition"] for other, one in SERVICES[name]["depends_on"].items()}
        assert waits == {"postgres": "service_healthy", "migrate": "service_completed_successfully"}


def test_what_migrate_does_exists_and_an_index_that_cannot_be_built_stops_nobody() -> None:
    from django.core.management import get_commands

    script = SERVICES["migrate"]["command"][-1]
    commands = re.findall(r"manage\.py (\w+)", script)
    assert commands == ["migrate", "load_vocabularies", "setup_site", "rebuild_search"]
    assert set(commands) <= get_commands().keys()
    assert re.search(r"rebuild_search --if-missing \|\| ", script)


def test_web_and_worker_share_the_embedded_index_and_the_uploads() -> None:
    assert SERVICES["web"]["volumes"] == SERVICES["worker"]["volumes"]
    inside = {volume.split(":")[1] for volume in SERVICES["web"]["volumes"]}
    assert inside == {f"/var/lib/sinau/{name}" for name in ("media", "private", "search")}
    assert all(volume.split(":")[0] in STACK["volumes"] for volume in SERVICES["web"]["volumes"])


def test_private_files_database_and_index_are_not_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["${LISTEN:-127.0.0.1:8080}:80"]
    assert not any("private" in volume for volume in SERVICES["proxy"]["volumes"])
    assert SERVICES["postgres"]["networks"] == SERVICES["elasticsearch"]["networks"] == ["data"]
    assert STACK["networks"]["data"]["internal"] is True
    assert SERVICES["elasticsearch"]["environment"]["xpack.security.enabled"] == "true"


def test_the_file_with_the_secrets_stays_out_of_git_and_of_the_image() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "**" in ignored
    assert "!.env" not in ignored


def test_the_guide_names_every_variable_and_no_other() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    table = guide.partition("## Variables")[2]
    first_cells = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`([A-Z_]+)`", first_cells))
    assert named == variables_of_the_settings() - {"DEBUG", "TEST_DATABASE_URL"}


def test_the_key_of_the_guide_is_for_our_indexes_alone() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    key = json.loads(re.search(r"```json\n(.*?)```", guide, re.DOTALL)[1])
    role = key["role_descriptors"]["sinau"]
    assert role["cluster"] == ["monitor"]
    assert [index["names"] for index in role["indices"]] == [["sinau-*"]]
    assert "all" not in role["indices"][0]["privileges"]


def test_variables_of_the_compose_file_that_are_no_settings_are_in_the_guide() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    named = {name for name, _mark, _text in VARIABLE.findall(TEXT)} - variables_of_the_settings() - {"SINAU_VERSION"}
    assert [name for name in sorted(named) if name not in guide] == []
