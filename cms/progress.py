"""Progress of a command on a terminal; plain lines now and then where there is none."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from tqdm import tqdm

QUIET_SECONDS = 10.0


class Progress:
    """A bar with `update(n)` taking the number done so far; a context manager."""

    def __init__(self, label: str, total: int | None = None, stream: Any = None) -> None:
        self.stream = stream or sys.stderr
        self.interactive = bool(getattr(self.stream, "isatty", lambda: False)())
        self.label, self.total = label, total
        self.bar = tqdm(desc=label, total=total, file=self.stream, leave=False) if self.interactive else None
        self.told = time.monotonic()

    def update(self, done: int) -> None:
        if self.bar is not None:
            self.bar.update(done - self.bar.n)
        elif time.monotonic() - self.told > QUIET_SECONDS:
            self.told = time.monotonic()
            of = f" of {self.total}" if self.total else ""
            print(f"{self.label}: {done}{of}", file=self.stream, flush=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.close()
