"""Nothing jumps while a page loads on a slow line, nor when its pictures arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.templates import TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# What moves within a player's controls is the browser's own doing: a part without a node, inside the player's box. An
# icon moves inside its button while the rest of the label is still on the line: the button stands, nobody taps beside it.
WATCH = """
window.shifts = [];
const inside = (part, box) =>
  part.left >= box.left && part.right <= box.right && part.top >= box.top && part.bottom <= box.bottom;
const stands = ({ node, currentRect, previousRect }) =>
  [...document.querySelectorAll(node ? "button, .button" : "audio, video, button, .button")].some((control) => {
    const box = control.getBoundingClientRect();
    return control !== node && (!node || control.contains(node)) && inside(currentRect, box) && inside(previousRect, box);
  });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.sources.length || !entry.sources.every(stands))
      shifts.push([entry.value, entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 120))]);
}).observe({ type: "layout-shift", buffered: true });
"""
PAGES = ["home", "search", "search-grid", "search-filtered", "modules", "module", "lesson", "example", "example-video"]
PAGES += ["example-sound", "example-document", "centres", "centre", "subject", "subjects", "not-found"]
# Where a piece of a page ends is the line's chance; that a neighbour moves when the next one comes is the layout's fault.
IN_PIECES = r"""async ([path, html]) => {
  history.replaceState(null, "", path);
  document.open();
  for (const piece of html.split(/(?<=<\/(?:li|section|article|header|p|a|button|div)>)(?!\s*<\/)/)) {
    document.write(piece);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  document.close();
  await new Promise((done) => setTimeout(done, 150));
  return shifts;
}"""
TOTAL = "shifts.reduce((sum, [value]) => sum + value, 0)"


def total(shifts: list[Any]) -> float:
    return sum(value for value, _sources in shifts)


@pytest.fixture(scope="module", params=[360, 1280])
def slow(request: Any, browser: Any, site: Any, every_template: dict[str, str]) -> Iterator[Any]:
    """A tab on a line of 1.6 Mbps with 150 ms to the server."""
    context = browser.new_context(base_url=site.url, viewport={"width": request.param, "height": 740})
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    tab.add_init_script(WATCH)
    devtools = context.new_cdp_session(tab)
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 100_000},
    )
    yield tab
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps(slow: Any, name: str) -> None:
    """What moves each time it is loaded: a word that moved once stood where a packet happened to end."""
    seen = []
    for _ in range(3):
        slow.goto(TEMPLATES[name])
        slow.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
        slow.wait_for_function("[...document.images].every(image => image.complete)")
        slow.wait_for_timeout(150)
        seen.append(slow.evaluate("shifts"))
        if total(seen[-1]) < 0.001:
            return
    pytest.fail(f"Each time something moved: {seen}")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["home", "search", "modules", "module", "lesson", "example", "centre", "not-found"])
def test_what_stands_stays_when_the_next_piece_arrives(
    browser: Any, site: Any, every_template: dict[str, str], name: str, width: int
) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 740})
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    html = tab.request.get(TEMPLATES[name]).text()
    tab.goto("/robots.txt")
    tab.evaluate(WATCH)
    shifts = tab.evaluate(IN_PIECES, [TEMPLATES[name], html])
    context.close()
    assert len(html) > 5_000
    assert total(shifts) < 0.001, shifts


def test_the_watch_sees_a_jump(slow: Any) -> None:
    slow.goto("/")
    slow.wait_for_timeout(300)
    slow.evaluate("document.body.insertAdjacentHTML('afterbegin', '<p style=\"height:200px\">Tiba-tiba</p>')")
    slow.wait_for_function(f"{TOTAL} > 0")
