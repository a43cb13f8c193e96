"""Materials as a spreadsheet: from a listing, or those that were chosen in it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.models import LearningResource, ResourceTag
from cms.vocabulary import TermEntry, get_vocabulary

BATCH = 500
TERMS = ("levels", "school_levels", "phases", "grades", "subjects", "platforms", "provinces")
# A cell that begins like this is a formula to a spreadsheet program, and titles come from many hands.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(value: Any) -> Any:
    """A value for a cell: text that would be read as a formula gets an apostrophe before it.

    So does text that looks as if it had been given one, so that `unguarded` gives back what there was.
    """
    if isinstance(value, str) and _is_formula(value.lstrip("'")):
        return f"'{value}"
    return value


def unguarded(text: str) -> str:
    """The text of which `harmless` made this one."""
    return text[1:] if text.startswith("'") and _is_formula(text.lstrip("'")) else text


def _is_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA_STARTS)


def _labels(name: str) -> Callable[[Any], str]:
    return lambda page: ", ".join(term.label for term in page.terms[name])


def _slugs(name: str) -> Callable[[Any], str]:
    return lambda page: ", ".join(term.slug for term in page.terms[name])


def _verbose(name: str) -> Any:
    return LearningResource._meta.get_field(name).verbose_name


def _local(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Local time without a zone, to the second: what spreadsheet programs can sort and show."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None


COLUMNS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "uuid": (gettext_lazy("UUID"), lambda page: str(page.uuid)),
    "kind": (gettext_lazy("Kind"), lambda page: str(capfirst(page.cached_content_type.model_class().kind_label))),
    "title": (gettext_lazy("Title"), lambda page: page.get_admin_display_title()),
    "summary": (gettext_lazy("Summary"), lambda page: page.summary),
    "status": (gettext_lazy("Status"), lambda page: str(page.status_string)),
    "address": (gettext_lazy("Address"), lambda page: page.get_full_url() or ""),
    **{name: (_verbose(name), _labels(name)) for name in TERMS},
    **{f"{name}_slugs": (format_lazy("{} (slug)", _verbose(name)), _slugs(name)) for name in TERMS},
    "language": (gettext_lazy("Language"), lambda page: page.language.label if page.language else ""),
    "licence": (gettext_lazy("Licence"), lambda page: page.licence.label if page.licence else ""),
    "tags": (gettext_lazy("Tags"), lambda page: ", ".join(page.tag_names)),
    "duration_minutes": (gettext_lazy("Minutes"), lambda page: page.duration_minutes),
    "cover": (gettext_lazy("Cover picture"), lambda page: _("Yes") if page.cover_id else _("No")),
    "centre": (gettext_lazy("Centre"), lambda page: page.centre.label if page.centre else ""),
    "centre_slug": (format_lazy("{} (slug)", _verbose("centre")), lambda page: page.centre.slug if page.centre else ""),
    "owner": (gettext_lazy("Owner"), lambda page: get_user_display_name(page.owner) if page.owner else ""),
    "first_published_at": (gettext_lazy("First published"), lambda page: _local(page.first_published_at)),
    "last_published_at": (gettext_lazy("Last published"), lambda page: _local(page.last_published_at)),
    "latest_revision_created_at": (gettext_lazy("Updated"), lambda page: _local(page.latest_revision_created_at)),
}


class MaterialSheet(SpreadsheetExportMixin):
    """Wagtail's spreadsheets with our columns, read in batches of a fixed number of queries. Times are local."""

    list_export = list(COLUMNS)
    file_stem = "materi"

    def get_filename(self) -> str:
        return f"{self.file_stem}-{timezone.localdate():%Y-%m-%d}"

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(capfirst(str(COLUMNS[field][0])))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: harmless(read(item)) for name, (_heading, read) in COLUMNS.items()}

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        response = super().as_spreadsheet(Batches(queryset), spreadsheet_format)
        response["Cache-Control"] = "no-store"
        return response

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        # Without the mark Excel takes UTF-8 for the system's own encoding.
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)


class Batches:
    """The materials of a queryset or of search results, in their order, with what a row shows."""

    model = LearningResource

    def __init__(self, pages: Any) -> None:
        values = getattr(pages, "values_list", None)
        self.ids = list(values("pk", flat=True)) if values else [page.pk for page in pages]

    def __iter__(self) -> Iterator[LearningResource]:
        for start in range(0, len(self.ids), BATCH):
            yield from _batch(self.ids[start : start + BATCH])


def _batch(ids: list[int]) -> Iterator[LearningResource]:
    rows = LearningResource.objects.filter(pk__in=ids).defer_streamfields().prefetch_workflow_states()
    found = rows.annotate_approved_schedule().select_related("centre", "licence", "language", "owner").in_bulk()
    terms = {name: _terms(name, ids) for name in TERMS}
    names: dict[int, list[str]] = defaultdict(list)
    tagged = ResourceTag.objects.filter(content_object__in=ids).order_by("tag__name", "pk")
    for pk, name in tagged.values_list("content_object_id", "tag__name"):
        names[pk].append(name)
    for pk in ids:
        if page := found.get(pk):
            page.terms = {name: terms[name][pk] for name in TERMS}
            page.tag_names = names[pk]
            yield page


def _terms(name: str, ids: list[int]) -> dict[int, list[TermEntry]]:
    """The terms of each material in their own order; from memory, a table of pairs is all that is read."""
    vocabulary = LearningResource._meta.get_field(name).related_model
    entries = get_vocabulary().by_pk[vocabulary.__name__]
    pairs = getattr(LearningResource, name).through.objects.filter(learningresource__in=ids)
    found: dict[int, list[TermEntry]] = defaultdict(list)
    for pk, term in pairs.order_by("pk").values_list("learningresource_id", f"{vocabulary._meta.model_name}_id"):
        found[pk].append(entries[term])
    for terms in found.values():
        terms.sort(key=lambda entry: entry.position)
    return found
