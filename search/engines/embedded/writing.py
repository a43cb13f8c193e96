"""Writes commits: small ones to the live index, and whole new builds beside it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import tantivy

from search.engines.base import CatchUp, EngineUnavailable, IndexReplaced
from search.engines.embedded.documents import cursor_document, to_index
from search.engines.embedded.folders import Folders
from search.engines.embedded.schema import CURSOR_ID, SCHEMA
from search.engines.embedded.snapshot import guarded, read_cursor
from search.engines.terms import clean
from search.types import SearchDocument

_WAIT_SECONDS: Final = 2.0
_APPLY_MEMORY: Final = 20_000_000
_REBUILD_MEMORY: Final = 90_000_000

# Tantivy merges segments when eight are of a kind, and counts all of fewer than 10,000 documents as one
# kind. Builds commit just below that, and the last commits are made small, so as to reach eight.
_MERGED_AT: Final = 8
_KIND: Final = 10_000
_COMMIT_EVERY: Final = 9_900
_PROGRESS_EVERY: Final = 500


def apply(
    folders: Folders,
    upserts: Iterable[SearchDocument],
    deletes: Iterable[str],
    *,
    cursor: int,
    base: int | None = None,
) -> None:
    """One commit to the live index; see `SearchEngine.apply`."""
    with folders.writing(_WAIT_SECONDS):
        folder = folders.current()
        if folder is None:
            raise EngineUnavailable("there is no index of this format")
        folders.remove_old()
        with guarded():
            index = _open(folder)
            if base is not None and (stands := read_cursor(index.searcher())) < base:
                raise IndexReplaced(f"the index stands at event {stands}, not at {base} any more")
        _write(index, upserts, deletes, cursor)


def _write(index: tantivy.Index, upserts: Iterable[SearchDocument], deletes: Iterable[str], cursor: int) -> None:
    with guarded():
        writer = index.writer(_APPLY_MEMORY, 1)
    try:
        for document in upserts:
            target = to_index(document)
            with guarded():
                writer.delete_documents_by_term("id", clean(document.id))
                writer.add_document(target)
        with guarded():
            for id in deletes:
                writer.delete_documents_by_term("id", clean(id))
            _set_cursor(writer, cursor)
            writer.commit()
    except BaseException:
        with suppress(ValueError):
            writer.rollback()
        raise
    with guarded():
        writer.wait_merging_threads()


def rebuild(
    folders: Folders,
    documents: Iterable[SearchDocument],
    *,
    cursor: int,
    progress: Callable[[int], None] | None = None,
    catch_up: CatchUp | None = None,
) -> int:
    """A new index beside the live one, then the swap; see `SearchEngine.rebuild`."""
    with folders.rebuilding():
        with guarded():
            folder = folders.new()
            index = _open(folder)
            writer = index.writer(_REBUILD_MEMORY, 1)
        written = 0
        held: deque[SearchDocument] = deque()
        for document in documents:
            held.append(document)
            if len(held) > _MERGED_AT:
                with guarded():
                    writer.add_document(to_index(held.popleft()))
                    written += 1
                    if written % _COMMIT_EVERY == 0:
                        writer.commit()
                if progress and written % _PROGRESS_EVERY == 0:
                    progress(written)
        written += len(held)
        with guarded():
            while held and written < _COMMIT_EVERY:
                writer.add_document(to_index(held.popleft()))
            _set_cursor(writer, cursor)
            writer.commit()
            writer.wait_merging_threads()
            if held:
                _finish(index, folder, list(held))
        # Most of what happened meanwhile is written before the lock is taken, so that it is held briefly.
        cursor = _catch_up(index, catch_up, cursor)
        with folders.writing(_WAIT_SECONDS * 5):
            _catch_up(index, catch_up, cursor)
            folders.publish(folder)
    if progress:
        progress(written)
    return written


def _catch_up(index: tantivy.Index, catch_up: CatchUp | None, cursor: int) -> int:
    """Write to the new index what has happened after `cursor`; returns up to where."""
    while catch_up and (change := catch_up(cursor)):
        _write(index, change.upserts, change.deletes, change.cursor)
        cursor = change.cursor
    return cursor


def _open(folder: Path) -> tantivy.Index:
    return tantivy.Index(SCHEMA, str(folder))


def _set_cursor(writer: tantivy.IndexWriter, cursor: int) -> None:
    writer.delete_documents_by_term("id", CURSOR_ID)
    writer.add_document(cursor_document(cursor))


def _small_segments(folder: Path) -> int:
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    return sum(segment["max_doc"] < _KIND for segment in segments)


def _finish(index: tantivy.Index, folder: Path, held: Sequence[SearchDocument]) -> None:
    """Write the eight documents held back in as many commits as make all small segments merge."""
    commits = max(1, _MERGED_AT - _small_segments(folder))
    writer = index.writer(_APPLY_MEMORY, 1)
    for document in held[: len(held) - commits]:
        writer.add_document(to_index(document))
    for document in held[len(held) - commits :]:
        writer.add_document(to_index(document))
        writer.commit()
    writer.wait_merging_threads()
