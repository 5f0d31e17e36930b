"""The web server's worker: one request at a time, and none is begun before all of it has come.

gunicorn's own sync worker waits for whoever it accepted: as many connections that say nothing, or half of something, as
there are workers stop every page. Threads only make more of them necessary, and each request dearer. Here slow and
silent connections wait in a list that costs nothing, and are dropped when their time is up; so is who does not read, or
does not close (docs/decisions/0019).
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from gunicorn.workers.sync import SyncWorker

READ = 65_536
LARGEST_HEAD = 65_536
LONGEST_NUMBER = 12
LARGEST_REQUEST = (
    11 * 1024 * 1024
)  # more than the pages take (tracker/app.py): they refuse it by what it says of itself
SILENT_SECONDS = 10.0  # nothing came for so long
WHOLE_SECONDS = 60.0  # not all came for so long
ANSWER_SECONDS = 10.0  # nothing of an answer was read for so long
CLOSE_SECONDS = 2.0  # the other side did not close for so long
TICK = 0.5
MOST_WAITING = 800

_LENGTH, _CHUNKED, _EXPECTS = b"\r\ncontent-length:", b"\r\ntransfer-encoding:", b"\r\nexpect:"
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


@dataclass(slots=True)
class Arrival:
    """A connection whose request is still coming, or, once `answered`, one that is still to be closed."""

    client: socket.socket
    address: Any
    listener: Any
    dies_at: float
    silent_at: float
    came: bytearray = field(default_factory=bytearray)
    answered: bool = False
    told_to_go_on: bool = False

    def take(self) -> bool:
        """Take what came; say whether that is the whole request. Raises OSError where the connection is over."""
        try:
            piece = self.client.recv(READ)
        except BlockingIOError:
            return False
        if not piece:
            raise ConnectionResetError(errno.ECONNRESET, "closed by the other side")
        if self.answered:
            return False
        self.came += piece
        self.silent_at = time.monotonic() + SILENT_SECONDS
        return self._is_whole()

    def _is_whole(self) -> bool:
        head = self.came.find(b"\r\n\r\n")
        if head < 0:
            self._refuse_endless()
            return False
        opening = bytes(self.came[: head + 2]).lower()
        if _CHUNKED in opening:
            whole = self.came.endswith(b"0\r\n\r\n")
        else:
            wanted = _length_in(opening)
            whole = wanted > LARGEST_REQUEST or len(self.came) >= head + 4 + wanted
        if not whole and not self.told_to_go_on and _EXPECTS in opening:
            self.told_to_go_on = True
            self.client.send(_GO_ON)
        return whole or len(self.came) > LARGEST_REQUEST

    def _refuse_endless(self) -> None:
        if len(self.came) > LARGEST_HEAD:
            self.client.send(_TOO_LARGE)
            raise ConnectionResetError(errno.ECONNRESET, "a head without an end")


def _length_in(opening: bytes) -> int:
    """The length of a body as the head says it; 0 where it says none, or nothing that is a number."""
    at = opening.find(_LENGTH)
    told = opening[at + len(_LENGTH) : opening.find(b"\r\n", at + 2)].strip() if at >= 0 else b""
    return int(told) if told.isdigit() and len(told) <= LONGEST_NUMBER else 0


class Answering:
    """The connection as gunicorn answers on it: what came is read first, and closing it is left to us."""

    def __init__(self, arrival: Arrival) -> None:
        self._client = arrival.client
        self._came, self._read = arrival.came, 0
        self.setblocking = self.settimeout = lambda _seconds: None

    def recv(self, size: int, *_flags: int) -> bytes:
        """Read what came, then what still comes."""
        if self._read < len(self._came):
            piece = bytes(self._came[self._read : self._read + size])
            self._read += size
            return piece
        return self._patiently(self._client.recv, size)  # type: ignore[no-any-return]

    def sendall(self, data: bytes) -> None:
        """Send, to somebody who reads."""
        self._patiently(self._client.sendall, data)

    def shutdown(self, _how: int) -> None:
        """Refuse: gunicorn would wait for the other side to close."""
        raise OSError(errno.ENOTCONN, "closed later")

    def close(self) -> None:
        """Leave it open."""

    def _patiently(self, does: Any, *given: Any) -> Any:
        try:
            return does(*given)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "the other side neither sends nor reads") from None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


class PatientWorker(SyncWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Answers one request after the other, each once it is whole."""

    def run(self) -> None:
        """Serve until told to end; then end what has begun to come, and take nothing new."""
        self.poll = selectors.DefaultSelector()
        self.waiting: dict[socket.socket, Arrival] = {}
        self.looked_at = time.monotonic()
        for listener in self.sockets:
            listener.settimeout(0)
            with suppress(OSError, AttributeError):  # Linux tells of a connection once something came over it
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, round(SILENT_SECONDS))
            self.poll.register(listener.sock, selectors.EVENT_READ, listener)
        while self.alive and self.is_parent_alive():
            self._turn()
        for listener in self.sockets:
            self.poll.unregister(listener.sock)
        ends = time.monotonic() + CLOSE_SECONDS
        while self.waiting and time.monotonic() < ends:
            self._turn()

    def _turn(self) -> None:
        self.notify()
        for key, _ in self.poll.select(TICK):
            if isinstance(key.data, Arrival):
                self._go_on(key.data)
            elif self.alive:
                self._accept(key.data)
        if time.monotonic() - self.looked_at > TICK:
            self._drop_the_late()

    def _accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError as why:
            if why.errno not in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                raise
            return
        client.settimeout(0)
        now = time.monotonic()
        self._go_on(Arrival(client, address, listener, now + WHOLE_SECONDS, now + SILENT_SECONDS))

    def _go_on(self, arrival: Arrival) -> None:
        """Read what came; answer a request that is whole, and keep the connection in sight until it is closed."""
        try:
            if arrival.take():
                self._answer(arrival)
            if arrival.client not in self.waiting:
                self._wait_for(arrival)
        except OSError:
            self._drop(arrival)

    def _answer(self, arrival: Arrival) -> None:
        arrival.client.settimeout(ANSWER_SECONDS)
        self.handle(arrival.listener, Answering(arrival), arrival.address)
        arrival.client.settimeout(0)
        arrival.came, arrival.answered = bytearray(), True
        arrival.dies_at = arrival.silent_at = time.monotonic() + CLOSE_SECONDS
        arrival.client.shutdown(socket.SHUT_WR)
        arrival.take()

    def _wait_for(self, arrival: Arrival) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self._drop(next(iter(self.waiting.values())))
        self.waiting[arrival.client] = arrival
        self.poll.register(arrival.client, selectors.EVENT_READ, arrival)

    def _drop(self, arrival: Arrival) -> None:
        if self.waiting.pop(arrival.client, None):
            self.poll.unregister(arrival.client)
        arrival.client.close()

    def _drop_the_late(self) -> None:
        self.looked_at = now = time.monotonic()
        for arrival in [late for late in self.waiting.values() if min(late.dies_at, late.silent_at) < now]:
            self._drop(arrival)
