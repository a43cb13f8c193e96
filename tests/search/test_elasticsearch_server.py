"""The fixtures for real servers: what lacks is said, what was made is removed, what was killed comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.elasticsearch_server import NEEDED, URL, Servers, ask, free_ports, named, scratch_prefix


@pytest.mark.parametrize("variable", NEEDED)
def test_without_a_server_a_test_is_skipped_with_a_line_that_names_the_variable(
    monkeypatch: Any, variable: str
) -> None:
    monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"needs .* set {variable}"):
        named(variable)


@pytest.mark.parametrize("variable", NEEDED)
def test_a_run_that_requires_everything_fails_without_a_server(monkeypatch: Any, variable: str) -> None:
    monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match=variable):
        named(variable)


def test_a_run_may_say_why_there_is_none(monkeypatch: Any) -> None:
    monkeypatch.setenv("REQUIRE_ALL", "1")
    monkeypatch.setenv(URL, "none: no JDK 17")
    with pytest.raises(pytest.skip.Exception, match="no JDK 17"):
        named(URL)


def test_ports_for_several_nodes_lie_in_a_row_and_are_free() -> None:
    first = free_ports(3)
    assert first > 1024
    assert first + 102 < 65_536


@pytest.mark.elasticsearch
def test_indexes_of_a_scratch_prefix_are_gone_afterwards(elasticsearch_url: str) -> None:
    with scratch_prefix(elasticsearch_url) as prefix:
        ask(elasticsearch_url, f"/{prefix}-a-1", "PUT")
        ask(elasticsearch_url, f"/{prefix}-b-1", "PUT")
        assert len(ask(elasticsearch_url, f"/{prefix}*/_settings")) == 2
    assert ask(elasticsearch_url, f"/{prefix}*/_settings") == {}


@pytest.mark.elasticsearch
def test_the_two_servers_are_of_releases_8_and_9(elasticsearch_url: str, elasticsearch_9_url: str) -> None:
    assert ask(elasticsearch_url, "/")["version"]["number"].startswith("8.")
    assert ask(elasticsearch_9_url, "/")["version"]["number"].startswith("9.")


@pytest.mark.faults
def test_a_killed_server_comes_back_with_its_data(breakable_server: Servers) -> None:
    ask(breakable_server.url, "/kept", "PUT")
    breakable_server.kill()
    assert not breakable_server.up()
    breakable_server.start()
    assert "kept" in ask(breakable_server.url, "/kept/_settings")
    ask(breakable_server.url, "/kept", "DELETE")
