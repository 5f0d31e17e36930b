"""After how many days a thing is old, and how sentences say it: config/reference/upkeep.csv, read once.

Every page, part, item, flag and nudge that asks whether something is too old asks here, and so does its wording.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, fields
from pathlib import Path

from tracker.idea.words import LARGE
from tracker.wording import in_words

FILE = Path(__file__).parents[3] / "config" / "reference" / "upkeep.csv"
YEAR = 365


class DayCount(int):
    """A number of days after which something is old. As text it is its figure: 60."""

    @property
    def twice(self) -> DayCount:
        """Twice as many: 120."""
        return DayCount(2 * self)

    @property
    def following(self) -> DayCount:
        """The first number of days that is over it: 61."""
        return DayCount(self + 1)

    @property
    def period(self) -> str:
        """What follows "in the last": "60 days", or "year"."""
        return "year" if self == YEAR else _counted(self, "day")

    @property
    def age(self) -> str:
        """What follows "more than": "60 days", or "a year"."""
        return "a year" if self == YEAR else _counted(self, "day")


class MonthCount(int):
    """A number of months, which sentences say in words up to twelve. As text it is its figure: 6."""

    @property
    def period(self) -> str:
        """What follows "for": "six months"."""
        return _counted(in_words(self), "month")

    @property
    def possessive(self) -> str:
        """What stands before what lasts so long: "six months'"."""
        return self.period + ("'" if self.period.endswith("s") else "'s")


def _counted(number: int | str, unit: str) -> str:
    return f"{number} {unit}" if number in {1, "one"} else f"{number} {unit}s"


@dataclass(frozen=True)
class UpkeepDays:
    """The entries of the file, by name; `runway` and `stuck` are in months.

    An age of exactly so many days is not old yet.

    `evidence` and `idle` hold for an incremental idea and for one whose extent is not said, `..._large` for the others.
    """

    sponsor: DayCount
    evidence: DayCount
    evidence_large: DayCount
    runway: MonthCount
    stuck: MonthCount
    idle: DayCount
    idle_large: DayCount
    people: DayCount
    grace: DayCount
    lesson: DayCount
    partner: DayCount
    feedback: DayCount
    publication: DayCount
    news: DayCount
    learning: DayCount
    flow: DayCount

    def evidence_of(self, extent: str | None) -> DayCount:
        """The days for which evidence is fresh on an idea of an extent."""
        return self.evidence_large if extent in LARGE else self.evidence

    def idle_of(self, extent: str | None) -> DayCount:
        """The days after which an idea of an extent is idle."""
        return self.idle_large if extent in LARGE else self.idle

    def by_extent(self, name: str) -> tuple[DayCount, DayCount]:
        """The days of an entry on a small idea and on a large one; the same where the extent does not matter."""
        small: DayCount = getattr(self, name)
        return small, getattr(self, f"{name}_large", small)

    def with_days(self, sentence: str) -> str:
        """A sentence with the figures of the entries that it names in braces, like {sponsor} or {runway.period}."""
        return sentence.format_map({entry.name: getattr(self, entry.name) for entry in fields(self)})


@functools.cache
def days() -> UpkeepDays:
    """The days in force. Raises TypeError where the file lacks an entry or has one that nobody asks for."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return UpkeepDays(**{row["name"]: _count(row) for row in csv.DictReader(file)})  # type: ignore[arg-type]


def _count(row: dict[str, str]) -> DayCount | MonthCount:
    return MonthCount(row["months"]) if row["months"] else DayCount(row["days"])
