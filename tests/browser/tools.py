"""Checkers that are no Python packages: where `make tools` put them, and what their absence means."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "tools" / "node_modules"
VNU = FOLDER / "vnu-jar" / "build" / "dist" / "vnu.jar"


def need(tool: Path, program: str, variable: str) -> None:
    """Skip the test without the tool; fail where the environment says that it has been installed."""
    if tool.exists() and shutil.which(program):
        return
    reason = f"{tool.name} is not installed: make tools (needs {program} and npm)"
    if os.environ.get(variable) == "1":
        pytest.fail(reason)
    pytest.skip(reason)
