"""A term of a controlled vocabulary: named, ordered, retired or merged, never deleted."""

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
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences at the head of the term's page.")
    )
    description_en = models.TextField(
        _("English description"), blank=True, help_text=_("Empty: the Indonesian description is used.")
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
    def description_label(self) -> str:
        """The description in the interface's language, else the Indonesian one."""
        english = (get_language() or "").startswith("en")
        return self.description_en if english and self.description_en else self.description

    @property
    def alias_list(self) -> list[str]:
        return lines(self.aliases)

    @property
    def former_name_list(self) -> list[str]:
        return lines(self.former_names)

    @property
    def all_names(self) -> list[str]:
        """Every name a reader may search by, the current ones first, without repetition."""
        names = [self.name, self.name_en, *self.alias_list, *self.former_name_list]
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
