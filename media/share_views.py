"""What goes with a shared link: the picture that messengers show, and a QR code to hold a phone to."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cms.models import LearningResource
from media.og.sharing import shared_picture

# Short: a material that is withdrawn disappears here too.
MINUTES_TEN = "public, max-age=600"


@require_safe
def share_picture(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The Open Graph picture of a visible material, 1200 × 630 JPEG."""
    content, mark = shared_picture(_visible(uuid))
    etag = f'"{mark}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = MINUTES_TEN
    return response


@require_safe
def share_qr(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The QR code of a visible material's address at the host that was asked, as SVG without a size of its own."""
    page = _visible(uuid)
    code = segno.make(request.build_absolute_uri(page.get_url(request)), error="m", micro=False)
    buffer = io.BytesIO()
    # A white ground of its own: a scanner needs it, on a dark page too.
    code.save(buffer, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, light="#fff", border=4)
    response = HttpResponse(buffer.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = MINUTES_TEN
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _visible(uuid: UUID) -> LearningResource:
    resource = LearningResource.objects.visible().select_related("centre").filter(uuid=uuid).first()
    if resource is None:
        raise Http404
    return resource
