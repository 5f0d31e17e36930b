"""Words about the cards of a collaborative, as its figures look at them: small values, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID


class CardOnDay(NamedTuple):
    """A card that stands in a collaborative, with what its council chose to freeze and to tell."""

    id: UUID
    number: int
    council: str
    stage: str
    state: str
    stage_since: date | None
    published_on: date
    historical: bool
    health: Mapping[str, Any]
    benefits: Sequence[Mapping[str, Any]] | None

    @property
    def counts(self) -> bool:
        """Whether its health was frozen where the card stands now, with what a profile asks."""
        here = (self.health.get("stage"), self.health.get("state"))
        return "parts" in self.health and here == (self.stage, self.state)


class CardAdaptation(NamedTuple):
    """An adaptation of a card: by which council, as a number that names none; since when, and how it goes."""

    card_id: UUID
    adopter: int
    begun_on: date
    status: str


class CardFamily(NamedTuple):
    """To which line of adaptations a card belongs, and how many steps it lies from where that began."""

    card_id: UUID
    family: int
    depth: int


class StuckCard(NamedTuple):
    """A card in mainstream that nobody took in for long."""

    number: int
    since: date


@dataclass(frozen=True)
class Spread:
    """How the cards of a collaborative spread. `second_days` is the median from publishing to a second adapter."""

    cards: int
    adaptations: int
    adapted: int
    trying: int
    worked: int
    seconds: int
    second_days: Decimal | None
    mainstream: int
    stuck: Sequence[StuckCard] = ()


@dataclass
class WorthSum:
    """What gains or losses of one kind come to, each told once, in what they are counted in."""

    benefit_class: str | None
    category: str | None
    unit: str | None
    loss: bool
    benefits: int = 0
    forecast: Decimal = Decimal(0)
    came: Decimal = Decimal(0)
    checked: Decimal = Decimal(0)
    questioned: Decimal = Decimal(0)
    twice: Decimal = Decimal(0)


class ToldTwice(NamedTuple):
    """A gain that a card tells and that another card of its line told already: it is not counted again."""

    number: int
    other: int
    what: str


@dataclass(frozen=True)
class JointWorth:
    """What the cards of a collaborative come to, counted once."""

    sums: Sequence[WorthSum]
    cards: int
    twice: Sequence[ToldTwice] = field(default=())


class JointLine(NamedTuple):
    """A card behind a figure as a page lists it."""

    ref: str
    counts: bool
    why: str
    title: str
    stage: str
    council: str


class JointTold(NamedTuple):
    """What was kept of how cards spread and what they are worth."""

    told: dict[str, Any]
