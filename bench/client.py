"""A small load client: one thread, many connections, nothing kept alive (a sync worker closes after each answer).

It costs little beside what it measures: requests are made beforehand, and an answer is read, not parsed.
"""

from __future__ import annotations

import math
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 90.0  # seconds after which a run that hangs is given up: sixteen slow pages on a busy machine are no hang
STATUS = slice(9, 12)  # of "HTTP/1.1 200 OK"


class AnswerError(RuntimeError):
    """A server answered with another status than the page has; the message shows how the answer begins."""


@dataclass(frozen=True)
class Request:
    """One request, ready to be sent, and the status that its answer must have."""

    sent: bytes
    status: bytes


@dataclass
class Load:
    """What came back: the seconds that each answer took, and how long it all lasted."""

    times: list[float] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.lasted

    def percentile(self, share: float) -> float:
        """Return the time within which this share of the answers came."""
        ordered = sorted(self.times)
        return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def get(port: int, path: str, *, cookie: str = "", status: int = 200) -> Request:
    """Make a request for a page."""
    return _made(port, f"GET {path}", {"Cookie": cookie} if cookie else {}, b"", status)


def post(port: int, path: str, form: dict[str, str], *, cookie: str = "", status: int = 303) -> Request:
    """Make a request that sends a form."""
    body = urlencode(form).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _made(port, f"POST {path}", headers | ({"Cookie": cookie} if cookie else {}), body, status)


def _made(port: int, line: str, headers: dict[str, str], body: bytes, status: int) -> Request:
    told = {"Host": f"{HOST}:{port}", "Connection": "close", "Accept-Encoding": "gzip", **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return Request(f"{line} HTTP/1.1\r\n{head}\r\n".encode() + body, str(status).encode())


def load(port: int, requests: Sequence[Request], *, clients: int, seconds: float) -> Load:
    """Keep so many requests under way for so long, one after the other of those given. Raises AnswerError."""
    found, following = Load(), cycle(requests)
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        until, given_up = began + seconds, began + seconds + PATIENCE
        for _ in range(clients):
            _Exchange(port, next(following)).join(selector)
        while selector.get_map():
            for exchange in _finished(selector):
                found.times.append(exchange.took)
                if time.perf_counter() < until:
                    _Exchange(port, next(following)).join(selector)
            if time.perf_counter() > given_up:
                msg = f"no answer in {PATIENCE:.0f} seconds"
                raise AnswerError(msg)
        found.lasted = time.perf_counter() - began
    return found


def answer(port: int, request: Request) -> bytes:
    """Send one request and return the body of its answer. Raises AnswerError."""
    return _answered(port, request).body


def seconds(port: int, request: Request) -> float:
    """Send one request and return how long its answer took. Raises AnswerError."""
    return _answered(port, request).took


def _answered(port: int, request: Request) -> _Exchange:
    exchange = _Exchange(port, request)
    with selectors.DefaultSelector() as selector:
        exchange.join(selector)
        while not list(_finished(selector)):
            pass
    return exchange


def _finished(selector: selectors.BaseSelector) -> Iterator[_Exchange]:
    for key, _ in selector.select(timeout=1.0):
        if key.data.goes_on():
            continue
        selector.unregister(key.fileobj)
        key.data.close()
        yield key.data


class _Exchange:
    """One request and its answer, on a connection of its own."""

    def __init__(self, port: int, request: Request) -> None:
        self.request = request
        self.took = 0.0
        self._answer = bytearray()
        self._began = time.perf_counter()
        self._socket = socket.socket()
        self._socket.connect((HOST, port))  # on loopback the backlog takes it at once
        self._socket.sendall(request.sent)
        self._socket.setblocking(False)  # noqa: FBT003 - the standard library's own

    def join(self, selector: selectors.BaseSelector) -> None:
        """Have the answer waited for."""
        selector.register(self._socket, selectors.EVENT_READ, self)

    def goes_on(self) -> bool:
        """Read what is there; say whether more will come."""
        read = self._socket.recv(262_144)
        self._answer += read
        return bool(read)

    @property
    def body(self) -> bytes:
        """What follows the headers."""
        return bytes(self._answer).partition(b"\r\n\r\n")[2]

    def close(self) -> None:
        """Note how long it took, and hold the answer to its status. Raises AnswerError."""
        self.took = time.perf_counter() - self._began
        self._socket.close()
        if self._answer[STATUS] != self.request.status:
            shown = bytes(self._answer[:400]).decode(errors="replace")
            asked = self.request.sent.split(b"\r\n", 1)[0].decode()
            msg = f"{asked}: wanted {self.request.status.decode()}, got:\n{shown}"
            raise AnswerError(msg)
