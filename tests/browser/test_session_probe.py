"""Where nobody can say whether the writer is still logged in, the check warns once and keeps no form from being sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.editing import SAVE, draft_title, edit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NO_AUTOSAVE = "document.addEventListener('w-autosave:save', (event) => event.preventDefault(), true)"
ANSWERS = {
    "an error": lambda route: route.fulfill(status=503, body="down"),
    "a page of a proxy": lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Login to Wi-Fi"),
    "other data": lambda route: route.fulfill(status=200, json={"ok": True}),
}


@pytest.fixture
def tab(open_tab: Any, site: Site, example_id: str) -> Any:
    """A form in which something was typed and nothing is saved by itself."""
    tab = open_tab("editor")
    tab.add_init_script(NO_AUTOSAVE)
    edit(tab, example_id)
    tab.fill("#id_title", "Disimpan saja")
    return tab


def unknown(tab: Any, answer: Any) -> None:
    address = tab.evaluate("document.querySelector('script[src*=session_guard]').dataset.probe")
    tab.route(f"**{address}", answer)


def save_anyway(tab: Any) -> Any:
    label = tab.evaluate("document.querySelector('script[src*=session_guard]').dataset.anyway")
    return tab.locator(".session-guard").get_by_role("button", name=label, exact=True)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_form_is_sent_anyway_when_the_answer_is_unknown(tab: Any, site: Site, example_id: str, answer: Any) -> None:
    unknown(tab, answer)
    tab.locator(SAVE).first.click()
    save_anyway(tab).wait_for()
    assert tab.input_value("#id_title") == "Disimpan saja"
    with tab.expect_navigation():
        save_anyway(tab).click()
    assert draft_title(site, example_id) == "Disimpan saja"


def test_the_editor_is_asked_once(tab: Any) -> None:
    """Also where the form then stays on the screen."""
    unknown(tab, ANSWERS["an error"])
    tab.evaluate(
        "window.sent = 0; document.querySelector('form[data-edit-form]')"
        ".addEventListener('submit', (event) => { event.preventDefault(); window.sent += 1; })"
    )
    tab.locator(SAVE).first.click()
    save_anyway(tab).click()
    tab.wait_for_function("window.sent === 1")
    # Wagtail keeps a button that was clicked from being clicked again at once.
    tab.locator(SAVE).first.evaluate("button => { button.disabled = false; button.click(); }")
    tab.wait_for_function("window.sent === 2")
    assert not tab.locator(".session-guard").is_visible()


def test_a_browser_without_a_timeout_for_requests_saves_as_ever(open_tab: Any, site: Site, example_id: str) -> None:
    tab = open_tab("editor")
    tab.add_init_script(NO_AUTOSAVE + "; delete AbortSignal.timeout;")
    edit(tab, example_id)
    tab.fill("#id_title", "Dari peramban lama")
    with tab.expect_navigation():
        tab.locator(SAVE).first.click()
    assert draft_title(site, example_id) == "Dari peramban lama"
