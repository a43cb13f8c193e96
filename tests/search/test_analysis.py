"""Folding, tokens and stems of Indonesian text."""

import csv
import time
from pathlib import Path

import pytest

from search.analysis import QUESTION_WORDS, STOP_WORDS, analyze, fold, is_question, stem
from search.lexicon import lexicon
from search.types import MAX_WORD_LENGTH

DATA = Path(__file__).parent / "data"
with (DATA / "affixed_forms.csv").open(encoding="utf-8", newline="") as handle:
    AFFIXED = [(row["root"], row["form"]) for row in csv.DictReader(handle)]
WHOLE = [
    tuple(pair.split(":"))
    for line in (DATA / "whole_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for pair in line.split()
]


def stems(text):
    return [token.stem for token in analyze(text)]


def surfaces(text):
    return [token.surface for token in analyze(text)]


# Stems


def test_regular_affixed_forms_join_their_root():
    apart = [(root, form, stem(form)) for root, form in AFFIXED if stem(form) != stem(root)]
    assert len({root for root, _ in AFFIXED}) >= 100
    share = 1 - len(apart) / len(AFFIXED)
    assert share >= 0.97, f"{share:.1%} of {len(AFFIXED)} forms; apart: {apart}"


@pytest.mark.parametrize("root", ["asesmen", "koding", "unduh", "validasi", "instal", "rundung", "kurasi"])
@pytest.mark.parametrize("shape", ["di{}", "di{}kan", "{}nya", "ter{}", "{}lah"])
def test_affixes_come_off_roots_that_the_dictionary_lacks(root, shape):
    assert stem(shape.format(root)) == stem(root)


@pytest.mark.parametrize(("word", "inside"), WHOLE)
def test_word_that_only_looks_affixed_stays_apart_from_its_inside(word, inside):
    assert len(WHOLE) >= 60
    assert stem(word) != stem(inside)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ubah", "kubah"),
        ("amal", "ramal"),
        ("pasak", "pasar"),
        ("awal", "kawal"),
        ("operasi", "koperasi"),
        ("belajar", "ajar"),
        ("undang", "undang-undang"),
        ("dalam", "mendalam"),
    ],
)
def test_unrelated_words_do_not_collapse(one, other):
    assert stem(one) != stem(other)


def test_stem_of_a_stem_is_itself():
    unstable = {root: stem(root) for root in {stem(form) for _, form in AFFIXED} if stem(root) != root}
    assert not unstable


@pytest.mark.parametrize(
    ("form", "root"),
    [("nulis", "tulis"), ("ngajar", "ajar"), ("nyari", "cari"), ("mukul", "pukul"), ("diajarin", "ajar")],
)
def test_spoken_forms_join_their_root(form, root):
    assert stem(form) == stem(root)


@pytest.mark.parametrize("word", ["nasal", "vitamin", "admin", "manado", "minang", "kupang", "latin"])
def test_spoken_rules_leave_other_words_alone(word):
    assert stem(word) == word


@pytest.mark.parametrize(("form", "root"), [("menunjukan", "tunjuk"), ("pendidikanya", "didik")])
def test_frequent_slips_in_affixes_join_their_root(form, root):
    assert stem(form) == root


# Spelling


@pytest.mark.parametrize(("variant", "canonical"), sorted(lexicon().spelling.items()))
def test_spelling_pair_has_one_stem(variant, canonical):
    assert stem(variant) == stem(canonical)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mempraktekkan", "praktik"),
        ("perijinan", "izin"),
        ("menganalisa", "analisis"),
        ("antrian", "antrean"),
        ("Jum'at", "jumat"),
        ("Al-Qur’an", "alquran"),
        ("e-mail", "email"),
        ("e-learning", "elearning"),
        ("olah raga", "olahraga"),
        ("kerjasama", "kerja sama"),
        ("nonformal", "non-formal"),
        ("COVID-19", "covid19"),
        ("K-13", "k13"),
    ],
)
def test_ways_to_write_a_word_give_the_same_stems(one, other):
    assert stems(one) == stems(other)


# Tokens


def test_token_says_where_it_stands_in_the_original_text():
    text = "Modul “Anak-anak”, kelas\u00a0VII: men-download berkas.pdf"
    assert [text[t.start : t.end] for t in analyze(text)] == [
        "Modul",
        "Anak-anak",
        "kelas",
        "VII",
        "men-download",
        "berkas",
        "pdf",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anak-anak", ["anak"]),
        ("anak\u2010anak", ["anak"]),
        ("anak2", ["anak"]),
        ("buku-bukunya", ["buku"]),
        ("berlari-lari", ["lari"]),
        ("tolong-menolong", ["tolong"]),
        ("sayur-mayur", ["sayur"]),
        ("undang undang", ["undang-undang"]),
        ("guru-murid", ["guru", "murid"]),
    ],
)
def test_reduplication_is_one_word(text, expected):
    assert stems(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("men-download", "download"),
        ("RPP-nya", "rpp"),
        ("di-upload-kan", "upload"),
        ("ke-2", "2"),
        ("1970-an", "1970"),
    ],
)
def test_affix_behind_a_hyphen_comes_off(text, expected):
    assert stems(text) == [expected]


def test_domain_name_is_found_by_its_parts():
    assert stems("belajar.id") == ["belajar", "id"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kelas VII", ["kelas", "7"]),
        ("kelas vii", ["kelas", "7"]),
        ("kelas tujuh", ["kelas", "7"]),
        ("kls 7", ["kelas", "7"]),
        ("kelas7", ["kelas", "7"]),
        ("kelas 7A", ["kelas", "7", "a"]),
        ("kelas VIIA", ["kelas", "7", "a"]),
        ("kelas IV, V dan VI", ["kelas", "4", "5", "dan", "6"]),
        ("kelas X-XII", ["kelas", "10", "12"]),
        ("bab II", ["bab", "2"]),
        ("fase C", ["fase", "c"]),
        ("vitamin C dan sinar X", ["vitamin", "c", "dan", "sinar", "x"]),
        ("tujuh guru", ["tujuh", "guru"]),
    ],
)
def test_numerals_behind_a_cue_are_numbers(text, expected):
    assert stems(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.500.000", ["1500000"]),
        ("3,14.", ["3.14"]),
        ("2024/2025", ["2024", "2025"]),
        ("10:30", ["10", "30"]),
    ],
)
def test_numbers(text, expected):
    assert stems(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ÉCOLE", "ecole"),
        ("ﬁsika", "fisika"),
        ("İstanbul", "istanbul"),
        ("bel\u00adajar", "belajar"),
        ("bel\u200bajar", "belajar"),
        ("𝐛𝐞𝐥𝐚𝐣𝐚𝐫", "belajar"),
        ("العَرَبِيَّة", "العربية"),
    ],
)
def test_folding(word, expected):
    assert fold(word) == expected
    assert surfaces(word) == [expected]


def test_word_of_a_script_with_marks_stays_whole():
    assert len(analyze("ꦲꦏ꧀ꦱꦫ ꦗꦮ")) == 2


def test_script_without_spaces_gives_a_word_for_each_character():
    assert surfaces("汉字 Mandarin") == ["汉", "字", "mandarin"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "a\ud800b\udfff",
        "👍🏽👩‍👩‍👧",
        "-",
        "---",
        "'",
        "-'-",
        "\u202eabc",
        "\u200d",
        "²",
        "a-" * 500,
    ],
)
def test_any_text_is_accepted(text):
    for token in analyze(text):
        assert token.surface
        assert token.stem
        assert 0 <= token.start <= token.end <= len(text)
        token.surface.encode()
        token.stem.encode()


def test_long_word_is_cut():
    (token,) = analyze("x" * 10_000)
    assert len(token.surface) == MAX_WORD_LENGTH
    assert token.end == 10_000


def test_same_text_gives_the_same_tokens_again():
    text = "kelas VII undang undang kelas7 men-download guru2"
    assert analyze(text) == analyze(text)


def test_known_words_are_analysed_fast():
    text = "Guru mengembangkan pembelajaran berdiferensiasi bersama murid dengan perangkat ajar digital. " * 100
    count = len(analyze(text))
    best = min(_seconds(text) for _ in range(5))
    assert best / count < 1e-5  # about 1 µs on a quiet machine


def _seconds(text):
    start = time.perf_counter()
    analyze(text)
    return time.perf_counter() - start


# Questions


@pytest.mark.parametrize(
    "text",
    [
        "Apa itu modul ajar",
        "modul ajar?",
        "modul ajar ? ",
        "siapakah guru penggerak",
        "gimana cara bikin kuis",
    ],
)
def test_question_is_recognised(text):
    assert is_question(text)


@pytest.mark.parametrize("text", ["modul ajar", "", "apabila hujan", "tanya jawab"])
def test_other_text_is_no_question(text):
    assert not is_question(text)


def test_word_lists_hold_folded_words_only():
    assert all(fold(word) == word for word in STOP_WORDS | QUESTION_WORDS)
