"""The queue of triage as it reads: what each idea in it waits for, and for how long."""

from __future__ import annotations

import functools
from collections.abc import Sequence
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
MOST_BESIDE, MOST_BEFORE = 30, 8  # ideas of a group beside the one at hand; of those, that stand before it


class QueueLine(NamedTuple):
    """An idea in the queue; `gone` says how many pips are drawn for it, none where it was answered or waits itself."""

    ref: str
    title: str
    here: bool
    gone: int | None
    words: str


class QueueGroup(NamedTuple):
    """The ideas in triage that wait for one thing, with how many more stand before and after those that are shown."""

    name: str
    lines: list[QueueLine]
    before: int
    after: int


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

    @functools.cached_property
    def refs(self) -> list[str]:
        """All that wait, in the order in which they are shown."""
        return [one.ref for group in self.found.values() for one in group]

    def place(self, ref: str) -> QueuePlace | None:
        """Where an idea stands in the queue as it is shown; None for one that is not in it."""
        if ref not in self.refs:
            return None
        at = self.refs.index(ref)
        before = self.refs[at - 1] if at else None
        return QueuePlace(at + 1, len(self.refs), before, self.after(ref))

    def after(self, ref: str) -> str | None:
        """The reference of the next; None after the last, and for one that is not in the queue."""
        at = self.refs.index(ref) + 1 if ref in self.refs else len(self.refs)
        return next(iter(self.refs[at : at + 1]), None)

    def waiting(self, ref: str, reader: SignedInReader) -> Waiting | None:
        """How long an idea of the queue has waited; None for one that is not in it."""
        found = ((group, one) for group, ideas in self.found.items() for one in ideas if one.ref == ref)
        return next((Waiting(_days_waited(one.submitted_on, reader), group) for group, one in found), None)

    def groups(self, reader: SignedInReader) -> list[QueueGroup]:
        """The whole queue as it is shown."""
        return self._groups("", reader, most=MOST_WAITING)

    def beside(self, here: str, reader: SignedInReader) -> list[QueueGroup]:
        """The queue beside one of its ideas: what stands around it, and the first of the other groups."""
        return self._groups(here, reader, most=MOST_BESIDE)

    def _groups(self, here: str, reader: SignedInReader, *, most: int) -> list[QueueGroup]:
        words, wait = vocabulary(), functools.cache(functools.partial(_wait, reader=reader))
        shown = {group: _around(ideas, here, most=most) for group, ideas in self.found.items() if ideas}
        return [
            QueueGroup(
                capital(words.called(group, "queue")),
                [
                    QueueLine(one.ref, one.title, one.ref == here, *wait(one.submitted_on, waits=group in UNANSWERED))
                    for one in self.found[group][part]
                ],
                part.start,
                len(self.found[group]) - part.stop,
            )
            for group, part in shown.items()
        ]


def _around(ideas: Sequence[WaitingIdea], here: str, *, most: int) -> slice:
    """Which ideas of a group are shown: the first, or from a little before the one at hand."""
    at = next((place for place, one in enumerate(ideas) if one.ref == here), 0)
    first = max(0, min(at - MOST_BEFORE, len(ideas) - most))
    return slice(first, min(first + most, len(ideas)))


class Wait(NamedTuple):
    """How many pips are drawn for so long a wait, and what is said of it."""

    gone: int | None
    words: str


def _wait(sent: date | None, *, waits: bool, reader: SignedInReader) -> Wait:
    """The wait of those who sent an idea on a day: many did on the same."""
    if not waits:
        return Wait(None, f"sent {day(sent, short=True)}")
    gone = _days_waited(sent, reader)
    past = gone - reader.promise_days
    words = plural(gone, "day") + (f", {past} past" if past > 0 else "")
    return Wait(min(gone, max(MOST_PIPS, reader.promise_days)), words)


def _days_waited(sent: date | None, reader: SignedInReader) -> int:
    return upkeep.days_waited(sent, today=clock.today(), nation=reader.nation)


def first_name(story: Story) -> str:
    """What the author of an idea is called at the desk."""
    return (story.author or "").split()[0] if story.is_heard and not story.idea.door else "the author"


class OrphanLine(NamedTuple):
    """An idea that nobody looks after: where it stands, why that is so, and its deputy, who could."""

    ref: str
    title: str
    standing: str
    words: str
    deputy_id: UUID | None
    deputy: str | None


def orphan_lines(found: Sequence[OrphanIdea]) -> list[OrphanLine]:
    """The ideas that nobody looks after, in the order given."""
    words = vocabulary()
    return [
        OrphanLine(one.ref, one.title, _standing(one, words), _why_nobody(one, words), one.deputy_id, one.deputy)
        for one in found
    ]


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
