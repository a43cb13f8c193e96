"""The vocabularies that classify every resource."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models.terms import Term, TermQuerySet


class Level(Term):
    """Training level: basic, intermediate, advanced."""

    pembatik = models.TextField(_("PembaTIK stages"), blank=True, help_text=_("One a line."))
    resource_field = "levels"

    class Meta(Term.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")


class SchoolLevel(Term):
    """Jenjang: PAUD, SD/MI … ."""

    forms = models.TextField(_("kinds of school"), blank=True, help_text=_("One a line."))
    resource_field = "school_levels"

    class Meta(Term.Meta):
        verbose_name = _("school level")
        verbose_name_plural = _("school levels")


class Grade(Term):
    """Kelas 1 to 13."""

    roman = models.CharField(_("Roman numeral"), max_length=8, blank=True)
    school_levels = models.ManyToManyField(SchoolLevel, verbose_name=_("school levels"), blank=True, related_name="+")
    resource_field = "grades"

    class Meta(Term.Meta):
        verbose_name = _("grade")
        verbose_name_plural = _("grades")

    @property
    def all_names(self) -> list[str]:
        return [*super().all_names, *([f"Kelas {self.roman}"] if self.roman else [])]


class Phase(Term):
    """Fase of the curriculum, with the grades it spans."""

    school_levels = models.ManyToManyField(SchoolLevel, verbose_name=_("school levels"), blank=True, related_name="+")
    grades = models.ManyToManyField(Grade, verbose_name=_("grades"), blank=True, related_name="+")
    resource_field = "phases"

    class Meta(Term.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")


class Province(Term):
    """A province; the slug is its ISO 3166-2 code."""

    kemendagri_code = models.CharField(_("Kemendagri code"), max_length=4, blank=True)
    bps_code = models.CharField(_("BPS code"), max_length=4, blank=True)
    island_group = models.CharField(_("island group"), max_length=60, blank=True)
    timezone = models.CharField(_("time zone"), max_length=4, blank=True)
    # Text, so that it is compared and loaded as it is written.
    position = models.CharField(
        _("position"),
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^-?\d{1,2}(\.\d{1,4})?, ?\d{1,3}(\.\d{1,4})?$", _("Write it as -7.80, 110.37."))],
        help_text=_("Latitude and longitude of the capital, such as -7.80, 110.37. It places the province on the map."),
    )
    resource_field = "provinces"

    class Meta(Term.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude of the capital in degrees; None when no editor has given them."""
        latitude, comma, longitude = self.position.partition(",")
        return (float(latitude), float(longitude)) if comma else None


class SubjectQuerySet(TermQuerySet):
    def for_school_level(self, slug: str) -> SubjectQuerySet:
        """Subjects offered at a school level: its own, those of all levels; general ones for SLB and equivalency."""
        matching = models.Q(school_levels__slug=slug) | models.Q(school_levels=None)
        if slug in Subject.GENERAL_SCHOOL_LEVELS:
            matching |= models.Q(group=Subject.Group.GENERAL)
        return self.filter(matching).distinct()


class Subject(Term):
    """Mata pelajaran. An empty list of school levels means all of them."""

    class Group(models.TextChoices):
        GENERAL = "umum", _("General")
        VOCATIONAL = "program-keahlian", _("Vocational programme")
        LOCAL = "muatan-lokal", _("Local content")

    GENERAL_SCHOOL_LEVELS = ("slb", "kesetaraan")

    group = models.CharField(
        pgettext_lazy("subject", "group"), max_length=40, choices=Group.choices, default=Group.GENERAL
    )
    school_levels = models.ManyToManyField(SchoolLevel, verbose_name=_("school levels"), blank=True, related_name="+")
    provinces = models.ManyToManyField(Province, verbose_name=_("provinces"), blank=True, related_name="+")
    resource_field = "subjects"

    objects = SubjectQuerySet.as_manager()

    class Meta(Term.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")


class Platform(Term):
    """An education platform, an application or a device that a material teaches."""

    kind = models.CharField(_("kind"), max_length=40, blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    url = models.URLField(_("address"), blank=True)
    resource_field = "platforms"

    class Meta(Term.Meta):
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")


class Language(Term):
    """The language a material is in."""

    iso639_3 = models.CharField(_("ISO 639-3 code"), max_length=3, blank=True)
    bcp47 = models.CharField(_("BCP 47 tag"), max_length=35, blank=True)
    resource_field = "language"

    class Meta(Term.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Licence(Term):
    """What others may do with a material. One that is not redistributable allows links only, no files."""

    url = models.URLField(_("address"), blank=True)
    attribution = models.BooleanField(_("attribution required"), default=False)
    share_alike = models.BooleanField(_("share alike"), default=False)
    non_commercial = models.BooleanField(_("non-commercial"), default=False)
    adaptable = models.BooleanField(_("may be adapted"), default=True)
    redistributable = models.BooleanField(_("may be redistributed"), default=True)
    resource_field = "licence"

    class Meta(Term.Meta):
        verbose_name = _("licence")
        verbose_name_plural = _("licences")


VOCABULARIES: tuple[type[Term], ...] = (
    Level,
    SchoolLevel,
    Phase,
    Grade,
    Subject,
    Platform,
    Province,
    Language,
    Licence,
)
