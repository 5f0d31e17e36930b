"""How letters are handed to the mail server: one held at a time, marked the moment it is accepted."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Self

from sqlalchemy import Row

from config.settings import MailServer, settings
from tracker.post.outbox import claim, mark

GOING_AWAY = 421
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def as_message(row: Row[tuple[object, ...]]) -> EmailMessage:
    """Make the message of an outbox row; its Message-ID is the row's own, the same at every attempt."""
    message = EmailMessage()
    message["Subject"] = row.subject
    message["From"] = settings().mail_from
    message["To"] = Address(display_name=row.to_name, addr_spec=row.to_email)
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{settings().mail_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    return message


def deliver(*, seconds: float = 60) -> int:
    """Send what waits in the outbox, of every council, and return how many letters the mail server accepted.

    Opens its own doors; safe to run many times at once. One letter is held at a time, so that a worker killed here
    keeps no other waiting, and its lease always outlasts the mail server's time-outs. Ends after `seconds`, or when
    the mail server cannot be reached: the next sweep goes on.
    """
    sent, ends = 0, time.monotonic() + seconds
    with _Carrier() as carrier:
        while time.monotonic() < ends and (row := claim()):
            error, reachable = carrier.carry(row)
            mark(row, error=error, counts=reachable)
            sent += error is None
            if not reachable:
                break
    return sent


class _Carrier:
    """One connection to the mail server, opened at the first letter and used for all that follow."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def carry(self, row: Row[tuple[object, ...]]) -> tuple[str | None, bool]:
        """Hand one letter in; return what went wrong, or None, and whether the mail server was there to judge it."""
        try:
            message = as_message(row)
        except Exception as why:  # noqa: BLE001 - a letter that cannot be made must not stop those behind it
            return _told(why), True
        try:
            self._server = self._server or _connect()
            self._server.send_message(message, to_addrs=[row.to_email])
        except smtplib.SMTPResponseException as why:
            return _told(why), self._stays(why.smtp_code)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as why:
            return _told(why), True
        except (OSError, smtplib.SMTPException) as why:
            self._leave()
            return _told(why), False
        return None, True

    def _stays(self, code: int) -> bool:
        """Say whether the server judged the letter; 421 means that it is going away and judged nothing."""
        if code == GOING_AWAY or self._server is None:
            self._leave()
            return False
        return True

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def _told(why: Exception) -> str:
    """Say what went wrong as the mail server said it, or by the kind of error where it said nothing."""
    answers: list[tuple[int, bytes | str]] = (
        list(why.recipients.values()) if isinstance(why, smtplib.SMTPRecipientsRefused) else []
    )
    if isinstance(why, smtplib.SMTPResponseException):
        answers = [(why.smtp_code, why.smtp_error)]
    said = "; ".join(f"{code} {_plain(words)}" for code, words in answers)
    return (said or f"{type(why).__name__}: {why}")[:500]


def _plain(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _connect() -> smtplib.SMTP:
    """Open the mail server; TLS is checked where it is spoken, and a password never goes without it."""
    where, patience = settings().mail, settings().mail_timeout_seconds
    checked = ssl.create_default_context()
    if where.secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(where.host, where.port, timeout=patience, context=checked)
    else:
        server = smtplib.SMTP(where.host, where.port, timeout=patience)
    try:
        _greet(server, where, checked)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, where: MailServer, checked: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    is_secret = where.secure or where.host in LOOPBACK
    if not where.secure and server.has_extn("starttls"):
        server.starttls(context=checked)
        is_secret = True
    if where.user and not is_secret:
        msg = "the mail server offers no TLS: the password stays here"
        raise smtplib.SMTPException(msg)
    if where.user:
        server.login(where.user, where.password or "")
