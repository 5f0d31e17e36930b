"""The queue of triage as it reads: what each idea in it waits for, and for how long."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker import clock, upkeep
from tracker.council import Role, SignedInReader
from tracker.idea import MOST_WAITING, OrphanIdea, State, Story, WaitingIdea
from tracker.web.filters import day, plural
from tracker.web.wording import vocabulary
from tracker.wording import Vocabulary, capital

UNANSWERED = ("past", "today", "later")
ASKED = "asked"
GROUPS = (*UNANSWERED, "answered", ASKED)
MOST_PIPS = 12


class QueueLine(NamedTuple):
    """An idea in the queue; `gone` says how many pips are drawn for it, none where it was answered or waits itself."""

    ref: str
    title: str
    here: bool
    gone: int | None
    words: str


class QueueGroup(NamedTuple):
    """The ideas in triage that wait for one thing."""

    name: str
    lines: list[QueueLine]


class QueuePlace(NamedTuple):
    """Where the idea at hand stands in the queue, of how many, and the references before and after it."""

    number: int
    of: int
    previous: str | None
    following: str | None


class Waiting(NamedTuple):
    """For how many working days the idea at hand has waited, and what for."""

    gone: int
    group: str


class Queue:
    """Everything in triage by what it waits for, those not answered first and the oldest promise at the top."""

    def __init__(self, found: Sequence[WaitingIdea]) -> None:
        today = clock.today()
        self.cut = len(found) >= MOST_WAITING
        self.found: dict[str, list[WaitingIdea]] = {group: [] for group in GROUPS}
        for one in found:
            self.found[_group(one, today)].append(one)

    @property
    def first(self) -> str | None:
        """The reference of the first that waits for us; where none does, of the first that waits for its author."""
        return next((self.found[group][0].ref for group in GROUPS if self.found[group]), None)

    @property
    def unanswered(self) -> int:
        """How many wait for a first reply."""
        return sum(len(self.found[group]) for group in UNANSWERED)

    @property
    def late(self) -> int:
        """How many of them are past the promise."""
        return len(self.found["past"])

    def place(self, idea_id: UUID) -> QueuePlace | None:
        """Where an idea stands in the queue as it is shown; None for one that is not in it."""
        ideas = [one for group in self.found.values() for one in group]
        at = next((n for n, one in enumerate(ideas) if one.id == idea_id), None)
        if at is None:
            return None
        beside = [ideas[n].ref if 0 <= n < len(ideas) else None for n in (at - 1, at + 1)]
        return QueuePlace(at + 1, len(ideas), *beside)

    def waiting(self, idea_id: UUID, reader: SignedInReader) -> Waiting | None:
        """How long an idea of the queue has waited; None for one that is not in it."""
        for group, ideas in self.found.items():
            for one in ideas:
                if one.id == idea_id:
                    return Waiting(_waits(reader)(one.submitted_on), group)
        return None

    def groups(self, idea_id: UUID, reader: SignedInReader) -> list[QueueGroup]:
        """The queue as it is shown beside one of its ideas."""
        words, waited = vocabulary(), _waits(reader)
        return [
            QueueGroup(
                capital(words.called(group, "queue")),
                [
                    _line(one, idea_id, waited(one.submitted_on) if group in UNANSWERED else None, reader)
                    for one in ideas
                ],
            )
            for group, ideas in self.found.items()
            if ideas
        ]


class OrphanLine(NamedTuple):
    """An idea that nobody looks after: where it stands, and why that is so."""

    ref: str
    title: str
    standing: str
    words: str


def orphan_lines(found: Sequence[OrphanIdea]) -> list[OrphanLine]:
    """The ideas that nobody looks after, in the order given."""
    words = vocabulary()
    return [OrphanLine(one.ref, one.title, _standing(one, words), _why_nobody(one, words)) for one in found]


def _standing(one: OrphanIdea, words: Vocabulary) -> str:
    parked = one.state == State.PARKED and one.parked_until
    return f"Parked until {day(one.parked_until, short=True)}" if parked else capital(words.called(one.stage, "stage"))


def _why_nobody(one: OrphanIdea, words: Vocabulary) -> str:
    owner = words.called(Role.OWNER, "role")
    if one.left_on:
        why = f"Its {owner} left the council on {day(one.left_on)}."
    else:
        why = f"Its {owner} may no longer be one." if one.had_owner else f"It was given no {owner} yet."
    return f"{one.service}. {why}" if one.service else why


# What was decided of an idea by what is recorded of it, as it is said of outcomes.
OUTCOMES = {
    "sent_to_design_gate": "gate",
    "improved_instead": "improve",
    "resourced_instead": "resource",
    "parked": "park",
    "referred": "refer",
    "declined": "decline",
    "merged": "merge",
}


def decided(story: Story) -> str:
    """Who decided last what becomes of an idea, and what, in a sentence; nothing where that was not in triage."""
    last = next((entry for entry in story.events if entry.event.what in OUTCOMES), None)
    if last is None:
        return ""
    what = vocabulary().called(OUTCOMES[last.event.what], "triage_done")
    return f"{last.by_name or 'Somebody'} decided that it {what}."


def _group(one: WaitingIdea, today: date) -> str:
    if one.last_turn == "question":
        return ASKED
    if one.first_reply_on:
        return "answered"
    if upkeep.reply_late(one.reply_due_on, replied=None, today=today):
        return "past"
    return "today" if one.reply_due_on == today else "later"


def _waits(reader: SignedInReader) -> Callable[[date | None], int]:
    """For how many working days those have waited who sent an idea on a day: many did on the same."""
    today = clock.today()
    return functools.cache(lambda sent: upkeep.days_waited(sent, today=today, nation=reader.nation))


def _line(one: WaitingIdea, idea_id: UUID, gone: int | None, reader: SignedInReader) -> QueueLine:
    here = one.id == idea_id
    if gone is None:
        return QueueLine(one.ref, one.title, here, None, f"sent {day(one.submitted_on, short=True)}")
    past = gone - reader.promise_days
    words = plural(gone, "day") + (f", {past} past" if past > 0 else "")
    return QueueLine(one.ref, one.title, here, min(gone, max(MOST_PIPS, reader.promise_days)), words)
