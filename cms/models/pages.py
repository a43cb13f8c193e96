"""Pages of the site that are not materials: home and standard pages."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks import RichTextSectionBlock
from cms.forms import SitePageForm
from cms.models.base import SitePage


class Wording(NamedTuple):
    """A text and the language it is in."""

    text: str
    lang: str


class HomePage(SitePage, Page):
    """/: what this is, a search box and ways in."""

    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        help_text=_("The large line at the top. Empty: the site's own words."),
    )
    headline_en = models.CharField(_("headline in English"), max_length=120, blank=True)
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("One sentence that says what a teacher finds here."),
    )
    intro_en = RichTextField(_("introduction in English"), blank=True, features=["bold", "italic", "link"])
    for_editors = RichTextField(
        _("for editors"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Who may add materials and how to begin. It stands beside the link to log in."),
    )
    for_editors_en = RichTextField(_("for editors, in English"), blank=True, features=["bold", "italic", "link"])

    base_form_class = SitePageForm
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ("headline", "intro", "for_editors")], heading=_("Indonesian")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("headline_en", "intro_en", "for_editors_en")],
            heading=_("English"),
            help_text=_("What is left empty is shown in Indonesian."),
        ),
    ]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def in_language(self, name: str) -> Wording:
        """A text of this page ("headline", "intro" or "for_editors") in the interface's language, if it is there."""
        english: str = getattr(self, f"{name}_en")
        if english and (get_language() or "").startswith("en"):
            return Wording(english, "en")
        return Wording(getattr(self, name), "id")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update({name: self.in_language(name) for name in ("headline", "intro", "for_editors")})
        return context


class ResourceIndexPage(SitePage, Page):
    """Base of the national lists of one kind: the national team's materials, and the centres' that were accepted.

    What a centre has beside that is on its own page and in the search.
    """

    lists: ClassVar[str] = ""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    base_form_class = SitePageForm
    parent_page_types = ["cms.HomePage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True


class StandardPage(SitePage, Page):
    """About, help, privacy: plain text."""

    body = StreamField([("text", RichTextSectionBlock())], verbose_name=_("content"), blank=True)

    base_form_class = SitePageForm
    parent_page_types = ["cms.HomePage", "cms.StandardPage", "cms.CentrePage"]
    subpage_types = ["cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "cms/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
