"""What editors may look at before publishing: the page on a phone and a screen, in the results, on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CARD = "card"
PRINT = "print"

SIZES = [
    {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Preview on a phone, 360 pixels wide")},
    {
        "name": "desktop",
        "icon": "desktop",
        "device_width": 1280,
        "label": _("Preview on a large screen, 1280 pixels wide"),
    },
]

# A sheet on a table: what the print rules leave of a page, as wide as A4.
SHEET = (
    b"<style>html{background:#888}body{max-width:210mm;margin:1rem auto;padding:min(15mm,5vw);background:#fff}</style>"
    b"</head>"
)


class PagePreviews:
    """Mixin for page models, before `Page`: the page itself, and printed."""

    preview_modes: list[tuple[str, Any]] = [
        ("", pgettext_lazy("preview", "Page")),
        (PRINT, pgettext_lazy("preview", "Printed")),
    ]
    preview_sizes = SIZES

    def serve_preview(self: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: HttpResponse = super().serve_preview(request, mode_name)  # type: ignore[misc]
        if mode_name == PRINT and isinstance(response, TemplateResponse):
            response.add_post_render_callback(as_printed)
        return response


class ResourcePreviews(PagePreviews):
    """A material besides as its card in the results."""

    preview_modes = [
        ("", pgettext_lazy("preview", "Page")),
        (CARD, pgettext_lazy("preview", "Search card")),
        (PRINT, pgettext_lazy("preview", "Printed")),
    ]

    def get_preview_template(self: Any, request: HttpRequest, mode_name: str) -> str:
        if mode_name == CARD:
            return "cms/previews/card.html"
        return super().get_preview_template(request, mode_name)  # type: ignore[misc,no-any-return]


def as_printed(response: Any) -> None:
    """Let the rules for paper hold on the screen. The stylesheet is within the page."""
    response.content = response.content.replace(b"@media print", b"@media all").replace(b"</head>", SHEET, 1)
