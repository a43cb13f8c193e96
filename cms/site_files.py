"""Files that robots, browsers and phones ask for at fixed addresses of the root."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).resolve().parent / "static" / "cms"
DAY = 24 * 60 * 60
# What is made anew for each question, or is no page; the pages of subjects, platforms and levels lead robots instead.
CLOSED = (
    "/admin/",
    "/api/",
    "/cari/?",
    "/cari/hasil/",
    "/cari/saran/",
    "/en/cari/?",
    "/en/cari/hasil/",
    "/en/cari/saran/",
)
THEME = "#0b5a66"
GROUND = "#fffefb"


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all pages, or nothing where ROBOTS_NOINDEX is set (a copy for trying things out)."""
    if settings.ROBOTS_NOINDEX:
        text = "User-agent: *\nDisallow: /\n"
    else:
        rules = "".join(f"Disallow: {path}\n" for path in CLOSED)
        text = f"User-agent: *\n{rules}\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site stands on a phone's home screen."""
    icons = [
        {"src": static("cms/logo.svg"), "type": "image/svg+xml", "sizes": "any"},
        *(
            {"src": static(f"cms/icon-{side}.png"), "type": "image/png", "sizes": f"{side}x{side}", "purpose": purpose}
            for side, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
        ),
    ]
    icons[-1]["src"] = static("cms/icon-maskable.png")
    data = {
        "name": _("%(site)s: materials for Indonesia’s teachers") % {"site": settings.SITE_NAME},
        "short_name": settings.SITE_NAME,
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": THEME,
        "background_color": GROUND,
        "icons": icons,
    }
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=DAY)
def icon_file(request: HttpRequest, name: str, content_type: str) -> HttpResponse:
    """A small picture that is asked for at the root whatever the page says."""
    return HttpResponse(_bytes(name), content_type=content_type)


@lru_cache(maxsize=4)
def _bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
