"""Who may download a document: everyone if a public page uses it, else those whose collections hold it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.permissions import policy_registry

from media.models import LibraryDocument
from media.usage import is_public

PERMISSIONS = ["add", "change", "delete"]


@hooks.register("before_serve_document")
def only_to_who_may_see_it(document: LibraryDocument, request: HttpRequest) -> None:
    """Let the download pass, or raise a 404 that tells nothing about the file."""
    if is_public(document):
        return
    policy = policy_registry.get_by_type(LibraryDocument)
    if request.user.is_authenticated and policy.user_has_any_permission_for_instance(
        request.user, PERMISSIONS, document
    ):
        return
    raise Http404
