"""Corrections from the words of the index."""

import random
import time

import pytest

from search.corrections import Corrector, corrector_for, distance

WORDS = {
    "canva": 20,
    "kelas": 90,
    "kertas": 10,
    "matematika": 50,
    "pembelajaran": 80,
    "sekolah": 70,
    "yang": 500,
    "pada": 400,
    "kelas7": 3,
    "2024": 9,
    "guru": 60,
    "buru": 2,
}
CORRECTOR = Corrector(WORDS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kanva", "canva"),
        ("cnva", "canva"),
        ("cannva", "canva"),
        ("cavna", "canva"),
        ("sekolha", "sekolah"),
        ("matematka", "matematika"),
        ("matematikca", "matematika"),
        ("pembeljaran", "pembelajaran"),
        ("pmebeljaran", "pembelajaran"),
        ("pembelajaram", "pembelajaran"),
    ],
)
def test_misspelled_word_is_corrected(typed, expected):
    assert CORRECTOR.correct(typed) == expected


def test_word_below_eight_letters_may_be_one_edit_away_only():
    assert CORRECTOR.correct("kanfa") is None
    assert CORRECTOR.correct("sekoolaah") == "sekolah"


@pytest.mark.parametrize("typed", ["kelas", "gur", "2025", "kelas8", "padi", "yong", "", "👍👍👍👍"])
def test_known_short_and_numbered_words_stay_and_stop_words_are_no_corrections(typed):
    assert CORRECTOR.correct(typed) is None


def test_fewer_edits_win_over_frequency():
    assert Corrector({"pengetahuan": 1, "pengetahuin": 1, "pengetahual": 900}).correct("pengetahuann") == "pengetahuan"


def test_more_frequent_word_wins_at_the_same_distance():
    assert CORRECTOR.correct("furu") == "guru"


@pytest.mark.parametrize(
    ("typed", "other", "edits"),
    [
        ("kanva", "canva", 1),
        ("cavna", "canva", 1),
        ("guru", "guru", 0),
        ("guru", "buku", 2),
        ("guru", "sekolah", 3),
    ],
)
def test_distance_counts_edits_and_swapped_neighbours(typed, other, edits):
    assert distance(typed, other, 2) == edits


def words_of(chance, count):
    syllables = [a + b for a in "bcdghjklmnprst" for b in "aiueo"]
    return {"".join(chance.choices(syllables, k=chance.randint(2, 6))) + chance.choice("nrk "): 1 for _ in range(count)}


def misspell(chance, word):
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def test_finds_whatever_reading_the_whole_vocabulary_finds():
    chance = random.Random(5)
    vocabulary = {word.strip(): chance.randint(1, 50) for word in words_of(chance, 1500)}
    corrector = Corrector(vocabulary)
    for word in chance.sample(sorted(vocabulary), 120):
        typed = misspell(chance, misspell(chance, word))
        if typed in vocabulary or len(typed) < 4:
            continue
        limit = 2 if len(typed) >= 8 else 1
        near = [(distance(typed, other, limit), -n, other) for other, n in vocabulary.items() if len(other) > 2]
        best = min(near)
        assert corrector.correct(typed) == (best[2] if best[0] <= limit else None)


def test_large_vocabulary_is_quick():
    chance = random.Random(7)
    vocabulary = {word.strip(): 1 for word in words_of(chance, 60_000)}
    corrector = Corrector(vocabulary)
    typed = [misspell(chance, word) for word in chance.sample(sorted(vocabulary), 200)]
    corrector.correct("pembelajzzan")  # builds the tables
    start = time.perf_counter()
    for word in typed:
        corrector.correct(word)
    assert (time.perf_counter() - start) / len(typed) < 0.005


def test_one_corrector_serves_a_vocabulary_until_the_next():
    first, second = {"satu": 1}, {"satu": 1}
    assert corrector_for(first) is corrector_for(first)
    assert corrector_for(first) is not corrector_for(second)
