"""The centres by place: for the map of Indonesia and the list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest

from cms.models import CentrePage, Province
from cms.querysets import public
from cms.vocabulary import get_vocabulary
from search.term_indexes import counts_of

# The drawing cms/static/cms/indonesia.svg: its size, the degrees at its upper left corner, its units per degree.
# (Outlines: Natural Earth 1:10m, public domain, simplified; plate carrée.)
MAP_WIDTH, MAP_HEIGHT = 934, 352
WEST, NORTH, SCALE = 94.6, 6.4, 20


class Point(NamedTuple):
    """A place on the drawing, in its units."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PlacedCentre:
    """A centre's page and how many public materials it has (None while nothing can tell)."""

    label: str
    url: str
    count: int | None


@dataclass(frozen=True, slots=True)
class PlacedProvince:
    slug: str
    label: str
    point: Point | None
    centres: Sequence[PlacedCentre]


@dataclass(frozen=True, slots=True)
class IslandGroup:
    label: str
    provinces: Sequence[PlacedProvince]


@dataclass(frozen=True, slots=True)
class CentreMap:
    """Island groups from west to east as the provinces are ordered; `points` are the provinces that can be drawn."""

    groups: Sequence[IslandGroup]
    width: int = MAP_WIDTH
    height: int = MAP_HEIGHT

    @property
    def points(self) -> list[PlacedProvince]:
        return [province for group in self.groups for province in group.provinces if province.point]

    @property
    def count(self) -> int:
        """How many centres there are."""
        return sum(len(province.centres) for group in self.groups for province in group.provinces)


def place(province: Province) -> Point | None:
    """Where a province's capital lies on the drawing; None without a position, or off the drawing."""
    if province.coordinates is None:
        return None
    latitude, longitude = province.coordinates
    point = Point(round((longitude - WEST) * SCALE), round((NORTH - latitude) * SCALE))
    return point if 0 <= point.x <= MAP_WIDTH and 0 <= point.y <= MAP_HEIGHT else None


def centre_map(request: HttpRequest | None) -> CentreMap:
    """The public pages of centres with their places; one query beside what is cached."""
    pages = public(CentrePage.objects.filter(centre__isnull=False).select_related("centre__province"))
    pages = pages.order_by("centre__province__order", "centre__province_id", "title", "pk")
    counts, vocabulary = counts_of("centre"), get_vocabulary()

    def placed(page: CentrePage) -> PlacedCentre:
        entry = vocabulary.current("Centre", page.centre_id or 0)
        count = None if counts is None or entry is None else counts.get(entry.slug, 0)
        return PlacedCentre(page.title, page.get_url(request) or "", count)

    groups: dict[str, list[PlacedProvince]] = {}
    for province, own in groupby(pages, key=lambda page: page.centre.province):
        there = PlacedProvince(province.slug, province.label, place(province), [placed(page) for page in own])
        groups.setdefault(province.island_group, []).append(there)
    return CentreMap([IslandGroup(label, provinces) for label, provinces in groups.items()])
