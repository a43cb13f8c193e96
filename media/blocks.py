"""Blocks that show library items, shared by examples and modules."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


def image_block(**options: Any) -> ImageBlock:
    """Wagtail's block of an image and its alternative text, with a label for the image: Wagtail's is English only."""
    block = ImageBlock(**options)
    block.child_blocks["image"].label = _("Image")
    return block


class PictureBlock(blocks.StructBlock):
    image = image_block(
        label=_("Image"),
        help_text=_("The alternative text says what the picture shows, for those who cannot see or load it."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        max_length=300,
        required=False,
        help_text=_("Shown below the picture, such as who made it."),
    )

    class Meta:
        label = _("Image")
        icon = "image"
        template = "media/blocks/picture.html"


class AudioBlock(blocks.StructBlock):
    audio = AudioChooserBlock(
        label=_("Audio"), help_text=_("Give the recording a transcript in the library: not everyone can listen.")
    )
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=300, required=False, help_text=_("What is to be heard, in one sentence.")
    )

    class Meta:
        label = _("Audio")
        icon = "media"
        template = "media/blocks/audio.html"


class VideoBlock(blocks.StructBlock):
    video = VideoChooserBlock(
        label=_("Video"),
        help_text=_("Short and small: a video of 20 MB takes a remote school several minutes to load."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=300, required=False, help_text=_("What is to be seen, in one sentence.")
    )

    class Meta:
        label = _("Video")
        icon = "media"
        template = "media/blocks/video.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(
        label=_("Document"), help_text=_("A PDF can be read on every phone. Readers see its size before they load it.")
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("What the file is, such as “Worksheet”. Empty: its name in the library."),
    )
    text = blocks.TextBlock(
        label=_("Description"), required=False, rows=2, help_text=_("What teachers do with it, in one sentence.")
    )

    class Meta:
        label = _("Download")
        icon = "download"
        template = "media/blocks/download.html"


class LinkBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"), help_text=_("The full address, beginning with https://"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=200, help_text=_("What readers find there, not “click here”.")
    )
    text = blocks.TextBlock(
        label=_("Description"),
        required=False,
        rows=2,
        help_text=_("Whether an account is needed, how much data it takes."),
    )

    class Meta:
        label = _("Link")
        icon = "link-external"
        resource_format = "link"
        template = "media/blocks/link.html"


class EmbedOnTapBlock(LinkBlock):
    """A page or video of another site. Nothing of it is loaded before the reader asks for it."""

    url = blocks.URLBlock(
        label=_("Address"),
        help_text=_(
            "Videos of YouTube, simulations of PhET, materials of GeoGebra and projects of Scratch open in the page "
            "after a tap; any other address stays a link."
        ),
    )

    class Meta:
        label = _("Embed")
        icon = "media"
        resource_format = "interactive"
        template = "media/blocks/embed.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["frame_url"] = frame_url(value.get("url") or "")
        return context


def frame_url(url: str) -> str:
    """The address to show in a frame: known sites' embed form, else empty (then it stays a link).

    >>> frame_url("https://youtu.be/abcdefghijk")
    'https://www.youtube-nocookie.com/embed/abcdefghijk'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme != "https":
        return ""
    if host in ("youtube.com", "m.youtube.com", "youtu.be"):
        video = parts.path.strip("/") if host == "youtu.be" else parse_qs(parts.query).get("v", [""])[0]
        return f"https://www.youtube-nocookie.com/embed/{video}" if re.fullmatch(r"[\w-]{11}", video) else ""
    if host == "phet.colorado.edu" and parts.path.endswith(".html"):
        return url
    if host == "phet.colorado.edu" and (match := re.fullmatch(r"/[\w-]+/simulations/([a-z0-9-]+)/?", parts.path)):
        return f"https://phet.colorado.edu/sims/html/{match[1]}/latest/{match[1]}_all.html"
    if host == "geogebra.org" and (match := re.fullmatch(r"/m/(\w+)", parts.path)):
        return f"https://www.geogebra.org/material/iframe/id/{match[1]}"
    if host == "scratch.mit.edu" and (match := re.fullmatch(r"/projects/(\d+)/?", parts.path)):
        return f"https://scratch.mit.edu/projects/{match[1]}/embed"
    return ""


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=200,
        help_text=_("What is done, beginning with a verb. Example: “Choose a picture”."),
    )
    text = blocks.RichTextBlock(label=_("What to do"), features=INLINE_FEATURES, required=False)
    image = image_block(
        label=_("Image"), required=False, help_text=_("A picture of the screen or of the work at this step.")
    )

    class Meta:
        label = _("Step")
        icon = "list-ol"
        template = "media/blocks/step.html"


class StepListBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"), max_length=200, required=False, help_text=_("What comes out at the end of the steps.")
    )
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        resource_format = "text"
        template = "media/blocks/steps.html"


class ToolBlock(blocks.StructBlock):
    platform = SnippetChooserBlock(
        "cms.Platform", label=_("Platform"), required=False, help_text=_("Choose it from the list where it is in it.")
    )
    name = blocks.CharBlock(
        label=_("Other tool"), max_length=200, required=False, help_text=_("When it is not in the list of platforms.")
    )
    minutes = blocks.IntegerBlock(
        label=_("Minutes of work"), min_value=0, required=False, help_text=_("How long the work with it took.")
    )
    data_mb = blocks.DecimalBlock(
        label=_("Data used in MB"),
        min_value=0,
        max_digits=8,
        decimal_places=1,
        required=False,
        help_text=_("About how much data it takes, for teachers who pay for each megabyte."),
    )
    note = blocks.CharBlock(
        label=_("Note"), max_length=300, required=False, help_text=_("Such as “works without a connection”.")
    )

    class Meta:
        label = _("Tool")
        icon = "cogs"
        template = "media/blocks/tool.html"


class GalleryBlock(blocks.StreamBlock):
    """The work itself: one or more media."""

    image = PictureBlock()
    audio = AudioBlock()
    video = VideoBlock()
    document = DownloadBlock()
    link = LinkBlock()

    class Meta:
        label = _("Gallery")
