"""Elasticsearch 8 and 9, one node or many: the engine of a national portal."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
