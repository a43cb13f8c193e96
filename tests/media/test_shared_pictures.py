"""What a shared link shows: a picture drawn for each material, kept until it changes; and the QR code."""

import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import segno
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from media.og import HEIGHT, WIDTH, CardText, draw_card
from media.og.card import MAX_BYTES, draw_default
from media.og.lettering import drawable, fit
from media.og.painting import subpaths
from media.og.sharing import forget, shared_picture
from media.renditions import make_renditions
from tests.factories import make_centre_page, make_image, make_lesson, make_module

LONG = "Merancang pembelajaran berdiferensiasi di sekolah kepulauan " * 8


def size_of(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture.format, picture.size


def address(page, ending="jpg"):
    return f"/bagikan/{page.uuid}.{ending}"


def kept(page):
    folder = f"og/{page.uuid.hex[:2]}"
    if not default_storage.exists(folder):
        return []
    return [name for name in default_storage.listdir(folder)[1] if name.startswith(str(page.uuid))]


# Drawing


@pytest.mark.parametrize(
    "title",
    ["Kuis", LONG, "x" * 500, "", "Emoji 👩🏽‍🏫✨", "漢字 العربية ꦗꦮ", "\ud800\x00\x1b", "Baris\nbaru\tdan\u00a0spasi"],
)
def test_any_title_is_drawn_in_size_and_weight(title):
    content = draw_card(CardText(title, "Modul", "Dasar · SD/MI", "Balai", "Sinau"), subject="fisika", seed="ab")
    assert size_of(content) == ("JPEG", (WIDTH, HEIGHT))
    assert len(content) <= MAX_BYTES


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "CMYK"])
@pytest.mark.parametrize("size", [(800, 450), (300, 900), (3, 3)])
def test_any_picture_can_be_the_cover(mode, size):
    content = draw_card(CardText("Kuis"), Image.new(mode, size))
    assert size_of(content) == ("JPEG", (WIDTH, HEIGHT))


def test_the_hardest_cover_stays_within_the_weight():
    noise = Image.effect_noise((800, 800), 120).convert("RGB")
    assert len(draw_card(CardText("Kuis"), noise)) <= MAX_BYTES


def test_a_long_title_is_cut_after_five_lines_with_an_ellipsis():
    lines, size = fit(drawable(LONG), 560, 62, 40, 5)
    assert (len(lines), size) == (5, 40)
    assert lines[-1].endswith("…")


def test_a_title_that_fits_is_large_and_whole():
    lines, size = fit("Kuis seru", 560, 62, 40, 5)
    assert (lines, size) == (["Kuis seru"], 62)


def test_emoji_are_dropped_and_words_stay_apart():
    assert drawable("Halo 👋🏽 dunia ✨\nbaru") == "Halo dunia baru"


def test_curves_end_where_they_should():
    ((points, closed),) = subpaths("M0 0Q10 0 10 10C10 20 0 20 0 10Z")
    assert points[14] == pytest.approx((10, 10))
    assert points[-1] == pytest.approx((0, 10))
    assert closed


def test_the_sites_own_picture_is_what_the_code_draws():
    with open(finders.find("cms/og.png"), "rb") as file:
        stored = file.read()
    drawn = draw_default("Sinau", "Materi belajar untuk guru Indonesia")
    assert size_of(stored) == size_of(drawn) == ("PNG", (WIDTH, HEIGHT))
    assert len(stored) == pytest.approx(len(drawn), rel=0.2)


# Served


def test_a_material_has_a_picture_and_it_is_drawn_once(client, module, monkeypatch):
    first = client.get(address(module))
    assert size_of(first.content) == ("JPEG", (WIDTH, HEIGHT))
    monkeypatch.setattr("media.og.sharing.draw_card", lambda *args: pytest.fail("drawn again"))
    second = client.get(address(module))
    assert second.content == first.content
    assert client.get(address(module), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_new_title_has_a_new_picture_and_the_old_one_goes(client, module):
    before = client.get(address(module))
    module.title = "Judul baru"
    module.save()
    after = client.get(address(module))
    assert after["ETag"] != before["ETag"]
    assert len(kept(module)) == 1


def test_the_editors_picture_is_shown_once_the_worker_has_made_it(client, site_tree):
    image = make_image()
    page = make_module(site_tree.modules, cover=image)
    drawn = client.get(address(page)).content
    assert not image.renditions.exists()
    make_renditions(image)
    shown = Image.open(io.BytesIO(client.get(address(page)).content)).convert("RGB")
    assert Image.open(io.BytesIO(drawn)).convert("RGB").getpixel((30, 30)) != shown.getpixel((30, 30))
    assert shown.getpixel((30, 30)) == pytest.approx((11, 74, 84), abs=6)


def test_a_broken_file_is_drawn_anew(client, module):
    whole = client.get(address(module)).content
    (name,) = kept(module)
    path = f"og/{module.uuid.hex[:2]}/{name}"
    default_storage.delete(path)
    default_storage.save(path, ContentFile(whole[:100]))
    assert client.get(address(module)).content == whole
    with default_storage.open(path) as file:
        assert file.read() == whole


def test_a_cover_that_cannot_be_read_is_replaced_by_the_motif(client, site_tree):
    image = make_image()
    make_renditions(image)
    page = make_module(site_tree.modules, cover=image)
    file = image.renditions.get(filter_spec="format-jpeg|width-800").file
    default_storage.delete(file.name)
    default_storage.save(file.name, ContentFile(b"bukan gambar"))
    assert client.get(address(page)).status_code == 200


def test_several_at_once_get_whole_pictures_and_leave_one(module):
    from media.og import sharing

    card = sharing.card_text(module), sharing.first_subject(module)
    name = f"og/{module.uuid.hex[:2]}/{module.uuid}-{'a' * 24}.jpg"
    content = draw_card(card[0], None, card[1], "ab")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: sharing._keep(name, content), range(8)))
    seen = sharing._read(name)
    assert seen in (content, b"")
    sharing._keep(name, content)
    assert sharing._read(name) == content
    assert len(kept(module)) == 1


def test_a_deleted_material_leaves_no_picture(client, module, django_capture_on_commit_callbacks):
    client.get(address(module))
    assert len(kept(module)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        module.delete()
    assert kept(module) == []


def test_forgetting_touches_no_other_material(site_tree):
    one, other = make_module(site_tree.modules), make_module(site_tree.modules)
    shared_picture(one)
    shared_picture(other)
    assert forget(str(one.uuid)) == 1
    assert len(kept(other)) == 1


@pytest.mark.parametrize("ending", ["jpg", "svg"])
def test_what_is_not_public_has_neither_picture_nor_code(client, site_tree, ending):
    assert client.get(address(make_module(site_tree.modules, live=False), ending)).status_code == 404
    assert client.get(f"/bagikan/{uuid4()}.{ending}").status_code == 404


def test_the_queries_of_a_kept_picture_are_few(client, site_tree, django_assert_max_num_queries):
    centre_page = make_centre_page(site_tree)
    page = make_module(centre_page, cover=make_image())
    client.get(address(page))
    with django_assert_max_num_queries(9):
        client.get(address(page))


def test_drawing_takes_no_reader_long():
    started = time.process_time()
    draw_card(CardText(LONG, "Modul", "Dasar", "Balai", "Sinau"), subject="pendidikan-pancasila", seed="12345678")
    assert time.process_time() - started < 2


# The page's head


def head(client, url):
    text = client.get(url).content.decode()
    return dict(re.findall(r'<meta (?:property|name)="((?:og:image|twitter)[^"]*)" content="([^"]*)">', text))


def test_a_material_names_its_picture_by_its_full_address(client, module):
    assert head(client, module.get_url()) == {
        "og:image": f"http://testserver/bagikan/{module.uuid}.jpg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": module.title,
        "twitter:card": "summary_large_image",
    }


def test_a_lesson_shows_its_modules_picture(client, module):
    lesson = make_lesson(module)
    assert head(client, lesson.get_url())["og:image"].endswith(f"/bagikan/{module.uuid}.jpg")


def test_other_pages_show_the_sites_own(client, site_tree):
    assert head(client, "/modul/")["og:image"] == "http://testserver/static/cms/og.png"


# The code


@pytest.mark.parametrize("host", ["sinau.example.id", "balai.example.id"])
def test_the_code_says_the_address_at_the_host_that_was_asked(client, module, host):
    response = client.get(address(module, "svg"), headers={"Host": host})
    assert response["Content-Type"] == "image/svg+xml"
    text = response.content.decode()
    expected = segno.make(f"http://{host}{module.get_url()}", error="m", micro=False)
    edge = len(expected.matrix) + 8
    assert f'viewBox="0 0 {edge} {edge}"' in text
    assert " width=" not in text.partition(">")[0]
    assert dark_squares(text) == {
        (x + 4, y + 4) for y, row in enumerate(expected.matrix) for x, dark in enumerate(row) if dark
    }


def dark_squares(svg):
    """The squares that the strokes of the code cover."""
    data = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]
    x, y, dark = 0.0, 0.0, set()
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", data):
        values = [float(value) for value in re.findall(r"-?[0-9.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return dark
