"""Letters: written to the outbox in the transaction of the change they tell of, delivered by the worker.

A letter is claimed with a committed lease, sent, and marked the moment the mail server accepts it. A worker killed in
between repeats the letter once the lease has run out, under the same Message-ID (design.md §4).
"""

from __future__ import annotations

import contextlib
import enum
import functools
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import CheckConstraint, ForeignKey, Index, Row, UniqueConstraint, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from config.settings import settings
from tracker.clock import now
from tracker.db import Base, new_id, one_of
from tracker.later import Job, ask
from tracker.tenancy import directory, session

TEMPLATES = Path(__file__).parent.parent / "templates"
MOST_ATTEMPTS = 8
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
    written = session().execute(
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
        )
        .on_conflict_do_nothing()
    )
    ask(Job.DELIVER_LETTERS)
    return bool(written.rowcount)  # type: ignore[attr-defined]


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
    message["To"] = formataddr((row.to_name, row.to_email))
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{settings().mail_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    return message


def _claim(limit: int, lease_seconds: int) -> Sequence[Row[tuple[object, ...]]]:
    with directory() as door:
        return door.execute(
            text("SELECT * FROM claim_letters(CAST(:n AS int), CAST(:lease AS int))"),
            {"n": limit, "lease": lease_seconds},
        ).all()


def _mark(letter_id: object, *, error: str | None) -> None:
    """Mark a letter as sent, or put it back with a growing wait; after the last attempt it is given up and shown."""
    with directory() as door:
        door.execute(
            text("SELECT mark_letter(CAST(:id AS uuid), CAST(:error AS text), CAST(:most AS int))"),
            {"id": letter_id, "error": error, "most": MOST_ATTEMPTS},
        )


def _connect() -> smtplib.SMTP:
    where = settings().mail
    if where.secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(where.host, where.port, timeout=settings().mail_timeout_seconds)
    else:
        server = smtplib.SMTP(where.host, where.port, timeout=settings().mail_timeout_seconds)
    server.ehlo()
    if not where.secure and server.has_extn("starttls"):
        server.starttls()
    if where.user:
        server.login(where.user, where.password or "")
    return server


def deliver(*, limit: int = 50) -> int:
    """Send what waits in the outbox, of every council, and return how many letters the mail server accepted.

    Opens its own doors; safe to run many times at once: a row is claimed by one worker until its lease has run out.
    """
    sent = 0
    while claimed := _claim(limit, settings().letter_lease_seconds):
        sent += sum(_send_all(claimed))
    return sent


def _send_all(claimed: Sequence[Row[tuple[object, ...]]]) -> list[bool]:
    server: smtplib.SMTP | None = None
    outcomes = []
    for row in claimed:
        try:
            server = server or _connect()
            server.send_message(as_message(row))
        except (OSError, smtplib.SMTPException, ValueError) as why:
            _mark(row.id, error=f"{type(why).__name__}: {why}"[:500])
            server = None
            outcomes.append(False)
        else:
            _mark(row.id, error=None)
            outcomes.append(True)
    if server:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()
    return outcomes


def oldest_waiting() -> timedelta | None:
    """How long the oldest unsent letter has waited, over all councils; None when nothing waits."""
    with directory() as door:
        oldest = door.scalar(text("SELECT oldest_letter()"))
    return now() - oldest if oldest else None
