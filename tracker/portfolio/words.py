"""Words about health that profile and triangle share, and what it is measured by (domain.md, "Health")."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.idea.words import Extent, Stage, State

NOT_ENOUGH = "not enough to say"
MOST = 4
ASKED = "asked"


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
class Targets:
    """The defaults that a part is measured against: shares of the mix in per cent, the last day reports tell of."""

    mix: Mapping[str, int]
    last_told: date


class IdeaLine(NamedTuple):
    """An idea as a list of the portfolio names it."""

    id: UUID
    ref: str
    title: str
    stage: Stage
    state: State
    extent: Extent | None
    shielded_until: date | None


class ServicePipeline(NamedTuple):
    """A service with its senior owner, the ideas live in it now, and how many are expected live in 3 to 5 years."""

    id: UUID
    name: str
    senior_owner: str | None
    live_options_wanted: int | None
    live: int
