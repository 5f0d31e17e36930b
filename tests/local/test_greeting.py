"""The demonstration says where it is once it answers, once; and where its log is when that takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from local import demo
from local.ports import free_port

LOGS = Path("logs")


def said(capsys) -> str:
    """What was said since this was asked before, to the person at the terminal."""
    return "".join(capsys.readouterr())


@pytest.fixture
def site() -> Iterator[str]:
    """Something that answers."""

    class Well(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_about: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Well) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_it_says_where_it_is_as_soon_as_it_answers_and_only_once(site, capsys):
    greeting = demo.Greeting(site, logs=LOGS)
    assert greeting.keep_on()
    words = said(capsys)
    assert f"Seedbed is at {site}/sign-in" in words
    assert f"Its letters are at {site}/dev/mailbox" in words
    assert greeting.keep_on()
    assert not said(capsys)


def test_while_nothing_answers_it_waits_in_silence_and_then_names_its_log_once(capsys, monkeypatch):
    url = f"http://127.0.0.1:{free_port()}"
    greeting = demo.Greeting(url, logs=LOGS)
    assert greeting.keep_on()
    assert not said(capsys)

    late = time.monotonic() + demo.SLOW_START
    monkeypatch.setattr(time, "monotonic", lambda: late)
    assert greeting.keep_on()
    assert str(LOGS / "web.log") in said(capsys)
    assert greeting.keep_on()
    assert not said(capsys)
