"""After how many days a thing is old, and how sentences say it: config/reference/upkeep.csv, a council's own above it.

Every page, part, item, flag and nudge that asks whether something is too old asks here, and so does its wording.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from tracker.idea.words import LARGE
from tracker.ours import Settings, settings
from tracker.wording import in_words

FILE = Path(__file__).parents[3] / "config" / "reference" / "upkeep.csv"
YEAR = 365
MONTH = 30
MOST_DAYS = 3650
OF_ALL = {"stuck"}  # measures cards of many councils, whose members read one figure: no council sets it for the others


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


def days() -> UpkeepDays:
    """The days in force: those of the file, above them what the council at hand set (`days.sponsor`).

    Raises TypeError where the file lacks an entry or has one that nobody asks for.
    """
    return days_as_set(settings())


@functools.lru_cache(maxsize=256)
def days_as_set(own: Settings) -> UpkeepDays:
    """The days where a council set some of its own."""
    counts = {name: type(count)(own.number(f"days.{name}", count)) for name, count in _as_they_come().items()}
    return UpkeepDays(**counts)  # type: ignore[arg-type]


@functools.cache
def _as_they_come() -> dict[str, DayCount | MonthCount]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: _count(row) for row in csv.DictReader(file)}


def _count(row: dict[str, str]) -> DayCount | MonthCount:
    return MonthCount(row["months"]) if row["months"] else DayCount(row["days"])


@dataclass(frozen=True)
class UpkeepEntry:
    """One entry as it is set: its name, what it is about in a sentence, how many as it comes, and whether in months."""

    name: str
    why: str
    built_in: int
    in_months: bool

    @property
    def setting(self) -> str:
        """The name under which a council sets it."""
        return f"days.{self.name}"


@functools.cache
def upkeep_entries() -> tuple[UpkeepEntry, ...]:
    """Every entry of the file that a council may set, in its order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            UpkeepEntry(row["name"], row["why"], _count(row), bool(row["months"]))
            for row in csv.DictReader(file)
            if row["name"] not in OF_ALL
        )


def day_faults(wanted: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """What is wrong with days that a council would set: the entry, and what to do. None is as it comes.

    Each is a day at least, and ten years at most; what is large grows old no sooner than what is small.
    """
    given = {entry.name: wanted.get(entry.name) or entry.built_in for entry in upkeep_entries()}
    for entry in upkeep_entries():
        most = MOST_DAYS // MONTH if entry.in_months else MOST_DAYS
        if wanted.get(entry.name) == 0 or given[entry.name] > most:
            yield entry.name, f"Enter a number from 1 to {most:,}"
        elif entry.name.endswith("_large") and given[entry.name] < given[entry.name.removesuffix("_large")]:
            yield entry.name, f"Enter {given[entry.name.removesuffix('_large')]} or more: a large idea takes longer"
