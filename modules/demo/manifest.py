"""The files that were made for the demo content, and their list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MADE = Path(__file__).parent / "made"
MANIFEST = MADE / "manifest.json"


def load_manifest() -> dict[str, dict[str, Any]]:
    """What has been made: id → file, type, title, language, bytes, source, and for audio and
    video duration (seconds), captions and poster. Names are relative to modules/demo/made/."""
    manifest: dict[str, dict[str, Any]] = {}
    if MANIFEST.exists():
        manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return manifest
