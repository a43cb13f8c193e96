"""The vocabularies that classify every resource. Terms are retired or merged, never deleted."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MAX_SUCCESSION = 20


class TermQuerySet(models.QuerySet["Term"]):
    def offered(self) -> TermQuerySet:
        """Terms that editors may choose: active ones."""
        return self.filter(status=Term.Status.ACTIVE)

    def with_usage(self) -> TermQuerySet:
        """Adds `used`: how many resources are classified under the term itself, drafts included."""
        resources = apps.get_model("cms.LearningResource")._default_manager
        name = self.model.resource_field
        counted = resources.filter(**{name: models.OuterRef("pk")}).order_by().values(name)
        uses = models.Subquery(counted.annotate(uses=models.Count("pk")).values("uses"))
        return self.annotate(used=Coalesce(uses, 0))


class Term(models.Model):
    """A word of a controlled vocabulary, addressed by its slug."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")

    slug = models.SlugField(_("slug"), max_length=100, unique=True, help_text=_("Part of addresses; does not change."))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True, help_text=_("Empty: the Indonesian name is used.")
    )
    aliases = models.TextField(
        _("other names"), blank=True, help_text=_("One a line. Found by the search, not shown to readers.")
    )
    former_names = models.TextField(_("former names"), blank=True, help_text=_("One a line. They stay searchable."))
    order = models.PositiveIntegerField(_("order"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("Merge: materials under this term are shown and found under its successor."),
    )
    # What the data files last said, so that loading them again keeps what an editor changed since.
    loaded = models.JSONField(default=dict, editable=False)

    objects = TermQuerySet.as_manager()

    # The LearningResource field that points here, for usage counts.
    resource_field: ClassVar[str] = ""

    class Meta:
        abstract = True
        ordering = ["order", "name", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the interface's language, else the Indonesian one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def alias_list(self) -> list[str]:
        return lines(self.aliases)

    @property
    def all_names(self) -> list[str]:
        """Every name a reader may search by, the current ones first, without repetition."""
        names = [self.name, self.name_en, *self.alias_list, *lines(self.former_names)]
        return list(dict.fromkeys(name for name in names if name))

    def last_successor(self) -> Self:
        """The term that stands for this one now: itself unless it was merged."""
        term = self
        for _step in range(MAX_SUCCESSION):
            if term.successor is None:
                return term
            term = term.successor
        return term

    def family(self) -> set[int]:
        """Ids of the whole succession this term belongs to: its last successor and all that lead there."""
        found = {self.pk, self.last_successor().pk}
        manager: Any = type(self)._default_manager
        step = found
        while step:
            step = {*manager.filter(successor__in=step).values_list("pk", flat=True)} - found
            found = found | step
        return found

    def clean(self) -> None:
        super().clean()
        if self.successor_id is None:
            return
        seen, term = {self.pk}, self.successor
        while term is not None:
            if term.pk in seen:
                raise ValidationError({"successor": _("A term cannot be merged into itself, directly or by a detour.")})
            seen.add(term.pk)
            term = term.successor
        if self.status == self.Status.ACTIVE:
            raise ValidationError({"status": _("A term with a successor has to be retired.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A renamed term stays findable under the name it had.
        if self.pk:
            previous = type(self)._default_manager.filter(pk=self.pk).values_list("name", flat=True).first()
            if previous and previous != self.name and previous not in lines(self.former_names):
                self.former_names = "\n".join([*lines(self.former_names), previous])
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "former_names"}
        super().save(*args, **kwargs)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def synonym_key(same_meaning: str) -> str:
    """What identifies a loaded synonym: its first word, whatever its capitals."""
    return next(iter(lines(same_meaning)), "").casefold()[:200]


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
    resource_field = "provinces"

    class Meta(Term.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


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

    group = models.CharField(_("group"), max_length=40, choices=Group.choices, default=Group.GENERAL)
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


class Synonym(models.Model):
    """Words that mean the same, and words also worth searching for. Acts on the next query."""

    same_meaning = models.TextField(
        _("same meaning"), help_text=_("One a line. A search for one finds the others just as well.")
    )
    also_search = models.TextField(
        _("also search"), blank=True, help_text=_("One a line. Found too, but ranked lower.")
    )
    loaded = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["id"]

    def __str__(self) -> str:
        return " = ".join(lines(self.same_meaning))

    def clean(self) -> None:
        super().clean()
        if not lines(self.same_meaning):
            raise ValidationError({"same_meaning": _("Write at least one word.")})
        if len(lines(self.same_meaning)) + len(lines(self.also_search)) < 2:
            raise ValidationError({"also_search": _("A synonym needs at least two words or phrases.")})


class DroppedSynonym(models.Model):
    """A loaded synonym that an editor deleted: loading the data files again does not bring it back."""

    key = models.CharField(_("key"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("dropped synonym")
        verbose_name_plural = _("dropped synonyms")

    def __str__(self) -> str:
        return self.key


class VocabularyVersion(models.Model):
    """One row whose number grows with every change of a term, tag or synonym, so that caches know."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("vocabulary version")
        verbose_name_plural = _("vocabulary versions")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        if not cls.objects.filter(pk=1).update(number=models.F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})
