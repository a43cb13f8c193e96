"""One rebuild at a time: whoever builds says so, and goes on saying it, in the index of what is known."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from elasticsearch import ConflictError, NotFoundError

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.state import State

_BEAT_SECONDS: Final = 5.0
_SILENT_SECONDS: Final = 30.0
# What this process builds now, by (address, claim): it knows better than a server that was away when it ended.
_held: set[tuple[str, str]] = set()


@contextmanager
def claimed(connection: Connection, state: State) -> Iterator[None]:
    """Within it no other process rebuilds these indexes. Raises `EngineUnavailable` when one does already.

    The claim of a process that was killed ends after half a minute of silence; on the same machine, at once.
    """
    state.prepare()
    claim = f"{state.read_alias}-rebuild"
    owner = f"{socket.gethostname()} {os.getpid()} {threading.get_ident()}"
    mine = (connection.address, claim)
    _take(connection, state, claim, owner)
    _held.add(mine)
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(_BEAT_SECONDS):
            with suppress(EngineUnavailable), connection.guarded():
                connection.writing().index(index=state.index, id=claim, document={"owner": owner, "beat": time.time()})

    thread = threading.Thread(target=beat, name="search-rebuild", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        _held.discard(mine)
        with suppress(EngineUnavailable), connection.guarded():
            connection.writing().options(ignore_status=404).delete(index=state.index, id=claim)


def _take(connection: Connection, state: State, claim: str, owner: str) -> None:
    mine = {"owner": owner, "beat": time.time()}
    with connection.guarded():
        client = connection.writing()
        try:
            client.create(index=state.index, id=claim, document=mine)
            return
        except ConflictError:
            pass
        try:
            found = client.get(index=state.index, id=claim)
        except NotFoundError:
            found = None
        if found is None or _is_dead(
            found["_source"]["owner"], found["_source"]["beat"], (connection.address, claim) in _held
        ):
            place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]} if found else {}
            with suppress(ConflictError):
                # Nobody else may have taken it in between.
                if place:
                    client.index(index=state.index, id=claim, document=mine, **place)
                else:
                    client.create(index=state.index, id=claim, document=mine)
                return
    raise EngineUnavailable("Another rebuild is under way; wait until it has ended.")


def _is_dead(owner: str, beat: float, is_held: bool) -> bool:
    host, pid, _thread = owner.rsplit(" ", 2)
    if host == socket.gethostname():
        if int(pid) == os.getpid():
            return not is_held
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    return time.time() - beat > _SILENT_SECONDS
