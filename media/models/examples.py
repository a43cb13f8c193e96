"""Examples of creative content: a teacher's work and how it was made."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.admin.checklist import Item, recommendation
from cms.models import LearningResource, Province
from cms.models.pages import ResourceIndexPage
from media.blocks import GalleryBlock, StepBlock, ToolBlock


class CreativeExampleIndexPage(ResourceIndexPage):
    """/contoh/: examples."""

    lists = "example"
    # Wagtail gives each page class a template of its own name unless it says another.
    template = "cms/resource_index_page.html"

    class Meta:
        verbose_name = _("example index")
        verbose_name_plural = _("example indexes")


class CreativeExamplePage(LearningResource):
    """A work made with a platform: the gallery first, then how it was made, with what, by whom."""

    kind: ClassVar[str] = "example"
    kind_label = _("Creative example")
    admin_label = _("Example of work")
    admin_menu_label = _("Examples of work")
    admin_menu_icon = "brush"
    admin_menu_order = 120

    about = RichTextField(
        _("about the work"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link"],
        help_text=_("What it is, for which class it was made and what came of it, in a few sentences."),
    )
    gallery = StreamField(
        GalleryBlock(),
        verbose_name=_("gallery"),
        help_text=_("The work itself: pictures, audio, video, a document or a link. The best one first."),
    )
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("how it was made"),
        blank=True,
        help_text=_("Step by step, so that another teacher can do the same. Three to eight steps are enough."),
    )
    tools = StreamField(
        [("tool", ToolBlock())],
        verbose_name=_("tools"),
        blank=True,
        help_text=_("What it was made with, how long that took and how much data it used."),
    )
    teacher = models.CharField(
        _("teacher"), max_length=200, blank=True, help_text=_("Full name, as it should be shown.")
    )
    school = models.CharField(
        _("school"), max_length=200, blank=True, help_text=_("Example: “SD Negeri 2 Ubud, Gianyar”.")
    )
    school_province = models.ForeignKey(
        Province,
        verbose_name=_("province of the school"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Shown beside the school."),
    )
    consent_on = models.DateField(
        _("consent recorded on"),
        null=True,
        blank=True,
        help_text=_("When the teacher agreed to be named. Without it neither teacher nor school is shown."),
    )
    reuse = models.TextField(
        _("what pupils may reuse"),
        blank=True,
        help_text=_("What a class may take from it. Example: “The layout and the icons; the photographs are ours.”"),
    )

    # Only of examples that name somebody.
    also_recommended: ClassVar[tuple[str, ...]] = ("consent_on",)
    parent_page_types = ["media.CreativeExampleIndexPage", "cms.CentrePage"]
    template = "media/creative_example_page.html"
    edit_handler = LearningResource.tabs(
        [
            FieldPanel("gallery"),
            FieldPanel("about"),
            FieldPanel("steps"),
            FieldPanel("tools"),
            FieldPanel("reuse"),
        ],
        rights=[
            MultiFieldPanel(
                [
                    FieldPanel("teacher"),
                    FieldPanel("school"),
                    FieldPanel("school_province", widget=forms.Select),
                    FieldPanel("consent_on"),
                ],
                heading=_("Made by"),
                help_text=_("The teacher whose work this is. Both names are shown only with recorded consent."),
            ),
        ],
    )

    class Meta:
        verbose_name = _("creative example")
        verbose_name_plural = _("creative examples")

    @property
    def shows_maker(self) -> bool:
        """Teacher and school are named only with recorded consent."""
        return bool(self.consent_on and (self.teacher or self.school))

    def recommendations(self) -> list[Item]:
        items = [
            *super().recommendations(),
            recommendation(
                self, "about", self.about, _("Say in two or three sentences what the work is and for whom.")
            ),
            recommendation(self, "steps", self.steps, _("Tell how it was made, so that others can make one too.")),
            recommendation(
                self, "tools", self.tools, _("Name the platforms and tools, so that teachers find it by them.")
            ),
        ]
        if self.teacher or self.school:
            advice = _("Record the consent, or teacher and school are not shown.")
            items.append(recommendation(self, "consent_on", self.consent_on, advice))
        return items

    def search_text(self) -> str:
        maker = f"{self.teacher}\n{self.school}" if self.shows_maker else ""
        return "\n".join(part for part in (super().search_text(), self.reuse, maker) if part)
