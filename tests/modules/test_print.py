"""A module for paper: all lessons with their answers on one page."""

import pytest

from modules.models import LessonPage
from modules.sequence import bodies_at_once, file_sizes
from tests.factories import make_document, make_image, make_lesson, make_media, make_module, picture_value, quiz_value
from tests.reading import html, query_count


def printed(page):
    return f"{page.get_url()}?cetak=1"


@pytest.fixture
def lessons(module):
    made = []
    for number in (1, 2):
        picture = ("image", picture_value(make_image(), alt=f"Gambar {number}"))
        body = [("text", f"<p>Isi {number}.</p>"), picture, ("quiz", quiz_value(right=f"Jawaban {number}"))]
        made.append(make_lesson(module, title=f"Pelajaran {number}", body=body))
    return made


def test_print_view_holds_every_lesson_in_order_with_its_answers(client, module, lessons):
    make_lesson(module, title="Masih draf", live=False)
    text = html(client, printed(module))
    places = [text.index(words) for words in ("Isi 1.", "Gambar 1", "Jawaban 1", "Isi 2.", "Gambar 2", "Jawaban 2")]
    assert places == sorted(places)
    assert "<details open>" in text
    assert "<details>" not in text
    assert "Masih draf" not in text


def test_print_view_loads_every_picture(client, module, lessons):
    assert 'loading="lazy"' not in html(client, printed(module))


def test_print_view_is_no_page_of_its_own_for_search_engines(client, module, lessons):
    text = html(client, printed(module))
    assert '<meta name="robots" content="noindex">' in text
    assert f'<link rel="canonical" href="http://testserver{module.get_url()}">' in text


def test_print_view_is_closed_as_the_module_is(client, site_tree):
    draft = make_module(site_tree.modules, live=False)
    assert client.get(f"/modul/{draft.slug}/?cetak=1").status_code == 404


def test_module_offers_it_without_a_script(client, module, lessons):
    assert 'href="?cetak=1"' in html(client, module.get_url())
    assert f'href="{module.get_url()}?cetak=1"' in html(client, lessons[0].get_url())


def test_print_view_costs_the_same_queries_with_one_lesson_and_with_five(client, module):
    def add():
        sound = {"audio": make_media(), "caption": ""}
        download = {"document": make_document(), "title": "", "text": ""}
        make_lesson(
            module,
            body=[("image", picture_value(make_image())), ("audio", sound), ("download", download)],
        )

    add()
    one = query_count(client, printed(module))
    for _number in range(4):
        add()
    assert query_count(client, printed(module)) == one


def test_blocks_stay_with_their_lesson(module):
    for words in (["a", "b"], [], ["c"]):
        make_lesson(module, body=[("text", f"<p>{word}</p>") for word in words])
    _gathered, shown = bodies_at_once(module.__class__.objects.get(pk=module.pk).lessons())
    assert [[str(block.value.source) for block in blocks] for _lesson, blocks in shown] == [
        ["<p>a</p>", "<p>b</p>"],
        [],
        ["<p>c</p>"],
    ]


def test_sizes_are_those_of_each_lessons_files(module):
    document = make_document(content=b"x" * 100)
    sound = make_media(content=b"x" * 50)
    download = ("download", {"document": document, "title": "", "text": ""})
    both = make_lesson(module, body=[download, ("audio", {"audio": sound, "caption": ""})])
    one = make_lesson(module, body=[download, download])
    none = make_lesson(module)
    pages = list(LessonPage.objects.all())
    assert file_sizes(pages) == {both.pk: 150, one.pk: 100}
    assert none.pk not in file_sizes(pages)
