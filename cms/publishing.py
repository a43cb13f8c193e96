"""A publish that is refused: which page, for what reasons, and how editors are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

# The action in a page's history when its time had come and it could not be published.
SCHEDULE_REFUSED = "sinau.schedule_refused"


class PublishRefused(ValidationError):
    """This page may not be published as it is. `reasons` are sentences in the language of who asked."""

    # What stands above the reasons.
    heading = gettext_lazy("Not published, mend this first:")

    def __init__(self, page: Any, problems: dict[str, list[Any]]) -> None:
        super().__init__(problems)
        self.page = page
        self.reasons: list[str] = self.messages

    @classmethod
    def of(cls, page: Any, error: ValidationError) -> PublishRefused:
        """The refusal that a validation of the page comes to. Its messages name their field, to be read alone."""
        return error if isinstance(error, cls) else cls(page, _named(page, error))


def refusal(page: Any) -> PublishRefused | None:
    """All that stands in the way of publishing the page with the content it has in memory; None if nothing does."""
    problems: dict[str, list[Any]] = {}
    try:
        page.full_clean()
    except ValidationError as error:
        problems = _named(page, error)
    if hasattr(page, "publish_problems"):
        problems |= page.publish_problems()
    return PublishRefused(page, problems) if problems else None


def refusal_message(refused: Iterable[PublishRefused]) -> SafeString:
    """HTML for an editor: each page that was not published, linked to its form, with its problems."""
    refused = list(refused)
    items = format_html_join(
        "",
        '<li><a href="{}">{}</a>: {}</li>',
        (
            (
                reverse("wagtailadmin_pages:edit", args=[error.page.pk]),
                error.page.get_admin_display_title(),
                " ".join(error.reasons),
            )
            for error in refused
        ),
    )
    return format_html("{}<ul>{}</ul>", refused[0].heading if refused else "", items)


def _named(page: Any, error: ValidationError) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for name, errors in error.update_error_dict({}).items():
        messages = [message for each in errors for message in each.messages]
        if name != NON_FIELD_ERRORS:
            messages = [f"{_label(page, name)}: {message}" for message in messages]
        found[name] = messages
    return found


def _label(page: Any, name: str) -> str:
    try:
        return str(capfirst(str(page._meta.get_field(name).verbose_name)))
    except (FieldDoesNotExist, AttributeError):
        return name
