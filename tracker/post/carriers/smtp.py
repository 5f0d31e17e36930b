"""SMTP: letters handed to a mail server over one connection. It has neither look-up nor key: the Message-ID travels."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Self

from config.settings import MailServer, settings
from tracker.post.carriers.carrier import Handover, UnreachableError
from tracker.post.outbox import OutboxLetter

GOING_AWAY = 421
PATIENCE = 3  # seconds, for one who only asks whether somebody is there
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def as_message(letter: OutboxLetter) -> EmailMessage:
    """Make the message of an outbox row; its Message-ID is the row's own, the same at every attempt."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings().mail_from
    message["To"] = Address(display_name=letter.to_name, addr_spec=letter.to_email)
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{settings().mail_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


class SmtpCarrier:
    """One connection to the mail server, opened at the first letter and used for all that follow."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def answers(self) -> str:
        """Knock at the mail server; no password is given."""
        where = settings().mail
        kind = smtplib.SMTP_SSL if where.secure else smtplib.SMTP
        try:
            with kind(where.host, where.port, timeout=PATIENCE) as server:
                server.noop()
        except (OSError, smtplib.SMTPException) as why:
            told = f"nobody answers at {where.host}:{where.port} ({str(why).strip() or type(why).__name__})"
            raise UnreachableError(told) from why
        return f"{where.host}:{where.port}"

    def already_there(self, _letter: OutboxLetter) -> bool:
        """A mail server cannot be asked what it accepted before."""
        return False

    def carry(self, letter: OutboxLetter) -> Handover:
        """Hand one letter in, and say what became of it."""
        try:
            message = as_message(letter)
        except Exception as why:  # noqa: BLE001 - a letter that cannot be made must not stop those behind it
            return Handover(_reason(why), judged=True)
        try:
            self._server = self._server or _connect()
            self._server.send_message(message, to_addrs=[letter.to_email])
        except smtplib.SMTPResponseException as why:
            return Handover(_reason(why), judged=self._stays(why.smtp_code))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as why:
            return Handover(_reason(why), judged=True)
        except (OSError, smtplib.SMTPException) as why:
            self._leave()
            return Handover(_reason(why), judged=False)
        return Handover(None, judged=True)

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


def _reason(why: Exception) -> str:
    """Say what went wrong as the mail server said it, or by the kind of error where it said nothing."""
    answers: list[tuple[int, bytes | str]] = (
        list(why.recipients.values()) if isinstance(why, smtplib.SMTPRecipientsRefused) else []
    )
    if isinstance(why, smtplib.SMTPResponseException):
        answers = [(why.smtp_code, why.smtp_error)]
    reply = "; ".join(f"{code} {_plain(words)}" for code, words in answers)
    return (reply or f"{type(why).__name__}: {why}")[:500]


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
