"""Reads the table of expected answers, and says in one letter what an answer was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("answers.txt")


def table() -> dict[str, tuple[str, str]]:
    """Route → the answers to GET and to POST, nine letters each, as `answers.txt` has them."""
    rows: dict[str, tuple[str, str]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            *letters, name = line.split()
            assert name not in rows, f"{name} stands there twice"
            joined = "".join(letters)
            rows[name] = (joined[:9], joined[9:])
    return rows


def letter(response: Any) -> str:
    """o: answered; `.`: refused; >: sent on to another page; x: a request that makes no sense; !: an error."""
    status = response.status_code
    if status in (403, 404):
        return "."
    if status in (301, 302):
        where = response["Location"].partition("?")[0]
        return "." if where in ("/admin/", "/admin/login/") else ">"
    if 200 <= status < 300:
        return "o"
    return "x" if status < 500 else "!"
