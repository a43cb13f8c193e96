"""Devices in a row under the sky, joined by cable or radio."""

from __future__ import annotations

from collections.abc import Callable

from .canvas import Canvas
from .curves import wave
from .icons import ICONS, Ink, icon
from .palettes import WHITE, mix
from .registry import Params, scene


def satellite(i: Ink) -> None:
    for side in (-1, 1):
        i.box(-0.98 if side < 0 else 0.36, -0.3, 0.62, 0.6, i.extra, 0.04)
        for k in range(1, 3):
            x = (-0.98 if side < 0 else 0.36) + k * 0.2
            i.stroke([(x, -0.26), (x, 0.26)], 0.04, i.light)
        i.stroke([(side * 0.26, 0), (side * 0.4, 0)], 0.1)
    i.box(-0.28, -0.42, 0.56, 0.84, radius=0.1)
    i.c.arc(i.cx, i.cy + 0.42 * i.r, 0.3 * i.r, 0, 180, i.main, 0.12 * i.r)
    i.stroke([(0, 0.5), (0, 0.9)], 0.07)
    i.dot(0, 0.92, 0.09, i.extra)


def dish(i: Ink) -> None:
    i.shape([(-0.12, 0.2), (0.12, 0.2), (0.4, 0.95), (-0.4, 0.95)])
    i.c.pie(i.cx - 0.02 * i.r, i.cy - 0.12 * i.r, 0.86 * i.r, 45, 225, i.main)
    i.c.pie(i.cx - 0.02 * i.r, i.cy - 0.12 * i.r, 0.66 * i.r, 45, 225, i.light)
    i.stroke([(-0.2, 0.08), (0.42, -0.56)], 0.09, i.extra)
    i.dot(0.46, -0.6, 0.15, i.extra)


def router(i: Ink) -> None:
    for x in (-0.6, 0.6):
        i.stroke([(x, 0.2), (x * 1.15, -0.75)], 0.11, i.extra)
    i.box(-0.95, 0.1, 1.9, 0.66, radius=0.16)
    for n, x in enumerate((-0.6, -0.3, 0.0)):
        i.dot(x, 0.43, 0.09, i.extra if n == 0 else i.light)
    i.stroke([(0.35, 0.43), (0.7, 0.43)], 0.08, i.light)
    for r in (0.3, 0.55):
        i.c.arc(i.cx, i.cy - 0.1 * i.r, r * i.r, 225, 315, i.main, 0.11 * i.r)


def server(i: Ink) -> None:
    for k, y in enumerate((-0.9, -0.28, 0.34)):
        i.box(-0.75, y, 1.5, 0.54, radius=0.1)
        i.dot(-0.5, y + 0.27, 0.1, i.extra if k != 1 else i.light)
        i.dot(-0.22, y + 0.27, 0.1, i.light)
        i.stroke([(0.1, y + 0.27), (0.52, y + 0.27)], 0.08, i.light)


def usb(i: Ink) -> None:
    i.box(-0.24, -0.95, 0.48, 0.5, i.extra, 0.03)
    for x in (-0.12, 0.12):
        i.box(x - 0.05, -0.8, 0.1, 0.14, i.light, 0.01)
    i.box(-0.42, -0.5, 0.84, 1.45, radius=0.16)
    i.ring(0, 0.62, 0.14, 0.08, i.light)
    i.stroke([(-0.16, -0.15), (-0.16, 0.2)], 0.08, i.light)


def projector(i: Ink) -> None:
    i.shape([(-0.35, 0.1), (-1, -0.95), (0.62, -0.95)], mix(i.extra, i.light, 0.55))
    i.box(-0.75, 0.0, 1.6, 0.66, radius=0.16)
    i.dot(-0.34, 0.33, 0.28, i.light)
    i.dot(-0.34, 0.33, 0.17, i.extra)
    for y in (0.2, 0.4):
        i.stroke([(0.2, y), (0.62, y)], 0.07, i.light)
    for x in (-0.45, 0.55):
        i.box(x, 0.64, 0.2, 0.16)


NODES: dict[str, Callable[[Ink], None]] = {
    "satelit": satellite,
    "antena": dish,
    "router": router,
    "server": server,
    "usb": usb,
    "proyektor": projector,
}
_ALIASES = {"ponsel": "phone", "laptop": "laptop"}
ICONS.update(NODES)
# Between these and their neighbours data goes by radio.
_RADIO = frozenset(("satelit", "ponsel"))


@scene("network")
def network(c: Canvas, params: Params) -> None:
    p = c.palette
    nodes = [node.lower() for node in params.texts("nodes", 5, ("router",))]
    labels = params.texts("labels", 5)[: len(nodes)]
    labels += [""] * (len(nodes) - len(labels))
    _sky(c)
    n = len(nodes)
    step = (c.w - 60) / n
    r = min(104.0, step * 0.4)
    places = []
    for i, node in enumerate(nodes):
        lift = 0 if node == "satelit" else (40 if (i % 2 and n > 2) else 0)
        places.append((30 + step * (i + 0.5), 190.0 if node == "satelit" else 380.0 - lift))
    for i in range(n - 1):
        (x1, y1), (x2, y2) = places[i], places[i + 1]
        if nodes[i] in _RADIO or nodes[i + 1] in _RADIO:
            c.dashes([(x1, y1), (x2, y2)], p.deep, 9, 30)
        else:
            c.line([(x1, y1), (x2, y2)], p.deep, 10)
    size = c.same_size(labels, step - 44, 112, 54, bold=True)
    for i, (x, y) in enumerate(places):
        c.shadow(x - r * 1.12, y - r * 1.12, r * 2.24, r * 2.24, r * 1.12, 10)
        c.ellipse(x, y, r * 1.12, fill=WHITE)
        c.ellipse(x, y, r * 1.12, outline=p.series[i % 3], width=9)
        icon(c, _ALIASES.get(nodes[i], nodes[i]), x, y, r * 0.7, p.primary, WHITE, p.accent)
        if nodes[i] == "satelit":
            c.dashes([(x, y + r * 1.2), (x, 596)], mix(p.deep, p.soft, 0.4), 5, 20)
        else:
            c.dashes([(x, y + r * 1.2), (x, 596)], mix(p.deep, p.soft, 0.4), 5, 20)
        c.card(x - step / 2 + 12, 596, step - 24, 136, WHITE, 26)
        c.text(labels[i], x - step / 2 + 22, 608, step - 44, 112, size, p.deep, bold=True)


def _sky(c: Canvas) -> None:
    p = c.palette
    c.gradient(mix(p.mid, WHITE, 0.35), p.paper)
    for _ in range(4):
        x, y, r = c.random.uniform(0, c.w), c.random.uniform(40, 230), c.random.uniform(26, 44)
        for dx, size in ((-1.3, 0.8), (0.0, 1.2), (1.2, 0.9)):
            c.ellipse(x + dx * r, y, r * size, r * size * 0.8, fill=mix(WHITE, p.paper, 0.2))
    for level, share in ((0.6, 0.35), (0.7, 0.6)):
        crest = wave(-10, c.w + 10, c.h * level, 42, c.w * 0.7, c.random.random())
        c.polygon([*crest, (c.w + 10, c.h), (-10, c.h)], mix(p.soft, p.mid, share))
