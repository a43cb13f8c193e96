"""Pictures and files of the demo content: nothing overflows, all can be read, the same each time."""

import itertools
import json
import warnings

import pytest
import yaml

from modules.demo import files
from modules.demo.drawing import PALETTES, SCENES, SceneWarning, draw, paint
from modules.demo.drawing.icon_words import icon_for
from modules.demo.drawing.palettes import WHITE, contrast, ink_on
from modules.demo.drawing.plane import coefficients, point
from modules.demo.drawing.text import FONTS, fit
from modules.demo.markup import blocks
from modules.demo.recording import Cue, captions, sentences

SMALL = (240, 160)
LONG = "Pembelajaran berdiferensiasi keberlangsungan pertanggungjawaban"
SAMPLES = {
    "phone": {"title": "Akun belajar.id", "lines": ["Kata sandi baru", "Siap dipakai"], "button": "Masuk"},
    "steps": {"items": ["Buka peramban", "Ketik alamat", "Masuk"]},
    "poster": {"title": "Hemat Air", "lines": ["Tutup keran", "Tampung hujan"], "footer": "Kelas 4", "icon": "water"},
    "chart": {"title": "Suara", "labels": ["Air", "Kantin"], "values": [14, 3], "unit": "suara"},
    "compare": {"left_title": "Dahulu", "left": ["Surat"], "right_title": "Kini", "right": ["Pesan"]},
    "network": {"nodes": ["satelit", "antena", "router"], "labels": ["Satelit", "Antena", "Router"]},
    "storyboard": {"panels": ["Kancil ingin buah", "Anafase", "Rekam suara"]},
    "quiz": {"question": "Ibu kota Maluku?", "choices": ["Ambon", "Sorong", "Ternate"], "correct": 0},
    "worksheet": {"title": "Catatan Cuaca", "rows": ["Hari", "Suhu", "Awan"]},
    "waveform": {"title": "Siniar Kelas", "parts": ["Salam", "Isi", "Penutup"]},
    "geometry": {"shape": "triangle", "labels": ["alas 8 cm", "tinggi 5 cm"]},
    "mindmap": {"centre": "Rumah", "branches": ["Ruang GTK", "Ruang Murid", "Ruang Bahasa"]},
    "blocks": {"blocks": ["saat bendera diklik", "selamanya", "gerak 10 langkah"]},
    "table": {"header": ["Unsur", "Isi"], "rows": [["Apa", "Bersih pantai"], ["Kapan", "Sabtu"]]},
    "seats": {"title": "Empat pos", "groups": 4, "per_group": 5},
    "comic": {"panels": [{"speaker": "Bu Sari", "text": "Apa kabar?"}, {"speaker": "Raka", "text": "Baik, Bu!"}]},
    "batik": {"motif": "kawung", "caption": "Kawung"},
    "scene": {"place": "sawah", "text": "Belajar di sawah"},
    "timeline": {"items": [{"when": "1945", "what": "Merdeka"}, {"when": "1955", "what": "Pemilu pertama"}]},
}  # fmt: skip
VARIANTS = [
    *({"scene": "geometry", "shape": s, "labels": ["A(2, 1)", "3/4", "y = x² − 4"]}
      for s in ("triangle", "circle", "square", "coordinate", "fraction", "function")),
    *({"scene": "batik", "motif": m, "caption": "Motif"} for m in ("kawung", "parang", "mega", "ulos", "songket", "tifa")),
    *({"scene": "scene", "place": p, "text": "Halo"} for p in ("kelas", "pantai", "gunung", "sawah", "kampung", "pasar", "laut")),
]  # fmt: skip


def walk(value, path=""):
    """Every scene inside a loaded YAML file."""
    if isinstance(value, dict):
        if "scene" in value:
            yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def assert_inside(canvas):
    paper = (0, 0, canvas.w, canvas.h)
    for placed in canvas.placed:
        for left, top, right, bottom in (placed.box, paper):
            assert left - 1 <= placed.extent[0], placed
            assert top - 1 <= placed.extent[1], placed
            assert placed.extent[2] <= right + 1, placed
            assert placed.extent[3] <= bottom + 1, placed


def test_every_scene_kind_has_a_sample():
    assert set(SAMPLES) == set(SCENES)


@pytest.mark.parametrize("path", sorted(files.CONTENT.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_every_picture_of_the_content_draws_without_a_warning(path):
    scenes = list(walk(yaml.safe_load(path.read_text(encoding="utf-8"))))
    with warnings.catch_warnings():
        warnings.simplefilter("error", SceneWarning)
        for scene in scenes:
            canvas = paint(scene, SMALL)
            assert_inside(canvas)


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("size", [(854, 480), (320, 213), (300, 300)])
def test_a_picture_has_the_size_asked_for(kind, size):
    picture = draw({"scene": kind, **SAMPLES[kind]}, size)
    assert picture.size == size
    assert picture.mode == "RGB"


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_same_parameters_give_the_same_picture(kind):
    scene = {"scene": kind, **SAMPLES[kind], "palette": "laut"}
    assert draw(scene, SMALL).tobytes() == draw(dict(reversed(scene.items())), SMALL).tobytes()


def test_the_alternative_text_does_not_change_the_picture():
    scene = {"scene": "poster", **SAMPLES["poster"], "palette": "laut"}
    assert draw(scene, SMALL).tobytes() == draw({**scene, "alt": "Poster"}, SMALL).tobytes()


@pytest.mark.parametrize("key", ["shape", "motif", "place"])
def test_each_shape_motif_and_place_is_its_own_picture(key):
    scenes = [scene for scene in VARIANTS if key in scene]
    assert len({draw({**scene, "palette": "laut"}, SMALL).tobytes() for scene in scenes}) == len(scenes)


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("palette", PALETTES)
def test_text_stays_in_its_box_in_every_palette(kind, palette):
    assert_inside(paint({"scene": kind, **SAMPLES[kind], "palette": palette}, SMALL))


@pytest.mark.filterwarnings("ignore::modules.demo.drawing.text.SceneWarning")
@pytest.mark.parametrize("kind", SAMPLES)
def test_too_long_parameters_stay_in_their_boxes(kind):
    def longer(value):
        if isinstance(value, str):
            return value if value in SAMPLES["network"]["nodes"] else f"{value} {LONG} {LONG}"
        if isinstance(value, list):
            return [longer(part) for part in value] * 3
        if isinstance(value, dict):
            return {key: longer(part) for key, part in value.items()}
        return value

    assert_inside(paint({"scene": kind, **longer(SAMPLES[kind])}, SMALL))


@pytest.mark.filterwarnings("ignore::modules.demo.drawing.text.SceneWarning")
@pytest.mark.parametrize("kind", SAMPLES)
def test_missing_parameters_still_give_a_picture(kind):
    assert draw({"scene": kind}, SMALL).size == SMALL
    for key in SAMPLES[kind]:
        draw({"scene": kind, **SAMPLES[kind], key: None}, SMALL)


@pytest.mark.filterwarnings("ignore::modules.demo.drawing.text.SceneWarning")
@pytest.mark.parametrize("kind,value", itertools.product(SAMPLES, ["teks", 7, {"a": 1}, [None], []]))
def test_parameters_of_the_wrong_kind_still_give_a_picture(kind, value):
    draw({"scene": kind, **dict.fromkeys(SAMPLES[kind], value)}, SMALL)


def test_an_unknown_scene_warns_and_becomes_a_poster():
    with pytest.warns(SceneWarning, match="Unknown scene"):
        draw({"scene": "hologram", "title": "Halo"}, SMALL)


def test_an_unknown_palette_warns():
    with pytest.warns(SceneWarning, match="Unknown palette"):
        draw({"scene": "poster", "title": "Halo", "palette": "pelangi"}, SMALL)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_palettes_have_enough_contrast(palette):
    assert contrast(palette.deep, palette.paper) >= 7
    assert contrast(WHITE, palette.primary) >= 4.5
    for ground in palette.series:
        # Text on these is bold and large: 3 is the limit for that (WCAG 2.2, 1.4.3).
        assert contrast(ink_on(ground, palette.deep), ground) >= 3


def width_of(text, size):
    return len(text) * size / 2


def test_fit_makes_text_smaller_before_it_cuts():
    fitted = fit("satu dua tiga empat lima", 100, 60, 40, 10, width_of)
    assert "".join(fitted.lines).replace(" ", "") == "satuduatigaempatlima"
    assert fitted.size < 40
    assert fitted.height <= 60.5


def test_fit_divides_a_word_only_after_its_hyphen():
    assert fit("Semarang-Tanggung", 100, 200, 20, 20, width_of).lines == ("Semarang-", "Tanggung")


def test_fit_keeps_a_dash_between_words_on_the_line():
    assert fit("A - I - U", 200, 200, 20, 20, width_of).lines == ("A - I - U",)


def test_fit_cuts_with_an_ellipsis_and_says_so():
    with pytest.warns(SceneWarning, match="is cut"):
        fitted = fit(LONG * 5, 80, 30, 20, 18, width_of)
    assert fitted.lines[-1].endswith("…")
    assert all(width_of(line, fitted.size) <= 80 for line in fitted.lines)


@pytest.mark.parametrize(
    "label,expected",
    [("Rekam suara", "microphone"), ("Merekam ulang", "microphone"), ("Menulis naskah", "pencil"),
     ("15 menit", "clock"), ("Jamur", ""), ("Kartini", "")],
)  # fmt: skip
def test_icons_follow_the_words_of_a_label(label, expected):
    assert icon_for(label) == expected


@pytest.mark.parametrize(
    "label,expected",
    [("y = x² − 4", (1, 0, -4)), ("y = -2x + 1", (0, -2, 1)), ("f(x) = 0,5x^2 + x", (0.5, 1, 0)),
     ("y = sin x", None), ("luas", None)],
)  # fmt: skip
def test_graphs_are_read_from_their_labels(label, expected):
    assert coefficients(label) == expected


def test_points_are_read_with_both_kinds_of_minus():
    assert point("A(−2, 1,5)") == (-2.0, 1.5)
    assert point("C(3; -4)") == (3.0, -4.0)
    assert point("ABC") is None


def test_fonts_are_small_and_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
    assert all(path.stat().st_size <= 800_000 for path in FONTS.glob("*.ttf"))


# Files


def test_what_was_made_is_what_the_content_says():
    manifest = files.load_manifest()
    expected = {entry["id"]: files.digest(entry, material) for entry, material in files.entries()}
    assert {name: record["source"] for name, record in manifest.items()} == expected


def test_made_files_are_there_and_small():
    total = 0
    for record in files.load_manifest().values():
        path = files.MADE / record["file"]
        total += path.stat().st_size
        assert path.stat().st_size == record["bytes"]
        assert record["bytes"] <= 350_000
        for key in ("captions", "poster"):
            if key in record:
                assert (files.MADE / record[key]).stat().st_size > 0
    assert total <= 5_000_000


def test_audio_and_video_have_a_length_and_captions_to_their_end():
    for record in files.load_manifest().values():
        if record["type"] in ("audio", "video"):
            text = (files.MADE / record["captions"]).read_text(encoding="utf-8")
            last = text.rsplit(" --> ", 1)[1].split("\n")[0].split(":")
            end = int(last[0]) * 3600 + int(last[1]) * 60 + float(last[2])
            assert text.startswith("WEBVTT")
            assert 0 <= record["duration"] - end < 2


def test_pdf_text_can_be_read_out():
    pypdf = pytest.importorskip("pypdf")
    record = next(record for record in files.load_manifest().values() if record["type"] == "pdf")
    reader = pypdf.PdfReader(files.MADE / record["file"])
    assert reader.metadata.title
    assert "Halaman 1" in reader.pages[0].extract_text()


def test_a_pdf_made_twice_is_the_same(tmp_path):
    pytest.importorskip("reportlab")
    entry, material = next((e, m) for e, m in files.entries() if e["type"] == "pdf")
    first = files.make(entry, material, tmp_path)
    data = (tmp_path / first["file"]).read_bytes()
    files.make(entry, material, tmp_path)
    assert data == (tmp_path / first["file"]).read_bytes()


def test_sentences_end_at_marks_and_lines():
    assert sentences("Halo, semua! Apa kabar?\nBaik") == ["Halo, semua!", "Apa kabar?", "Baik"]


def test_captions_divide_long_sentences_in_proportion():
    text = captions([Cue(0.0, 10.0, "a" * 59 + ", " + "b" * 60)])
    assert "00:00:00.000 --> 00:00:05.000" in text
    assert "00:00:05.000 --> 00:00:10.000" in text


def test_markdown_becomes_blocks():
    found = blocks("# Judul\n\nTeks **tebal** dan *miring*.\n\n1. satu\n2. dua\n\n| A | B |\n|---|---|\n| 1 | |")
    assert [block.kind for block in found] == ["heading", "paragraph", "item", "item", "table"]
    assert [run.text for run in found[1].runs if run.bold] == ["tebal"]
    assert [block.marker for block in found if block.kind == "item"] == ["1.", "2."]


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    entry, material = next((e, m) for e, m in files.entries() if e["type"] == "audio")
    with pytest.raises(files.ToolMissing, match="apt install espeak-ng"):
        files.make(entry, material, tmp_path)


def test_the_manifest_is_sorted_for_small_differences():
    names = list(json.loads(files.MANIFEST.read_text(encoding="utf-8")))
    assert names == sorted(names)
