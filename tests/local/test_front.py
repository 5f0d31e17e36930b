"""The web server's worker: whoever is silent, slow or does not read or close holds up nobody."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from local.ports import free_port
from tests.conftest import ROOT

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    chosen = free_port()
    line = ["-m", "gunicorn", "--workers", "2", "--worker-class", "config.front.PatientWorker"]
    line += ["--bind", f"127.0.0.1:{chosen}", "--log-level", "error", "tests.local.front_app:app"]
    server = subprocess.Popen([sys.executable, *line], cwd=ROOT, start_new_session=True)
    ends = time.monotonic() + 60
    while time.monotonic() < ends and not listens(chosen):
        time.sleep(0.05)
    yield chosen
    server.terminate()
    assert server.wait(20) == 0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def connect(port: int, *, seconds: float = 10) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


def read(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(1_000_000), b""))


def ask(port: int, request: bytes = GET) -> str:
    with connect(port) as client:
        client.sendall(request)
        answer = read(client)
    assert answer.startswith(b"HTTP/1.1 200 OK"), answer[:200]
    return answer.rpartition(b"\r\n\r\n")[2].decode()


@contextmanager
def many(port: int, said: bytes, count: int = 40) -> Iterator[None]:
    """So many connections that say this much and then nothing."""
    with ExitStack() as open_ones:
        for _ in range(count):
            client = open_ones.enter_context(connect(port))
            client.sendall(said)
        time.sleep(0.3)
        yield


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
        GET,  # is answered, and never closes
        b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"[:-1],
    ],
)
def test_connections_that_say_nothing_or_half_of_something_hold_up_nobody(port, said):
    with many(port, said):
        began = time.monotonic()
        for _ in range(6):
            assert ask(port).startswith("0 ")
        assert time.monotonic() - began < 2


def test_the_product_is_served_by_it():
    assert 'worker_class = "config.front.PatientWorker"' in (ROOT / "config" / "gunicorn.py").read_text()


def test_what_comes_piece_by_piece_comes_whole(port):
    body = b"words " * 200_000
    with connect(port) as client:
        client.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), 300_000):
            client.sendall(body[start : start + 300_000])
            time.sleep(0.05)
        assert read(client).rpartition(b"\r\n\r\n")[2].startswith(f"{len(body)} ".encode())


def test_a_request_in_chunks_and_one_that_waits_to_be_told_are_answered(port):
    assert (
        ask(port, b"POST / HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n")[0] == "5"
    )
    with connect(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"hallo")
        assert b"\r\n\r\n5 " in read(client)


def test_an_answer_arrives_whole_also_at_one_who_reads_slowly(port):
    with connect(port) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(1)
        assert len(read(client)) > 5_000_000


def test_a_head_that_never_ends_is_refused_at_once(port):
    with connect(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"X-Much: " + b"x" * 70_000)
        began = time.monotonic()
        with suppress(ConnectionResetError):
            assert read(client).startswith(b"HTTP/1.1 431")
        assert time.monotonic() - began < 2


def test_silent_connections_are_dropped_when_their_time_is_up(port):
    with connect(port, seconds=20) as client:
        client.sendall(b"GET / HT")
        began = time.monotonic()
        assert client.recv(100) == b""
        assert 8 < time.monotonic() - began < 15


def test_a_worker_that_is_told_to_end_finishes_what_has_come_and_another_goes_on(port):
    pid = int(ask(port).split()[1])
    with connect(port) as client:
        client.sendall(GET)
        os.kill(pid, signal.SIGTERM)
        assert read(client).startswith(b"HTTP/1.1 200")
    for _ in range(20):
        assert ask(port)
