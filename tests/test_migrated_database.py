"""A test database that began as a copy is the one that migrating makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.migrated_database import key_of, migration_files


@pytest.mark.django_db
def test_no_migration_is_left_to_do_and_every_table_is_there() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    wanted = {model._meta.db_table for model in apps.get_models() if model._meta.managed and not model._meta.proxy}
    assert wanted <= set(connection.introspection.table_names())


def test_our_migrations_the_packages_and_what_they_call_decide_on_the_copy() -> None:
    files = migration_files()
    for own in settings.BASE_DIR.glob("*/migrations/0*.py"):
        assert own in files
    assert settings.BASE_DIR / "cms" / "admin_search" / "postgres_index.py" in files
    assert any("wagtailcore" in path.read_text(encoding="utf-8") and "site-packages" in str(path) for path in files)


def test_a_changed_migration_is_another_database(tmp_path: Path) -> None:
    migration = tmp_path / "0001_initial.py"
    migration.write_text("operations = []")
    before = key_of([migration])
    assert key_of([migration]) == before
    migration.write_text("operations = [1]")
    assert key_of([migration]) != before
