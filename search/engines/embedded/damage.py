"""Finds damage in the files of the live index and takes a damaged index out of use, for every process.

A search that fails proves nothing: memory or file handles may have run out. But tantivy ends each file
of a segment with a checksum of what is before it, and never changes such a file.
"""

from __future__ import annotations

import errno
import json
import logging
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Final

from search.engines.base import EngineUnavailable
from search.engines.embedded.folders import Folders, LockHeld

logger = logging.getLogger(__name__)
_KINDS: Final = ("idx", "pos", "term", "store", "fast", "fieldnorm")
_MAGIC: Final = 1337
_END: Final = struct.Struct("<II")  # the length of the footer before it, and the magic number
_LONGEST_FOOTER: Final = 1000
_PART: Final = 1 << 20
_LOOKS: Final = 3
_LOCK_SECONDS: Final = 2.0
# Checking reads all of the index: not again after each failed search.
_PAUSE_SECONDS: Final = 60.0


def damaged_files(folder: Path) -> list[str]:
    """The names of files that are missing or not what was written.

    Raises `OSError` when that cannot be told now (too many open files, no permission).
    """
    found: list[str] = []
    for _look in range(_LOOKS):
        try:
            meta = (folder / "meta.json").read_bytes()
            names = list(_segment_files(meta))
        except (FileNotFoundError, ValueError, LookupError, TypeError):
            return ["meta.json"]
        found = [name for name in names if not _is_sound(folder / name)]
        if not _is_json(folder / ".managed.json"):
            found.append(".managed.json")
        # A commit during our look may have removed files that it made superfluous.
        if not found or (folder / "meta.json").read_bytes() == meta:
            break
    return found


def _segment_files(meta: bytes) -> Iterator[str]:
    for segment in json.loads(meta)["segments"]:
        identity = segment["segment_id"].replace("-", "")
        for kind in _KINDS:
            yield f"{identity}.{kind}"
        if segment["deletes"]:
            yield f"{identity}.{segment['deletes']['opstamp']}.del"


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except FileNotFoundError:
        return True
    except ValueError:
        return False
    return True


def _is_sound(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _END.size))
            length, magic = _END.unpack(file.read())
            content = size - _END.size - length
            if magic != _MAGIC or length > _LONGEST_FOOTER or content < 0:
                return False
            file.seek(content)
            expected = json.loads(file.read(length))["crc"]
            file.seek(0)
            checksum = 0
            while content:
                part = file.read(min(content, _PART))
                checksum = zlib.crc32(part, checksum)
                content -= len(part) or content
            return bool(checksum == expected)
    except (FileNotFoundError, struct.error, ValueError, LookupError, TypeError):
        return False
    except OSError as error:
        if error.errno == errno.EIO:
            return False
        raise


class Examination:
    """Checks the live index after a failure, at most once a minute unless asked to do so `always`."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._lock = Lock()
        self._last: tuple[Path, float] | None = None

    def run(self, *, always: bool = False) -> bool:
        """Whether there is no sound index now; a damaged one is out of use from then on. Never raises."""
        with self._lock:
            folder = self._folders.current()
            if folder is None:
                return True
            if not always and self._last and self._last[0] == folder and time.monotonic() < self._last[1]:
                return False
            damaged = False
            try:
                damaged = bool(damaged_files(folder)) and self._condemn(folder)
            except LockHeld:
                return False
            except (EngineUnavailable, OSError) as error:
                logger.warning("The search index could not be checked for damage: %s", error)
            self._last = (folder, time.monotonic() + _PAUSE_SECONDS)
            return damaged

    def _condemn(self, folder: Path) -> bool:
        """Look again while nobody writes, then take the folder out of use."""
        with self._folders.writing(_LOCK_SECONDS):
            if self._folders.current() != folder:
                return True
            damaged = damaged_files(folder)
            if damaged:
                self._folders.condemn(folder)
                logger.error("The search index is damaged (%s) and has to be built anew.", ", ".join(damaged))
            return bool(damaged)
