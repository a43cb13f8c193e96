"""The media library and the examples of creative content."""

from media.models.examples import CreativeExampleIndexPage, CreativeExamplePage
from media.models.extracted import ExtractedText
from media.models.library import LibraryDocument, LibraryImage, LibraryMedia, LibraryRendition

__all__ = [
    "CreativeExampleIndexPage",
    "CreativeExamplePage",
    "ExtractedText",
    "LibraryDocument",
    "LibraryImage",
    "LibraryMedia",
    "LibraryRendition",
]
