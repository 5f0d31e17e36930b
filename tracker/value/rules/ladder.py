"""The ladder of evidence (Nesta's standards): what of each level is there, and what is missing next. Pure functions."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.value.rules import Record

ACCOUNT, FOLLOW_UP, COMPARISON, REPLICATION, REPEATED = 1, 2, 3, 4, 5
ENOUGH_TIMES = 2  # "2 or more replications"


class RungState(enum.StrEnum):
    """How a level stands: there, the first that is missing, or one above that."""

    THERE = "there"
    MISSING = "missing"
    NOT_YET = "not_yet"


class Rung(NamedTuple):
    """One level, and how it stands."""

    level: int
    state: RungState


@dataclass(frozen=True)
class Ladder:
    """What a claim's level depends on: its records, how many of them follow up a start of the same indicator.

    `comparison`: it is compared with a group without it, or known by another method that is stated and justified.
    `replications`: councils that adapted it, for which it worked, as judged by somebody other than its owner there.
    """

    records: int = 0
    follow_ups: int = 0
    comparison: bool = False
    replications: int = 0
    has_procedure: bool = False

    @classmethod
    def of(
        cls,
        records: Sequence[Record],
        *,
        comparison: bool = False,
        replications: int = 0,
        has_procedure: bool = False,
    ) -> Ladder:
        """Count what counts of records."""
        follow_ups = sum(record.follows_up for record in records)
        return cls(len(records), follow_ups, comparison, replications, has_procedure)

    @property
    def supported(self) -> int:
        """The highest level (1-5) of which all is there, and all of those below it; 0 for none."""
        there = self._there
        return next((level for level in range(len(there)) if not there[level]), len(there))

    @property
    def rungs(self) -> list[Rung]:
        """All five levels, from the first."""
        at = self.supported
        states = (RungState.THERE, RungState.MISSING, RungState.NOT_YET)
        return [Rung(level, states[min(max(level - at, 0), 2)]) for level in range(ACCOUNT, REPEATED + 1)]

    @property
    def _there(self) -> tuple[bool, ...]:
        return (
            self.records > 0,
            self.follow_ups > 0,
            self.comparison,
            self.replications > 0,
            self.has_procedure and self.replications >= ENOUGH_TIMES,
        )
