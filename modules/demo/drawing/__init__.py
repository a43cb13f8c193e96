"""Pictures of the demo content, drawn from a few parameters (see `draw`)."""

from __future__ import annotations

import json
import warnings
import zlib
from typing import Any

from PIL import Image

from . import (
    batik,
    blocks,
    charts,
    comic,
    devices,
    flows,
    geometry,
    icons_class,
    landscape,
    learning,
    network,
    posters,
    sound,
    storyboard,
)
from .canvas import Canvas
from .palettes import PALETTES, Palette
from .registry import SCENES, Params
from .text import SceneWarning

__all__ = ["PALETTES", "SCENES", "SceneWarning", "draw", "paint"]

# Importing these modules is what fills the registries.
_FAMILIES = (
    batik, blocks, charts, comic, devices, flows, geometry, icons_class, landscape, learning,
    network, posters, sound, storyboard,
)  # fmt: skip


def draw(scene: dict[str, Any], size: tuple[int, int] = (1200, 800)) -> Image.Image:
    """A picture (RGB, `size` pixels) of a scene such as `{"scene": "quiz", "question": …}`.

    The same parameters always give the same picture. What is missing or too long is left out or
    made smaller, with a `SceneWarning`; an unknown scene is drawn as a poster. `alt`, `caption`
    (outside batik) and other keys that a scene does not know are ignored.
    """
    return paint(scene, size).finish()


def paint(scene: dict[str, Any], size: tuple[int, int] = (1200, 800)) -> Canvas:
    """As `draw`, but answers the canvas, which knows where every line of text was put."""
    kind = str(scene.get("scene", ""))
    drawing = SCENES.get(kind)
    if drawing is None:
        warnings.warn(f"Unknown scene {kind!r}, drawn as a poster", SceneWarning, stacklevel=2)
        drawing = SCENES["poster"]
    seed = _seed(scene)
    canvas = Canvas(size, _palette(scene.get("palette"), seed), seed)
    drawing(canvas, Params(scene))
    return canvas


def _seed(scene: dict[str, Any]) -> int:
    # Texts for people who do not see the picture must not change it.
    shown = {key: value for key, value in scene.items() if key not in ("alt", "palette")}
    return zlib.crc32(json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str).encode())


def _palette(name: object, seed: int) -> Palette:
    if name is None:
        return list(PALETTES.values())[seed % len(PALETTES)]
    if name not in PALETTES:
        warnings.warn(f"Unknown palette {name!r}", SceneWarning, stacklevel=3)
        return PALETTES["laut"]
    return PALETTES[str(name)]
