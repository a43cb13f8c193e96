"""Provincial ICT centres: the organisation (national data) and its page (its own)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.models.base import SitePage
from cms.models.terms import Term, lines
from cms.models.vocabularies import Province

# Of a former name; the lines that the search reads know no length.
NAME_LENGTH = 200


class Centre(Term, ClusterableModel):
    """A Balai TIK Pendidikan. `name` is the short name; closed ones are retired, merged ones have a successor."""

    official_name = models.CharField(_("official name"), max_length=255, blank=True)
    province = models.ForeignKey(Province, verbose_name=_("province"), on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, editable=False, help_text=_("The day on which it was closed or merged.")
    )
    resource_field = "centre"

    class Meta(Term.Meta):
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Centre.objects.filter(pk=self.pk).values("name", "official_name").first() if self.pk else None
        super().save(*args, **kwargs)
        self._date_former_names(before)

    def _date_former_names(self, before: dict[str, str] | None) -> None:
        """Give every line of `former_names`, which the search reads, its row; the name of until now ends today."""
        dated = set(FormerName.objects.filter(centre=self.pk).values_list("name", flat=True))
        for name in dict.fromkeys(line[:NAME_LENGTH] for line in self.former_name_list):
            if name in dated:
                continue
            row = FormerName(centre_id=self.pk, name=name)
            if before and before["name"] == name:
                row.official_name, row.used_until = before["official_name"], timezone.localdate()
            row.save()

    @property
    def all_names(self) -> list[str]:
        return [*super().all_names, *([self.official_name] if self.official_name else [])]


class FormerName(models.Model):
    """A name that a centre had once, and when. Its `name` is a line of the centre's `former_names` too."""

    centre = ParentalKey(Centre, verbose_name=_("centre"), on_delete=models.CASCADE, related_name="dated_names")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    official_name = models.CharField(_("official name"), max_length=255, blank=True)
    used_from = models.DateField(_("used from"), null=True, blank=True)
    used_until = models.DateField(_("used until"), null=True, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("official_name"),
        FieldPanel("used_from"),
        FieldPanel("used_until"),
    ]

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["-used_until", "-pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="one_row_for_each_former_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.used_from and self.used_until and self.used_from > self.used_until:
            raise ValidationError({"used_until": _("It cannot end before it begins.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        known = Centre.objects.filter(pk=self.centre_id).values_list("former_names", flat=True).first() or ""
        if self.name not in {line[:NAME_LENGTH] for line in lines(known)}:
            self.centre.former_names = "\n".join([*lines(known), self.name])
            self.centre.save(update_fields=["former_names"])


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


class CentrePageForm(WagtailAdminPageForm):
    """Whose page it is, is chosen once: roles, groups and materials hang on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "centre" in self.fields and self.instance.pk and self.instance.centre_id:
            self.fields["centre"].disabled = True


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
        # Whose page it is and where it stands are decided nationally, the rest by the centre itself.
        FieldPanel("centre", permission="cms.change_centre"),
        FieldPanel("intro"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "phone", "email", "website", "opening_hours")],
            heading=_("Contact"),
        ),
    ]
    # No slug: the address follows the centre's name, and changes with a renaming, which keeps the old one.
    promote_panels = [
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
    ]
    # No dates: a centre's page ends when the centre is closed.
    settings_panels = [CommentPanel()]
    search_fields = [*Page.search_fields, index.FilterField("centre")]
    base_form_class = CentrePageForm
    template = "cms/centre_page.html"

    class Meta:
        verbose_name = _("centre page")
        verbose_name_plural = _("centre pages")

    def clean(self) -> None:
        super().clean()
        if self.centre_id and CentrePage.objects.exclude(pk=self.pk).filter(centre=self.centre_id).exists():
            raise ValidationError({"centre": _("This centre has a page already.")})

    def with_content_json(self, content: Any) -> Any:
        """As Wagtail's; address and centre are those of today, whatever the revision says.

        A centre's own people publish old revisions too, but neither is theirs to change.
        """
        page = super().with_content_json(content)
        kept = CentrePage.objects.filter(pk=self.pk).values("slug", "centre").first()
        if kept is not None:
            page.slug, page.centre_id = kept["slug"], kept["centre"] or page.centre_id
            page.set_url_path(self.get_parent())
        return page

    def permissions_for_user(self, user: Any) -> Any:
        # The workspaces know the roles, and stand above this module.
        from cms.workspaces.centre_page_permissions import CentrePagePermissionTester

        return CentrePagePermissionTester(user, self)
