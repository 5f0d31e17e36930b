"""The outbox over all councils: letters claimed and marked one by one, counted, and put back by their operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from config.settings import settings
from tracker.later import Job, ask
from tracker.tenancy import directory, rows, session

MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class OutboxLetter:
    """A letter on its way: to whom, its words, which attempt this is. `id` is its Message-ID at every attempt.

    `body` and `html` are its words once they are made from template and particulars.
    """

    id: UUID
    council_id: UUID | None
    to_name: str
    to_email: str
    subject: str
    template: str | None
    particulars: dict[str, Any] | None
    body: str | None
    html: str | None
    created_at: datetime
    attempts: int


_CLAIM = text(
    "SELECT id, council_id, to_name, to_email, subject, template, particulars, body, html, created_at, attempts"
    " FROM claim_letters(CAST(1 AS int), CAST(:lease AS int))"
)


def claim() -> OutboxLetter | None:
    """Hold the letter that is due longest, under a lease that is committed before anything is sent."""
    with directory() as door:
        row = door.execute(_CLAIM, {"lease": settings().letter_lease_seconds}).one_or_none()
    return OutboxLetter(**row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name for a row by column


def mark(letter: OutboxLetter, *, error: str | None, counts: bool) -> None:
    """Mark a letter as sent, or put it back with a growing wait; after the last attempt it is given up and shown.

    An attempt that did not reach the mail server does not count towards giving up: no letter is lost by its absence.
    """
    with directory() as door:
        door.execute(
            text(
                "SELECT mark_letter(CAST(:id AS uuid), CAST(:attempt AS int), CAST(:error AS text),"
                " CAST(:most AS int), CAST(:counts AS boolean))"
            ),
            {"id": letter.id, "attempt": letter.attempts, "error": error, "most": MOST_ATTEMPTS, "counts": counts},
        )


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


class FarAhead(NamedTuple):
    """Letters that wait for more than a day, and until when the furthest does."""

    letters: int
    furthest: datetime | None


def far_ahead() -> FarAhead:
    """Count the letters that no sweep would reach for a day. Asked in the directory."""
    [found] = rows(FarAhead, "SELECT letters, furthest FROM letters_far_ahead()")
    return found


def troubled(*, limit: int = 50) -> list[Trouble]:
    """Letters that failed and are not sent yet, those given up first, at most `limit`. Asked in the directory."""
    found = session().execute(text("SELECT * FROM troubled_letters(CAST(:most AS int))"), {"most": limit})
    return [Trouble(*row) for row in found]


def try_again(letter_id: UUID) -> None:
    """Put a letter that was given up back among those due. Asked in the directory."""
    session().execute(text("SELECT retry_letter(CAST(:id AS uuid))"), {"id": letter_id})
    ask(Job.DELIVER_LETTERS)
