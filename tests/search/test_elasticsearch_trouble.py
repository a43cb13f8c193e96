"""A server that is not there, not ours, too old, closed to us, slow or full: one clear sentence each."""

from __future__ import annotations

import json
import logging
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.options import Options
from search.query import QueryPlan
from search.types import SearchRequest
from tests.bench.corpus import NOW
from tests.search.contract_resources import doc, numbers
from tests.search.elasticsearch_engines import engine_on


@contextmanager
def server(status: int, body: object, *, product: bool = True, wait: float = 0):
    """Answers everything alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(wait)
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = json.dumps(body).encode()
            self.send_response(status)
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PUT = do_HEAD = do_DELETE = do_GET

        def log_message(self, *args: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        running.server_close()


def info(number: str) -> dict[str, object]:
    return {"version": {"number": number}, "tagline": "You Know, for Search"}


def complaint(engine: ElasticsearchEngine) -> str:
    """What every kind of question says, if they all say the same."""
    said = set()
    for question in (
        lambda: engine.search(QueryPlan(), SearchRequest(), now=NOW),
        lambda: engine.vocabulary(),
        lambda: engine.cursor(),
        lambda: engine.apply([doc(1)], [], cursor=1),
        lambda: engine.rebuild([doc(1)], cursor=1),
        lambda: engine.unfinished(),
    ):
        with pytest.raises(EngineUnavailable) as raised:
            question()
        said.add(str(raised.value))
    status = engine.status()
    assert (status.state, said) == ("down", {status.detail})
    return status.detail


def engine_at(url: str, **options) -> ElasticsearchEngine:
    return ElasticsearchEngine(Options(**{"hosts": (url,), "search_seconds": 1, "write_seconds": 1} | options))


def test_an_unreachable_server():
    with server(200, {}) as url:
        pass
    said = complaint(engine_at(url))
    assert f"cannot be reached at {url}" in said
    assert "ELASTICSEARCH_URL" in said


def test_a_name_that_nobody_knows():
    assert "cannot be reached" in complaint(engine_at("http://no-such-host.invalid:9200"))


@pytest.mark.parametrize("number", ["7.17.0", "10.0.0", "abc"])
def test_another_version(number):
    with server(200, info(number)) as url:
        said = complaint(engine_at(url))
    assert f"version {number}; versions 8 and 9 are supported" in said


def test_a_server_that_does_not_speak_our_version():
    error = {"error": {"type": "media_type_header_exception", "reason": "Invalid media-type value"}, "status": 400}
    with server(400, error) as url:
        assert "another version than 8 or 9" in complaint(engine_at(url))


def test_something_else_that_answers():
    with server(200, {"hello": "world"}, product=False) as url:
        assert "is not Elasticsearch 8 or 9" in complaint(engine_at(url))


def test_a_key_that_is_not_known():
    error = {"error": {"type": "security_exception", "reason": "unable to authenticate"}, "status": 401}
    with server(401, error) as url:
        assert "ELASTICSEARCH_API_KEY" in complaint(engine_at(url, api_key="c2VjcmV0OnNlY3JldA=="))


def test_a_key_without_the_permission():
    error = {"error": {"type": "security_exception", "reason": "action [indices:data/write] is unauthorized"}}
    with server(403, error) as url:
        assert "lacks a permission: action [indices:data/write]" in complaint(engine_at(url, api_key="eDp5"))


def test_a_server_that_does_not_answer_is_waited_for_as_long_as_said():
    with server(200, info("8.19.0"), wait=5) as url:
        engine = engine_at(url)
        started = time.monotonic()
        with pytest.raises(EngineUnavailable, match="did not answer in time"):
            engine.search(QueryPlan(), SearchRequest(), now=NOW)
        assert time.monotonic() - started < 3


def test_no_message_tells_a_secret(caplog):
    caplog.set_level(logging.DEBUG)
    with server(401, {"error": {"type": "security_exception", "reason": "no"}}) as url:
        said = complaint(engine_at(url.replace("http://", "http://teacher:hush@")))
        said += complaint(engine_at(url, api_key="c2VjcmV0OmtleQ=="))
    assert "hush" not in said + caplog.text
    assert "c2VjcmV0OmtleQ" not in said + caplog.text


def test_a_certificate_file_that_is_not_there():
    engine = engine_at("https://127.0.0.1:1", ca_certs="/no/such/file.pem")
    with pytest.raises(EngineUnavailable, match="check ELASTICSEARCH_CA_CERTS"):
        engine.search(QueryPlan(), SearchRequest(), now=NOW)


def block(url: str, index: str, name: str, value: bool | None) -> None:
    body = json.dumps({f"index.blocks.{name}": value}).encode()
    address = f"{url}/{index}/_settings"
    asked = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method="PUT")
    urllib.request.urlopen(asked, timeout=30).close()


@pytest.mark.elasticsearch
@pytest.mark.xdist_group("elasticsearch-8")
@pytest.mark.parametrize("name", ["read_only_allow_delete", "write", "read_only"])
def test_a_full_disk_or_a_read_only_index_is_searched_and_says_why_it_stays_behind(
    elasticsearch_url, index_prefix, name
):
    engine = engine_on(elasticsearch_url, index_prefix)
    engine.rebuild([doc(1)], cursor=1)
    (index,) = {hit for hit in (engine._state.live(),) if hit}
    block(elasticsearch_url, index, name, True)
    try:
        with pytest.raises(EngineUnavailable, match="read-only"):
            engine.apply([doc(2)], [], cursor=2, base=1)
        status = engine.status()
        assert (status.state, status.documents, status.cursor) == ("lagging", 1, 1)
        assert "read-only" in status.detail
        assert numbers(engine.search(QueryPlan(), SearchRequest(), now=NOW)) == [1]
    finally:
        block(elasticsearch_url, index, name, None)
    engine.apply([doc(2)], [], cursor=2, base=1)
    assert (engine.status().state, engine.cursor()) == ("ready", 2)
