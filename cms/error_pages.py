"""The page of an error of ours: no database, no session, nothing that could fail again."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseServerError:
    response = HttpResponseServerError(render_to_string("500.html", {"site_name": settings.SITE_NAME}))
    response["Cache-Control"] = "no-store"
    return response
