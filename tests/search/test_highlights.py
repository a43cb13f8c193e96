"""Highlights: what is marked, what is escaped, and which part of a text is shown."""

from __future__ import annotations

import re

import pytest

from search.highlights import EXCERPT_LENGTH, SNIPPET_LENGTH, Highlighter

TULIS = Highlighter({"tulis": ("menulis", "tulisan", "tulis")})


def shown(snippet: str) -> str:
    return re.sub(r"</?mark>|… | …", "", snippet)


def test_every_known_form_is_marked_in_its_own_spelling():
    title, snippet = TULIS.mark("MENULIS Puisi", "Tulisan tangan", "")
    assert title == "<mark>MENULIS</mark> Puisi"
    assert snippet == "<mark>Tulisan</mark> tangan"


def test_a_part_of_a_word_is_not_marked():
    assert TULIS.mark("penulisan tulisanmu", "", "")[0] == "penulisan tulisanmu"


def test_markup_in_texts_is_escaped():
    title, snippet = TULIS.mark('<mark>tulis</mark> & "x"', "<img src=x onerror=tulis>", "")
    assert title == "&lt;mark&gt;<mark>tulis</mark>&lt;/mark&gt; &amp; &quot;x&quot;"
    assert snippet == "&lt;img src=x onerror=<mark>tulis</mark>&gt;"


@pytest.mark.parametrize(
    ("text", "stem", "forms", "expected"),
    [
        ("Café pagi", "cafe", ("cafe",), "<mark>Café</mark> pagi"),
        ("Cafe\u0301 pagi", "cafe", ("cafe",), "<mark>Cafe\u0301</mark> pagi"),
        ("Hari Jum'at", "jumat", ("jumat",), "Hari <mark>Jum&#x27;at</mark>"),
        ("Kelas IV", "4", ("iv", "4"), "Kelas <mark>IV</mark>"),
        ("anak-anak bermain", "anak", ("anak", "anak-anak"), "<mark>anak-anak</mark> bermain"),
    ],
)
def test_folded_words_are_found_in_the_original(text, stem, forms, expected):
    assert Highlighter({stem: forms}).mark(text, "", "")[0] == expected


def test_without_words_nothing_is_marked_and_the_snippet_is_the_beginning():
    title, snippet = Highlighter({}).mark("Judul", "Ringkasan & isi", "Tubuh")
    assert (title, snippet) == ("Judul", "Ringkasan &amp; isi")


def test_a_snippet_is_cut_at_blanks_around_the_match():
    body = "kata " * 100 + "menulis " + "lain " * 100
    snippet = TULIS.mark("", "", body)[1]
    assert "<mark>menulis</mark>" in snippet
    assert len(shown(snippet)) <= SNIPPET_LENGTH
    assert set(shown(snippet).split()) == {"kata", "menulis", "lain"}
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")


def test_the_snippet_shows_as_many_different_words_as_it_can():
    both = Highlighter({"tulis": ("tulis",), "puisi": ("puisi",)})
    body = "tulis " + "x " * 200 + "tulis puisi " + "y " * 200
    assert "<mark>tulis</mark> <mark>puisi</mark>" in both.mark("", "", body)[1]
    assert both.mark("", "tulis saja", body)[1] != "<mark>tulis</mark> saja"
    assert both.mark("", "puisi tulis", body)[1] == "<mark>puisi</mark> <mark>tulis</mark>"


def test_the_body_is_searched_only_to_its_bound():
    assert "<mark>" not in TULIS.mark("", "", "x " * (EXCERPT_LENGTH // 2) + "tulis")[1]


@pytest.mark.parametrize("text", ["", "\ud800", "x" * 10_000, "😀" * 500, "\x00<", "مرحبا بالعالم"])
def test_any_text_is_accepted(text):
    Highlighter({"a": ("a", "(", "\\")}).mark(text, text, text)
