"""Letters: written to the outbox in the transaction of the change they tell of, as template and particulars."""

from __future__ import annotations

import contextlib
import enum
import json
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from config import errand
from tracker.clock import now
from tracker.db import Base, new_id, one_of
from tracker.later import Job, ask
from tracker.post.stopping import MailKind
from tracker.tenancy import door, session
from tracker.tenancy import write as write_row

STOPS = "stops"  # among the particulars of a letter that can be stopped: whose, and of which kind
FORBIDDEN_IN_HEADERS = ("\r", "\n", "\0", "=?")


class LetterKind(enum.StrEnum):
    """Why a letter goes: account, decision and reply at once; a nudge under the one-a-day rule."""

    ACCOUNT = "account"
    REPLY = "reply"
    DECISION = "decision"
    NUDGE = "nudge"
    NOTICE = "notice"


class Letter(Base):
    """The outbox: one letter, its state and its lease. A password letter belongs to no council.

    It is worded when it is carried, from its template and particulars; `body` and `html` are the words of a letter that
    an earlier version wrote out at once. A secret goes from the particulars once the letter was sent.

    `doubts` counts the attempts whose words went and whose end nobody saw, the last of them at `handed_at`; `refusals`
    those refused for good; `lapses` the processes in a row that ended holding it. `tried_since` is its first judgement.
    `batch_id` names the acts with which it can be withdrawn while it waits. `handed_as` is the attempt that its carrier
    took, for as long as nobody tells that it came back; `came_back_at` is when somebody last did.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("body IS NOT NULL OR template IS NOT NULL", name="has_words"),
        CheckConstraint("kind <> 'nudge' OR (person_id IS NOT NULL AND mail_day IS NOT NULL)", name="nudge_has_day"),
        Index(
            "uq_letter_one_nudge_a_day", "person_id", "mail_day", unique=True, postgresql_where=text("kind = 'nudge'")
        ),
        Index(
            "ix_letter_waiting",
            text("(kind <> 'account')"),
            "not_before",
            "id",
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL AND doubts < 2"),
        ),
        Index("ix_letter_batch", "council_id", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
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
    template: Mapped[str | None]
    particulars: Mapped[dict[str, Any] | None]
    body: Mapped[str | None]
    html: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    not_before: Mapped[datetime] = mapped_column(server_default=text("now()"))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    refusals: Mapped[int] = mapped_column(server_default=text("0"))
    lapses: Mapped[int] = mapped_column(server_default=text("0"))
    doubts: Mapped[int] = mapped_column(server_default=text("0"))
    tried_since: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    batch_id: Mapped[UUID | None]
    handed_as: Mapped[str | None]
    came_back_at: Mapped[datetime | None]


_TABLE = Base.metadata.tables["letter"]
# How a letter is written by a larger statement, from what a draft holds, and :here and :now.
LETTER_ROW = """
    INSERT INTO letter (id, council_id, person_id, kind, key, to_name, to_email, subject, template, particulars,
                        created_at, not_before, sent_at)
    SELECT CAST(:letter_id AS uuid), CAST(:here AS uuid), CAST(:letter_person_id AS uuid), CAST(:letter_kind AS text),
           CAST(:letter_key AS text), CAST(:letter_to_name AS text), CAST(:letter_to_email AS text),
           CAST(:letter_subject AS text), CAST(:letter_template AS text),
           CAST(:letter_particulars AS jsonb) || {particulars}, CAST(:now AS timestamptz), CAST(:now AS timestamptz),
           CAST(:letter_sent_at AS timestamptz) FROM {source}"""
_WITHDRAW = text("SELECT withdraw_letters(CAST(:batch AS uuid), CAST(:refs AS text[]))")


class _Written(NamedTuple):
    """The letter that was written."""

    id: UUID


_PUT = """
INSERT INTO letter (id, council_id, person_id, kind, key, mail_day, to_name, to_email, subject, template, particulars,
 created_at, not_before, sent_at, batch_id)
VALUES (CAST(:id AS uuid), CAST(:council_id AS uuid), CAST(:person_id AS uuid), CAST(:kind AS text), CAST(:key AS text),
 CAST(:mail_day AS date), CAST(:to_name AS text), CAST(:to_email AS text), CAST(:subject AS text),
 CAST(:template AS text), CAST(:particulars AS jsonb), CAST(:created_at AS timestamptz),
 CAST(:not_before AS timestamptz), CAST(:sent_at AS timestamptz), CAST(:batch_id AS uuid))
ON CONFLICT DO NOTHING RETURNING id"""


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


def hushed() -> bool:
    """Whether letters written now are kept as sent already."""
    return _hushed.get()


_overheard: ContextVar[list[LetterDraft] | None] = ContextVar("overheard", default=None)


@contextlib.contextmanager
def overhear() -> Iterator[list[LetterDraft]]:
    """Gather the letters that are put into the outbox inside, in order."""
    heard: list[LetterDraft] = []
    token = _overheard.set(heard)
    try:
        yield heard
    finally:
        _overheard.reset(token)


def _subject(line: str) -> str:
    """Return a subject that can be nothing but a subject: no control characters, nothing that decodes into a header."""
    for bad in FORBIDDEN_IN_HEADERS:
        line = line.replace(bad, " ")
    return " ".join(line.split())[:200]


@dataclass(frozen=True)
class LetterDraft:
    """A letter to be written; templates/post/TEMPLATE.txt and .html word it from `particulars`, plain values all.

    `key` names it for ever: a second letter of the same key is not written. A nudge needs `mail_day` and is not written
    when its person has one for that day already. `stops` is what its reader may stop with one press. It is carried at
    `not_before`, where that is given.
    """

    template: str
    to: Addressee
    kind: LetterKind
    key: str
    subject: str
    particulars: Mapping[str, object]
    mail_day: date | None = None
    stops: MailKind | None = None
    not_before: datetime | None = None

    @property
    def row(self) -> dict[str, object]:
        """What the outbox keeps of it, with its moment."""
        return {
            "id": new_id(),
            "person_id": self.to.person_id,
            "kind": self.kind,
            "key": self.key,
            "mail_day": self.mail_day,
            "to_name": _subject(self.to.name),
            "to_email": self.to.email,
            "subject": _subject(self.subject),
            "template": self.template,
            "particulars": self._kept,
            "sent_at": now() if _hushed.get() else None,
        }

    @property
    def _kept(self) -> Mapping[str, object]:
        """What the letter is worded from, whose letters of which kind a press stops, and which request it came of."""
        kept = dict(self.particulars)
        if self.stops and self.to.person_id:
            kept[STOPS] = [str(self.to.person_id), str(self.stops)]
        if name := errand.current():
            kept[errand.NAME] = name
        return kept

    @property
    def told(self) -> str:
        """What the letter is worded from, as it is kept."""
        return json.dumps(self._kept)

    @property
    def given(self) -> dict[str, object]:
        """What LETTER_ROW writes."""
        row = {**self.row, "particulars": self.told}
        return {f"letter_{name}": value for name, value in row.items()}

    def note(self) -> None:
        """Have the worker carry it once the change is kept."""
        ask(Job.DELIVER_LETTERS)


def write(
    template: str,
    *,
    to: Addressee,
    kind: LetterKind,
    key: str,
    subject: str,
    mail_day: date | None = None,
    stops: MailKind | None = None,
    not_before: datetime | None = None,
    **particulars: object,
) -> UUID | None:
    """Write a letter to the outbox, told as LetterDraft says. Returns its identifier where it was written."""
    return put(LetterDraft(template, to, kind, key, subject, particulars, mail_day, stops, not_before))


@dataclass(frozen=True)
class LetterBatch:
    """Letters that wait together, since what they tell of may still be undone."""

    id: UUID
    until: datetime


def wait(batch: LetterBatch) -> None:
    """Have all letters that are written behind the open door from now on wait, so that they can be withdrawn."""
    door().info["letters_wait"] = batch


def earliest() -> datetime:
    """Return when what is written behind the open door now reaches anybody at the earliest."""
    batch: LetterBatch | None = door().info.get("letters_wait")
    return batch.until if batch else now()


def withdraw(*, batch_id: UUID, refs: Collection[str]) -> int:
    """Take back the letters of a batch about these ideas, of which none has gone; return how many there were."""
    given = {"batch": batch_id, "refs": list(refs)}
    return int(session().scalar(_WITHDRAW, given) or 0)


def put(draft: LetterDraft) -> UUID | None:
    """Put a letter into the outbox, in the transaction of the change. Returns its identifier where it was written."""
    if (heard := _overheard.get()) is not None:
        heard.append(draft)
    at = now()
    batch: LetterBatch | None = door().info.get("letters_wait")
    moment = {
        "created_at": at,
        "not_before": max(earliest(), draft.not_before or at),
        "batch_id": batch.id if batch else None,
    }
    kept = {**draft.row, "particulars": draft.told, "council_id": door().council}
    written = write_row(_Written, _PUT, **kept, **moment)
    draft.note()
    return written[0].id if written else None
