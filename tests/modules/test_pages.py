"""Modules and lessons as readers see them."""

import re

import pytest
from wagtail.models import PageViewRestriction

from cms.models import Platform, Subject
from media.renditions import LARGE_SPEC, make_renditions
from modules.models import ModulePage
from tests.factories import (
    make_document,
    make_example,
    make_image,
    make_lesson,
    make_media,
    make_module,
    make_user,
    picture_value,
    quiz_value,
    steps_value,
    term,
)
from tests.reading import gzipped, html, query_count

FIRST_FLIGHT = 14 * 1024
PROSE = (
    "<p>Di lorong sekolah, poster mendapat waktu kira-kira lima langkah kaki untuk menyampaikan pesannya. "
    "Modul ini mengajak Anda menjalani proses seperti seorang perancang bersama murid kelas {0}.</p>"
)


def full_body():
    activity = {
        "title": "Berburu pesan",
        "stage": "awal",
        "minutes": 15,
        "grouping": "berpasangan",
        "materials": "Buku tulis",
        "text": "<p>Murid mencari tiga poster.</p>",
    }
    embed = {"url": "https://youtu.be/abcdefghijk", "title": "Video pengantar", "text": ""}
    return [
        *(("text", PROSE.format(number)) for number in range(8)),
        ("image", picture_value(make_image(), alt="Lima poster di dinding kelas", caption="Poster murid")),
        ("steps", steps_value("Tulis pesan", "Buat sketsa", "Uji dari jauh")),
        ("activity", activity),
        ("callout", {"kind": "tip", "title": "Hemat kuota", "text": "<p>Unduh sekali saja.</p>"}),
        ("quiz", quiz_value("Poster mana yang terbaca?", right="Yang kontras", wrong="Yang penuh")),
        ("download", {"document": make_document(), "title": "Lembar kerja", "text": ""}),
        ("embed", embed),
    ]


@pytest.fixture
def full_module(site_tree):
    return make_module(
        site_tree.modules,
        objectives=[("objective", f"Merumuskan pesan poster nomor {number}") for number in range(4)],
        subjects=[term(Subject, "seni-rupa")],
        platforms=[term(Platform, "canva-for-education")],
        tags=["poster", "desain"],
        cover=make_image("Sampul"),
        duration_minutes=180,
        authors=[("author", {"name": "Fitri Handayani", "affiliation": "SD Negeri 24"})],
        body=full_body(),
    )


def address(page):
    return page.get_url()


def test_contents_list_lessons_in_order_with_their_length(client, module):
    make_lesson(module, title="Satu pesan", duration_minutes=45)
    make_lesson(module, title="Merancang", duration_minutes=90)
    make_lesson(module, title="Masih draf", live=False)
    contents = re.search(r'<ol class="lessons".*?</ol>', html(client, address(module)), re.DOTALL)[0]
    assert contents.index("Satu pesan") < contents.index("1 JP (45") < contents.index("Merancang")
    assert "Masih draf" not in contents


def test_lesson_knows_its_place_and_its_neighbours(client, module):
    lessons = [make_lesson(module, title=f"Bagian {number}") for number in (1, 2, 3)]
    text = html(client, address(lessons[1]))
    assert re.search(r'class="kind">\D*2\D+3', text)
    assert f'rel="prev" href="{address(lessons[0])}"' in text
    assert f'rel="next" href="{address(lessons[2])}"' in text
    assert f'href="{address(module)}"' in text


def test_progress_links_every_lesson_and_marks_the_one_that_is_read(client, module):
    lessons = [make_lesson(module, title=f"Bagian {number}") for number in (1, 2, 3)]
    row = re.search(r'<ol class="progress".*?</ol>', html(client, address(lessons[1])), re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', row) == [address(lesson) for lesson in lessons]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', row) == [address(lessons[1])]


def test_contents_say_what_each_lesson_downloads(client, module):
    sound = {"audio": make_media(content=b"\0" * 3 * 1024 * 1024), "caption": ""}
    make_lesson(module, title="Dengan bunyi", body=[("audio", sound)])
    make_lesson(module, title="Tanpa bunyi")
    contents = re.search(r'<ol class="lessons".*?</ol>', html(client, address(module)), re.DOTALL)[0]
    assert contents.count("3,0\xa0MB") == 1
    assert contents.index("3,0\xa0MB") < contents.index("Tanpa bunyi")


def test_module_begins_with_its_first_lesson_else_with_its_content(client, site_tree, module):
    first = make_lesson(module)
    assert f'main-action" href="{address(first)}"' in html(client, address(module))
    alone = make_module(site_tree.modules, body=[("text", "<p>Isi.</p>")])
    assert 'main-action" href="#mulai"' in html(client, address(alone))
    assert "main-action" not in html(client, address(make_module(site_tree.modules))).partition("<body>")[2]


def test_share_leads_to_whatsapp_and_a_code_without_a_script(client, module):
    text = html(client, address(module))
    url = f"http://testserver{address(module)}"
    assert f'<input id="tautan" readonly value="{url}">' in text
    assert (
        f"https://wa.me/?text=Poster%20pembelajaran%20dengan%20Canva%20{url.replace(':', '%3A').replace('/', '%2F')}"
        in text
    )
    assert re.search(rf'src="/bagikan/{module.uuid}.svg" width="160" height="160"[^>]*loading="lazy"', text)


def test_code_on_a_lesson_is_named_as_the_modules(client, module):
    lesson = make_lesson(module)
    text = html(client, f"/en{address(lesson)}")
    assert re.search(rf'src="/bagikan/{module.uuid}.svg"[^>]*alt="QR code of the module"', text)
    assert "QR code of this material" not in text
    assert "QR code of the module" not in html(client, f"/en{address(module)}")


@pytest.mark.parametrize("of_lesson", [False, True], ids=["module", "lesson"])
def test_a_page_that_not_everyone_may_open_shows_no_code(client, module, of_lesson):
    page = make_lesson(module) if of_lesson else module
    assert "/bagikan/" in html(client, address(page)).partition("<body")[2]
    PageViewRestriction.objects.create(page=module, restriction_type="login")
    client.force_login(make_user())
    assert "/bagikan/" not in html(client, address(page)).partition("<body")[2]


def test_last_lesson_leads_back_to_the_module(client, module):
    lesson = make_lesson(module)
    navigation = re.search(r'<nav class="steps-nav".*?</nav>', html(client, address(lesson)), re.DOTALL)[0]
    assert 'rel="next"' not in navigation
    assert f'href="{address(module)}"' in navigation


@pytest.mark.parametrize("relation", ["prerequisites", "next_modules"])
def test_related_modules_are_shown_only_while_visible(client, site_tree, relation):
    shown = make_module(site_tree.modules, title="Sudah terbit")
    hidden = make_module(site_tree.modules, title="Belum terbit", live=False)
    module = make_module(site_tree.modules, **{relation: [shown, hidden]})
    text = html(client, address(module))
    assert "Sudah terbit" in text
    assert "Belum terbit" not in text


def test_examples_are_shown_only_while_visible(client, site_tree):
    examples = [
        make_example(site_tree.examples, title="Karya terbit"),
        make_example(site_tree.examples, title="Karya draf", live=False),
    ]
    text = html(client, address(make_module(site_tree.modules, examples=examples)))
    assert "Karya terbit" in text
    assert "Karya draf" not in text


def test_quiz_answer_is_there_without_javascript(client, full_module):
    quiz = re.search(r'<section class="block quiz".*?</section>', html(client, address(full_module)), re.DOTALL)[0]
    answer = re.search(r"<details>.*?</details>", quiz, re.DOTALL)[0]
    assert "Yang kontras" in answer
    assert "Yang penuh" not in answer
    assert "Sebab begitu." in answer


def test_embed_is_a_link_until_it_is_tapped(client, full_module):
    text = html(client, address(full_module))
    assert "<iframe" not in text
    link = re.search(r'<a href="https://youtu.be/abcdefghijk"[^>]*>', text)[0]
    assert 'data-frame-url="https://www.youtube-nocookie.com/embed/abcdefghijk"' in link


def test_download_says_type_and_size(client, full_module):
    block = re.search(r'<div class="download">.*?</div>', html(client, address(full_module)), re.DOTALL)[0]
    assert "Lembar kerja" in block
    assert "TXT" in block
    assert "17" in block


def test_pictures_come_in_three_formats_with_size_and_alternative_text(client, full_module):
    text = html(client, address(full_module))
    picture = next(part for part in re.findall(r"<picture>.*?</picture>", text, re.DOTALL) if "Lima poster" in part)
    assert "image/avif" in picture
    assert "image/webp" in picture
    assert re.search(r'<img [^>]*src="[^"]+\.jpg"', picture)
    assert 'alt="Lima poster di dinding kelas"' in picture
    assert 'width="400"' in picture


def test_only_the_first_picture_is_loaded_at_once(client, full_module):
    article = html(client, address(full_module)).partition('class="resource-body"')[2]
    assert re.findall(r'loading="(\w+)"', article) == ["eager", "lazy"]


def test_picture_opens_at_an_address_of_its_own(client, full_module):
    image = full_module.body[8].value["image"]

    def opens(spec):
        return f'<a class="enlarge" href="{image.renditions.get(filter_spec=spec).url}">'

    # Before the worker came, what the page itself shows; never the original, which may be large.
    assert f'href="{image.file.url}"' not in html(client, address(full_module))
    assert opens("format-webp|width-800") in html(client, address(full_module))
    make_renditions(image)
    assert opens(LARGE_SPEC) in html(client, address(full_module))


def test_decorative_picture_has_an_empty_alternative(client, site_tree):
    body = [("image", picture_value(make_image(), alt="", decorative=True))]
    assert 'alt=""' in html(client, address(make_module(site_tree.modules, body=body)))


def test_download_size_is_the_sum_of_files(client, site_tree):
    sound = {"audio": make_media(content=b"\0" * 3 * 1024 * 1024), "caption": ""}
    text = html(client, address(make_module(site_tree.modules, body=[("audio", sound)])))
    assert "≈ 3,0\xa0MB" in text


def test_module_costs_the_same_queries_with_one_related_page_and_with_five(client, full_module, site_tree):
    def grow(number):
        for _number in range(number):
            make_lesson(full_module, body=[("text", "<p>Isi pelajaran.</p>"), ("quiz", quiz_value())])
            fresh = ModulePage.objects.get(pk=full_module.pk)
            fresh.prerequisites.add(make_module(site_tree.modules))
            fresh.next_modules.add(make_module(site_tree.modules))
            fresh.examples.add(make_example(site_tree.examples))
            fresh.save()

    grow(1)
    one = query_count(client, address(full_module))
    grow(4)
    assert query_count(client, address(full_module)) == one


def test_module_costs_the_same_queries_with_files_in_one_lesson_and_in_five(client, module):
    def add():
        sound = {"audio": make_media(), "caption": ""}
        make_lesson(module, body=[("audio", sound), ("image", picture_value(make_image()))])

    add()
    one = query_count(client, address(module))
    for _number in range(4):
        add()
    assert query_count(client, address(module)) == one


def test_module_costs_the_same_queries_with_one_picture_and_with_five(client, site_tree):
    few = make_module(site_tree.modules, body=[("image", picture_value(make_image()))])
    many = make_module(site_tree.modules, body=[("image", picture_value(make_image())) for _number in range(5)])
    assert query_count(client, address(many)) == query_count(client, address(few))


def test_lesson_costs_the_same_queries_with_one_picture_and_with_five(client, module):
    few = make_lesson(module, body=[("image", picture_value(make_image()))])
    many = make_lesson(module, body=[("image", picture_value(make_image())) for _number in range(5)])
    assert query_count(client, address(many)) == query_count(client, address(few))


def test_module_and_lesson_fit_the_first_flight(client, full_module):
    lesson = make_lesson(full_module, body=full_body())
    assert gzipped(client, address(full_module)) <= FIRST_FLIGHT
    assert gzipped(client, address(lesson)) <= FIRST_FLIGHT
