"""Index writes that touch only the entries they write."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, F
from django.db.models.functions import Length
from django.utils.encoding import force_str
from modelsearch.utils import get_content_type_pk

SAMPLE_SIZE = 1_000
"""Entries that the average title length is taken from when single objects are written."""


class WrittenTitleNormsMixin:
    """For a modelsearch database index: each write sets ``title_norm`` of its own entries.

    Stock scans the whole table twice per write, for the average title length and for entries without a norm.
    Here the average comes from the newest entries: exact up to ``SAMPLE_SIZE`` entries, an estimate beyond.
    ``update_index`` still sets every norm from the exact one.
    """

    entries: Any
    _written: tuple[int, list[str]] | None = None

    def add_items(self, model: Any, objs: Any) -> None:
        objs = list(objs)
        self._written = (get_content_type_pk(model), [force_str(obj.pk) for obj in objs])
        try:
            super().add_items(model, objs)  # type: ignore[misc]
        finally:
            self._written = None

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full or self._written is None:
            super()._refresh_title_norms(full=full)  # type: ignore[misc]
            return
        content_type_pk, object_ids = self._written
        titled = self.entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
        average = titled.order_by("-pk")[:SAMPLE_SIZE].aggregate(Avg("title_length"))["title_length__avg"]
        if average is not None:
            written = titled.filter(content_type_id=content_type_pk, object_id__in=object_ids)
            written.update(title_norm=average / F("title_length"))
