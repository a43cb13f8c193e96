"""Some rows of an import of materials: which material each means, what would change, and the writing of it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.imports.batch_memory import one_memory
from cms.imports.columns import NAMESPACE, Column, Reading, in_languages
from cms.imports.draft_writing import insert, new_page, revise
from cms.imports.existing import drafts, materials
from cms.imports.models import ExternalId, Import, ImportRow
from cms.imports.own_tree import OwnTree
from cms.imports.targets import settle
from cms.imports.uploader_reach import UploaderReach
from cms.models import LearningResource, tag_key
from cms.models.resources import resource_kinds

if TYPE_CHECKING:
    from cms.imports.resource_target import ResourceTarget

BY_TITLE = "judul:"
MAX_ID = 190


class ResourceBatch:
    """The materials that some rows mean, found at once."""

    def __init__(self, target: ResourceTarget, source: Import, rows: Iterable[ImportRow]) -> None:
        self.target, self.source = target, source
        rows = list(rows)
        uuids = {found for row in rows if (found := read_uuid(row.data.get("uuid", "")))}
        of_uuids = dict(LearningResource.objects.filter(uuid__in=uuids).values_list("uuid", "pk"))
        names = {name for row in rows for name in self._names(row)}
        known = ExternalId.objects.filter(workspace=source.workspace, kind=target.key, value__in=names)
        of_names = dict(known.values_list("value", "page"))
        pages = materials([*of_uuids.values(), *of_names.values()])
        self.by_uuid = {uuid: pages[pk] for uuid, pk in of_uuids.items()}
        self.by_name = {name: pages[pk] for name, pk in of_names.items()}
        self._pages = pages
        derived = LearningResource.objects.filter(uuid__in={self._new_uuid(row) for row in rows})
        self.taken = set(derived.values_list("uuid", flat=True))
        self.own = OwnTree.of(source.workspace)
        self.reach = UploaderReach(source.uploaded_by, self.own, list(pages))

    def _names(self, row: ImportRow) -> list[str]:
        said = row.data.get("external_id", "")
        title = f"{BY_TITLE}{tag_key(row.data.get('title', ''))}"
        return [said[:MAX_ID] if said else title]

    @cached_property
    def may_add(self) -> bool:
        """Whether the place is there, still in the workspace's tree, and its uploader may still add to it."""
        user = self.source.uploaded_by
        parent = Page.objects.filter(pk=self.source.parent_id).first()
        if parent is None or user is None or not user.is_active:
            return False
        return self.own.holds(parent) and bool(parent.permissions_for_user(user).can_add_subpage())

    def fixed(self) -> AbstractContextManager[None]:
        return one_memory()

    @cached_property
    def drafts(self) -> dict[int, Any]:
        return drafts(page for page in self._pages.values() if page.pk in self.reach.seen)

    def check(self, row: ImportRow) -> None:
        """Say what the row would do; nothing is written but the row itself."""
        reading, page, changes = self._read(row)
        settle(row, reading, [column.name for column in changes], exists=page is not None)
        row.page = self._ours(page)

    def _ours(self, page: Any) -> Any:
        """Others who look at the import may not see a material of another centre, though its uploader may."""
        return page if page is not None and self.own.holds(page) else None

    def _read(self, row: ImportRow) -> tuple[Reading, Any, dict[Column, Any]]:
        """What the row means and what of it differs from what is there: of a new material, whatever it says."""
        reading = Reading(accepted=self._accepted())
        page = self._find(row, reading)
        if reading.failed:
            return reading, page, {}
        reading.key = self._key(row, page)
        if page is not None:
            # An export shows what is kept with the page itself, be it published or not.
            is_shown = page.live or row.data.get("uuid")
            reading.draft, reading.live = self.drafts[page.pk], page if is_shown else None
        elif not self.may_add:
            reading.error("no_place", "", self.source.parent or "")
        elif not row.data.get("title"):
            reading.error("required", "title")
        values = self.target.values(row.data, reading)
        if page is not None and type(reading.draft) is not self.target.model:
            # An export of several kinds: what all kinds share is brought up to date.
            values = {column: value for column, value in values.items() if hasattr(reading.draft, column.name)}
        if page is None:
            return reading, page, {column: value for column, value in values.items() if value}
        changes = {column: value for column, value in values.items() if column.is_change(value, reading)}
        # A listing has others' materials too: it is a problem only if something would be written to them.
        if (changes or reading.failed) and (refused := self.reach.refusal(page)):
            reading.problems = []
            self._refuse(refused, row, reading, page.get_admin_display_title())
            return reading, page, {}
        return reading, page, changes

    def _accepted(self) -> dict[str, dict[str, str]]:
        return {
            column: {value: found["to"] for value, found in said.items() if found.get("accepted")}
            for column, said in self.source.suggestions.items()
        }

    def _key(self, row: ImportRow, page: Any) -> str:
        if page is not None:
            return str(page.uuid)
        derived = self._new_uuid(row)
        # A material that once had this name and lives on under another one keeps its own.
        return str(uuid.uuid4() if derived in self.taken else derived)

    def _new_uuid(self, row: ImportRow) -> uuid.UUID:
        """The exported one, so that a material keeps it wherever it is brought; else one that follows from its name."""
        if said := read_uuid(row.data.get("uuid", "")):
            return said
        parts = (self.source.workspace_id or 0, self.target.key, self._names(row)[0])
        return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))

    def _find(self, row: ImportRow, reading: Reading) -> Any:
        """The material that the row means, None for a new one. Another's is a problem, never a match."""
        said, name = row.data.get("uuid", ""), row.data.get("external_id", "")
        if len(name) > MAX_ID:
            reading.error("too_long", "external_id", name, length=len(name), limit=MAX_ID)
            return None
        if said and read_uuid(said) is None:
            reading.error("no_uuid", "uuid", said)
            return None
        named = self.by_name.get(self._names(row)[0])
        found = self.by_uuid.get(read_uuid(said)) if said else named  # type: ignore[arg-type]
        if said and name and named is not None and named != found:
            reading.error("id_taken", "external_id", name)
            return None
        if found is None:
            self._check_kind(row, reading)
        elif found.pk not in self.reach.seen or not (said or self.own.holds(found)):
            # In the words of the row: nothing may be told of it, not even its title.
            refused = "not_editable" if self.own.holds(found) else "not_ours"
            self._refuse(refused, row, reading, said or name or row.data.get("title", ""))
            return None
        return found

    def _refuse(self, code: str, row: ImportRow, reading: Reading, value: str) -> None:
        if code == "not_ours":
            key = "uuid" if row.data.get("uuid") else "external_id"
            reading.error(code, key, row.data.get(key, ""))
        else:
            reading.error(code, "", value)

    def _check_kind(self, row: ImportRow, reading: Reading) -> None:
        said = row.data.get("kind", "")
        if not said:
            return
        keys = {tag_key(kind): kind for kind in resource_kinds()}
        keys |= {tag_key(label): kind for kind, model in resource_kinds().items() for label in _labels(model)}
        if keys.get(tag_key(said)) != self.target.model.kind:
            reading.error("other_kind", "kind", said)

    def apply(self, rows: Sequence[ImportRow]) -> None:
        """Do what the rows say, as they say it now: since the check, terms or materials may have changed."""
        readings = [self._read(row) for row in rows]
        self._name_repeated(rows, readings)
        for row, (reading, page, values) in zip(rows, readings, strict=True):
            settle(row, reading, [column.name for column in values], exists=page is not None)
        self._prepare(readings)
        made: list[tuple[ImportRow, Any]] = []
        changed: list[tuple[ImportRow, Any, dict[str, Any]]] = []
        done: list[tuple[ImportRow, Any]] = []
        for row, (reading, page, values) in zip(rows, readings, strict=True):
            if row.outcome == row.Outcome.PROBLEM:
                row.state = row.State.FAILED
            elif page is None:
                made.append((row, self._new(values, reading)))
            else:
                done.append((row, page))
                if values:
                    changed.append((row, page, self._change(row, page, values, reading)))
        self._insert(made)
        self._revise(changed)
        self._remember([*made, *done])

    def _name_repeated(self, rows: Sequence[ImportRow], readings: Iterable[tuple[Reading, Any, Any]]) -> None:
        """Two rows that came to mean one material since the check: the second would undo or double the first."""
        done = self.source.rows.filter(page__in=self._pages, state=ImportRow.State.DONE)
        first = dict(done.values_list("page", "number"))
        for row, (reading, page, _values) in zip(rows, readings, strict=True):
            if page is not None and first.setdefault(page.pk, row.number) != row.number:
                reading.error("material_twice", "", first[page.pk])

    def _prepare(self, readings: Iterable[tuple[Reading, Any, dict[Column, Any]]]) -> None:
        every: dict[Column, list[Any]] = {}
        for _reading, _page, values in readings:
            for column, value in values.items():
                every.setdefault(column, []).append(value)
        for column, found in every.items():
            column.prepare(found)

    def _new(self, values: dict[Column, Any], reading: Reading) -> LearningResource:
        page = new_page(self.target.model, owner=self.source.uploaded_by, uuid=uuid.UUID(reading.key))
        for column, value in values.items():
            column.assign(page, value, reading)
        return page

    def _insert(self, made: Sequence[tuple[ImportRow, Any]]) -> None:
        if not made:
            return
        if self.source.parent_id is None:
            raise ValidationError({"parent": "gone"})
        insert(self.source.parent_id, [page for _row, page in made], self.source.uploaded_by)
        for row, page in made:
            row.before = {"left": fingerprint(page)}

    def _change(self, row: ImportRow, page: Any, values: dict[Column, Any], reading: Reading) -> dict[str, Any]:
        """The new content of a draft; what it replaces is kept with the row."""
        draft = reading.draft
        before = _plain(draft.serializable_data())
        for column, value in values.items():
            column.assign(draft, value, reading)
        after = _plain(draft.serializable_data())
        changed = {name: value for name, value in after.items() if before.get(name) != value}
        row.before = {"content": {name: before.get(name) for name in changed}}
        return {**(before if draft is page else page.latest_revision.content), **changed}

    def _revise(self, changed: Sequence[tuple[ImportRow, Any, dict[str, Any]]]) -> None:
        if not changed:
            return
        revise([(page, content) for _row, page, content in changed], self.source.uploaded_by)
        for row, page, _content in changed:
            row.before["left"] = fingerprint(page)

    def _remember(self, done: Sequence[tuple[ImportRow, Any]]) -> None:
        new = []
        for row, page in done:
            row.page, row.state = self._ours(page), row.State.DONE
            name = self._names(row)[0]
            if row.page is not None and name != BY_TITLE and name not in self.by_name:
                new.append(
                    ExternalId(workspace=self.source.workspace, kind=self.target.key, value=name, page_id=page.pk)
                )
        # Whoever gave the name in the meantime keeps it.
        ExternalId.objects.bulk_create(new, ignore_conflicts=True)


def fingerprint(page: Any) -> str:
    """Of the newest revision: which it is, and what it holds (Wagtail's autosave writes into it again)."""
    revision = page.latest_revision
    if revision is None:
        return ""
    content = json.dumps(revision.content, sort_keys=True, cls=DjangoJSONEncoder)
    return f"{revision.pk}:{hashlib.sha256(content.encode()).hexdigest()}"


def read_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """As a revision keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return plain


def _labels(model: type[LearningResource]) -> list[str]:
    return in_languages(model.kind_label)
