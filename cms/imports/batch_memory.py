"""What the rows of one batch share: the vocabularies as they are when it begins, terms and tags already read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from cms.models import Tag, Term, tag_key
from cms.vocabulary import Vocabulary, get_vocabulary


@dataclass
class Memory:
    """A reading of the database that lives as long as the batch, which is one transaction."""

    vocabulary: Vocabulary
    terms: dict[type[Term], dict[int, Term]] = field(default_factory=dict)
    # Folded name, as a cell has it → the tag that stands for it.
    tags: dict[str, Tag] = field(default_factory=dict)


# Outside a request each look at the vocabulary asks the database for its version; a batch of rows asks once.
_memory: ContextVar[Memory | None] = ContextVar("imports_memory", default=None)


@contextmanager
def one_memory() -> Iterator[None]:
    """All that is read within sees the vocabularies as they are now."""
    token = _memory.set(Memory(get_vocabulary()))
    try:
        yield
    finally:
        _memory.reset(token)


def vocabulary_now() -> Vocabulary:
    memory = _memory.get()
    return memory.vocabulary if memory else get_vocabulary()


def terms_of(model: type[Term]) -> dict[int, Term]:
    """Every term of a vocabulary by its id. They are few, and a batch reads them once."""
    memory = _memory.get()
    if memory is None:
        return model._default_manager.in_bulk()
    if model not in memory.terms:
        memory.terms[model] = model._default_manager.in_bulk()
    return memory.terms[model]


def known_tags(names: Iterable[str]) -> dict[str, Tag]:
    """Those of the named tags that there are, by their folded names. What is new since is `remember`ed."""
    memory = _memory.get()
    known = memory.tags if memory else {}
    missing = {tag_key(name) for name in names} - known.keys()
    if missing:
        found = Tag.objects.filter(key__in=missing).select_related("successor")
        known.update({tag.key: tag.successor or tag for tag in found})
    return known


def remember_tags(tags: Iterable[Tag]) -> None:
    if memory := _memory.get():
        memory.tags.update({tag.key: tag for tag in tags})
