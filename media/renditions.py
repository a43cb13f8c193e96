"""The sizes in which pages show a picture, made by the worker so that no reader waits for them."""

from __future__ import annotations

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef
from django.utils import timezone
from PIL import Image
from wagtail.images.models import Filter

from cms.periodic import periodic
from media.models import LibraryImage, LibraryRendition

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (400, 800)
# The same as `{% picture image format-{avif,webp,jpeg} width-{400,800} %}` in the templates.
FILTER_SPECS = tuple(f"format-{name}|width-{width}" for name in FORMATS for width in WIDTHS)
# What opens when a reader enlarges a picture.
LARGE_SPEC = "format-webp|width-1600"
# What opens until the worker has made that: the widest that every browser shows.
NEXT_LARGEST = tuple(f"format-{name}|width-{max(WIDTHS)}" for name in ("webp", "jpeg"))
# So many older pictures a time get their large size; a new one has a task of its own and this long for it.
BATCH = 20
FRESH = timedelta(hours=1)
# Pictures that this process has asked for already: a broken one is not tried every time.
asked: set[int] = set()

# Cards of lists: one crop, so that a list of twenty pictures stays within what a slow link carries.
CARD_WIDTH, CARD_HEIGHT = 400, 225
CARD_BYTES = 20_000
CARD_CROP = f"fill-{CARD_WIDTH}x{CARD_HEIGHT}"
CARD_SPECS = {name: f"{CARD_CROP}|format-{name}" for name in FORMATS}
# From the quality wanted to the lowest that can be looked at.
QUALITIES = {"avif": (60, 45, 30, 15, 5), "webp": (75, 60, 45, 30, 15, 5), "jpeg": (78, 65, 50, 35, 20, 10)}
OPTIONS: dict[str, dict[str, bool | int]] = {
    "avif": {"speed": 6},
    "webp": {"method": 6},
    "jpeg": {"optimize": True, "progressive": True},
}


def make_renditions(image: LibraryImage) -> int:
    """Make what is missing of a picture's sizes; returns how many there are."""
    return len(image.get_renditions(*FILTER_SPECS, LARGE_SPEC))


@periodic("pictures: make large sizes that are missing", seconds=300)
def ask_for_missing_large() -> int:
    """Ask the worker for the sizes of pictures that have no large one, those of an older version. Returns how many."""
    from media.tasks import make_renditions

    large = LibraryRendition.objects.filter(image=OuterRef("pk"), filter_spec=LARGE_SPEC)
    without = LibraryImage.objects.filter(~Exists(large), created_at__lt=timezone.now() - FRESH)
    images = without.exclude(pk__in=asked).order_by("-pk").values_list("pk", flat=True)[:BATCH]
    for image_id in images:
        asked.add(image_id)
        make_renditions.enqueue(image_id)
    return len(images)


def focal_key(image: LibraryImage) -> str:
    """How a card's crop of this picture is marked: a moved focal point asks for another one."""
    return str(Filter(CARD_CROP).get_cache_key(image))


def make_card(image: LibraryImage) -> int:
    """Make what is missing of a cover's sizes for cards, each of at most `CARD_BYTES`; returns how many there are.

    A format in which the picture cannot be made so small is left out; cards do without it.
    """
    key = focal_key(image)
    crop: Image.Image | None = None
    made = 0
    for name, spec in CARD_SPECS.items():
        found = image.renditions.filter(filter_spec=spec, focal_point_key=key).first()
        if found is not None and found.file.size <= CARD_BYTES:
            made += 1
            continue
        crop = crop or _crop(image)
        content = smallest_fit(crop, name, QUALITIES[name], CARD_BYTES)
        if found is not None:
            found.delete()
        if content:
            _keep(image, spec, key, name, content)
            made += 1
    return made


def _crop(image: LibraryImage) -> Image.Image:
    """The card's crop without loss; the original, which may be large, is read once for all formats."""
    buffer = io.BytesIO()
    Filter(f"{CARD_CROP}|format-png").run(image, buffer)
    opened = Image.open(buffer)
    if opened.mode in ("RGBA", "LA", "P"):
        layer = opened.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "#ffffff")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return opened.convert("RGB")


def smallest_fit(picture: Image.Image, name: str, qualities: tuple[int, ...], limit: int) -> bytes:
    """The picture in a format, in the best of the qualities that keeps it within `limit` bytes; b"" when none does."""
    for quality in qualities:
        buffer = io.BytesIO()
        picture.save(buffer, name.upper(), quality=quality, **OPTIONS[name])
        if buffer.tell() <= limit:
            return buffer.getvalue()
    return b""


def _keep(image: LibraryImage, spec: str, key: str, name: str, content: bytes) -> LibraryRendition:
    stem = image.filename.rpartition(".")[0][:60]
    extension = "jpg" if name == "jpeg" else name
    rendition, _created = LibraryRendition.objects.get_or_create(
        image=image,
        filter_spec=spec,
        focal_point_key=key,
        defaults={"file": ContentFile(content, name=f"{stem}.{key}.card.{extension}")},
    )
    return rendition
