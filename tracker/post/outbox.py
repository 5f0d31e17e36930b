"""The outbox over all councils: letters claimed, handed and marked one by one, counted, and decided upon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from config.settings import settings
from tracker.clock import now
from tracker.later import Job, ask
from tracker.post.letters import STOPS, LetterKind
from tracker.post.rules import DeliveryAttempt, Fate, NextStep, next_step
from tracker.post.stopping import MailKind, StopLink, stop_address
from tracker.tenancy import directory, rows, run, session, write


class OutboxLetter(NamedTuple):
    """A letter on its way: to whom, its words, which attempt this is. `id` is its Message-ID at every attempt.

    `body` and `html` are its words once they are made from template and particulars. `doubts` is how many attempts
    perhaps delivered it; `lapses`, how many processes in a row ended while they held it.
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
    kind: str = LetterKind.NOTICE
    refusals: int = 0
    tried_since: datetime | None = None
    doubts: int = 0
    lapses: int = 0

    @property
    def stop_address(self) -> str | None:
        """Where its reader stops letters of its kind; None where they cannot be stopped."""
        if self.council_id is None or not (told := (self.particulars or {}).get(STOPS)):
            return None
        person_id, kind = told
        return stop_address(StopLink(self.council_id, UUID(person_id), MailKind(kind)))

    @property
    def attempt(self) -> DeliveryAttempt:
        """What the next step depends on."""
        return DeliveryAttempt(self.kind, self.attempts, self.refusals, self.tried_since)


_CLAIM = f"SELECT {', '.join(OutboxLetter._fields)} FROM claim_letters(CAST(1 AS int), CAST(:lease AS int))"  # noqa: S608 - made of constants only
_HAND = """
SELECT hand_letter(CAST(:id AS uuid), CAST(:attempt AS int), CAST(:lease AS int), CAST(:absent AS boolean)) AS ours"""
_MARK = """
SELECT mark_letter(CAST(:id AS uuid), CAST(:attempt AS int), CAST(:fate AS text), CAST(:error AS text),
 CAST(:wait AS double precision), CAST(:gives_up AS boolean), CAST(:handed AS boolean), CAST(:name AS text))"""
_OUT = """
    SELECT id, handed_as, is_held, came_back, has_words, to_email, kind, attempts, refusals, tried_since
      FROM letters_out(CAST(:ids AS uuid[]))"""
_TAKE_BACK = text(
    "SELECT take_letter_back(CAST(:id AS uuid), CAST(:name AS text), CAST(:fate AS text), CAST(:error AS text),"
    " CAST(:wait AS double precision), CAST(:gives_up AS boolean))"
)


def claim() -> OutboxLetter | None:
    """Hold the letter that is due longest, one about an account before any other.

    The lease is committed before anything is sent. What is perhaps delivered twice over is left to its operator.
    """
    with directory():
        found = write(OutboxLetter, _CLAIM, lease=settings().letter_lease_seconds)
    return found[0] if found else None


class _Handed(NamedTuple):
    """Whether a letter is still ours to hand."""

    ours: bool


def hand(letter: OutboxLetter, *, surely_absent: bool) -> bool:
    """Note that the words of a letter go, which perhaps delivers it from now on, and hold it for a lease more.

    Returns whether it is still ours to hand. `surely_absent` says that whoever carries it was asked and has it not.
    """
    given = {"id": letter.id, "attempt": letter.attempts, "lease": settings().letter_lease_seconds}
    with directory():
        [handed] = write(_Handed, _HAND, **given, absent=surely_absent)
    return handed.ours


def mark(
    letter: OutboxLetter,
    fate: Fate,
    *,
    error: str | None = None,
    name: str | None = None,
    handed: bool = False,
    over: bool = False,
) -> None:
    """Mark what became of a letter, and what follows (tracker/post/rules.py); `over` gives it up whatever that says.

    What was accepted went under the attempt's `name`. An attempt that did not reach the mail server does not count: no
    letter is lost by its absence.
    """
    step = next_step(fate, letter.attempt, at=now(), lease=timedelta(seconds=settings().letter_lease_seconds))
    told = {"attempt": letter.attempts, "fate": fate, "error": error and _kept(error), "name": name}
    follows = {"wait": step.wait.total_seconds(), "gives_up": step.gives_up or over, "handed": handed}
    with directory():
        run(_MARK, id=letter.id, **told, **follows)


def _kept(error: str) -> str:
    """Return what a carrier said as the outbox can keep it."""
    return error.encode(errors="replace").decode().replace("\0", " ")[:500]


class LetterOut(NamedTuple):
    """A letter that its carrier took, as whoever judges its return needs it; `is_held` is on its way just now.

    `came_back` says that it did before, `has_words` that it can go again, `tried_since` when it was first taken.
    """

    id: UUID
    handed_as: str | None
    is_held: bool
    came_back: bool
    has_words: bool
    to_email: str
    kind: str
    attempts: int
    refusals: int
    tried_since: datetime | None

    @property
    def attempt(self) -> DeliveryAttempt:
        """What the next step depends on."""
        return DeliveryAttempt(self.kind, self.attempts, self.refusals, self.tried_since)


def letters_out(ids: Collection[UUID]) -> list[LetterOut]:
    """Find those of some letters that are out, and hold them until the open door is closed. Asked in the directory."""
    return rows(LetterOut, _OUT, ids=list(ids))


def take_back(letter: LetterOut, fate: Fate, *, reason: str, step: NextStep) -> None:
    """Have a letter that is out be none: due again after a wait, or given up. Asked in the directory."""
    told = {"id": letter.id, "name": letter.handed_as, "fate": fate, "error": _kept(reason)}
    session().execute(_TAKE_BACK, {**told, "wait": step.wait.total_seconds(), "gives_up": step.gives_up})


@dataclass(frozen=True)
class Outbox:
    """The outbox as its operator sees it, never its words.

    Letters waiting and since when, sent within the last hour, given up, and those in doubt: perhaps delivered, until
    somebody decides. Of those given up some came back without words, and cannot go again.
    """

    waiting: int
    oldest: datetime | None
    sent_last_hour: int
    given_up: int
    in_doubt: int
    wordless: int


@dataclass(frozen=True)
class Trouble:
    """A letter that failed: its address by its ends, what the mail server said, when it was given up, if it was.

    `in_doubt` waits for its operator's decision; `handed_at` is when its words last went without an answer. One that
    came back was taken at first; without words it cannot go again, since the secret of a link went from it.
    """

    id: UUID
    council_id: UUID | None
    kind: str
    address: str
    attempts: int
    last_error: str
    created_at: datetime
    given_up_at: datetime | None
    handed_at: datetime | None
    in_doubt: bool
    came_back_at: datetime | None
    has_words: bool

    @property
    def can_be_left(self) -> bool:
        """Whether it can be taken as done: perhaps it is, or it was until it came back."""
        return self.in_doubt or bool(self.given_up_at and self.came_back_at)


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
    """Letters that failed and are not sent yet, at most `limit`. Asked in the directory.

    Those in doubt come first, then those given up, then those that are tried again by themselves.
    """
    found = session().execute(text("SELECT * FROM troubled_letters(CAST(:most AS int))"), {"most": limit})
    return [Trouble(*row) for row in found]


def try_again(letter_id: UUID) -> None:
    """Put a letter that was given up, or is perhaps delivered, back among those due. Asked in the directory.

    One that has no words any more stays as it is.
    """
    session().execute(text("SELECT retry_letter(CAST(:id AS uuid))"), {"id": letter_id})
    ask(Job.DELIVER_LETTERS)


def try_all_again() -> int:
    """Put all letters that were given up back among those due, but those without words; return how many.

    Asked in the directory.
    """
    begun = session().scalar(text("SELECT retry_letters()"))
    ask(Job.DELIVER_LETTERS)
    return int(begun or 0)


def leave(letter_id: UUID) -> None:
    """Take a letter that is perhaps delivered, or came back and was given up, as done when its words last went.

    Asked in the directory.
    """
    session().execute(text("SELECT leave_letter(CAST(:id AS uuid))"), {"id": letter_id})


class _HadNudge(NamedTuple):
    """Whether somebody had one."""

    had: bool


_HAD_NUDGE = "SELECT has_nudge_on(CAST(:person_id AS uuid), CAST(:day AS date)) AS had"


def has_nudge_on(*, person_id: UUID, day: date) -> bool:
    """Say whether a person already has a nudge for a day, from any of their councils."""
    [had] = rows(_HadNudge, _HAD_NUDGE, person_id=person_id, day=day)
    return had.had
