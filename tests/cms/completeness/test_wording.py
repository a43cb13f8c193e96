"""Rules about wording, without a database."""

import pytest

from cms.completeness.reading_level import measure, sentences
from cms.completeness.weight_checks import seconds_at_line
from cms.completeness.wording import announces_itself, is_bare_address, is_file_name, says_nothing, skipped_levels


@pytest.mark.parametrize(
    "text", ["klik di sini", "Klik di sini!", "  KLIK\u00a0DISINI ", "di sini.", "Selengkapnya…", "here"]
)
def test_a_text_that_says_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Panduan Canva", "Unduh lembar kerja", "Klik di sini untuk panduan Canva", ""])
def test_a_text_that_says_something(text):
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text, bare",
    [
        ("https://canva.com/design/x", True),
        ("www.kemdikbud.go.id", True),
        ("bit.ly/modul-1", True),
        ("canva.com", False),
        ("Laman Canva (canva.com)", False),
    ],
)
def test_an_address_is_no_text(text, bare):
    assert is_bare_address(text) is bare


@pytest.mark.parametrize("text", ["IMG_2041.jpg", "poster final (2).PNG", "IMG_20240101", "Screenshot 2024-01-01"])
def test_the_name_of_a_file_describes_nothing(text):
    assert is_file_name(text)


@pytest.mark.parametrize("text", ["Poster siklus air", "Gambar sapi", "Foto kelas 5 di halaman"])
def test_a_description_is_no_file_name(text):
    assert not is_file_name(text)


def test_a_picture_need_not_say_that_it_is_one():
    assert announces_itself("Gambar dari siklus air")
    assert not announces_itself("Siklus air")


@pytest.mark.parametrize(
    "levels, wrong",
    [
        ([], []),
        ([2, 3, 3, 2], []),
        ([3], [0]),
        ([2, 4, 3], [1]),
        ([0, 3], []),
        ([2, 3, 0, 3], []),
        ([3, 3], [0]),
    ],
)
def test_headings_leave_no_level_out(levels, wrong):
    assert [position for position, _level, _wanted in skipped_levels(levels)] == wrong


EASY = "Buka Canva. Pilih poster. Tulis satu pesan. Ajak murid menilai poster teman. " * 8
HARD = (
    "Penyelenggaraan pengembangan keprofesionalan berkelanjutan diselenggarakan berdasarkan ketentuan "
    "perundang-undangan dengan memperhatikan keberlanjutan pertanggungjawaban penyelenggara pendidikan. "
) * 5


def test_instructions_are_easy_and_circulars_hard():
    assert not measure([EASY]).is_hard
    assert measure([HARD]).is_hard


def test_the_hardest_sentence_is_named():
    reading = measure(["Buka Canva sekarang juga.", HARD.strip().split(". ")[0] + "."])
    assert reading.hardest.startswith("Penyelenggaraan")


def test_little_text_says_nothing_of_its_author():
    assert not measure([HARD.split(". ")[0]]).is_hard
    assert measure([]).words == 0


def test_a_title_of_a_person_ends_no_sentence():
    assert len(sentences("Karya Dr. Rina dari Kab. Sleman. Dibuat tahun ini.")) == 2


def test_a_megabyte_takes_two_seconds():
    assert (seconds_at_line(1_000_000), seconds_at_line(1), seconds_at_line(0)) == (2, 1, 0)
