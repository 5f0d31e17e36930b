"""Words about nudges (domain.md, "Nudges")."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.wording import stopped


class NudgeState(enum.StrEnum):
    """What became of a nudge. Waiting ones are looked at again each day; the others rest."""

    WAITING = "waiting"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    SNOOZED = "snoozed"
    WITHHELD = "withheld"


OPEN = (NudgeState.WAITING, NudgeState.SENT)
ANSWERABLE = (*OPEN, NudgeState.SNOOZED)


class Reply(enum.StrEnum):
    """What one press on the nudge's page says."""

    STILL_GOING = "still_going"
    NEED_HELP = "need_help"
    PARK_IT = "park_it"
    HAND_OVER = "hand_over"


class Basis(enum.StrEnum):
    """What a rule's first day is counted from."""

    PROMISE = "promise"
    AGE = "age"
    LEAD = "lead"


class Recipient(enum.StrEnum):
    """Whom a rule asks. Where nobody holds that place on the idea, the owner is asked, and without one the lead."""

    OWNER = "owner"
    LEAD = "lead"
    SPONSOR = "sponsor"
    KEEPER = "keeper"
    ASSESSOR = "assessor"
    CORPORATE_CONTACT = "corporate_contact"
    COMMISSIONER = "commissioner"
    ASKED = "asked"


class RuleGroup(enum.StrEnum):
    """What a rule is about, as the page of the rules groups them."""

    REPLY = "reply"
    SPONSOR = "sponsor"
    EVIDENCE = "evidence"
    PEOPLE = "people"
    USERS = "users"
    MONEY = "money"
    ROUTINE = "routine"
    LESSONS = "lessons"
    DATES = "dates"
    SILENCE = "silence"
    COUNCIL = "council"


CONTACTS = ("sponsor_silent", "sponsor_elected")
LEAD_ASKS = "lead_asks"
SIGNS_OF_LIFE = ("idle", "embedded_idle")


@dataclass(frozen=True)
class Rule:
    """One rule of the rule book: what it looks for, whom it asks for what, and when; days are calendar days.

    `after_days_large` is for an idea whose extent is radical or system, which some rules give longer. `way` is the
    address where what is asked can be done, naming the idea as {ref}, the stage behind its gate as {gate} and the
    thing itself as {subject}; `way_words` what that is called on a button. `shared` names the entry of upkeep after
    whose days it speaks, which others use too; a council may have switched it off (`on`).
    """

    code: str
    about: RuleGroup
    stages: frozenset[str]
    basis: Basis
    after_days: int
    after_days_large: int
    lead_days: int
    repeat_days: int
    when: str
    recipient: Recipient
    action: str
    way: str
    way_words: str
    source: str
    shared: str = ""
    on: bool = True

    @property
    def days(self) -> int:
        """After, or before, how many days it speaks; none where a promise is past."""
        return self.lead_days if self.basis is Basis.LEAD else self.after_days

    @property
    def counts_days(self) -> bool:
        """Whether it speaks after, or before, a number of days."""
        return self.basis is not Basis.PROMISE

    @property
    def asks_for_contact(self) -> bool:
        """Whether it asks the sponsor to be in touch: an answer of theirs is a contact."""
        return self.code in CONTACTS

    @property
    def asks_for_life(self) -> bool:
        """Whether it asks if an idea still goes on, rather than for something to be done."""
        return self.code in SIGNS_OF_LIFE


class NudgeSubject(NamedTuple):
    """What a watched rule finds: the thing it is about, who holds which place on its idea, and since when.

    Without an idea it is about the council, a collaborative or an election, and a lead is asked.

    `large` says that the idea's extent is radical or system; `particular` is what the sentence of the fact names;
    `open_to_all` that anybody may be asked about it.
    """

    subject_id: UUID
    idea_id: UUID | None
    owner_id: UUID | None
    sponsor_id: UUID | None
    keeper_id: UUID | None
    large: bool | None
    began_on: date
    particular: str | date | None
    open_to_all: bool = True


class ReasonKey(NamedTuple):
    """What names a reason over its repeats: the rule, the subject and the day the reason began."""

    rule: str
    subject_id: UUID
    began_on: date


class Reason(NamedTuple):
    """Why somebody would be asked today: the rule, what it is about, whom, since when, and the fact behind it.

    `for_id` is in whose place they are asked, who is away, and `besides` what is told of that. The fact is worded when
    it is asked for: of most reasons nothing is told today.
    """

    rule: Rule
    subject: NudgeSubject
    person_id: UUID
    lead_id: UUID
    first_day: date
    sentence: Callable[[NudgeSubject], str]
    for_id: UUID | None = None
    besides: str = ""

    @property
    def subject_id(self) -> UUID:
        """The thing that it is about."""
        return self.subject.subject_id

    @property
    def idea_id(self) -> UUID | None:
        """The idea that it is about, if it is about one."""
        return self.subject.idea_id

    @property
    def began_on(self) -> date:
        """The day on which it began."""
        return self.subject.began_on

    @property
    def fact(self) -> str:
        """What was found, as a person is told it."""
        return stopped(self.sentence(self.subject)) + self.besides

    @property
    def key(self) -> ReasonKey:
        """What names it over its repeats."""
        return ReasonKey(self.rule.code, self.subject.subject_id, self.subject.began_on)

    @property
    def other_id(self) -> UUID:
        """Who may have been asked as well as whom it asks now: what is asked of the leads, any of them."""
        return self.lead_id if self.rule.recipient is Recipient.LEAD else self.person_id

    def asks(self, person_id: UUID) -> bool:
        """Whether somebody is whom it asks now, or may have been asked as well."""
        return person_id in (self.person_id, self.other_id)


@dataclass(frozen=True)
class EarlierNudge:
    """A nudge of the same reason that was made before: its number, what became of it and on what day.

    `until` is the end of a snooze; of one that was withdrawn before it went, the day it was made.
    """

    repeat: int
    state: NudgeState
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Turn:
    """The next time that a reason is told: its number, the day, and whether it goes to the lead by now."""

    repeat: int
    due_on: date
    to_lead: bool


@dataclass(frozen=True)
class PlannedNudge:
    """A nudge that would go on a day, to whom, whether or not it is recorded yet."""

    reason: Reason
    turn: Turn
    person_id: UUID
    nudge_id: UUID | None


class IdeaTitle(NamedTuple):
    """What an idea is called: its reference and its title."""

    ref: str
    title: str
