"""The covers that editors gave, for lists of cards: read at once, never made while a reader waits."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cms.models import LearningResource
from cms.periodic import periodic
from media.models import LibraryImage, LibraryRendition
from media.renditions import CARD_SPECS, focal_key

logger = logging.getLogger(__name__)
BATCH = 50
# Covers that this process has asked for already: a broken picture is not tried every time.
asked: set[int] = set()


@dataclass(frozen=True, slots=True)
class CardCover:
    """An editor's cover on a card: (type, address) of the smaller formats, then the JPEG that every browser knows."""

    sources: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int


def card_covers(page_ids: Sequence[int]) -> dict[int, CardCover]:
    """Page id → cover, of those of these materials whose editor gave one that the worker has made ready.

    Two queries whatever the number, one when none has a cover, none for an empty list. For all others the
    caller shows the drawn cover (`media.covers.cover_address`).
    """
    if not page_ids:
        return {}
    names = ("cover_id", *(f"cover__focal_point_{part}" for part in ("x", "y", "width", "height")))
    rows = LearningResource.objects.filter(pk__in=page_ids, cover__isnull=False).values_list("pk", *names)
    keys: dict[int, tuple[int, str]] = {}
    for page_id, image_id, x, y, width, height in rows:
        place = {"focal_point_x": x, "focal_point_y": y, "focal_point_width": width, "focal_point_height": height}
        # Without a collection given, each instance asks the database for the root collection.
        image = LibraryImage(collection_id=None, **place)
        keys[page_id] = (image_id, focal_key(image))
    if not keys:
        return {}
    renditions = LibraryRendition.objects.filter(
        image_id__in={image_id for image_id, _key in keys.values()}, filter_spec__in=CARD_SPECS.values()
    )
    found: dict[tuple[int, str], dict[str, LibraryRendition]] = defaultdict(dict)
    for rendition in renditions:
        found[rendition.image_id, rendition.focal_point_key][rendition.filter_spec] = rendition
    covers = {page_id: _cover(found[place]) for page_id, place in keys.items() if place in found}
    return {page_id: cover for page_id, cover in covers.items() if cover is not None}


def _cover(renditions: dict[str, LibraryRendition]) -> CardCover | None:
    fallback = renditions.get(CARD_SPECS["jpeg"])
    if fallback is None:
        return None
    smaller = (("image/avif", CARD_SPECS["avif"]), ("image/webp", CARD_SPECS["webp"]))
    sources = tuple((mime, renditions[spec].url) for mime, spec in smaller if spec in renditions)
    return CardCover(sources, fallback.url, fallback.width, fallback.height)


@periodic("pictures: make covers' cards that are missing", seconds=300)
def ask_for_missing_cards() -> int:
    """Ask the worker for the cards of covers that have none, those of an older version. Returns how many."""
    from media.tasks import make_renditions

    ready = LibraryRendition.objects.filter(image=OuterRef("cover"), filter_spec=CARD_SPECS["jpeg"])
    without = LearningResource.objects.filter(~Exists(ready), live=True, cover__isnull=False)
    covers = without.exclude(cover__in=asked).order_by("cover").values_list("cover", flat=True).distinct()[:BATCH]
    for image_id in covers:
        asked.add(image_id)
        make_renditions.enqueue(image_id)
    return len(covers)
