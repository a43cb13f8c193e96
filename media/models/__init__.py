"""The media library and the examples of creative content."""

from media.models.examples import CreativeExampleIndexPage, CreativeExamplePage
from media.models.extracted import ExtractedText
from media.models.library import LibraryDocument, LibraryImage, LibraryMedia, LibraryRendition
from media.models.previews import DocumentPreview

__all__ = [
    "CreativeExampleIndexPage",
    "CreativeExamplePage",
    "DocumentPreview",
    "ExtractedText",
    "LibraryDocument",
    "LibraryImage",
    "LibraryMedia",
    "LibraryRendition",
]
