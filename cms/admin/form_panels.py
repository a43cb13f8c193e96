"""The editing form of every kind of material: four tabs, in the order in which an editor thinks."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from cms.admin.form_widgets import DurationInput, TermChoices

CONTENT = pgettext_lazy("form tab", "Content")
CLASSIFICATION = pgettext_lazy("form tab", "Classification")
RIGHTS = pgettext_lazy("form tab", "Rights & sources")
PUBLISH = pgettext_lazy("form tab", "Publish")


def title_panel(help_text: object) -> Panel:
    return TitleFieldPanel("title", help_text=help_text)


def duration_panel() -> Panel:
    return FieldPanel("duration_minutes", heading=_("Duration"), widget=DurationInput)


def resource_tabs(content: Sequence[Panel], rights: Sequence[Panel] = ()) -> TabbedInterface:
    """The form of a kind: its own content and rights panels among what all kinds share."""
    summary = [
        title_panel(
            _("Say what teachers will make or learn, not the name of a file. Example: “Class posters with Canva”.")
        ),
        FieldPanel("summary"),
        FieldPanel("cover"),
    ]
    return TabbedInterface(
        [
            ObjectList([*summary, *content], heading=CONTENT),
            ObjectList(classification_panels(), heading=CLASSIFICATION),
            ObjectList([FieldPanel("licence", widget=forms.Select), FieldPanel("authors"), *rights], heading=RIGHTS),
            ObjectList(publish_panels(), heading=PUBLISH),
        ]
    )


def classification_panels() -> list[Panel]:
    return [
        FieldPanel("levels", widget=TermChoices, required_on_save=False),
        MultiFieldPanel(
            [FieldPanel(name, widget=TermChoices) for name in ("school_levels", "phases", "grades")],
            heading=_("School"),
            help_text=_("Choose the school level first: phases, grades and subjects then show only what fits it."),
        ),
        FieldPanel("subjects", widget=TermChoices(group_by="group")),
        FieldPanel("platforms", widget=TermChoices),
        FieldPanel("tags"),
        duration_panel(),
        FieldPanel("language", widget=forms.Select),
        FieldPanel("provinces", widget=TermChoices(group_by="island_group"), classname="collapsed"),
    ]


def publish_panels() -> list[Panel]:
    """What Wagtail spreads over promotion and settings, without the menus that this site does not have."""
    return [
        HelpPanel(template="cms/admin/form/publish_help.html", heading=_("When it appears")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    heading=_("Address"),
                    help_text=_(
                        "The last part of the page's address. It follows from the title; leave it as it is once the "
                        "page is public, since others link to it."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    heading=_("Title for search engines"),
                    help_text=_("Only if the result in Google should say something else than the title."),
                ),
                FieldPanel(
                    "search_description",
                    heading=_("Description for search engines"),
                    help_text=_("Only if it should differ from the summary, which is used otherwise."),
                ),
            ],
            heading=_("Address and search engines"),
        ),
        PublishingPanel(),
        CommentPanel(),
    ]
