"""Turns a guide's Markdown into HTML: pictures with their size and caption, headings with a table of contents."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from PIL import Image

logger = logging.getLogger(__name__)
FOLDER = Path(__file__).resolve().parent
PICTURES = "cms/guides/"


@dataclass(frozen=True)
class Guide:
    """A guide whose text is `<slug>.md`."""

    slug: str
    title: str | Promise
    icon: str

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.slug}.md"


GUIDES = (
    Guide("guru", _("Guide for teachers"), "group"),
    Guide("editor", _("Guide for editors"), "edit"),
    Guide("admin", _("Guide for administrators"), "cogs"),
)


@dataclass(frozen=True)
class GuideText:
    """`headings`: anchor and name of each section, in their order."""

    html: SafeString
    headings: tuple[tuple[str, str], ...]


def read_guide(guide: Guide, pictures: bool = True) -> GuideText:
    """The guide as HTML; without `pictures`, a link stands where each of them would be."""
    return _read(guide.path, guide.path.stat().st_mtime_ns, pictures)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, pictures: bool) -> GuideText:
    markdown = Markdown(extensions=["sane_lists", "tables", TocExtension(toc_depth="2"), Pictures(pictures)])
    html = mark_safe(markdown.convert(path.read_text(encoding="utf-8")))  # noqa: S308 - our own file
    tokens: list[dict[str, Any]] = markdown.toc_tokens  # type: ignore[attr-defined]
    return GuideText(html, tuple((token["id"], token["name"]) for token in tokens))


class Pictures(Extension):
    """`![what it shows](name.webp "caption")` alone in a paragraph becomes a figure of `static/cms/guides/`."""

    def __init__(self, shown: bool) -> None:
        super().__init__()
        self.shown = shown

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Figures(md, self.shown), "guide-pictures", 5)


class _Figures(Treeprocessor):
    def __init__(self, md: Markdown, shown: bool) -> None:
        super().__init__(md)
        self.shown = shown

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            picture = paragraph.find("img")
            if picture is not None and len(paragraph) == 1 and not (paragraph.text or "").strip():
                _make_figure(paragraph, picture, self.shown)


def _make_figure(paragraph: Element, picture: Element, shown: bool) -> None:
    name, caption = picture.attrib["src"], picture.attrib.pop("title", "")
    size = picture_size(name)
    if size is None:
        paragraph.remove(picture)
        paragraph.text = picture.attrib["alt"]
        return
    if not shown:
        paragraph.remove(picture)
        link = SubElement(paragraph, "a", {"href": static(PICTURES + name)})
        link.text = picture.attrib["alt"]
        return
    width, height = size
    paragraph.tag = "figure"
    # A phone's screen stands beside nothing and needs no wider place than it has.
    paragraph.attrib["class"] = "tall" if height > width else "wide"
    picture.attrib |= {
        "src": static(PICTURES + name),
        "width": str(width),
        "height": str(height),
        "loading": "lazy",
        "decoding": "async",
    }
    if caption:
        SubElement(paragraph, "figcaption").text = caption


def picture_size(name: str) -> tuple[int, int] | None:
    """Width and height in pixels of a guide's picture; None when it is missing or broken, which is logged."""
    path = finders.find(PICTURES + name)
    try:
        if path is None:
            raise FileNotFoundError(name)
        with Image.open(path) as picture:
            return picture.size
    except OSError:
        logger.error("A guide does without its picture %s, which is missing or broken.", name)
        return None
