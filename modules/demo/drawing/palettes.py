"""Six palettes for the demo pictures, and the little colour arithmetic that the scenes need."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
SKINS: tuple[Colour, ...] = ((224, 172, 128), (198, 141, 98), (164, 108, 72), (116, 74, 52))


@dataclass(frozen=True)
class Palette:
    """One family of colours; `deep` is the ink on `paper`, white text sits on `primary` or `deep`."""

    name: str
    paper: Colour
    soft: Colour
    mid: Colour
    primary: Colour
    deep: Colour
    accent: Colour
    second: Colour

    @property
    def series(self) -> tuple[Colour, ...]:
        """Colours for neighbouring parts (bars, branches), in an order that keeps neighbours apart."""
        return (self.primary, self.accent, self.second, self.mid, self.deep, mix(self.accent, WHITE, 0.4))


def parse(hexadecimal: str) -> Colour:
    """`"1B7A94"` → `(27, 122, 148)`."""
    return int(hexadecimal[0:2], 16), int(hexadecimal[2:4], 16), int(hexadecimal[4:6], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0–1) of the way from `one` to `other`."""
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def luminance(colour: Colour) -> float:
    """Relative luminance, 0–1 (WCAG 2.2)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1–21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: Colour, dark: Colour) -> Colour:
    """White or `dark`, whichever reads better on `ground`."""
    return WHITE if contrast(WHITE, ground) >= contrast(dark, ground) else dark


def _palette(name: str, *colours: str) -> Palette:
    return Palette(name, *(parse(colour) for colour in colours))


#                    paper     soft      mid       primary   deep      accent    second
PALETTES: dict[str, Palette] = {
    palette.name: palette
    for palette in (
        _palette("daun", "F5F8EA", "DDEAC6", "8DBB5E", "3B7A3C", "1B4429", "E48A2E", "F4CB52"),
        _palette("laut", "EDF7F9", "C9E7EE", "5DB4C8", "17728C", "0D3B4F", "EE8455", "F7CB63"),
        _palette("senja", "FFF4EB", "FFDCC6", "F59E72", "B94A34", "55202F", "2B8288", "F7BF62"),
        _palette("tanah", "F9F2E8", "EBDAC2", "C89F70", "855430", "40291A", "3F8675", "E0AB3D"),
        _palette("anggrek", "FAF2F9", "EDD7EA", "C68CC3", "85458A", "3D1F47", "22908B", "F5C651"),
        _palette("kunyit", "FFF9E6", "FDEAB4", "F2BF48", "94600A", "43300B", "2B7D6A", "DB5C33"),
    )
}
