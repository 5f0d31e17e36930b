"""What a year came to: nudges that fell due, arrived, came twice or were lost, and ideas that nobody spoke of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import NamedTuple, Self
from uuid import UUID

from tracker import clock, council
from tracker.post.carriers import Goes, Handover, ReturnedLetter
from tracker.post.outbox import OutboxLetter
from tracker.post.rules import Fate
from tracker.tenancy import as_council, directory, rows

SILENT_DAYS = 90
UNDER_WAY_DAYS = 35  # a nudge's interval of 30 and some days off: until then the next one cannot have gone
LATE_DAYS = 7  # what fell due longer ago than this and still waits is lost


class MailedLetter(NamedTuple):
    """A letter as somebody received it."""

    id: UUID
    council_id: UUID | None
    email: str
    kind: str
    day: date
    words: str


class Mailbag:
    """A carrier that takes every letter, once for each time that it is handed in, and notes the day."""

    where = "a mailbag"
    led_by = ""

    def __init__(self) -> None:
        self.day = date.min
        self.taken: list[MailedLetter] = []
        self._untaken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def answers(self) -> str:
        """It is always there."""
        return self.where

    def already_there(self, letter: OutboxLetter) -> str:
        """Say whether it has a letter."""
        return next((str(one.id) for one in self.taken if one.id == letter.id), "")

    def returned(self, *, seconds: float) -> Iterator[list[ReturnedLetter]]:  # noqa: ARG002 - a carrier's shape
        """Whatever it takes arrives."""
        yield from ()

    def carry(self, letter: OutboxLetter, goes: Goes) -> Handover:
        """Take a letter."""
        goes()
        self.taken.append(
            MailedLetter(letter.id, letter.council_id, letter.to_email, letter.kind, self.day, letter.body or "")
        )
        return Handover(Fate.ACCEPTED, name=str(letter.id))

    def take(self) -> list[MailedLetter]:
        """What came since this was last asked."""
        new, self._untaken = self.taken[self._untaken :], len(self.taken)
        return new


@dataclass
class Tally:
    """What is printed, summed over councils; `most` is the greatest of them."""

    due: int = 0
    delivered: int = 0
    repeated: int = 0
    lost: int = 0
    max_mails_per_person_per_day: int = 0
    silent_over_90_days: int = 0

    def add(self, other: Tally) -> None:
        """Add what another group of councils came to."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            setattr(self, one.name, max(mine, theirs) if one.name.startswith("max") else mine + theirs)


class NudgeRow(NamedTuple):
    """A nudge as it is counted."""

    id: UUID
    state: str
    due_on: date
    letter_id: UUID | None


class _TokenRow(NamedTuple):
    """What a link in a letter is about."""

    nudge_id: UUID


class _Count(NamedTuple):
    """How many."""

    number: int


_NUDGES = "SELECT id, state, due_on, letter_id FROM nudge ORDER BY id"
_TOKENS = "SELECT nudge_id FROM nudge_token WHERE token_digest = ANY(CAST(:digests AS text[])) ORDER BY token_digest"
# A sign of life is whatever is recorded on an idea, an answer too; what went to the lead is in their hands.
_SILENT = """
SELECT count(*) AS number FROM idea i
 WHERE i.state = 'active' AND i.stage IN ('design', 'mobilise', 'mainstream')
   AND i.changed_at < CAST(:since AS timestamptz)
   AND NOT EXISTS (
    SELECT FROM nudge n WHERE n.idea_id = i.id AND (
     (n.state = 'answered' AND n.settled_at >= i.changed_at) OR n.escalated_at >= i.changed_at
     OR (n.state IN ('waiting', 'sent') AND coalesce(n.sent_on, n.due_on) > CAST(:under_way AS date))))"""


def counted(bag: Mailbag, links: list[str], nations: Mapping[UUID, str], *, ended: date) -> Tally:
    """Count a group of councils at the end of their year; `links` are those in all letters, each as often as it came.

    Raises RuntimeError where a nudge went on a day off of its council's nation.
    """
    nudges = [letter for letter in bag.taken if letter.kind == "nudge"]
    for letter in nudges:
        if letter.council_id and not clock.is_working_day(letter.day, nations[letter.council_id]):
            msg = f"a nudge went on {letter.day}, a day off"
            raise RuntimeError(msg)
    mails = Counter((letter.email, letter.day) for letter in nudges)
    tally = Tally(
        max_mails_per_person_per_day=max(mails.values(), default=0), repeated=_again(bag) + _told_again(links)
    )
    arrived = {letter.id for letter in bag.taken}
    for place in nations:
        tally.add(_in_one(place, arrived, ended))
    return tally


def _again(bag: Mailbag) -> int:
    return len(bag.taken) - len({letter.id for letter in bag.taken})


def _told_again(links: list[str]) -> int:
    with directory():
        found = rows(_TokenRow, _TOKENS, digests=[council.digest_of_token(link) for link in links])
    return len(found) - len({one.nudge_id for one in found})


def _in_one(place: UUID, arrived: set[UUID], ended: date) -> Tally:
    """One council: what was sent fell due, and so did what waits for longer than a week."""
    late = ended - timedelta(days=LATE_DAYS)
    with as_council(place):
        nudges = rows(NudgeRow, _NUDGES)
        since = clock.start_of(ended - timedelta(days=SILENT_DAYS))
        [silent] = rows(_Count, _SILENT, since=since, under_way=ended - timedelta(days=UNDER_WAY_DAYS))
    due = [one for one in nudges if one.letter_id or (one.state == "waiting" and one.due_on < late)]
    delivered = sum(one.letter_id in arrived for one in due)
    return Tally(due=len(due), delivered=delivered, lost=len(due) - delivered, silent_over_90_days=silent.number)
