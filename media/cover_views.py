"""Hands out drawn covers: from the address alone, without a query, to be kept for a year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from media.covers import DESIGN, MAX_KIND, MAX_SLUG, cover_svg

YEAR = 365 * 24 * 60 * 60


@require_safe
def drawn_cover(request: HttpRequest, design: str, subject: str, kind: str, seed: str) -> HttpResponse:
    """The SVG of one cover. 404 for a design that there never was and for words that no address of ours has."""
    if not 1 <= int(design) <= DESIGN or len(subject) > MAX_SLUG or len(kind) > MAX_KIND:
        raise Http404
    response = HttpResponse(cover_svg(subject, seed, kind), content_type="image/svg+xml")
    if int(design) == DESIGN:
        response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        # A page kept from before: it gets today's picture under its old address, for a while.
        response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
