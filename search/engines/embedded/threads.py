"""The threads that count facets while the page of hits is made: tantivy lets go of Python's lock."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

_THREADS = 2


@cache
def threads() -> ThreadPoolExecutor:
    """The threads of this process; a forked child does not inherit them and gets its own."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="search")


os.register_at_fork(after_in_child=threads.cache_clear)
