"""What is true of risks. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.idea import Refused
from tracker.risk.words import RiskEnd

LEAST, MOST = 1, 5
ASKS_FOR_SCRUTINY = 15


def score(*, likelihood: int | None, impact: int | None) -> int | None:
    """Likelihood times impact, 1 to 25; None where either is not said."""
    return likelihood * impact if likelihood and impact else None


def asks_for_scrutiny(*, likelihood: int | None, impact: int | None) -> bool:
    """Whether a risk asks for scrutiny at the gate (15 or more). It never rejects an idea."""
    return (score(likelihood=likelihood, impact=impact) or 0) >= ASKS_FOR_SCRUTINY


def measures(mitigation: str | None) -> list[str]:
    """What is done about a risk, a line each: whoever writes several puts each on a line of its own."""
    return [line.strip(" -•*\t") for line in (mitigation or "").splitlines() if line.strip(" -•*\t")]


def closing_faults(closed_as: RiskEnd, because: str) -> Iterator[Refused]:
    """Of a risk that came true it is said what happened, and what was done."""
    if closed_as is RiskEnd.CAME_TRUE and not because.strip():
        yield Refused("Say what happened, and what was done", field="because")


class RiskCell(NamedTuple):
    """One place of the matrix: how many risks lie there, and whether they ask for scrutiny."""

    likelihood: int
    impact: int
    risks: int

    @property
    def score(self) -> int:
        """What a risk comes to that lies here."""
        return self.likelihood * self.impact

    @property
    def scrutiny(self) -> bool:
        """Whether a risk that lies here asks for scrutiny."""
        return asks_for_scrutiny(likelihood=self.likelihood, impact=self.impact)


class MatrixRow(NamedTuple):
    """The places of one impact, from what hardly ever happens to what almost surely does."""

    impact: int
    cells: tuple[RiskCell, ...]


def matrix(scores: Iterable[tuple[int | None, int | None]]) -> tuple[MatrixRow, ...]:
    """Where risks lie by likelihood and impact, the worst impact first; one without a score lies nowhere."""
    counted = Counter(scores)
    figures = range(LEAST, MOST + 1)
    return tuple(
        MatrixRow(impact, tuple(RiskCell(likely, impact, counted[likely, impact]) for likely in figures))
        for impact in reversed(figures)
    )
