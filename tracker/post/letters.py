"""Letters: written to the outbox in the transaction of the change they tell of."""

from __future__ import annotations

import contextlib
import enum
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from config.settings import settings
from tracker.clock import now
from tracker.db import Base, new_id, one_of
from tracker.later import Job, ask
from tracker.tenancy import door, session

TEMPLATES = Path(__file__).parents[2] / "templates"
FORBIDDEN_IN_HEADERS = ("\r", "\n", "\0", "=?")


class LetterKind(enum.StrEnum):
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
    kind: Mapped[LetterKind] = mapped_column(one_of(LetterKind, "kind"))
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


_TABLE = Base.metadata.tables["letter"]
_INSERT = insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id)


@dataclass(frozen=True)
class Addressee:
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
        extensions=["jinja2.ext.do"],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def word_with(called: Callable[..., str], capital: Callable[[str], str]) -> None:
    """Have letters call the values of closed lists as the council that sends them does, large where a line begins.

    They are given by tracker.listening. The first takes the context so that Jinja asks it for each letter, constant
    values too.
    """
    _pages().filters["capital"] = capital
    _pages().filters["called"] = pass_context(lambda _letter, *asked, **given: called(*asked, **given))


def _subject(line: str) -> str:
    """Return a subject that can be nothing but a subject: no control characters, nothing that decodes into a header."""
    for bad in FORBIDDEN_IN_HEADERS:
        line = line.replace(bad, " ")
    return " ".join(line.split())[:200]


def write(
    template: str,
    *,
    to: Addressee,
    kind: LetterKind,
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
        _INSERT,
        {
            "id": new_id(),
            "council_id": door().council,
            "person_id": to.person_id,
            "kind": kind,
            "key": key,
            "mail_day": mail_day,
            "to_name": _subject(to.name),
            "to_email": to.email,
            "subject": told["subject"],
            "body": _pages().get_template(f"post/{template}.txt").render(told),
            "html": _pages().get_template(f"post/{template}.html").render(told),
            "created_at": now(),
            "not_before": now(),
            "sent_at": now() if _hushed.get() else None,
        },
    )
    ask(Job.DELIVER_LETTERS)
    return written is not None


def has_nudge_on(*, person_id: UUID, day: date) -> bool:
    """Say whether a person already has a nudge for a day, from any of their councils."""
    asked = text("SELECT has_nudge_on(:person_id, :day)")
    return bool(session().scalar(asked, {"person_id": person_id, "day": day}))
