"""Pages of the site that are not materials: home and standard pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks import RichTextSectionBlock
from cms.forms import SitePageForm
from cms.models.base import SitePage


class HomePage(SitePage, Page):
    """/: what this is, a search box and ways in."""

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("One sentence that says what a teacher finds here."),
    )

    base_form_class = SitePageForm
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms.models.vocabularies import Level, Platform, SchoolLevel, Subject

        context = super().get_context(request, *args, **kwargs)
        context["levels"] = Level.objects.offered()
        context["school_levels"] = SchoolLevel.objects.offered()
        context["subjects"] = Subject.objects.offered().filter(group=Subject.Group.GENERAL)[:24]
        context["platforms"] = Platform.objects.offered()[:24]
        return context


class ResourceIndexPage(SitePage, Page):
    """Base of the pages that list the newest materials of one kind, national ones and those of the centres."""

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
