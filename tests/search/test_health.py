"""/healthz and /readyz, for whoever watches the service."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db


def test_alive_needs_nothing(client: Any, index_folder: Any) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-cache" in response.headers["Cache-Control"]


def test_ready_tells_engine_and_documents(client: Any, module: Any, catalogue_index: Any) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "search": "ok"},
        "engine": "embedded",
        "documents": 1,
    }


def test_without_an_index_it_is_degraded_but_serves(client: Any, index_folder: Any) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")


def test_a_database_that_is_down_is_not_ready(client: Any, catalogue_index: Any, monkeypatch: Any) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("secret host name")

    monkeypatch.setattr(MigrationExecutor, "__init__", down)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "down")
    assert "secret" not in response.content.decode()


def test_a_migration_that_waits_is_not_ready(client: Any, catalogue_index: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: [("cms", "0099")])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "1 not applied")
