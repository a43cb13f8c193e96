"""Which index is live, and what is known of each: event cursors, and how far an unfinished build is.

Aliases and indexes are named after the format and the analysis: servers of an older version keep theirs while
a newer one builds its own. What is known of an index lies in one small index beside it, a document each, which is
read and written by id, so it is never behind.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final

from elasticsearch import BadRequestError, ConflictError, NotFoundError

from search.analysis_version import analysis_version
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import READ_ONLY, Connection, IndexMissing
from search.engines.elasticsearch.document import FORMAT

LANES: Final = 8
_TRIES: Final = 20
_FOREIGN_FORMAT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one index.

    `cursors`: of each lane; `highest`: the newest version any document was written with. A build in the making
    has `building`, holds the documents up to page `after`, and started at event `started`.
    """

    cursors: list[int] = field(default_factory=lambda: [0] * LANES)
    highest: int = 0
    building: bool = False
    started: int = 0
    after: int = 0
    documents: int = 0

    @property
    def cursor(self) -> int:
        return min(self.cursors)


class State:
    """Reads and writes it. Everything may raise `EngineUnavailable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        prefix = connection.options.prefix
        version = blake2b(f"{FORMAT} {analysis_version()}".encode(), digest_size=4).hexdigest()
        self._ours = f"{prefix}-{version}-"
        # No other site's, whose prefix may begin alike.
        self._made_by_us = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{8}}-\d{{8}}-\d{{6}}-[0-9a-f]{{6}}")
        self._every = f"{prefix}-*"
        self.read_alias = f"{self._ours}read"
        self.write_alias = f"{self._ours}write"
        self.index = f"{prefix}-state"

    def new_name(self) -> str:
        """A name for a new index; later ones sort behind earlier ones."""
        return f"{self._ours}{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"

    def live(self) -> str | None:
        """The index that readers see; None when there is none of our format."""
        with self._connection.guarded():
            try:
                found = self._connection.searching().indices.get_alias(name=self.write_alias)
            except NotFoundError:
                return None
            return min(found.keys(), default=None)

    def known(self, index: str) -> Known | None:
        found = self._load(index)
        return found[0] if found else None

    def _load(self, index: str) -> tuple[Known, int, int] | None:
        with self._connection.guarded():
            try:
                found = self._connection.searching().get(index=self.index, id=index)
            except NotFoundError:
                return None
            return Known(**found["_source"]), found["_seq_no"], found["_primary_term"]

    def remember(self, index: str, known: Known) -> None:
        """Write down what is known of an index that is not live yet: only its builder does."""
        with self._connection.guarded():
            self._connection.writing().index(index=self.index, id=index, document=asdict(known))

    def change(self, index: str, changed: Callable[[Known], Known]) -> None:
        """Change what is known, whoever else does at the same time."""
        for _attempt in range(_TRIES):
            found = self._load(index)
            if found is None:
                raise IndexMissing("the index was replaced meanwhile")
            known, number, term = found
            after = changed(known)
            if after == known:
                return
            with self._connection.guarded():
                try:
                    self._connection.writing().index(
                        index=self.index, id=index, document=asdict(after), if_seq_no=number, if_primary_term=term
                    )
                    return
                except ConflictError:
                    time.sleep(0.01)
        raise EngineUnavailable("too many writers at once; try again")

    def prepare(self) -> None:
        """Make the index of what is known, if it is not there."""
        fields = {"cursors": "long", "highest": "long", "building": "boolean"}
        fields |= {"started": "long", "after": "long", "documents": "long", "owner": "keyword", "beat": "double"}
        with self._connection.guarded():
            client = self._connection.writing()
            if client.indices.exists(index=self.index):
                return
            try:
                client.indices.create(
                    index=self.index,
                    mappings={
                        "dynamic": "strict",
                        "properties": {name: {"type": kind} for name, kind in fields.items()},
                    },
                    settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                )
            except BadRequestError as error:
                if "resource_already_exists" not in str(error):
                    raise

    def blocked(self) -> str:
        """Why the live index takes no changes; "" when it does."""
        with self._connection.guarded():
            client = self._connection.writing()
            found = client.indices.get_settings(index=self.read_alias, name="index.blocks.*", flat_settings=True)
            blocks = {name for one in found.values() for name, value in one["settings"].items() if value == "true"}
        return READ_ONLY if blocks - {"index.blocks.metadata"} else ""

    def swap(self, index: str) -> None:
        """Make `index` the live one, in one step."""
        actions: list[dict[str, Any]] = []
        for alias in (self.read_alias, self.write_alias):
            actions.append({"remove": {"index": f"{self._ours}20*", "alias": alias, "must_exist": False}})
            actions.append({"add": {"index": index, "alias": alias, "is_write_index": True}})
        with self._connection.guarded():
            self._connection.writing().indices.update_aliases(actions=actions)

    def unfinished(self) -> tuple[str, Known] | None:
        """The newest build of our format that was not finished."""
        live = self.live()
        for index in sorted(self._indexes(f"{self._ours}20*"), reverse=True):
            known = self.known(index) if index != live else None
            if known is not None and known.building:
                return index, known
        return None

    def has_served_a_week(self) -> bool:
        """Whether the live index of our format is so old that no server of another version can still be about."""
        live = self.live()
        made = self._indexes(live).get(live, time.time()) if live else time.time()
        return made < time.time() - _FOREIGN_FORMAT_DAYS * 24 * 3600

    def remove_old(self, but: str | None = None, *, of_other_formats: bool = False) -> None:
        """Remove what interrupted builds and earlier swaps of our format left; of other formats, everything."""
        live = self.live()
        for index in self._indexes(self._every):
            ours = index.startswith(self._ours)
            if index not in (live, but) and self._made_by_us.fullmatch(index) and (ours or of_other_formats):
                with self._connection.guarded():
                    client = self._connection.writing()
                    client.indices.delete(index=index, ignore_unavailable=True)
                    client.options(ignore_status=404).delete(index=self.index, id=index)

    def _indexes(self, pattern: str) -> dict[str, float]:
        """Each index with the Unix time at which it was made."""
        with self._connection.guarded():
            found = self._connection.writing().indices.get_settings(index=pattern, name="index.creation_date")
            return {name: int(one["settings"]["index"]["creation_date"]) / 1000 for name, one in found.body.items()}


def moved(known: Known, cursor: int, lane: int | None) -> Known:
    """After everything up to `cursor` was applied: to one lane, which never goes back, or to all."""
    if lane is None:
        cursors = [cursor] * LANES
    else:
        cursors = [max(old, cursor) if at == lane else old for at, old in enumerate(known.cursors)]
    return replace(known, cursors=cursors, highest=max(known.highest, cursor))
