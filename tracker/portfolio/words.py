"""Words about health that profile and triangle share, and what it is measured by (domain.md, "Health")."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

NOT_ENOUGH = "not enough to say"
MOST = 4
MOST_OPTIONS = 999
ASKED = "asked"


class Corner(enum.StrEnum):
    """The corners of the strategic triangle."""

    AUTHORITY = "authority"
    CAPACITY = "capacity"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class TriangleItem:
    """One item of a stage: `rule` observes it, or `asked_of` names the role that answers it 0-4.

    Its fact is recorded on `page`, an address below the idea's, by whom `by` says.
    """

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
    page: str
    by: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The defaults that a part is measured against: shares of the mix in per cent, the last day reports tell of."""

    mix: Mapping[str, int]
    last_told: date


class ShieldedIdea(NamedTuple):
    """An idea that reports leave out until a day."""

    ref: str
    title: str
    stage: str
    extent: str | None
    shielded_until: date


class ServicePipeline(NamedTuple):
    """A service with its senior owner, how many ideas are expected live in 3 to 5 years, and how many are now."""

    name: str
    senior_owner: str | None
    live_options_wanted: int | None
    live: int


class StageAges(NamedTuple):
    """For how many days the ideas of a stage have been in it, the longest first, and how many are in it at all.

    Of many, only the longest are listed.
    """

    stage: str
    days: tuple[int, ...]
    ideas: int

    @property
    def half(self) -> int | None:
        """The days that half of them have been in it, the median; of an even count the mean of the middle two, up.

        None where only the longest are listed.
        """
        middle = len(self.days) // 2
        if len(self.days) < self.ideas or not self.days:
            return None
        return self.days[middle] if len(self.days) % 2 else (self.days[middle - 1] + self.days[middle] + 1) // 2


class Surroundings(NamedTuple):
    """What stands beside the parts: how many historical cases there are, what is shielded, each service, the ages."""

    historical: int
    shielded: list[ShieldedIdea]
    services: list[ServicePipeline]
    ages: tuple[StageAges, ...]
