"""Words about the health of a portfolio (domain.md, "Health of a portfolio: eight parts, no total")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.portfolio.figures import plain
from tracker.portfolio.words import NOT_ENOUGH

Term = int | Decimal | None


class IdeaOnDay(NamedTuple):
    """How one idea stood on a day: only what counted on that day, an empty cell where nothing did.

    `newest_evidence` and `newest_contact` are days on or before that day; `money_until` is the latest end among the
    granted lines that count; `closed_on` the stated day of the closing, empty where no day is known.
    """

    ref: str
    historical: bool
    stage: str
    state: str
    outcome: str | None = None
    closed_on: date | None = None
    extent: str | None = None
    involvement: str | None = None
    needs_no_money: bool = False
    shielded_until: date | None = None
    newest_evidence: date | None = None
    newest_contact: date | None = None
    has_granted: bool = False
    money_until: date | None = None
    has_lesson: bool = False
    submitted_on: date | None = None
    replied_on: date | None = None
    tried_elsewhere: bool = False
    worked_elsewhere: bool = False


class Circumstances(NamedTuple):
    """What the parts need to know of the council: its promise in working days, its nation, what it took in."""

    promise_days: int
    nation: str | None
    taken_in: int


@dataclass(frozen=True, slots=True)
class CouncilOnDay:
    """The ideas of a council that a part may count on a day, by reference, and those of them that were active."""

    day: date
    ideas: Sequence[IdeaOnDay]
    active: Sequence[IdeaOnDay]
    circumstances: Circumstances


class Verdict(NamedTuple):
    """Whether an idea counts in a part, and why."""

    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class PartItem:
    """One idea in a part's denominator: whether it is in the numerator, and why."""

    ref: str
    counts: bool
    why: str

    def as_plain(self) -> dict[str, Any]:
        """Return it as plain values, as it is kept and printed."""
        return {"ref": self.ref, "counts": self.counts, "why": self.why}


class PartLine(NamedTuple):
    """The same as a page lists it; without a title where its reader may not see the idea."""

    ref: str
    counts: bool
    why: str
    title: str | None
    stage: str | None
    extent: str | None


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """One part of the profile on a day: its value from 0 to 100 or the reason for none, its terms, its ideas.

    A part that was read without its ideas has no items.
    """

    name: str
    day: date
    value: Decimal | None
    terms: Mapping[str, Term]
    items: Sequence[PartItem] = ()

    @property
    def why(self) -> str | None:
        """Why there is no value; None where there is one."""
        return NOT_ENOUGH if self.value is None else None

    @property
    def denominator(self) -> int:
        """How many ideas the part is asked of."""
        return self.count("denominator")

    @property
    def numerator(self) -> int:
        """How many of them count."""
        return self.count("numerator")

    @property
    def counted(self) -> int:
        """How many of them its page lists as those that count: where no share is asked, all that are worked with."""
        return self.count(next((term for term in ("numerator", "counted") if term in self.terms), "denominator"))

    def count(self, term: str) -> int:
        """One of the terms that are counts."""
        return int(self.terms.get(term) or 0)

    def as_plain(self) -> dict[str, Any]:
        """Return the part as plain values, in the form that `seedbed health --json` prints."""
        return {
            "name": self.name,
            "value": plain(self.value),
            "why": self.why,
            "terms": {name: plain(term) for name, term in self.terms.items()},
            "items": [item.as_plain() for item in self.items],
        }


class PartShift(NamedTuple):
    """A part as it is today, and as it would be with other settings."""

    now: ProfilePart
    then: ProfilePart


class PartValue(NamedTuple):
    """What a part was worth on a day, for its line through the months."""

    day: date
    value: Decimal | None


class ProfileRecord(NamedTuple):
    """The parts of the newest snapshot, in their order, and what each was worth month by month, oldest first."""

    parts: list[ProfilePart]
    past: Mapping[str, Sequence[PartValue]]


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One stage over a window of days: here at its start + came in = left + here at its end."""

    stage: str
    here_before: int
    logged: int
    came_on: int
    came_back: int
    woken: int
    went_on: int
    went_back: int
    parked: int
    closed: int
    here_now: int

    @property
    def through(self) -> int:
        """How many were in the stage at some time in the window, an idea that came twice counted twice."""
        return self.here_before + self.logged + self.came_on + self.came_back + self.woken
