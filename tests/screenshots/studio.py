"""A browser that photographs a served site: who is logged in, how wide, light or dark, what is marked, what is cut out.

with Studio("http://127.0.0.1:8000", folder) as studio:
    page = studio.open("/admin/", user="editor", width=1280)
    studio.shoot(page, "admin-home", clip="#main", highlight=[".quick-actions a"])
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image

PASSWORD = "sinau-demo"  # of the demo users
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--hide-scrollbars", "--font-render-hinting=none"]
HEIGHTS = {360: 740, 1280: 800}
# Boxes are drawn above the page, in the colours of a pen, and take no place in it.
MARK = """(boxes) => {
  const layer = document.createElement("div");
  layer.id = "studio-marks";
  layer.style.cssText = "position:absolute;inset:0 auto auto 0;z-index:2147483647;pointer-events:none";
  boxes.forEach((box, index) => {
    const frame = document.createElement("div");
    frame.style.cssText = `position:absolute;left:${box.x + scrollX - 5}px;top:${box.y + scrollY - 5}px;` +
      `width:${box.width + 10}px;height:${box.height + 10}px;box-sizing:border-box;` +
      "border:3px solid #d1242f;border-radius:8px;box-shadow:0 0 0 2px #fff";
    if (boxes.length > 1) {
      const number = document.createElement("b");
      number.textContent = index + 1;
      number.style.cssText = "position:absolute;left:-13px;top:-13px;width:26px;height:26px;border-radius:50%;" +
        "background:#d1242f;color:#fff;font:700 15px/26px sans-serif;text-align:center;box-shadow:0 0 0 2px #fff";
      frame.append(number);
    }
    layer.append(frame);
  });
  document.body.append(layer);
}"""


class NoChromium(Exception):
    """Chromium is not installed; the message says how to get it."""


def chromium_path() -> str:
    """Where the system's Chromium lies. Raises NoChromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise NoChromium("Chromium is not installed (Debian: apt-get install chromium), so no pictures were taken.")


class Studio:
    """One Chromium for all pictures of a run: of the site at `url`, into `folder`, `only` those named so."""

    def __init__(self, url: str, folder: Path, only: str = "") -> None:
        self.url, self.folder, self.only = url.rstrip("/"), folder, only
        self.taken: list[Path] = []
        self._sessions: dict[str, Any] = {}
        self._contexts: dict[tuple[Any, ...], Any] = {}

    def __enter__(self) -> Studio:
        from playwright.sync_api import sync_playwright

        path = chromium_path()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def wants(self, name: str) -> bool:
        """Whether the picture is among those asked for (`only`, part of a name)."""
        return self.only in name

    def open(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int | None = None,
        scheme: str = "light",
        user: str | None = None,
        scale: float = 1,
    ) -> Any:
        """A tab (a Playwright page) at `address`, `width` by `height` CSS pixels, everything on it loaded.

        `scheme` is light or dark. `user` is one of the demo users, by default nobody is logged in.
        """
        key = (width, height, scheme, user, scale)
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(
                base_url=self.url,
                viewport={"width": width, "height": height or HEIGHTS.get(width, 800)},
                color_scheme=scheme,
                reduced_motion="reduce",
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                device_scale_factor=scale,
                storage_state=self._session(user) if user else None,
            )
            self._contexts[key].set_default_timeout(30_000)
        page = self._contexts[key].new_page()
        page.goto(address)
        self.settle(page)
        return page

    def settle(self, page: Any) -> None:
        """Wait until the page and the pictures in view have loaded."""
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        # Lazy pictures further down are asked for; full pages show them.
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
        page.wait_for_function("[...document.images].every(image => image.complete)")
        page.wait_for_timeout(250)

    def shoot(
        self,
        page: Any,
        name: str,
        *,
        clip: str | Iterable[str] | None = None,
        highlight: Iterable[str] = (),
        margin: int = 16,
        full: bool = False,
        folder: Path | None = None,
        webp: bool = False,
        limit: int | None = None,
        width: int | None = None,
        close: bool = True,
    ) -> Path:
        """Photograph the tab; returns the file, `name`.png, or `name`.webp if `webp`.

        `clip`: only the box around these elements (CSS or Playwright selectors, the first match of each) and
        `margin` CSS pixels around it. `highlight`: elements that get a red frame, numbered when there are several.
        `full`: the whole page, not only what the window shows. `limit`: at most so many bytes (webp only; the
        quality gives way). `width`: scaled down to so many pixels. The tab is closed unless `close` is False.
        """
        marks = [self._box(page, selector) for selector in highlight]
        if marks:
            page.evaluate(MARK, marks)
        options: dict[str, Any] = {"animations": "disabled", "caret": "hide"}
        if clip is not None:
            selectors = [clip] if isinstance(clip, str) else list(clip)
            options |= {"clip": self._around(page, selectors, margin), "full_page": True}
        else:
            options["full_page"] = full
        path = (folder or self.folder) / f"{name}.{'webp' if webp else 'png'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_encoded(page.screenshot(**options), webp, limit, width))
        self.taken.append(path)
        if close:
            page.close()
        elif marks:
            page.evaluate("document.getElementById('studio-marks').remove()")
        return path

    def _session(self, user: str) -> Any:
        if user not in self._sessions:
            context = self._browser.new_context(base_url=self.url, locale="id-ID")
            page = context.new_page()
            page.goto("/admin/login/")
            page.fill("#id_username", user)
            page.fill("#id_password", PASSWORD)
            page.press("#id_password", "Enter")
            page.wait_for_url(lambda address: "/login/" not in address)
            self._sessions[user] = context.storage_state()
            context.close()
        return self._sessions[user]

    def _box(self, page: Any, selector: str) -> dict[str, float]:
        found = page.locator(selector).first
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        if box is None:
            raise LookupError(f"{selector} cannot be seen on {page.url}")
        return dict(box)

    def _around(self, page: Any, selectors: list[str], margin: int) -> dict[str, float]:
        """The box around the elements, in the coordinates of the whole page and within it."""
        boxes = [self._box(page, selector) for selector in selectors]
        # One box after the other may have scrolled the page: measure again where it came to rest.
        boxes = [dict(page.locator(selector).first.bounding_box()) for selector in selectors]
        x, y = page.evaluate("[scrollX, scrollY]")
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        left = max(0, min(box["x"] for box in boxes) + x - margin)
        top = max(0, min(box["y"] for box in boxes) + y - margin)
        right = min(size[0], max(box["x"] + box["width"] for box in boxes) + x + margin)
        bottom = min(size[1], max(box["y"] + box["height"] for box in boxes) + y + margin)
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _encoded(png: bytes, webp: bool, limit: int | None, width: int | None) -> bytes:
    if not webp and width is None:
        return png
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if width and picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    for quality in (88, 80, 70, 60, 50, 40, 30):
        out = io.BytesIO()
        picture.save(out, **({"format": "WEBP", "quality": quality, "method": 6} if webp else {"format": "PNG"}))
        if limit is None or out.tell() <= limit or not webp:
            break
    else:
        raise ValueError(f"a picture of {picture.size} does not fit into {limit} bytes: clip it or give a width")
    return out.getvalue()
