"""Synonyms, protected words, and the one row by which caches know that words have changed."""

from __future__ import annotations

import time
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.terms import lines


def synonym_key(same_meaning: str) -> str:
    """What identifies a loaded synonym: its first word, whatever its capitals."""
    return next(iter(lines(same_meaning)), "").casefold()[:200]


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


def folded_word(word: str) -> str:
    """A word without capitals, accents and spaces around it: what two spellings of one word share."""
    decomposed = unicodedata.normalize("NFKD", word.strip()).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))[:100]


class ProtectedWord(models.Model):
    """A word that is searched only as it is written, never by its stem. Acts on the next query."""

    word = models.CharField(
        _("word"),
        max_length=100,
        help_text=_(
            "One word that is not to be taken for a form of another. Example: with “mengaji” protected, a search "
            "for it finds that word alone and no longer “kajian”."
        ),
    )
    key = models.CharField(max_length=100, unique=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why, for other editors."))

    class Meta:
        verbose_name = _("protected word")
        verbose_name_plural = _("protected words")
        ordering = ["key", "id"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        super().clean()
        self.word = self.word.strip()
        if len(self.word.split()) > 1:
            raise ValidationError({"word": _("Write one word. For words that belong together, readers type quotes.")})
        if not any(char.isalnum() for char in self.word):
            raise ValidationError({"word": _("Write at least one word.")})
        twin = ProtectedWord.objects.exclude(pk=self.pk).filter(key=folded_word(self.word)).first()
        if twin is not None:
            raise ValidationError({"word": _("“%(word)s” is protected already.") % {"word": twin}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = folded_word(self.word)
        super().save(*args, **kwargs)


class VocabularyVersion(models.Model):
    """One row whose number changes with every change of a term, tag, synonym or protected word, so that caches
    know. (And of promoted results, which belong to a query as synonyms do.)"""

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
        """Say that words have changed. A moment, not a counter: what a transaction saw that was rolled back
        must never pass for what another one commits."""
        cls.objects.update_or_create(pk=1, defaults={"number": time.time_ns()})
