"""The numbered folders of the index, the pointer file that names the live one, and the locks.

writer.lock   held while documents are written or the pointer is moved
rebuild.lock  held during a whole rebuild
current       the number of the live folder
00000001/     one build of the index, with `build.json` telling its format (`damaged.json` once it is out of use)
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from search.analysis_version import analysis_version
from search.engines.base import EngineUnavailable
from search.engines.embedded.schema import FORMAT

_GRACE_SECONDS: Final = 60
_POLL_SECONDS: Final = 0.02
_REBUILD_WAIT: Final = 0.1
_FORMAT: Final = {"format": FORMAT, "tantivy": version("tantivy"), "analysis": analysis_version()}


class LockHeld(EngineUnavailable):
    """Another process or thread is writing or rebuilding."""


class Folders:
    """The files below `root`. Locks are freed by the system when their process dies."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = root / "current"

    def current(self) -> Path | None:
        """The live folder, or None when there is none of our format."""
        try:
            number = self.pointer.read_text("ascii").strip()
            folder = self.root / number
            known: object = json.loads((folder / "build.json").read_text("ascii"))
        except (OSError, ValueError):
            return None
        return folder if number.isdigit() and known == _FORMAT else None

    def new(self) -> Path:
        """A new empty folder; what interrupted rebuilds left is removed. Hold the rebuild lock."""
        self.root.mkdir(parents=True, exist_ok=True)
        live = self._live_number()
        for number, folder in self._numbered():
            if number > live:
                shutil.rmtree(folder, ignore_errors=True)
        folder = self.root / f"{max([live, *(number for number, _ in self._numbered())]) + 1:08d}"
        folder.mkdir()
        return folder

    def publish(self, folder: Path) -> None:
        """Make `folder` the live one in a single step. Hold the writer lock."""
        (folder / "build.json").write_text(json.dumps(_FORMAT), "ascii")
        draft = self.root / f"current.{os.getpid()}"
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self.pointer)
        for number, old in self._numbered():
            if number < int(folder.name) - 1:
                shutil.rmtree(old, ignore_errors=True)

    def condemn(self, folder: Path) -> None:
        """Take a damaged folder out of use, for every process. Hold the writer lock."""
        os.replace(folder / "build.json", folder / "damaged.json")

    def remove_old(self) -> None:
        """Remove folders before the live one, a while after the swap. Hold the writer lock.

        The while lets a process that has just read the pointer open the folder it named.
        """
        try:
            recent = time.time() - self.pointer.stat().st_mtime < _GRACE_SECONDS
        except OSError:
            return
        if not recent:
            live = self._live_number()
            for number, folder in self._numbered():
                if number < live:
                    shutil.rmtree(folder, ignore_errors=True)

    def _numbered(self) -> list[tuple[int, Path]]:
        return sorted((int(entry.name), entry) for entry in self.root.iterdir() if entry.name.isdigit())

    def _live_number(self) -> int:
        try:
            return int(self.pointer.read_text("ascii"))
        except (OSError, ValueError):
            return 0

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """Hold the writer lock; raises `LockHeld` when it is not free within `wait` seconds."""
        with self._locked("writer.lock", wait):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Hold the rebuild lock; raises `LockHeld` when a rebuild is under way."""
        with self._locked("rebuild.lock", _REBUILD_WAIT):
            yield

    def is_rebuilding(self) -> bool:
        if not self.root.exists():
            return False
        try:
            with self.rebuilding():
                return False
        except EngineUnavailable:
            return True

    @contextmanager
    def _locked(self, name: str, wait: float) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            file = (self.root / name).open("w")
        except OSError as error:
            raise EngineUnavailable(f"the index folder cannot be written: {error}") from error
        with file:
            deadline = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError as error:
                    if time.monotonic() >= deadline:
                        raise LockHeld(f"{name} is held by another writer") from error
                    time.sleep(_POLL_SECONDS)
            yield
