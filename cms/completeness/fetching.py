"""Asks another site whether an address still answers: briefly, politely, and never inside a private network.

Only the first lines of an answer are read, whatever follows them. A name is resolved first; when any of its addresses
is not a public one nothing is connected to, and the connection goes to the very address that was looked at, so that a
name that changes in between gains nothing. Redirects are followed by the same rules.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from cms.completeness.models import LinkCheck

State, Error = LinkCheck.State, LinkCheck.Error

TIMEOUT = 10.0
# For all redirects and methods of one link together.
DEADLINE = 25.0
MAX_HEAD = 32 * 1024
MAX_REDIRECTS = 5
# Other ports are services of an office, not pages for readers.
PORTS = frozenset((80, 443, 8080, 8443))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
GONE = frozenset((404, 410))
# What sites answer to programs although readers get the page.
TURNED_AWAY = frozenset((401, 403, 405, 406, 407, 408, 423, 425, 429, 451, 503, 999))
# What an address may hold as it is.
URL_SIGNS = "/%:@!$&'()*+,;=~-._"
# IPv6 addresses that stand for an IPv4 one (RFC 6052).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a look at an address. `code` is the HTTP status, when there was one."""

    state: Any
    error: Any = Error.NONE
    code: int | None = None


class NotAsked(Exception):
    """The address may not be asked, or did not answer; carries the outcome."""

    def __init__(self, state: Any, error: Any) -> None:
        super().__init__(error)
        self.outcome = Outcome(state, error)


def probe(url: str) -> Outcome:
    """Whether an address answers. Never raises; takes `DEADLINE` seconds at most, apart from resolving names."""
    deadline = time.monotonic() + DEADLINE
    try:
        # Many sites do not know HEAD, answer it wrongly, or hang up on it.
        try:
            outcome = _follow("HEAD", url, deadline)
        except NotAsked as stopped:
            if stopped.outcome.error not in (Error.REFUSED, Error.TIMEOUT):
                raise
        else:
            if outcome.state == State.OK:
                return outcome
        return _follow("GET", url, deadline)
    except NotAsked as stopped:
        return stopped.outcome


def _follow(method: str, url: str, deadline: float) -> Outcome:
    for _step in range(MAX_REDIRECTS + 1):
        code, location = _ask(method, _parts(url), deadline)
        if code not in REDIRECTS or not location:
            return _judge(code)
        url = urljoin(url, location)
    raise NotAsked(State.FAILED, Error.REDIRECTS)


def _judge(code: int) -> Outcome:
    if code in GONE:
        return Outcome(State.FAILED, Error.NOT_FOUND, code)
    if code in TURNED_AWAY:
        return Outcome(State.UNSURE, Error.TURNED_AWAY, code)
    if code >= 400:
        return Outcome(State.FAILED, Error.ANSWER, code)
    return Outcome(State.OK, Error.NONE, code)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise NotAsked(State.SKIPPED, Error.ADDRESS) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAsked(State.SKIPPED, Error.ADDRESS)
    if port is not None and port not in PORTS:
        raise NotAsked(State.SKIPPED, Error.PRIVATE)
    return parts


def _ask(method: str, parts: SplitResult, deadline: float) -> tuple[int, str]:
    """(status, Location) of one request."""
    host = _ascii(parts.hostname or "")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(host, port)
    try:
        with open_socket(address, port, _left(deadline)) as plain:
            if parts.scheme != "https":
                return _exchange(plain, method, host, parts, deadline)
            plain.settimeout(_left(deadline))
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure:
                return _exchange(secure, method, host, parts, deadline)
    except ssl.SSLCertVerificationError:
        # Browsers mend chains that programs cannot; a reader may get through.
        raise NotAsked(State.UNSURE, Error.CERTIFICATE) from None
    except TimeoutError:
        raise NotAsked(State.FAILED, Error.TIMEOUT) from None
    except OSError as error:
        raise NotAsked(*_reason(error)) from None


def _reason(error: OSError) -> tuple[Any, Any]:
    if error.errno in (errno.ENETUNREACH, errno.ENETDOWN):
        return State.WAITING, Error.OFFLINE
    return State.FAILED, Error.REFUSED


def _ascii(host: str) -> str:
    try:
        plain = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        raise NotAsked(State.SKIPPED, Error.ADDRESS) from None
    if not re.fullmatch(r"[A-Za-z0-9._:-]+", plain):
        raise NotAsked(State.SKIPPED, Error.ADDRESS)
    return plain


def public_address(host: str, port: int) -> str:
    """The address to connect to. Raises NotAsked when the name has none, or any that is not public."""
    try:
        found = resolve(host, port)
    except socket.gaierror as error:
        # The name server itself could not be asked: that is our connection, not the site.
        if error.errno == socket.EAI_AGAIN:
            raise NotAsked(State.WAITING, Error.OFFLINE) from None
        raise NotAsked(State.FAILED, Error.NAME) from None
    except (OSError, UnicodeError, ValueError):
        raise NotAsked(State.FAILED, Error.NAME) from None
    if not found:
        raise NotAsked(State.FAILED, Error.NAME)
    if not all(is_public(address) for address in found):
        raise NotAsked(State.SKIPPED, Error.PRIVATE)
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large, whatever it is dressed up as."""
    try:
        ip: Any = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        # Withdrawn long ago, but still some offices' inner network; it counts as global.
        if ip.is_site_local:
            return False
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, in the system's order, IPv4 first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in sorted(found, key=lambda row: row[0] != socket.AF_INET)]


def open_socket(address: str, port: int, timeout: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=timeout)


def _left(deadline: float) -> float:
    left = min(TIMEOUT, deadline - time.monotonic())
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(sock: socket.socket, method: str, host: str, parts: SplitResult, deadline: float) -> tuple[int, str]:
    path = quote(parts.path or "/", safe=URL_SIGNS)
    if parts.query:
        path += "?" + quote(parts.query, safe=URL_SIGNS + "?")
    name = f"[{host}]" if ":" in host else host
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {name}:{parts.port}" if parts.port else f"Host: {name}",
        f"User-Agent: Sinau-LinkCheck/1.0 (+{settings.WAGTAILADMIN_BASE_URL})",
        "Accept: */*",
        "Accept-Language: id, en;q=0.5",
        "Connection: close",
    ]
    # One deadline for the whole answer: who sends a letter each nine seconds is not waited for.
    end = min(deadline, time.monotonic() + TIMEOUT)
    sock.settimeout(_left(end))
    sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
    received = b""
    while True:
        head, found, rest = received.partition(b"\r\n\r\n")
        if found:
            code, location = _head(head)
            # 100 and 103 come before the answer.
            if code >= 200:
                return code, location
            received = rest
            continue
        if len(received) > MAX_HEAD:
            raise NotAsked(State.UNSURE, Error.ANSWER)
        sock.settimeout(_left(end))
        more = sock.recv(4096)
        if not more:
            raise NotAsked(State.FAILED, Error.REFUSED)
        received += more


def _head(head: bytes) -> tuple[int, str]:
    first, *fields = head.decode("latin-1").split("\r\n")
    match = re.match(r"HTTP/1\.[01] (\d{3})\b", first)
    if match is None:
        raise NotAsked(State.UNSURE, Error.ANSWER)
    named = (line.partition(":") for line in fields)
    return int(match[1]), next((value.strip() for name, _colon, value in named if name.lower() == "location"), "")
