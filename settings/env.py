"""Typed values from the environment, with errors that name the variable and the remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

_env = Env()


def text(name: str, default: str) -> str:
    return str(_env.str(name, default))


def required(name: str, why: str) -> str:
    """The variable's value; a start without it stops with a message that names it."""
    value = str(_env.str(name, "")).strip()
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is not set: {why}")
    return value


def integer(name: str, default: int) -> int:
    try:
        return int(_env.int(name, default))
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} has to be a whole number: {error}") from error


def boolean(name: str, default: bool) -> bool:
    try:
        return bool(_env.bool(name, default))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} has to be true or false: {error}") from error


def items(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks are dropped."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder; a relative one is taken from the project's root."""
    return (BASE_DIR / text(name, str(default))).resolve()


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's database settings from an address such as postgres://user:password@host/name."""
    address = text(name, "")
    if not address:
        return sqlite(default)
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(f"{name} is not a database address: {error}") from error
    if config["ENGINE"].endswith("sqlite3"):
        return sqlite(Path(config["NAME"]))
    return config


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite that readers and one writer share: WAL, and write transactions that wait for their turn."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }
