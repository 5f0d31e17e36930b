"""How a part of a portfolio moved: the line through its months, a word for it, and which part asks most."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.idea import Extent
from tracker.portfolio import PartValue, ProfilePart, Term, months_until, parts_as_told

CALENDAR = calendar.month_abbr[1:]


class TrendPoint(NamedTuple):
    """A part's value in one month; None where there was none."""

    month: str
    value: float | None


class TrendWords(NamedTuple):
    """How a part moved: a word, where it began, and whether there are months enough for a line."""

    direction: str
    since: str
    is_line: bool


class Trend(NamedTuple):
    """How a part moved: month by month, in words, and as a table tells it."""

    points: tuple[TrendPoint, ...]
    words: TrendWords
    told: tuple[tuple[str, str], ...]


class ProfileRow(NamedTuple):
    """A part as it is told: what it is worth, why, of how many ideas, and how it moved."""

    name: str
    title: str
    value: Decimal | None
    sentence: str
    denominator: int
    trend: Trend


class ProfileRows(NamedTuple):
    """The parts that are told, and how many there are to tell."""

    parts: tuple[ProfileRow, ...]
    asked: int


class MixShare(NamedTuple):
    """How many of the active ideas are of an extent, which share that is, and which is aimed at."""

    extent: str
    ideas: int
    share: Term
    target: Term


def told(parts: Sequence[ProfilePart], past: Mapping[str, Sequence[PartValue]], until: date) -> ProfileRows:
    """Each part in its words, with its last twelve months."""
    about = parts_as_told()
    return ProfileRows(
        tuple(
            ProfileRow(
                part.name,
                about[part.name].title,
                part.value,
                about[part.name].sentence(part),
                part.denominator,
                trend_of(past.get(part.name, ()), until),
            )
            for part in parts
        ),
        len(about),
    )


def shares_of(mix: ProfilePart) -> tuple[MixShare, ...]:
    """The shares of the mix beside their targets."""
    return tuple(
        MixShare(extent, mix.count(extent), mix.terms[f"{extent}_share"], mix.terms[f"{extent}_target"])
        for extent in Extent
    )


def weakest(parts: Sequence[ProfilePart]) -> ProfilePart | None:
    """The part with the lowest value of those made of ideas that can be mended one by one; None where none has one."""
    known = [(part.value, part) for part in parts if part.value is not None and "numerator" in part.terms]
    _, lowest = min(known, key=lambda pair: pair[0], default=(None, None))
    return lowest if lowest and lowest.numerator < lowest.denominator else None


def trend_of(values: Sequence[PartValue], day: date) -> Trend:
    """How a part moved in the twelve months that end with a day's."""
    points = trend(values, day)
    return Trend(tuple(points), trend_words(points), tuple(told_points(points)))


def trend(values: Sequence[PartValue], day: date) -> list[TrendPoint]:
    """A part's value month by month over a year, none where there was none."""
    known = {(past.day.year, past.day.month): past.value for past in values}
    points = [(CALENDAR[month.month - 1], known.get((month.year, month.month))) for month in months_until(day)]
    return [TrendPoint(label, None if value is None else float(value)) for label, value in points]


def trend_words(points: Sequence[TrendPoint]) -> TrendWords:
    """How a part moved in the last twelve months: a word, and where it began."""
    known = [(label, value) for label, value in points if value is not None]
    if len(known) <= 1:
        return TrendWords("No line yet", "it needs two months", is_line=False)
    (month, first), (_, last) = known[0], known[-1]
    word = "Level" if last == first else "Rising" if last > first else "Falling"
    return TrendWords(word, f"{first:g} in {month}", is_line=True)


def told_points(points: Sequence[TrendPoint]) -> list[tuple[str, str]]:
    """The same in a table, a dash where there was no value."""
    return [(label, "–" if value is None else f"{value:g}") for label, value in points]
