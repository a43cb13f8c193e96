"""The Elasticsearch engine: the contract on a real server of each release."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.contract import CORPUS, ORACLE_CORPUS, EngineContract
from tests.search.elasticsearch_engines import engine_on
from tests.search.elasticsearch_server import scratch_prefix

pytestmark = pytest.mark.elasticsearch


class OnServer:
    """The three engines of the contract, on the server whose address `url` gives."""

    @pytest.fixture
    def engine(self, url: str) -> Iterator[ElasticsearchEngine]:
        with scratch_prefix(url) as prefix:
            yield engine_on(url, prefix)

    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, url: str) -> Iterator[ElasticsearchEngine]:
        with scratch_prefix(url) as prefix:
            engine = engine_on(url, prefix)
            engine.rebuild(ORACLE_CORPUS, cursor=1)
            yield engine

    @pytest.fixture(scope="class")
    @classmethod
    def filled(cls, url: str) -> Iterator[ElasticsearchEngine]:
        with scratch_prefix(url) as prefix:
            engine = engine_on(url, prefix)
            engine.rebuild(CORPUS, cursor=1)
            yield engine


@pytest.mark.xdist_group("elasticsearch-8")
class TestElasticsearch8(OnServer, EngineContract):
    """Runs all of the contract."""

    @pytest.fixture(scope="class")
    @classmethod
    def url(cls, elasticsearch_url: str) -> str:
        return elasticsearch_url


@pytest.mark.xdist_group("elasticsearch-9")
class TestElasticsearch9(OnServer, EngineContract):
    """Runs all of the contract on the next release, with the client of this one."""

    @pytest.fixture(scope="class")
    @classmethod
    def url(cls, elasticsearch_9_url: str) -> str:
        return elasticsearch_9_url
