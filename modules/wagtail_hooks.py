"""What this package adds to the admin."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import MoveBulkAction
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms import streams
from cms.admin.form_hooks import ChecklistPageViewSet
from modules.models import LessonPage, ModulePage


@hooks.register("register_admin_viewset")
def register_lesson_viewset() -> PageViewSet:
    return ChecklistPageViewSet("lesson_pages", model=LessonPage)


@hooks.register("register_page_header_buttons")
def offer_lessons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """A module's own way to its next lesson, before Wagtail's "Add child page"."""
    if page.specific_class is ModulePage and page.permissions_for_user(user).can_add_subpage():
        url = reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", page.pk])
        yield Button(_("Add lesson"), url, icon_name="plus", priority=5)


def _refusing_licence(page: Page, destination: Page | None) -> Any:
    """The licence for links only under which this live lesson's files would be public at the destination, or None."""
    lesson, module = page.specific, destination.specific if destination else None
    if not (lesson.live and isinstance(lesson, LessonPage) and isinstance(module, ModulePage)):
        return None
    licence = lesson.module_licence(module)
    return licence if licence and not licence.redistributable and streams.page_attachments(lesson) else None


@hooks.register("before_move_page")
def refuse_files_moved_under_links_only(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A lesson stays live when it is moved, and so is held to the rule that publishing it there would be."""
    if not (licence := _refusing_licence(page, destination)):
        return None
    _tell_not_moved(request, page, licence)
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_files_moved_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Page], action: Any
) -> HttpResponse | None:
    """Moves in bulk pass by the hook of a single move. All of them stay when one may not move."""
    if not isinstance(action, MoveBulkAction):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refused = [(page, licence) for page in objects if (licence := _refusing_licence(page, destination))]
    for page, licence in refused:
        _tell_not_moved(request, page, licence)
    return redirect(action.next_url) if refused else None


def _tell_not_moved(request: HttpRequest, page: Page, licence: Any) -> None:
    text = _(
        "“%(page)s” was not moved: the module chosen is under “%(licence)s”, and its lessons may carry links but no "
        "files. Unpublish the lesson first: a draft may move."
    )
    messages.error(request, text % {"page": page.specific.get_admin_display_title(), "licence": licence.label})


@hooks.register("before_copy_page")
def refuse_files_copied_under_links_only(request: HttpRequest, page: Page) -> HttpResponse | None:
    """`cms.publishing_hooks` asks whether the copy could be published where its source is; this, where it goes."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    chosen = request.POST.get("new_parent_page", "")
    destination = Page.objects.filter(pk=chosen).first() if chosen.isascii() and chosen.isdecimal() else None
    if not (licence := _refusing_licence(page, destination)):
        return None
    text = _(
        "“%(page)s” was not copied: the module chosen is under “%(licence)s”, and its lessons may carry links but no "
        "files. Without “publish” the copy is a draft, to be mended later."
    )
    messages.error(request, text % {"page": page.specific.get_admin_display_title(), "licence": licence.label})
    return redirect("wagtailadmin_pages:copy", page.pk)
