"""A conversation with a mail server: opened with its TLS checked, and cut off when it lasts too long."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator

from config.settings import MailServer, settings

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@contextlib.contextmanager
def within(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """Cut the conversation off after so many seconds, however slowly it goes on. Raises TimeoutError then.

    A time-out of the socket begins anew with every byte: a server that sends one now and then would hold us for ever.
    """
    is_over = threading.Event()
    timer = threading.Timer(seconds, _cut_off, [server, is_over])
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, smtplib.SMTPException) as why:
        if is_over.is_set() or isinstance(why, TimeoutError) or isinstance(why.__context__, TimeoutError):
            raise TimeoutError(f"no answer within {seconds:g} seconds") from why
        raise
    finally:
        timer.cancel()


def _cut_off(server: smtplib.SMTP, is_over: threading.Event) -> None:
    is_over.set()
    line = server.sock
    if line is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def opened() -> smtplib.SMTP:
    """Open the mail server; TLS is checked where it is spoken, and a password never goes without it."""
    where, patience = settings().mail, settings().mail_timeout_seconds
    checked = ssl.create_default_context()
    server = smtplib.SMTP_SSL(timeout=patience, context=checked) if where.secure else smtplib.SMTP(timeout=patience)
    try:
        with within(patience, server):
            _greet(server, where, checked)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, where: MailServer, checked: ssl.SSLContext) -> None:
    server._host = where.host  # type: ignore[attr-defined]  # noqa: SLF001 - what TLS checks the certificate against
    code, words = server.connect(where.host, where.port)
    if code != 220:  # noqa: PLR2004 - RFC 5321 §4.3.2
        raise smtplib.SMTPConnectError(code, words)
    server.ehlo_or_helo_if_needed()
    is_secret = where.secure or where.host in LOOPBACK
    if not where.secure and server.has_extn("starttls"):
        server.starttls(context=checked)
        server.ehlo_or_helo_if_needed()
        is_secret = True
    if where.user and not is_secret:
        msg = "the mail server offers no TLS: the password stays here"
        raise smtplib.SMTPException(msg)
    if where.user:
        server.login(where.user, where.password or "")
