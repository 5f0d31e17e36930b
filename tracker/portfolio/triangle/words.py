"""Words about the triangle of one idea, as worked out and as kept (domain.md, "Health of one idea")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.idea.words import Stage
from tracker.portfolio.words import Corner, TriangleItem

SHARE_OF_ONE = 25
WORKING = frozenset({Stage.MOBILISE, Stage.MAINSTREAM, Stage.EMBEDDED})  # stages in which something is already done


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of an idea's triangle: its value 0-4 or none, the fact behind it, whether it counts in its corner."""

    item: TriangleItem
    value: int | None
    fact: str
    counts: bool


@dataclass(frozen=True, slots=True)
class TriangleLink:
    """One link of the triangle, from a corner to the next; a weak one is drawn dashed, with its reason."""

    start: Corner
    end: Corner
    weak: bool
    why: str

    @property
    def name(self) -> str:
        """Its two corners, in its direction: authority_capacity."""
        return f"{self.start}_{self.end}"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing beside the score, with the fact behind it; it subtracts nothing."""

    key: str
    words: str
    fact: str


@dataclass(frozen=True, slots=True)
class IdeaTriangle:
    """The triangle of one idea: corners and score from 0 to 100, trust in per cent, and everything they rest on.

    A corner is empty where none of its items counts; the score is empty where a corner is, and `why` says the reason.
    """

    stage: str
    corners: Mapping[Corner, Decimal | None]
    score: Decimal | None
    trust: Decimal | None
    why: str | None
    items: Sequence[ItemReading]
    links: Sequence[TriangleLink]
    flags: Sequence[Flag]

    @property
    def means(self) -> dict[Corner, Decimal | None]:
        """The corners as the means of their items, from 0 to 4."""
        return {corner: None if share is None else share / SHARE_OF_ONE for corner, share in self.corners.items()}

    @property
    def frozen(self) -> dict[str, Any]:
        """What a card shows of it, as plain values: the corners as means from 0 to 4."""
        return {
            "stage": str(self.stage),
            "score": None if self.score is None else f"{float(self.score):g}",
            "trust": None if self.trust is None else f"{float(self.trust):g}",
            "why": self.why,
            "corners": {str(corner): None if mean is None else float(mean) for corner, mean in self.means.items()},
            "weak": self.weak_links,
        }

    @property
    def weak_links(self) -> dict[str, str]:
        """The reasons of the weak links, by the name of the link."""
        return {link.name: link.why for link in self.links if link.weak}


@dataclass(frozen=True, slots=True)
class StoredTriangle(IdeaTriangle):
    """The triangle of an idea as the worker last worked it out, and the day on which something last changed in it."""

    computed_on: date


class TriangleOnDay(NamedTuple):
    """The figures of a triangle from a day on, until the next on which they changed."""

    day: date
    stage: str
    authority: Decimal | None
    capacity: Decimal | None
    value: Decimal | None
    score: Decimal | None
    trust: Decimal | None
