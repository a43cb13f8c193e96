"""A material's picture: what stands on it, kept in the storage until that changes."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from PIL import Image, UnidentifiedImageError

from cms.models import LearningResource
from cms.templatetags.resource_tags import duration
from cms.vocabulary import get_vocabulary
from media.cover_addresses import first_subject
from media.covers import DESIGN, title_seed
from media.models import LibraryRendition
from media.og.card import BETWEEN, CardText, draw_card

logger = logging.getLogger(__name__)
# Raised when the layout changes; what was kept is then drawn anew.
LAYOUT = 1
FOLDER = "og"
# Sizes of the cover that the worker makes, the best for this first. The original may be huge: it is not opened here.
COVERS = ("format-jpeg|width-800", "format-webp|width-800", "format-jpeg|width-400")
FACTS: tuple[tuple[str, str, int], ...] = (
    ("levels", "Level", 3),
    ("school_levels", "SchoolLevel", 4),
    ("subjects", "Subject", 2),
)
JPEG_END = b"\xff\xd9"


def shared_picture(resource: LearningResource) -> tuple[bytes, str]:
    """The JPEG of a material and its fingerprint, which is another one when the picture is.

    It is drawn when it is asked for first. Several at once may draw it; each gets a whole one.
    """
    text, cover = card_text(resource), _cover_file(resource)
    subject, seed = first_subject(resource), title_seed(resource.title)
    facts = [LAYOUT, DESIGN, text.title, text.kind, text.facts, text.centre, text.site]
    facts += [cover.name if cover else [subject, seed]]
    # Keyed: the storage is public, and nobody may guess under which name a withdrawn material's picture lay.
    mark = salted_hmac("media.og", json.dumps(facts), algorithm="sha256").hexdigest()[:24]
    name = f"{FOLDER}/{resource.uuid.hex[:2]}/{resource.uuid}-{mark}.jpg"
    kept = _read(name)
    if kept:
        return kept, mark
    content = draw_card(text, _open(cover) if cover else None, subject, seed)
    _keep(name, content)
    return content, mark


def card_text(resource: LearningResource) -> CardText:
    """What a material's picture says, in the language that is active."""
    vocabulary = get_vocabulary()
    facts: list[str] = []
    for field, name, limit in FACTS:
        entries = {entry for term in getattr(resource, field).all() if (entry := vocabulary.current(name, term.pk))}
        facts += [entry.label for entry in sorted(entries, key=lambda entry: entry.position)[:limit]]
    if resource.duration_minutes:
        facts.append(duration(resource.duration_minutes))
    kind: Any = getattr(resource.specific_class, "kind_label", "")
    centre = resource.centre.last_successor().label if resource.centre else ""
    return CardText(resource.title, str(kind), BETWEEN.join(facts), centre, settings.SITE_NAME)


def _cover_file(resource: LearningResource) -> Any:
    """The file of the cover's best size that there is; None without one."""
    if not resource.cover_id:
        return None
    rows = LibraryRendition.objects.filter(image=resource.cover_id, filter_spec__in=COVERS)
    by_spec = {row.filter_spec: row.file for row in rows}
    return next((by_spec[spec] for spec in COVERS if spec in by_spec), None)


def _open(file: Any) -> Image.Image | None:
    try:
        with file.storage.open(file.name) as source:
            picture = Image.open(source)
            picture.load()
            return picture
    except (OSError, UnidentifiedImageError):
        logger.warning("The picture %s cannot be read; a shared link shows a drawn one.", file.name)
        return None


def _read(name: str) -> bytes:
    """What is kept, if it is whole: another process may be writing it just now, or a power cut broke it off."""
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
    except OSError:
        return b""
    return content if content.endswith(JPEG_END) else b""


def _keep(name: str, content: bytes) -> None:
    """Store the picture and remove what was kept of the material before. What fails is drawn again next time."""
    try:
        if default_storage.exists(name):
            default_storage.delete(name)
        stored = default_storage.save(name, ContentFile(content))
        if stored != name:
            # Another one was faster; the storage gave this one a name that nobody asks for.
            default_storage.delete(stored)
        forget(name.rpartition("/")[2][:36], keep=name)
    except OSError:
        logger.exception("The picture of a shared link could not be kept.")


def forget(uuid: str, keep: str = "") -> int:
    """Remove a material's kept pictures, all but the one named `keep`. Returns how many."""
    folder = f"{FOLDER}/{uuid.replace('-', '')[:2]}"
    removed = 0
    with suppress(FileNotFoundError):
        for file in default_storage.listdir(folder)[1]:
            if file.startswith(f"{uuid}-") and f"{folder}/{file}" != keep:
                default_storage.delete(f"{folder}/{file}")
                removed += 1
    return removed
