"""Words about the health of a portfolio (domain.md, "Health of a portfolio: eight parts, no total")."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

NOT_ENOUGH = "not enough to say"

Term = int | Decimal | None


class PartName(enum.StrEnum):
    """The eight parts, in the order in which they are always told."""

    MIX = "mix"
    RUNWAY = "runway"
    EVIDENCE = "evidence"
    LEARNING = "learning"
    SPONSORSHIP = "sponsorship"
    FLOW = "flow"
    INVOLVEMENT = "involvement"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Standing:
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


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the parts need to know of the council: its promise in working days, its nation, what it took in."""

    promise_days: int
    nation: str | None
    taken_in: int


@dataclass(frozen=True, slots=True)
class Targets:
    """The defaults that a part is measured against: shares of the mix in per cent, the last day reports tell of."""

    mix: dict[str, int] = field(default_factory=lambda: {"incremental": 60, "radical": 30, "system": 10})
    last_told: date = date(2010, 12, 31)


@dataclass(frozen=True, slots=True)
class Item:
    """One idea in a part's denominator: whether it is in the numerator, and why."""

    ref: str
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the profile: its value from 0 to 100 or the reason for none, its terms, and the ideas behind it."""

    name: PartName
    value: Decimal | None
    terms: dict[str, Term]
    items: Sequence[Item]

    @property
    def why(self) -> str | None:
        """Why there is no value; None where there is one."""
        return NOT_ENOUGH if self.value is None else None

    def as_plain(self) -> dict[str, Any]:
        """Return the part as plain values, in the form that `seedbed health --json` prints."""
        return {
            "name": str(self.name),
            "value": plain(self.value),
            "why": self.why,
            "terms": {name: plain(term) for name, term in self.terms.items()},
            "items": [{"ref": item.ref, "counts": item.counts, "why": item.why} for item in self.items],
        }


def plain(number: Term) -> int | float | None:
    """Return a number as JSON can say it; a Decimal has one decimal by now, so nothing is lost."""
    return float(number) if isinstance(number, Decimal) else number


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


class Corner(enum.StrEnum):
    """The corners of the strategic triangle."""

    AUTHORITY = "authority"
    CAPACITY = "capacity"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class TriangleItem:
    """One item of a stage: `rule` observes it, or `asked_of` names the role that answers it 0-4."""

    key: str
    stage: str
    corner: Corner | None
    text: str
    rule: str
    asked_of: str | None
    zero: str
    two: str
    four: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item of an idea's triangle: its value 0-4 or none, the fact behind it, whether it counts in its corner."""

    item: TriangleItem
    value: int | None
    fact: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the triangle, from a corner to the next; a weak one is drawn dashed, with its reason."""

    start: Corner
    end: Corner
    weak: bool
    why: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing beside the score, with the fact behind it; it subtracts nothing."""

    key: str
    words: str
    fact: str


@dataclass(frozen=True, slots=True)
class TriangleOf:
    """The triangle of one idea: corners and score from 0 to 100, trust in per cent, and everything they rest on."""

    stage: str
    corners: dict[Corner, Decimal | None]
    score: Decimal | None
    trust: Decimal | None
    why: str | None
    items: Sequence[ItemSeen]
    links: Sequence[Link]
    flags: Sequence[Flag]
