"""Blocks of the shared ground."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AuthorBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=200)
    affiliation = blocks.CharBlock(label=_("School or office"), max_length=200, required=False)

    class Meta:
        label = _("Author")
        icon = "user"


class RichTextSectionBlock(blocks.RichTextBlock):
    """Running text. Headings start at h2; the page's title is the h1."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        resource_format = "text"
        template = "cms/blocks/text.html"
