"""The catalogue of scene kinds, and careful access to the parameters of one scene."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from .canvas import Canvas
from .text import SceneWarning, clean


class Params:
    """Parameters of one scene: always text, lists and numbers of the expected kind.

    Something missing or malformed becomes a default; something beyond the greatest number of
    items is left out. Both give a `SceneWarning`.
    """

    def __init__(self, scene: dict[str, Any]) -> None:
        self._scene = scene

    def text(self, key: str, default: str = "", needed: bool = False) -> str:
        value = self._scene.get(key)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        text = clean(value)
        if not text and needed:
            self._warn(f"has no {key}")
        return text or default

    def texts(self, key: str, most: int, default: tuple[str, ...] = ()) -> list[str]:
        texts = [text for text in map(clean, self.rows(key, most)) if text]
        return texts or list(default)

    def rows(self, key: str, most: int) -> list[Any]:
        value = self._scene.get(key)
        rows = value if isinstance(value, list) else [] if value is None else [value]
        if not rows:
            self._warn(f"has no {key}")
        if len(rows) > most:
            self._warn(f"has {len(rows)} {key}, only {most} are shown")
        return rows[:most]

    def numbers(self, key: str, most: int) -> list[float]:
        numbers = []
        for value in self.rows(key, most):
            try:
                numbers.append(float(value))
            except (TypeError, ValueError):
                self._warn(f"has a value in {key} that is no number: {value!r}")
                numbers.append(0.0)
        return numbers

    def number(self, key: str, default: int, most: int) -> int:
        try:
            number = int(self._scene.get(key, default))
        except (TypeError, ValueError):
            self._warn(f"has a {key} that is no number")
            number = default
        return max(0, min(most, number))

    def _warn(self, what: str) -> None:
        kind = self._scene.get("scene")
        warnings.warn(f"Scene {kind!r} {what}", SceneWarning, stacklevel=3)


Scene = Callable[[Canvas, Params], None]
SCENES: dict[str, Scene] = {}


def scene(name: str) -> Callable[[Scene], Scene]:
    """Register a function as the drawing of scene kind `name`."""

    def register(function: Scene) -> Scene:
        SCENES[name] = function
        return function

    return register
