"""Library items of the demo content: pictures drawn on the spot, files from `made/`."""

from __future__ import annotations

import io
import uuid
import warnings
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.models import Licence
from media.models import LibraryDocument, LibraryImage, LibraryMedia
from modules.demo.drawing import draw
from modules.demo.manifest import MADE, load_manifest

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "sinau:demo")
SIZE = (1200, 800)


def block_id(*parts: object) -> str:
    """The same id for the same place at every load."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


class Library:
    """Makes the library items of one material and remembers them by their place in its file."""

    def __init__(self, material: dict[str, Any], user: Any, collection: Collection | None = None) -> None:
        self.material = material
        self.user = user
        self.collection = collection or Collection.get_first_root_node()
        self.licence = Licence.objects.filter(slug=material["licence"]).first()
        self.credit = ", ".join(author["name"] for author in material.get("authors", []))[:255]
        self.transcripts = {file["id"]: file.get("transcript", "") for file in material.get("files") or []}

    @cached_property
    def manifest(self) -> dict[str, dict[str, Any]]:
        return load_manifest()

    def image(self, scene: dict[str, Any]) -> LibraryImage:
        """The picture of a scene, drawn now; its alternative text is the scene's `alt`."""
        alt = str(scene.get("alt", ""))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = draw(scene, size=SIZE)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=4)
        image = LibraryImage(
            title=(alt or self.material["title"])[:255],
            description=alt[:255],
            credit=self.credit,
            licence=self.licence,
            uploaded_by_user=self.user,
            collection=self.collection,
        )
        image.file.save(f"{self.material['slug']}.png", ContentFile(buffer.getvalue()), save=False)
        image.width, image.height = SIZE
        image.file_size = len(buffer.getvalue())
        image.save()
        return image

    def document(self, name: str) -> LibraryDocument:
        record = self.manifest[name]
        document = LibraryDocument(
            title=record["title"],
            credit=self.credit,
            licence=self.licence,
            uploaded_by_user=self.user,
            collection=self.collection,
        )
        document.file.save(record["file"], self._content(record["file"]), save=False)
        document.file_size = record["bytes"]
        document.save()
        return document

    def media(self, name: str) -> LibraryMedia:
        """Audio or video with its captions, poster and transcript."""
        record = self.manifest[name]
        media = LibraryMedia(
            title=record["title"],
            type=record["type"],
            duration=record.get("duration", 0),
            transcript=" ".join(self.transcripts.get(name, "").split()),
            credit=self.credit,
            licence=self.licence,
            uploaded_by_user=self.user,
            collection=self.collection,
        )
        if record["type"] == "video":
            media.width, media.height = 854, 480
        media.file.save(record["file"], self._content(record["file"]), save=False)
        if record.get("captions"):
            media.captions.save(record["captions"], self._content(record["captions"]), save=False)
        if record.get("poster"):
            media.thumbnail.save(record["poster"], self._content(record["poster"]), save=False)
        media.save()
        return media

    @staticmethod
    def _content(filename: str) -> ContentFile[bytes]:
        return ContentFile((MADE / filename).read_bytes())
