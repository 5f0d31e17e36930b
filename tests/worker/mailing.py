"""A mail server for tests: real SMTP on loopback, which notes every letter that it accepts."""

from __future__ import annotations

import email
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default as policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from config.settings import settings
from local import ports


class Server:
    """What aiosmtpd calls. `refuses` answers every letter with a line of its own instead of taking it."""

    def __init__(self) -> None:
        self.accepted: list[tuple[list[str], EmailMessage]] = []
        self.refuses: str | None = None
        self.signed_in: list[tuple[str, str]] = []
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

    def admits(self, _server, _session, _envelope, _how, given) -> AuthResult:
        """Let everybody in, and note who came with which password."""
        self.signed_in.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=True)

    def to(self, address: str) -> list[EmailMessage]:
        """The letters accepted for an address."""
        return [message for people, message in self.accepted if address in people]


@contextmanager
def serving(
    host: str = "127.0.0.1", *, user: str | None = None, certificate: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Serve, and have this process send its letters there; STARTTLS is offered with a certificate, AUTH to all."""
    server, port = Server(), ports.free_port()
    controller = Controller(
        server,
        hostname=host,
        port=port,
        authenticator=server.admits,
        auth_require_tls=False,
        tls_context=certificate,
    )
    controller.start()
    kept = os.environ.get("MAIL_URL")
    os.environ["MAIL_URL"] = f"smtp://{user}:a-password@{host}:{port}" if user else f"smtp://{host}:{port}"
    settings.cache_clear()
    try:
        yield server
    finally:
        controller.stop()
        os.environ.pop("MAIL_URL")
        if kept:
            os.environ["MAIL_URL"] = kept
        settings.cache_clear()
