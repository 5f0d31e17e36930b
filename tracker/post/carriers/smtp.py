"""SMTP: letters handed to a mail server over one connection. It has neither look-up nor key: the Message-ID travels."""

from __future__ import annotations

import contextlib
import re
import secrets
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Self

from config.settings import settings
from tracker.post.carriers.carrier import Goes, Handover, ReturnedLetter, TakenError, UnreachableError
from tracker.post.carriers.conversation import opened, within
from tracker.post.carriers.report import ATTEMPT
from tracker.post.outbox import OutboxLetter
from tracker.post.rules import Fate

GOING_AWAY = 421
GO_ON = 354
PATIENCE = 3  # seconds, for one who only asks whether somebody is there
DOT_AT_THE_START = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class MessageSource:
    """A message as it travels: whom the envelope names, and the words as bytes, an end of line being CRLF.

    `name` is the attempt's own: a mail server says it again when it reports that the message did not arrive, and sends
    its headers back with that, never its words (RFC 3461 §4.3 and 4.4).
    """

    name: str
    sender: str
    to: str
    words: bytes
    international: bool

    def options(self, server: smtplib.SMTP) -> list[str]:
        """What the envelope says besides, where the server understands it."""
        size = [f"size={len(self.words)}"] if server.has_extn("size") else []
        reports = ["RET=HDRS", f"ENVID={self.name}"] if server.has_extn("dsn") else []
        return [*size, *reports, *(["SMTPUTF8", "BODY=8BITMIME"] if self.international else [])]


def as_message(letter: OutboxLetter) -> EmailMessage:
    """Make the message of an outbox row; its Message-ID is the row's own, the same at every attempt."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings().mail_from
    message["To"] = Address(display_name=letter.to_name, addr_spec=letter.to_email)
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.id}@{settings().mail_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_address:
        message["List-Unsubscribe"] = f"<{letter.stop_address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(letter.body)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def source_of(letter: OutboxLetter) -> MessageSource:
    """Write a letter out, all of it: what cannot be written fails here, before anybody is spoken to."""
    name, sender = f"{letter.id}.{secrets.token_hex(8)}", settings().mail_sender
    international = not (sender + letter.to_email).isascii()
    message = as_message(letter)
    message[ATTEMPT] = name
    words = message.as_bytes(policy=SMTP.clone(utf8=international))
    return MessageSource(name, sender, letter.to_email, words.removesuffix(b"\r\n") + b"\r\n", international)


class SmtpCarrier:
    """One connection to the mail server, opened at the first letter and used for all that follow."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    @property
    def where(self) -> str:
        """Name the mail server."""
        return f"smtp {settings().mail.host}:{settings().mail.port}"

    @property
    def led_by(self) -> str:
        """Name the setting that leads to it."""
        return "MAIL_URL"

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

    def already_there(self, _letter: OutboxLetter) -> str | None:
        """A mail server cannot be asked what it accepted before."""
        return None

    def returned(self, *, seconds: float) -> Iterator[list[ReturnedLetter]]:  # noqa: ARG002 - a carrier's shape
        """A mail server is not asked: it reports by letter, to whom the envelope names (`seedbed bounced`)."""
        yield from ()

    def carry(self, letter: OutboxLetter, goes: Goes) -> Handover:
        """Hand one letter in, and say what became of it."""
        try:
            source = source_of(letter)
        except Exception as why:  # noqa: BLE001 - a letter that cannot be made must not stop those behind it
            return Handover(Fate.UNFIT, _reason(why))
        try:
            server = self._ready()
        except (OSError, smtplib.SMTPException, ValueError) as why:
            return Handover(Fate.UNREACHED, _reason(why), cut=True)
        try:
            _announce(server, source)
        except smtplib.SMTPResponseException as why:
            return self._judged(why)
        except smtplib.SMTPNotSupportedError as why:
            return Handover(Fate.REFUSED, _reason(why))
        except (OSError, smtplib.SMTPException, ValueError) as why:
            self._leave()
            return Handover(Fate.DEFERRED, _reason(why), cut=True)
        return self._hand_over(server, source, goes)

    def _ready(self) -> smtplib.SMTP:
        """Return a connection on which a letter can begin; one that the server closed meanwhile is opened anew."""
        if self._server is not None and not _still_there(self._server):
            self._leave()
        if self._server is None:
            self._server = opened()
        return self._server

    def _hand_over(self, server: smtplib.SMTP, source: MessageSource, goes: Goes) -> Handover:
        """Send the words, and wait for the answer as RFC 5321 §4.5.3.2.6 has it; without one they perhaps arrived."""
        try:
            _first(goes)
        except BaseException:
            self._drop()  # without its last dot the letter is none
            raise
        patience = settings().mail_data_timeout_seconds
        try:
            if server.sock is not None:
                server.sock.settimeout(patience)
            with within(patience, server):
                server.send(DOT_AT_THE_START.sub(b"..", source.words) + b".\r\n")
                code, words = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(settings().mail_timeout_seconds)
        except Exception as why:  # noqa: BLE001 - whatever broke, the words were on their way
            self._drop()
            return Handover(Fate.PERHAPS, _reason(why), cut=True)
        if code // 100 == 2:  # noqa: PLR2004 - RFC 5321 §4.2.1
            return Handover(Fate.ACCEPTED, name=source.name)
        return self._judged(smtplib.SMTPDataError(code, words), unclear=Fate.PERHAPS)

    def _judged(self, why: smtplib.SMTPResponseException, *, unclear: Fate = Fate.DEFERRED) -> Handover:
        """Say what an answer means: 5xx is for good, 4xx for now, and anything else is none; 421 hangs up."""
        is_gone = self._server is None or self._server.sock is None
        fate = None if is_gone else {4: Fate.DEFERRED, 5: Fate.REFUSED}.get(why.smtp_code // 100)
        is_cut = fate is None or why.smtp_code == GOING_AWAY
        if is_cut:
            self._leave()
        return Handover(fate or unclear, _reason(why), cut=is_cut)

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server:
            with contextlib.suppress(OSError, smtplib.SMTPException), within(PATIENCE, server):
                server.quit()
            server.close()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server:
            server.close()


def _first(goes: Goes) -> None:
    if not goes():
        raise TakenError


def _still_there(server: smtplib.SMTP) -> bool:
    """Say whether the server still listens, and have it forget a letter that it refused."""
    try:
        with within(settings().mail_timeout_seconds, server):
            return server.rset()[0] == 250  # noqa: PLR2004 - RFC 5321 §4.1.1.5
    except (OSError, smtplib.SMTPException):
        return False


def _announce(server: smtplib.SMTP, source: MessageSource) -> None:
    """Say from whom and to whom, and that the words come. Raises SMTPResponseException where the server refuses."""
    if source.international and not server.has_extn("smtputf8"):
        msg = "the mail server takes no address like this one"
        raise smtplib.SMTPNotSupportedError(msg)
    with within(settings().mail_timeout_seconds, server):
        _expect(server.mail(source.sender, source.options(server)), 250)
        _expect(server.rcpt(source.to), 250, 251, 252)
        _expect(server.docmd("DATA"), GO_ON)


def _expect(answer: tuple[int, bytes], *wanted: int) -> None:
    code, words = answer
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, words)


def _reason(why: Exception) -> str:
    """Say what went wrong as the mail server said it, or by the kind of error where it said nothing."""
    if isinstance(why, smtplib.SMTPResponseException):
        words = why.smtp_error
        said = words.decode(errors="replace") if isinstance(words, bytes) else words
        return f"{why.smtp_code} {said}"
    return f"{type(why).__name__}: {why}"
