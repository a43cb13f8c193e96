"""How often a cell is compared with the names of a vocabulary."""

from types import SimpleNamespace

import pytest

from cms.imports import block_columns, term_matching
from cms.imports.block_columns import TagColumn
from cms.imports.columns import Reading
from cms.imports.term_matching import SUGGESTED, TermMatcher
from cms.vocabulary import TermEntry

NAMES = ("Matematika", "Dasar-dasar Literasi, Matematika, Sains, dan Seni", "Konstruksi")


@pytest.fixture
def matcher():
    entries = {
        pk: TermEntry(pk, f"slug-{pk}", name, "", pk, True, None, (name,)) for pk, name in enumerate(NAMES, start=1)
    }
    return TermMatcher(SimpleNamespace(by_pk={"Subject": entries}), "Subject")


def count(monkeypatch, module):
    keys = []
    key = module.tag_key
    monkeypatch.setattr(module, "tag_key", lambda text: keys.append(text) or key(text))
    return keys


def test_names_with_commas_are_found_with_one_comma_more_or_less(matcher):
    said = "Konstruksi, Dasar-dasar Literasi, Matematika, Sains, dan, Seni, matematika"
    assert matcher.read(said).ids == [3, 2, 1]
    assert matcher.read("Dasar-dasar Literasi, Matematika, Sains dan Seni, konstruksi").ids == [2, 3]


def test_a_value_with_commas_that_an_editor_agreed_to(matcher):
    said = "a, b, c, d, e, f, g"
    assert matcher.read(f"Matematika, {said}", accepted={said: "slug-3"}).ids == [1, 3]


def test_comparisons_grow_with_the_pieces_only(matcher, monkeypatch):
    keys = count(monkeypatch, term_matching)
    found = matcher.read(", ".join(f"x{number}" for number in range(400)))
    assert len(found.unknown) == 400
    # Five runs of each piece, the piece by itself once more, and those for which a name is suggested.
    assert len(keys) < 400 * (matcher.longest + 2) + 100
    assert max(map(len, keys[1:])) < 30


def test_only_some_of_a_cell_are_compared_with_all_names(matcher, monkeypatch):
    asked = []
    monkeypatch.setattr(matcher, "nearest", lambda value: asked.append(value))
    assert len(matcher.read(", ".join(f"x{number}" for number in range(400))).unknown) == 400
    assert len(asked) == SUGGESTED


def test_tags_are_put_together_no_further_than_a_tag_reaches(monkeypatch):
    tags = SimpleNamespace(tags={"a-b": "Anak, Balita", "c": "c"})
    vocabulary = type("Hashable", (), {"tags": tags.tags})()
    monkeypatch.setattr(block_columns, "vocabulary_now", lambda: vocabulary)
    keys = count(monkeypatch, block_columns)
    reading = Reading()
    names = TagColumn(name="tags", label="Tags").parse(
        ", ".join(["anak", "balita", *(f"x{number}" for number in range(400))]), reading
    )
    assert names[:2] == ["anak, balita", "x0"]
    assert len(keys) < 401 * 4
