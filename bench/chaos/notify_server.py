"""A stand-in for GOV.UK Notify's API on loopback, which behaves as it is told, and notes what it took."""

from __future__ import annotations

import enum
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

from local import ports

LONG = 3600.0  # seconds that outlast whoever waits
SERVICE, SECRET, TEMPLATE = (str(uuid4()) for _ in range(3))
KEY = f"stand-in-{SERVICE}-{SECRET}"


class NotifyBehaviour(enum.StrEnum):
    """What the stand-in does with one letter. What it took by then stands in brackets."""

    TAKE = "take"  # takes it (once)
    LOSE_ANSWER = "lose answer"  # takes it, and hangs up before it says so (once)
    HANG = "hang"  # takes it, and the answer never comes (once)
    FAIL_AFTER = "fail after"  # takes it, and says 500 (once)
    GIBBERISH = "gibberish"  # takes it, and answers nonsense (once)
    FAIL = "fail"  # says 500 (not)
    DIE = "die"  # hangs up (not)
    BUSY = "busy"  # says 429 (not)
    REFUSE = "refuse"  # says 400 (not)


TAKING = {
    NotifyBehaviour.TAKE,
    NotifyBehaviour.LOSE_ANSWER,
    NotifyBehaviour.HANG,
    NotifyBehaviour.FAIL_AFTER,
    NotifyBehaviour.GIBBERISH,
}
ANSWERS = {
    NotifyBehaviour.TAKE: 201,
    NotifyBehaviour.FAIL_AFTER: 500,
    NotifyBehaviour.FAIL: 500,
    NotifyBehaviour.BUSY: 429,
    NotifyBehaviour.REFUSE: 400,
}
Behaves = Callable[[str, int], NotifyBehaviour]


class StandIn:
    """What it took: the address, the reference and the personalisation of each letter, in order."""

    def __init__(self, behaves: Behaves = lambda *_: NotifyBehaviour.TAKE, *, disk: float = 0.01) -> None:
        self._behaves, self._lock, self.disk = behaves, threading.Lock(), disk
        self.taken: list[tuple[str, str, dict[str, str]]] = []
        self.tries: Counter[str] = Counter()
        self.port = ports.free_port()
        self.secret = SECRET

    @property
    def settings(self) -> dict[str, str]:
        """The settings that lead to it."""
        return {"NOTIFY_KEY": KEY, "NOTIFY_TEMPLATE": TEMPLATE, "NOTIFY_URL": f"http://127.0.0.1:{self.port}"}

    @property
    def accepted(self) -> list[tuple[str, str]]:
        """The address and the reference of what it took, in order."""
        with self._lock:
            return [(address, reference) for address, reference, _ in self.taken]

    def has(self, reference: str) -> list[dict[str, str]]:
        """What it took under a reference."""
        with self._lock:
            return [{"id": ref, "reference": ref, "email_address": to} for to, ref, _ in self.taken if ref == reference]

    def take(self, asked: dict[str, Any]) -> NotifyBehaviour:
        """Take a letter, or not."""
        address = str(asked["email_address"])
        with self._lock:
            self.tries[address] += 1
            behaviour = self._behaves(address, self.tries[address])
            if behaviour in TAKING:
                self.taken.append((address, str(asked["reference"]), asked["personalisation"]))
        time.sleep(self.disk)  # it is in this moment that a kill would make a repeat
        return behaviour


@contextmanager
def notifying(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve on loopback."""
    handler = type("NotifyRequest", (NotifyHandler,), {"stand_in": stand_in})
    server = ThreadingHTTPServer(("127.0.0.1", stand_in.port), handler)
    server.daemon_threads = True
    server.block_on_close = False
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


class NotifyHandler(BaseHTTPRequestHandler):
    """The four requests that letters need, each with a token that must be right."""

    stand_in: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Give the template, or look a reference up."""
        where = urlsplit(self.path)
        if not self._admitted():
            return
        if where.path == f"/v2/template/{TEMPLATE}":
            self._say(200, {"id": TEMPLATE, "type": "email", "subject": "((subject))", "body": "((body))"})
        elif where.path == "/v2/notifications":
            [reference] = parse_qs(where.query)["reference"]
            self._say(200, {"notifications": self.stand_in.has(reference), "links": {}})
        else:
            self._fault(404, "NoResultFound", "No result found")

    def do_POST(self) -> None:
        """Take an email."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._admitted():
            return
        behaviour = self.stand_in.take(asked)
        match behaviour:
            case NotifyBehaviour.HANG:
                time.sleep(LONG)
            case NotifyBehaviour.LOSE_ANSWER | NotifyBehaviour.DIE:
                self.close_connection = True
                self.connection.close()
            case NotifyBehaviour.GIBBERISH:
                self._write(201, b"what was that?")
            case NotifyBehaviour.TAKE:
                self._say(201, {"id": str(uuid4()), "reference": asked["reference"]})
            case _:
                self._fault(ANSWERS[behaviour], "Error", behaviour.value)

    def _admitted(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if get_token_issuer(token) == SERVICE and decode_jwt_token(token, self.stand_in.secret):
                return True
        except TokenError:
            pass
        self._fault(403, "AuthError", "Invalid token: signature, api token not found")
        return False

    def _fault(self, code: int, kind: str, words: str) -> None:
        self._say(code, {"status_code": code, "errors": [{"error": kind, "message": words}]})

    def _say(self, code: int, answer: dict[str, object]) -> None:
        self._write(code, json.dumps(answer).encode())

    def _write(self, code: int, words: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""
