"""Letters: written to the outbox in the transaction of the change they tell of, delivered by the worker.

A letter is claimed with a committed lease, sent, and marked the moment the mail server accepts it. A worker killed in
between repeats the letter once the lease has run out, under the same Message-ID (design.md §4).
"""

from __future__ import annotations

import contextlib
import enum
import functools
import smtplib
import ssl
import time
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import CheckConstraint, ForeignKey, Index, Row, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from config.settings import MailServer, settings
from tracker.clock import now
from tracker.db import Base, new_id, one_of
from tracker.later import Job, ask
from tracker.tenancy import directory, session

TEMPLATES = Path(__file__).parent.parent / "templates"
MOST_ATTEMPTS = 8
GOING_AWAY = 421
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
FORBIDDEN_IN_HEADERS = ("\r", "\n", "\0", "=?")


class Kind(enum.StrEnum):
    """Why a letter goes: account, decision and reply at once; a nudge under the one-a-day rule."""

    ACCOUNT = "account"
    REPLY = "reply"
    DECISION = "decision"
    NUDGE = "nudge"
    NOTICE = "notice"


class Letter(Base):
    """The outbox: one letter, its state and its lease. A password letter belongs to no council."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("kind <> 'nudge' OR (person_id IS NOT NULL AND mail_day IS NOT NULL)", name="nudge_has_day"),
        Index(
            "uq_letter_one_nudge_a_day", "person_id", "mail_day", unique=True, postgresql_where=text("kind = 'nudge'")
        ),
        Index("ix_letter_waiting", "not_before", postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    key: Mapped[str]
    mail_day: Mapped[date | None]
    to_name: Mapped[str]
    to_email: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    not_before: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


@dataclass(frozen=True)
class To:
    """Whom a letter goes to."""

    name: str
    email: str
    person_id: UUID | None = None


_hushed: ContextVar[bool] = ContextVar("hushed", default=False)


@contextlib.contextmanager
def hush() -> Iterator[None]:
    """Keep letters written inside as sent already: a demonstration's past must not fill anybody's mailbox."""
    token = _hushed.set(True)
    try:
        yield
    finally:
        _hushed.reset(token)


@functools.cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _subject(line: str) -> str:
    """Return a subject that can be nothing but a subject: no control characters, nothing that decodes into a header."""
    for bad in FORBIDDEN_IN_HEADERS:
        line = line.replace(bad, " ")
    return " ".join(line.split())[:200]


def write(
    template: str,
    *,
    to: To,
    kind: Kind,
    key: str,
    subject: str,
    mail_day: date | None = None,
    **shown: object,
) -> bool:
    """Write a letter to the outbox, from templates/post/TEMPLATE.txt and .html.

    `key` names the letter for ever: a second letter of the same key is not written. A nudge needs `mail_day` and is
    not written when its person has one for that day already. Returns whether it was written.
    """
    told = {**shown, "to": to, "subject": _subject(subject), "base_url": settings().base_url}
    written = session().scalar(
        insert(Letter)
        .values(
            id=new_id(),
            council_id=session().info.get("council"),
            person_id=to.person_id,
            kind=kind,
            key=key,
            mail_day=mail_day,
            to_name=_subject(to.name),
            to_email=to.email,
            subject=told["subject"],
            body=_pages().get_template(f"post/{template}.txt").render(told),
            html=_pages().get_template(f"post/{template}.html").render(told),
            created_at=now(),
            not_before=now(),
            sent_at=now() if _hushed.get() else None,
        )
        .on_conflict_do_nothing()
        .returning(Letter.id)
    )
    ask(Job.DELIVER_LETTERS)
    return written is not None


def has_nudge_on(*, person_id: UUID, day: date) -> bool:
    """Say whether a person already has a nudge for a day, from any of their councils."""
    asked = text("SELECT has_nudge_on(:person_id, :day)")
    return bool(session().scalar(asked, {"person_id": person_id, "day": day}))


def waiting(*, limit: int = 50) -> Sequence[Letter]:
    """Letters of this council not sent yet, oldest first, at most `limit`."""
    asked = select(Letter).where(Letter.sent_at.is_(None)).order_by(Letter.created_at, Letter.id).limit(limit)
    return session().scalars(asked).all()


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
        while time.monotonic() < ends and (row := _claim()):
            error, reachable = carrier.carry(row)
            _mark(row, error=error, counts=reachable)
            sent += error is None
            if not reachable:
                break
    return sent


def _claim() -> Row[tuple[object, ...]] | None:
    """Hold the letter that is due longest, under a lease that is committed before anything is sent."""
    with directory() as door:
        asked = text("SELECT * FROM claim_letters(CAST(1 AS int), CAST(:lease AS int))")
        return door.execute(asked, {"lease": settings().letter_lease_seconds}).one_or_none()


def _mark(row: Row[tuple[object, ...]], *, error: str | None, counts: bool) -> None:
    """Mark a letter as sent, or put it back with a growing wait; after the last attempt it is given up and shown.

    An attempt that did not reach the mail server does not count towards giving up: no letter is lost by its absence.
    """
    with directory() as door:
        door.execute(
            text(
                "SELECT mark_letter(CAST(:id AS uuid), CAST(:attempt AS int), CAST(:error AS text),"
                " CAST(:most AS int), CAST(:counts AS boolean))"
            ),
            {"id": row.id, "attempt": row.attempts, "error": error, "most": MOST_ATTEMPTS, "counts": counts},
        )


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
    return f"{type(why).__name__}: {why}"[:500]


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


def oldest_waiting() -> timedelta | None:
    """How long the oldest unsent letter has waited, over all councils; None when nothing waits."""
    with directory() as door:
        oldest = door.scalar(text("SELECT oldest_letter()"))
    return now() - oldest if oldest else None


@dataclass(frozen=True)
class Outbox:
    """The outbox as its operator sees it: letters waiting, sent within the last hour, given up; never their words."""

    waiting: int
    oldest: datetime | None
    sent_last_hour: int
    given_up: int


@dataclass(frozen=True)
class Trouble:
    """A letter that failed: its address by its ends, what the mail server said, when it was given up, if it was."""

    id: UUID
    council_id: UUID | None
    kind: str
    address: str
    attempts: int
    last_error: str
    created_at: datetime
    given_up_at: datetime | None


def outbox() -> Outbox:
    """Count the outbox over all councils. Asked in the directory."""
    return Outbox(*session().execute(text("SELECT * FROM outbox_counts()")).one())


def troubled(*, limit: int = 50) -> list[Trouble]:
    """Letters that failed and are not sent yet, those given up first, at most `limit`. Asked in the directory."""
    rows = session().execute(text("SELECT * FROM troubled_letters(CAST(:most AS int))"), {"most": limit})
    return [Trouble(*row) for row in rows]


def try_again(letter_id: UUID) -> None:
    """Put a letter that was given up back among those due. Asked in the directory."""
    session().execute(text("SELECT retry_letter(CAST(:id AS uuid))"), {"id": letter_id})
    ask(Job.DELIVER_LETTERS)
