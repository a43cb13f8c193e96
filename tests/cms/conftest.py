"""Pages that list materials read them from the index: a client that applies the event log before each visit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from search.drain import drain
from tests.search.conftest import catalogue_index, index_folder

__all__ = ["catalogue_index", "index_folder", "indexed_client"]


class IndexedClient(Client):
    def get(self, *args: Any, **kwargs: Any) -> Any:
        drain()
        return super().get(*args, **kwargs)


@pytest.fixture
def indexed_client(catalogue_index: Any) -> Client:
    return IndexedClient()
