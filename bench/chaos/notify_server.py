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


class NotifyState(enum.StrEnum):
    """What Notify says of a letter that it took (docs.notifications.service.gov.uk, "Email status descriptions")."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"


FAILED = {state for state in NotifyState if state.endswith("failure")}
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
        self.kept: list[dict[str, str]] = []  # what it says of each, in the same order
        self.page = 250  # in one answer, the newest first
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

    def end(self, address: str, state: NotifyState) -> None:
        """Have the newest letter to an address come to a state."""
        with self._lock:
            next(one for one in reversed(self.kept) if one["email_address"] == address)["status"] = state

    def listed(self, asked: dict[str, list[str]]) -> list[dict[str, str]]:
        """What it took by a reference, in a state, or before another: a page of it, the newest first."""
        reference, state, before = (asked.get(name, [""])[0] for name in ("reference", "status", "older_than"))
        states = FAILED if state == "failed" else {state}
        with self._lock:
            newest = [dict(one) for one in reversed(self.kept)]
        after = next((n + 1 for n, one in enumerate(newest) if one["id"] == before), 0)
        wanted = (one for one in newest[after:] if reference in {"", one["reference"]})
        return [one for one in wanted if not state or one["status"] in states][: self.page]

    def take(self, asked: dict[str, Any]) -> tuple[NotifyBehaviour, str]:
        """Take a letter, or not; say as what."""
        address, taken_as = str(asked["email_address"]), str(uuid4())
        with self._lock:
            self.tries[address] += 1
            behaviour = self._behaves(address, self.tries[address])
            if behaviour in TAKING:
                reference, state = str(asked["reference"]), NotifyState.SENDING
                self.taken.append((address, reference, asked["personalisation"]))
                told = {"id": taken_as, "reference": reference, "email_address": address, "status": state}
                self.kept.append(told)
        time.sleep(self.disk)  # it is in this moment that a kill would make a repeat
        return behaviour, taken_as


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
        """Give the template, or tell of letters."""
        where = urlsplit(self.path)
        if not self._admitted():
            return
        if where.path == f"/v2/template/{TEMPLATE}":
            self._say(200, {"id": TEMPLATE, "type": "email", "subject": "((subject))", "body": "((body))"})
        elif where.path == "/v2/notifications":
            self._say(200, {"notifications": self.stand_in.listed(parse_qs(where.query)), "links": {}})
        else:
            self._fault(404, "NoResultFound", "No result found")

    def do_POST(self) -> None:
        """Take an email."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._admitted():
            return
        behaviour, taken_as = self.stand_in.take(asked)
        match behaviour:
            case NotifyBehaviour.HANG:
                time.sleep(LONG)
            case NotifyBehaviour.LOSE_ANSWER | NotifyBehaviour.DIE:
                self.close_connection = True
                self.connection.close()
            case NotifyBehaviour.GIBBERISH:
                self._write(201, b"what was that?")
            case NotifyBehaviour.TAKE:
                self._say(201, {"id": taken_as, "reference": asked["reference"]})
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
