"""The drawn cover of a material."""

from __future__ import annotations

from cms.models import LearningResource
from cms.vocabulary import get_vocabulary
from media.covers import cover_address


def resource_cover_address(page: LearningResource) -> str:
    """The address of a material's drawn cover; one query unless its subjects have been read."""
    return cover_address(first_subject(page), page.title, page.kind)


def first_subject(page: LearningResource) -> str:
    """The slug of the material's first subject in the order of the vocabulary, "" when it has none."""
    vocabulary = get_vocabulary()
    entries = [entry for term in page.subjects.all() if (entry := vocabulary.current("Subject", term.pk))]
    return min(entries, key=lambda entry: entry.position).slug if entries else ""
