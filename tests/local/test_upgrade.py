"""A new web server takes the place of the old one, on one machine, while requests go on: none fails."""

from __future__ import annotations

import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local import process
from local.ports import free_port
from tests.conftest import ROOT
from tests.local.test_front import GET, connect, listens, read

POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n" + b"x" * 2000


def until(true: Callable[[], object], *, seconds: float = 60) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.05)
    return False


ENVIRONMENT = {"ENVIRONMENT": "test", "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nowhere"}


def start(port: int, noted: Path) -> subprocess.Popen[bytes]:
    """Start a server under the product's own settings; a file names its main process."""
    line = ["-m", "gunicorn", "--config", "python:tests.local.front_settings", "--workers", "2"]
    line += ["--bind", f"127.0.0.1:{port}", "--pid", str(noted), "--log-level", "error", "tests.local.front_app:app"]
    started = subprocess.Popen([sys.executable, *line], cwd=ROOT, env=os.environ | ENVIRONMENT)
    assert until(lambda: listens(port))
    return started


def end(noted: Path) -> None:
    assert until(noted.exists), "the new one is the only one"
    last = int(noted.read_text())
    os.kill(last, signal.SIGTERM)
    assert until(lambda: not process.lives(last))


@contextmanager
def asked_without_end(port: int) -> Iterator[Counter[str]]:
    """Four clients that ask and send one after the other, and count how each was answered."""
    told, over = Counter[str](), threading.Event()

    def go_on(request: bytes) -> None:
        while not over.is_set():
            try:
                with connect(port) as client:
                    client.sendall(request)
                    told[read(client)[9:12].decode() or "nothing"] += 1
            except OSError as why:
                told[type(why).__name__] += 1

    clients = [threading.Thread(target=go_on, args=[request]) for request in (GET, POST, GET, POST)]
    for client in clients:
        client.start()
    try:
        yield told
    finally:
        over.set()
        for client in clients:
            client.join()


def test_a_new_server_takes_over_the_old_ones_door_and_no_request_fails(tmp_path):
    port, noted = free_port(), tmp_path / "web.pid"
    old = start(port, noted)
    with asked_without_end(port) as told:
        assert until(lambda: told["200"] > 50)
        os.kill(old.pid, signal.SIGUSR2)
        assert until((tmp_path / "web.pid.2").exists), "the new one runs beside the old"
        time.sleep(1)
        old.terminate()
        assert old.wait(15) == 0
        before = told["200"]
        assert until(lambda: told["200"] > before + 50)
    end(noted)
    assert set(told) == {"200"}, told


class Proxy(socketserver.ThreadingTCPServer):
    """What stands in front: it leads each new connection to one server, and can be told of another."""

    daemon_threads = True
    request_queue_size = 64
    leads_to: int


class Passing(socketserver.BaseRequestHandler):
    """One connection, passed on whole."""

    def handle(self) -> None:
        with connect(self.server.leads_to) as behind:
            back = threading.Thread(target=self._pass, args=[behind, self.request])
            back.start()
            self._pass(self.request, behind)
            back.join()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65_536):
                other.sendall(piece)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


def test_a_second_server_behind_a_proxy_takes_over_and_no_request_fails(tmp_path):
    ports, notes = [free_port(), free_port()], [tmp_path / "one.pid", tmp_path / "two.pid"]
    first = start(ports[0], notes[0])
    with Proxy(("127.0.0.1", 0), Passing) as proxy:
        proxy.leads_to = ports[0]
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        with asked_without_end(proxy.server_address[1]) as told:
            assert until(lambda: told["200"] > 50)
            second = start(ports[1], notes[1])
            proxy.leads_to = ports[1]
            time.sleep(1)  # who was led to the old one a moment ago has arrived there
            first.terminate()
            assert first.wait(30) == 0
            before = told["200"]
            assert until(lambda: told["200"] > before + 50)
        proxy.shutdown()
    second.terminate()
    second.wait(30)
    assert set(told) == {"200"}, told
