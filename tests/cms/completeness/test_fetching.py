"""What is asked of other sites, and what never is."""

from __future__ import annotations

import errno
import socket
from typing import Any

import pytest

from cms.completeness import fetching
from cms.completeness.fetching import Error, State, is_public, probe

PUBLIC = "93.184.216.34"


class Wire:
    """Stands for the network: names, and what answers at (address, method, path)."""

    def __init__(self, monkeypatch: Any) -> None:
        self.names: dict[str, list[str]] = {}
        self.answers: dict[tuple[str, str], bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.sent: list[str] = []
        monkeypatch.setattr(fetching, "resolve", self.resolve)
        monkeypatch.setattr(fetching, "open_socket", self.open)

    def resolve(self, host: str, port: int) -> list[str]:
        if host in self.names:
            return self.names[host]
        return socket_resolve(host, port)

    def open(self, address: str, port: int, timeout: float) -> Any:
        return FakeSocket(self, address)


class FakeSocket:
    def __init__(self, wire: Wire, address: str) -> None:
        self.wire, self.address, self.left = wire, address, b""

    def __enter__(self) -> FakeSocket:
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def settimeout(self, seconds: float) -> None:
        assert 0 < seconds <= fetching.TIMEOUT

    def sendall(self, data: bytes) -> None:
        text = data.decode("ascii")
        method, path = text.split()[:2]
        self.wire.asked.append((self.address, f"{method} {path}"))
        self.wire.sent.append(text)
        self.left = self.wire.answers.get((self.address, f"{method} {path}"), b"HTTP/1.1 404 Not Found\r\n\r\n")

    def recv(self, size: int) -> bytes:
        part, self.left = self.left[:size], self.left[size:]
        return part


def socket_resolve(host: str, port: int) -> list[str]:
    """Only what needs no name server: numbers in whatever form the system takes them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        raise socket.gaierror(socket.EAI_NONAME, "unknown") from None
    return [str(row[4][0]) for row in found]


@pytest.fixture
def wire(monkeypatch):
    made = Wire(monkeypatch)
    made.names["contoh.id"] = [PUBLIC]
    return made


def answer(status, **headers):
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_a_page_that_is_there_is_asked_for_its_head_only(wire):
    wire.answers[PUBLIC, "HEAD /a?b=1"] = answer(200)
    assert probe("http://contoh.id/a?b=1#c") == fetching.Outcome(State.OK, Error.NONE, 200)
    assert wire.asked == [(PUBLIC, "HEAD /a?b=1")]
    assert "User-Agent: Sinau" in wire.sent[0]


def test_who_does_not_know_head_is_asked_again(wire):
    wire.answers |= {(PUBLIC, "HEAD /"): answer(405), (PUBLIC, "GET /"): answer(200)}
    assert probe("http://contoh.id").state == State.OK


def test_who_hangs_up_on_head_is_asked_again(wire):
    wire.answers |= {(PUBLIC, "HEAD /"): b"", (PUBLIC, "GET /"): answer(200)}
    assert probe("http://contoh.id/").state == State.OK
    assert wire.asked == [(PUBLIC, "HEAD /"), (PUBLIC, "GET /")]


def test_who_lets_head_wait_is_asked_again(wire, monkeypatch):
    def exchange(sock, method, *args):
        if method == "HEAD":
            raise TimeoutError
        return 200, ""

    monkeypatch.setattr(fetching, "_exchange", exchange)
    assert probe("http://contoh.id/").state == State.OK


@pytest.mark.parametrize(
    "status, state, error",
    [
        (404, State.FAILED, Error.NOT_FOUND),
        (410, State.FAILED, Error.NOT_FOUND),
        (500, State.FAILED, Error.ANSWER),
        (403, State.UNSURE, Error.TURNED_AWAY),
        (429, State.UNSURE, Error.TURNED_AWAY),
        (503, State.UNSURE, Error.TURNED_AWAY),
    ],
)
def test_what_an_answer_means(wire, status, state, error):
    wire.answers |= {(PUBLIC, f"{method} /"): answer(status) for method in ("HEAD", "GET")}
    assert probe("http://contoh.id/") == fetching.Outcome(state, error, status)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "http://contoh.id@127.0.0.1/",
        "http://contoh.id:22/",
        "http://contoh.id:5432/",
    ],
)
def test_private_addresses_are_never_connected_to(wire, url):
    assert probe(url).error == Error.PRIVATE
    assert wire.asked == []


def test_a_name_that_leads_inside_is_not_followed(wire):
    wire.names["dalam.contoh.id"] = ["10.0.0.7"]
    assert probe("http://dalam.contoh.id/").error == Error.PRIVATE
    assert wire.asked == []


def test_one_private_address_among_public_ones_is_enough(wire):
    wire.names["dua.contoh.id"] = [PUBLIC, "127.0.0.1"]
    assert probe("http://dua.contoh.id/").error == Error.PRIVATE
    assert wire.asked == []


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://dalam.contoh.id/", "//[::1]/", "http://contoh.id:22/"])
def test_a_redirect_inside_is_not_followed(wire, inside):
    wire.names["dalam.contoh.id"] = ["192.168.0.2"]
    wire.answers[PUBLIC, "HEAD /"] = answer(302, Location=inside)
    assert probe("http://contoh.id/").error == Error.PRIVATE
    assert wire.asked == [(PUBLIC, "HEAD /")]


def test_a_name_that_changes_after_the_look_gains_nothing(wire, monkeypatch):
    """The connection goes to the address that was looked at; the name is not resolved a second time."""
    looks = iter([[PUBLIC], ["127.0.0.1"]])
    monkeypatch.setattr(fetching, "resolve", lambda host, port: next(looks))
    wire.answers[PUBLIC, "HEAD /"] = answer(200)
    assert probe("http://berubah.id/").state == State.OK
    assert {address for address, _path in wire.asked} == {PUBLIC}


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://contoh.id/", "gopher://contoh.id/", "http://", "http://a b/", "http://[", "x"]
)
def test_only_whole_addresses_of_the_web_are_asked(wire, url):
    assert probe(url).error in (Error.ADDRESS, Error.NAME)
    assert wire.asked == []


def test_nothing_typed_becomes_a_header(wire):
    probe("http://contoh.id/a b\r\nX-Evil: 1?c=\r\nd")
    assert all("\r\nX-Evil" not in sent for sent in wire.sent)


def test_circles_end(wire):
    wire.answers |= {(PUBLIC, f"{method} /"): answer(302, Location="/") for method in ("HEAD", "GET")}
    assert probe("http://contoh.id/").error == Error.REDIRECTS
    assert len(wire.asked) <= 2 * (fetching.MAX_REDIRECTS + 1)


def test_an_endless_head_is_not_read_to_its_end(wire):
    wire.answers |= {(PUBLIC, f"{method} /"): b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10**6 for method in ("HEAD", "GET")}
    assert probe("http://contoh.id/").state == State.UNSURE


def test_hints_before_the_answer_are_passed_over(wire):
    wire.answers[PUBLIC, "HEAD /"] = answer(103) + answer(200)
    assert probe("http://contoh.id/").code == 200


def test_a_name_that_is_not_there_has_failed(wire):
    assert probe("http://tidak-ada.contoh/").error == Error.NAME


def test_an_office_without_a_connection_says_nothing_of_the_link(wire, monkeypatch):
    def away(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(fetching, "resolve", away)
    assert probe("http://contoh.id/").state == State.WAITING


@pytest.mark.parametrize(
    "trouble, error",
    [(TimeoutError(), Error.TIMEOUT), (OSError(errno.ECONNREFUSED, "refused"), Error.REFUSED)],
)
def test_a_site_that_cannot_be_reached_has_failed(wire, monkeypatch, trouble, error):
    def fail(*args: Any) -> Any:
        raise trouble

    monkeypatch.setattr(fetching, "open_socket", fail)
    assert probe("http://contoh.id/") == fetching.Outcome(State.FAILED, error)


def test_what_is_no_address_is_not_public():
    assert not is_public("contoh.id")
    assert is_public(PUBLIC)
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
