"""Editors at work: a tab of one's own, a draft of one's own, and what the database holds of it."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

SAVE = "[data-edit-form] footer button[type=submit]"


@pytest.fixture
def open_tab(browser: Any, site: Any) -> Iterator[Callable[[str], Any]]:
    """A tab of a browser of its own, with a user logged in."""
    contexts = []

    def open_as(name: str) -> Any:
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("dialog", lambda dialog: dialog.accept())
        tab.goto("/admin/login/")
        tab.fill("#id_username", name)
        tab.fill("#id_password", "sinau-demo")
        tab.click("button[type=submit]")
        tab.wait_for_url("**/admin/")
        return tab

    yield open_as
    for context in contexts:
        context.close()


def sql(site: Any, statement: str, *values: Any) -> list[Any]:
    """Read or change the site's database beside the site, without waiting for a command to start."""
    path = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        return database.execute(statement, values).fetchall()


@pytest.fixture(scope="session")
def drafts(site: Any) -> list[str]:
    """Examples without a gallery, one for each test."""
    code = """
from media.models import CreativeExampleIndexPage, CreativeExamplePage
index = CreativeExampleIndexPage.objects.first()
for number in range(20):
    page = index.add_child(instance=CreativeExamplePage(title=f"Poster hujan {number}", summary="Hujan.", live=False))
    page.save_revision(clean=False)
"""
    site.manage("shell", "-v", "0", "-c", code)
    pages = sql(site, "select id from wagtailcore_page where title like 'Poster hujan %' order by id")
    return [str(page_id) for (page_id,) in pages]


@pytest.fixture
def example_id(drafts: list[str]) -> str:
    return drafts.pop()


def edit(tab: Any, page_id: str) -> None:
    """Open the form; the admin begins to look for changes two seconds later."""
    tab.goto(f"/admin/pages/{page_id}/edit/")
    tab.wait_for_load_state("networkidle")
    form = tab.locator("form[data-edit-form]").element_handle()
    watching = "form => window.wagtail.app.getControllerForElementAndIdentifier(form, 'w-unsaved')?.initialFormData"
    tab.wait_for_function(watching, arg=form)
    # It may begin a second time, when the form was moved while the page was built.
    tab.wait_for_timeout(1_500)


def save(tab: Any) -> None:
    """Save by hand and wait for the page that comes then."""
    with tab.expect_navigation():
        tab.locator(SAVE).first.click()
    tab.wait_for_load_state("networkidle")


def autosaved(tab: Any, act: Callable[[], Any]) -> None:
    """Do something that the page then saves by itself, and wait for that."""
    tab.evaluate("document.addEventListener('w-autosave:success', () => { window.saved = true; })")
    act()
    tab.wait_for_function("window.saved")


def revisions(site: Any, page_id: str) -> list[dict[str, Any]]:
    rows = sql(site, "select content from wagtailcore_revision where object_id = ? order by created_at", page_id)
    return [json.loads(content) for (content,) in rows]


def draft_title(site: Any, page_id: str) -> str:
    return str(revisions(site, page_id)[-1]["title"])


def end_session(tab: Any, site: Any) -> None:
    """Away on the server, as when it expired; the browser still holds the cookie."""
    key = next(cookie["value"] for cookie in tab.context.cookies() if cookie["name"] == "sessionid")
    sql(site, "delete from django_session where session_key = ?", key)
