"""Every kind of page: at a phone's and a desk's width, in the light and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.bench.scratch import ROOT
from tests.screenshots.studio import Studio

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
MODULE = "/modul/menjelajah-fungsi-dengan-geogebra/"
PUBLIC = {
    "home": "/",
    "search-empty": "/cari/",
    "search-filtered": "/cari/?q=kuis&level=dasar&level=menengah&school_level=smp",
    "search-grid": "/cari/?q=poster&tampilan=kisi",
    "search-nothing": "/cari/?q=astrofotografi&level=lanjut",
    "module": MODULE,
    "lesson": f"{MODULE}penggeser-dan-parabola/",
    "example": "/contoh/poster-siklus-air/",
    "centre": "/balai/balai-tekkomdik-diy/",
    "centres": "/balai/",
    "subject": "/mapel/matematika/",
    "subjects": "/mapel/",
    "not-found": "/halaman-yang-tidak-ada/",
}
DESK = {"admin-home": "/admin/", "admin-listing": "/admin/materi/module/"}
README = ROOT / "docs" / "screenshots"
README_BYTES = 120_000


def take(studio: Studio) -> None:
    """All pictures, as PNG: `<page>-<width>-<scheme>`, of public pages as long as they are."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            for name, address in PUBLIC.items():
                _take(studio, f"{name}-{width}-{scheme}", address, full=True, width=width, scheme=scheme)
            _take(studio, f"search-drawer-{width}-{scheme}", "/cari/", _open_filters, width=width, scheme=scheme)
            for name, address in DESK.items():
                _take(studio, f"{name}-{width}-{scheme}", address, user="editor", width=width, scheme=scheme)
            name = f"admin-form-{width}-{scheme}"
            if studio.wants(name):
                _take(studio, name, form_address(studio, MODULE), user="editor", width=width, scheme=scheme)


def take_for_readme(studio: Studio) -> None:
    """The few that the README shows, small."""
    for name, address, options in (
        ("home", "/", {"width": 1280, "height": 1450}),
        ("search", "/cari/?q=kuis&level=dasar&level=menengah", {"width": 1280}),
        ("module-dark", MODULE, {"width": 1280, "scheme": "dark"}),
        ("lesson-phone", PUBLIC["lesson"], {"width": 360, "scale": 2}),
        ("example-phone", PUBLIC["example"], {"width": 360, "scale": 2}),
    ):
        if studio.wants(name):
            page = studio.open(address, **options)
            studio.shoot(page, name, folder=README, webp=True, limit=README_BYTES)
    if studio.wants("admin-form"):
        page = studio.open(form_address(studio, MODULE), user="editor")
        studio.shoot(page, "admin-form", folder=README, webp=True, limit=README_BYTES)


def form_address(studio: Studio, address: str) -> str:
    """Where the page at a public address is edited."""
    page = studio.open(address, user="editor")
    # The bar for editors builds itself from the page's source.
    found = re.search(r"/admin/pages/\d+/edit/", page.request.get(address).text())
    page.close()
    if found is None:
        raise LookupError(f"{address} offers its editor no link to a form")
    return found[0]


def _take(
    studio: Studio,
    name: str,
    address: str,
    prepare: Callable[[Any], None] | None = None,
    full: bool = False,
    **options: Any,
) -> None:
    if not studio.wants(name):
        return
    page = studio.open(address, **options)
    if prepare:
        prepare(page)
        studio.settle(page)
    studio.shoot(page, name, full=full)


def _open_filters(page: Any) -> None:
    button = page.locator("#filters-open")
    if button.is_visible():
        button.click()
        page.wait_for_selector("#filter[role=dialog]")
