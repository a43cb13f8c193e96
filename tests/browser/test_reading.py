"""A material in a browser: the quiz by keyboard, copying the link, a picture enlarged, the whole module for paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


MAKING = """
from media.models import CreativeExampleIndexPage
from modules.models import ModuleIndexPage
from tests.factories import make_example, make_image, make_lesson, make_module, picture_value, quiz_value
several = quiz_value("Mana saja yang benar?")
several["choices"].append({"text": "Ini juga", "correct": True})
picture = lambda alt: ("image", picture_value(make_image(alt), alt=alt))
summary = "Membimbing murid membuat poster yang benar isinya dan mudah dibaca, dari pesan satu kalimat sampai pameran."
module = make_module(ModuleIndexPage.objects.get(), title="Poster untuk dibaca", summary=summary, duration_minutes=90)
lesson = make_lesson(module, body=[picture("Poster"), ("quiz", quiz_value()), ("quiz", several)])
make_lesson(module, title="Pameran", body=[("quiz", quiz_value(right="Jawaban pelajaran kedua"))])
gallery = [picture("Karya pertama"), picture("Karya kedua")]
example = make_example(CreativeExampleIndexPage.objects.get(), title="Poster yang dibaca", gallery=gallery)
print("ADDRESSES", module.get_url(), lesson.get_url(), example.get_url())
"""


@pytest.fixture(scope="module")
def addresses(site: Any) -> dict[str, str]:
    """A module of two lessons, the first with two questions and a picture, and an example with two pictures."""
    line = next(line for line in site.manage("shell", "-c", MAKING).splitlines() if line.startswith("ADDRESSES"))
    return dict(zip(("module", "lesson", "example"), line.split()[1:], strict=True))


@pytest.fixture
def copying(browser: Any, site: Any) -> Iterator[Any]:
    """A tab that may use the clipboard."""
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 780})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    yield tab
    context.close()


def press_until(page: Any, selector: str, key: str = "Tab") -> None:
    """Go on by keyboard until what has the focus matches."""
    for _time in range(150):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by {key}")


def test_quiz_is_answered_by_keyboard(page: Any, addresses: dict[str, str]) -> None:
    page.goto(addresses["lesson"])
    quiz = page.locator(".quiz").first
    press_until(page, ".choices li:not([data-correct]) button")
    page.keyboard.press("Enter")
    assert quiz.locator(".verdict").inner_text() == quiz.get_attribute("data-wrong")
    assert not quiz.locator("details").evaluate("details => details.open")
    page.locator(".quiz li[data-correct] button").first.focus()
    page.keyboard.press("Space")
    assert quiz.locator(".verdict").inner_text() == quiz.get_attribute("data-right")
    assert quiz.locator("details").evaluate("details => details.open")


def test_question_with_two_right_answers_wants_both(page: Any, addresses: dict[str, str]) -> None:
    page.goto(addresses["lesson"])
    quiz = page.locator(".quiz").nth(1)
    right = quiz.locator("li[data-correct] button")
    right.first.click()
    quiz.locator(".check").click()
    assert quiz.locator(".verdict").inner_text() == quiz.get_attribute("data-wrong")
    right.last.click()
    quiz.locator(".check").click()
    assert quiz.locator(".verdict").inner_text() == quiz.get_attribute("data-right")


def test_first_tries_are_counted_when_all_questions_were_tried(page: Any, addresses: dict[str, str]) -> None:
    page.goto(addresses["lesson"])
    page.locator(".quiz").first.locator("li:not([data-correct]) button").click()
    assert page.locator(".score").inner_text() == ""
    for button in page.locator(".quiz").nth(1).locator("li[data-correct] button").all():
        button.click()
    page.locator(".check").click()
    words = page.locator("[data-score]").get_attribute("data-score")
    assert page.locator(".score").inner_text() == words.replace("{right}", "1").replace("{total}", "2")


def test_link_is_copied_and_it_says_so(copying: Any, site: Any, addresses: dict[str, str]) -> None:
    copying.goto(addresses["module"])
    copying.locator(".share summary").click()
    button = copying.locator("[data-copy='#tautan']")
    button.click()
    copying.wait_for_function("button => button.innerText.trim() === button.dataset.done", arg=button.element_handle())
    assert copying.evaluate("navigator.clipboard.readText()") == f"{site.url}{addresses['module']}"


def test_code_is_loaded_only_when_sharing_is_opened(page: Any, addresses: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(addresses["module"])
    page.wait_for_load_state("networkidle")
    assert not [address for address in asked if address.endswith(".svg") and "/bagikan/" in address]
    with page.expect_response(lambda response: "/bagikan/" in response.url) as answer:
        page.locator(".share summary").click()
    assert answer.value.ok


def test_picture_opens_large_and_gives_the_focus_back(page: Any, addresses: dict[str, str]) -> None:
    page.goto(addresses["example"])
    press_until(page, "a.enlarge")
    opener = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.enlarged[open]")
    dialog.wait_for()
    assert dialog.locator("img").evaluate("image => image.src") == opener
    assert dialog.locator("img").get_attribute("alt")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("opener => document.querySelector('dialog img').src !== opener", arg=opener)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    assert page.evaluate("document.activeElement.href") == opener


def test_picture_is_a_plain_link_without_a_script(browser: Any, site: Any, addresses: dict[str, str]) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(addresses["example"])
    with page.expect_response(lambda response: "/media/" in response.url and response.request.is_navigation_request()):
        page.locator("a.enlarge").first.click()
    context.close()


def test_paper_gets_every_lesson_and_every_answer(page: Any, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['module']}?cetak=1")
    page.emulate_media(media="print")
    assert page.locator(".printed-lesson").count() == 2
    assert "Jawaban pelajaran kedua" in page.locator(".printed-lesson").last.locator(".answer").inner_text()
    for shown in (".quiz .answer", ".quiz .choices li button"):
        assert all(answer.is_visible() for answer in page.locator(shown).all()), shown
    for hidden in (".site-head nav", ".site-foot", "[data-print]"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_module_is_decided_on_in_one_screen(page: Any, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(addresses["module"])
    for part in (".facts", ".main-action"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 740, part


def test_reading_pages_are_no_wider_than_a_phone(page: Any, addresses: dict[str, str]) -> None:
    for name in ("module", "lesson", "example"):
        page.goto(addresses[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
