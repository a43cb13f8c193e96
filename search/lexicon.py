"""The word data behind the stems: what `search/data` and simplemma's Indonesian dictionary know."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simplemma.strategies import DefaultDictionaryFactory

DATA = Path(__file__).parent / "data"
_OWN_ROOT_FAMILY = 6  # our own roots weigh as much as a root with that many forms in the dictionary


@dataclass(frozen=True)
class Lexicon:
    """`exceptions` and `lemmas`: form -> root; `family`: root -> number of forms known of it;

    `short`: roots below four letters that affixes may leave; `everyday_verbs`: roots that have spoken
    forms too; `spelling`: variant -> canonical spelling.
    """

    exceptions: Mapping[str, str]
    lemmas: Mapping[str, str]
    family: Mapping[str, int]
    short: frozenset[str]
    everyday_verbs: frozenset[str]
    spelling: Mapping[str, str]

    def known(self, word: str) -> str | None:
        """The reviewed or listed root of a form, None when the form is not listed."""
        root = self.exceptions.get(word)
        if root is None:
            root = self.lemmas.get(word)
            if root is not None and root != word:
                root = self.exceptions.get(root, root)
        return root

    def is_root(self, word: str) -> bool:
        """True for an everyday root: the dictionary has it and derives at least two other forms from it."""
        return self.lemmas.get(word) == word and self.family.get(word, 0) > 2

    def canonical(self, root: str) -> str:
        """The one spelling under which variants of a root are indexed."""
        return self.spelling.get(root, root)


def read_pairs(name: str) -> dict[str, str]:
    """A two-column CSV file of `search/data` as a mapping."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return {row[0]: row[1] for row in csv.reader(handle) if len(row) == 2}


def read_words(name: str) -> frozenset[str]:
    """The words of a text file of `search/data`, separated by white space; lines with # are remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def lexicon() -> Lexicon:
    """The word data, read once a process (about 0.1 s, 10 MB)."""
    raw = DefaultDictionaryFactory().get_dictionary("id")
    lemmas = {form: raw[form] for form in raw if form.islower() and form.isalpha() and len(form) > 1}
    exceptions, spelling = read_pairs("exceptions.csv"), read_pairs("spelling.csv")
    family = Counter(exceptions.get(root, root) for root in lemmas.values())
    own = read_words("roots.txt")
    for root in (*own, *(variant for variant in spelling if len(variant) > 3)):
        family[root] = max(family[root], _OWN_ROOT_FAMILY)
    short = frozenset(root for root in own if len(root) < 4)
    lemmas = {root: root for root in own} | lemmas
    return Lexicon(exceptions, lemmas, family, short, read_words("everyday_verbs.txt"), spelling)
