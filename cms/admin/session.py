"""Asks, before a form is sent, whether its writer is still logged in: a session that ended while typing loses nothing.

`session_guard.js` keeps the form on the screen, offers to log in in another tab, and saves when that is done.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks

from cms.admin.static_scripts import admin_script


@require_safe
@never_cache
def session_state(request: HttpRequest) -> JsonResponse:
    """Who is logged in (401: nobody who may use the admin), and the token that forms have to carry since then."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return JsonResponse({"user": None}, status=401)
    return JsonResponse({"user": str(request.user.pk), "csrf": get_token(request)})


@require_safe
@never_cache
def session_resumed(request: HttpRequest) -> HttpResponse:
    """Where a login in another tab ends: it says to go back to the form."""
    return render(request, "cms/admin/session_resumed.html")


@hooks.register("insert_global_admin_js")
def session_guard() -> SafeString:
    texts = {
        "ended": _("Your session has ended"),
        "kept": _(
            "What you typed is still on this page and nothing is lost. Log in in a new tab, then come back here."
        ),
        "login": _("Log in in a new tab"),
        "resumed": _("You are logged in again"),
        "again": _("You can go on. Save now to be safe."),
        "save": _("Save now"),
        "close": _("Close"),
        "other": _("You logged in with another account. Log in with the account that opened this form, then save."),
        "offline": _("The site cannot be reached"),
        "waiting": _(
            "What you typed is still on this page. Check the connection, then save again. "
            "Before you save anyway, copy long texts: if that fails, they may be lost."
        ),
        "anyway": _("Save anyway"),
    }
    addresses = {
        "probe": reverse("session_state"),
        "address": f"{reverse('wagtailadmin_login')}?{urlencode({'next': reverse('session_resumed')})}",
    }
    return admin_script("cms/admin/session_guard.js", {**texts, **addresses})
