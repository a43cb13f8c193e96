"""What a source says today, read once for all that was made of it; and whether that is what was taken over."""

from __future__ import annotations

from typing import Any

from cms.adaptation.contents import Content, fingerprint, live_content, parts_of, today
from cms.adaptation.merging import MISSING, same
from cms.adaptation.models import Adaptation
from cms.adaptation.shapes import page_shape
from cms.models import LearningResource


class SourceState:
    """A visible, freshly read source with its visible lessons."""

    def __init__(self, source: LearningResource) -> None:
        self.model = type(source)
        self.content: Content = today(self.model, live_content(source))
        self.parts = {part.pk: (type(part), live_content(part)) for part in parts_of(source, visible=True)}
        self._mapped: dict[str, Content] = {}

    def differs_from(self, adaptation: Adaptation) -> bool:
        """Whether it says something else than what was taken over last; its lessons and their order included."""
        return self._own_content_differs(adaptation.base) or self._lessons_differ(adaptation.parts)

    def _own_content_differs(self, base: Content) -> bool:
        shape = page_shape(self.model)
        changed = [
            name
            for name in {**base, **self.content}
            if not same(shape.part(name), base.get(name, MISSING), self.content.get(name, MISSING))
            # A field that the site did not have then, and that nobody has filled.
            and (name in base or self.content[name] not in (None, "", []))
        ]
        if not changed:
            return False
        if any(getattr(shape.part(name), "model", None) is None for name in changed):
            return True
        # Terms only: a merged one is its successor. Asked for once for all that took over the same ones.
        terms = {name: base[name] for name in changed if name in base}
        key = fingerprint(terms)
        if key not in self._mapped:
            self._mapped[key] = today(self.model, terms)
        now: dict[str, Any] = self._mapped[key]
        return any(
            not same(shape.part(name), now.get(name, MISSING), self.content.get(name, MISSING)) for name in changed
        )

    def _lessons_differ(self, rows: list[dict[str, Any]]) -> bool:
        known = {row["source"]: row for row in rows if row["source"] is not None}
        # What we left out, or kept although it was gone, is settled whether the source shows it or not.
        settled = {pk for pk, row in known.items() if row["page"] is None or row.get("gone")}
        if {pk for pk in known if pk not in self.parts} - settled or self.parts.keys() - known.keys():
            return True
        back = {pk for pk in settled if known[pk].get("gone")}
        if [pk for pk in known if pk in self.parts and pk not in back] != [pk for pk in self.parts if pk not in back]:
            return True
        return any(
            not same(page_shape(model), known[pk]["base"], content) for pk, (model, content) in self.parts.items()
        )
