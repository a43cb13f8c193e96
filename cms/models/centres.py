"""Provincial ICT centres: the organisation (national data) and its page (its own)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.models.base import SitePage
from cms.models.terms import Term
from cms.models.vocabularies import Province


class Centre(Term):
    """A Balai TIK Pendidikan. `name` is the short name; closed ones are retired, merged ones have a successor."""

    official_name = models.CharField(_("official name"), max_length=255, blank=True)
    province = models.ForeignKey(Province, verbose_name=_("province"), on_delete=models.PROTECT, related_name="+")
    resource_field = "centre"

    class Meta(Term.Meta):
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    @property
    def all_names(self) -> list[str]:
        return [*super().all_names, *([self.official_name] if self.official_name else [])]


class CentreIndexPage(SitePage, Page):
    """/balai/: all centres."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ol", "ul"])

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CentrePage"]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "cms/centre_index_page.html"

    class Meta:
        verbose_name = _("centre index")
        verbose_name_plural = _("centre indexes")


class CentrePage(SitePage, Page):
    """/balai/<slug>/: the root of a centre's own tree, edited by the centre."""

    centre = models.OneToOneField(
        Centre, verbose_name=_("centre"), null=True, on_delete=models.PROTECT, related_name="page"
    )
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ol", "ul"])
    logo = models.ForeignKey(
        "media.LibraryImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.TextField(_("postal address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True)

    parent_page_types = ["cms.CentreIndexPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("centre"),
        FieldPanel("intro"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "phone", "email", "website", "opening_hours")],
            heading=_("Contact"),
        ),
    ]
    search_fields = [*Page.search_fields, index.FilterField("centre")]
    template = "cms/centre_page.html"

    class Meta:
        verbose_name = _("centre page")
        verbose_name_plural = _("centre pages")

    def clean(self) -> None:
        super().clean()
        if self.centre_id and CentrePage.objects.exclude(pk=self.pk).filter(centre=self.centre_id).exists():
            raise ValidationError({"centre": _("This centre has a page already.")})
