"""Takes the pictures that an editor drops into a page, one a request, and names them to the script that asked."""

from __future__ import annotations

import os
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.images.forms import get_image_form
from wagtail.images.utils import find_image_duplicates, get_accept_attributes
from wagtail.images.views.chooser import ImageChosenResponseMixin
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.admin.static_scripts import admin_script
from cms.streams import attachment_kind, stream_values, walk
from media.models import LibraryImage


class Chosen(ImageChosenResponseMixin):
    """The answer of Wagtail's chooser, which is what a block's form shows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request


@require_POST
def take_image(request: HttpRequest) -> JsonResponse:
    """Save one picture (`file`) into the library, as the user may.

    Answers 200 with `image` (what the chooser's widget shows), `alt` (the alternative text known for it, else empty)
    and `existing` (it was in the library already); 403 or 422 with `error` in the user's language.
    """
    policy = policy_registry.get_by_type(LibraryImage)
    if not policy.user_has_permission(request.user, "add"):
        return JsonResponse({"error": _("You may not add images.")}, status=403)
    uploaded = request.FILES.get("file")
    collection = policy.collections_user_has_permission_for(request.user, "add").order_by("depth", "pk").first()
    # The alternative text is asked for in the page, beside the picture.
    form = get_image_form(LibraryImage, fields=("title", "file", "collection"))(
        {"title": title_of(uploaded.name if uploaded else ""), "collection": collection and collection.pk},
        {"file": uploaded},
        instance=LibraryImage(uploaded_by_user=request.user),
        user=request.user,
    )
    if not form.is_valid():
        return JsonResponse({"error": " ".join(form.errors.get("file", [_("The picture was not taken.")]))}, status=422)
    image = form.save(commit=False)
    existing = find_image_duplicates(image, request.user, policy).order_by("pk").first()
    if existing is None:
        image.save()
        log(image, "wagtail.create", user=request.user)
    shown = existing or image
    data = Chosen(request).get_chosen_response_data(shown)
    return JsonResponse({"image": data, "alt": shown.description, "existing": existing is not None})


def title_of(filename: str) -> str:
    """A title for the library out of a file's name.

    >>> title_of("kelas_5-panen.JPG")
    'kelas 5 panen'
    """
    return " ".join(os.path.splitext(filename)[0].replace("_", " ").replace("-", " ").split())[:255] or _("Image")


def describe_own_images(request: HttpRequest, page: Page) -> None:
    """A dropped picture has no description yet: the alternative text it gets in the page becomes that of the library.

    Only when the editor saves; what is saved while typing may be half a word.
    """
    if not request.accepts("text/html"):
        return
    for field, value in stream_values(page):
        for _block, item in walk(field.stream_block, value):
            if attachment_kind(item) == "image" and item.uploaded_by_user_id == request.user.pk:
                text = (getattr(item, "contextual_alt_text", "") or "").strip()
                if text and not item.description:
                    LibraryImage.objects.filter(pk=item.pk, description="").update(description=text[:255])


def drop_images_script() -> SafeString:
    """The script that takes dropped files, with its words."""
    field: Any = get_image_form(LibraryImage).base_fields["file"]
    texts = {
        "choose": _("Choose several images"),
        "hint": _("or drop image files here"),
        "waiting": _("Waiting"),
        "sending": _("Uploading"),
        "done": _("Added"),
        "existing": _("Was in the library already; that one is used"),
        "retry": _("Try again"),
        "remove": _("Remove from the list"),
        "wrong": _("Not a picture of these formats: %(formats)s.") % {"formats": field.supported_formats_text},
        "large": _("Larger than %(size)s. Make it smaller: 2,000 pixels wide is plenty.")
        % {"size": field.max_upload_size_text},
        "offline": _("The upload was interrupted."),
        "ended": _("Your session has ended. Log in in a new tab, then try again."),
        "summary": _("Images added: %(added)s, refused: %(refused)s. Write the alternative text of each."),
        "none": _("No image was added."),
    }
    limits = {
        "url": reverse("take_image"),
        "accept": get_accept_attributes(),
        "formats": " ".join(field.allowed_image_extensions),
        "max": field.max_upload_size,
    }
    return admin_script("media/admin/drop_images.js", {**texts, **limits})
