"""A mail server for tests: real SMTP on loopback, which notes every letter that it accepts."""

from __future__ import annotations

import email
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default as policy

from aiosmtpd.controller import Controller

from config.settings import settings
from local import ports


class Server:
    """What aiosmtpd calls. `refuses` answers every letter with a line of its own instead of taking it."""

    def __init__(self) -> None:
        self.accepted: list[tuple[list[str], EmailMessage]] = []
        self.refuses: str | None = None
        self.tried = 0
        self._lock = threading.Lock()

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        with self._lock:
            self.tried += 1
            if self.refuses:
                return self.refuses
            message = email.message_from_bytes(envelope.original_content, policy=policy)
            self.accepted.append((list(envelope.rcpt_tos), message))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters accepted for an address."""
        return [message for people, message in self.accepted if address in people]


@contextmanager
def serving() -> Iterator[Server]:
    """Serve, and have this process send its letters there."""
    server, port = Server(), ports.free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    kept = os.environ.get("MAIL_URL")
    os.environ["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    settings.cache_clear()
    try:
        yield server
    finally:
        controller.stop()
        os.environ.pop("MAIL_URL")
        if kept:
            os.environ["MAIL_URL"] = kept
        settings.cache_clear()
