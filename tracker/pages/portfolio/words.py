"""How a part of a portfolio moved: the line through its months, a word for it, and which part asks most."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.idea import Extent
from tracker.portfolio import PartValue, ProfilePart, StageAges, Term, months_until, parts_as_told, weeks_until

CALENDAR = calendar.month_abbr[1:]
DAYS_IN_WEEK = 7
QUARTER = 90  # days: the least that a line of ages is long
FEW = 3  # ages that are told one by one


class Pace(NamedTuple):
    """By what a trend goes: months, or the weeks of a beginning; how its line is told, and how a period is."""

    last: str
    each: str
    is_months: bool


BY_MONTH = Pace("last twelve months", "month", is_months=True)
BY_WEEK = Pace("last four weeks", "week", is_months=False)


class TrendPoint(NamedTuple):
    """A part's value in one month, or week; None where there was none."""

    label: str
    value: float | None


class TrendWords(NamedTuple):
    """How a part moved: a word, where it began, and whether there are months, or weeks, enough for a line."""

    direction: str
    since: str
    is_line: bool


class Trend(NamedTuple):
    """How a part moved: month by month, or week by week, in words, and as a table tells it."""

    pace: Pace
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
    """The parts that are told, how many there are to tell, and by what their trends go."""

    parts: tuple[ProfileRow, ...]
    asked: int
    pace: Pace


class MixShare(NamedTuple):
    """How many of the active ideas are of an extent, which share that is, and which is aimed at."""

    extent: str
    ideas: int
    share: Term
    target: Term


def told(parts: Sequence[ProfilePart], past: Mapping[str, Sequence[PartValue]], until: date) -> ProfileRows:
    """Each part in its words, with its last twelve months; until one has two of them, with the last weeks."""
    about = parts_as_told()
    pace = pace_of(past.values(), until)
    return ProfileRows(
        tuple(
            ProfileRow(
                part.name,
                about[part.name].title,
                part.value,
                about[part.name].sentence(part),
                part.denominator,
                trend_of(past.get(part.name, ()), until, pace),
            )
            for part in parts
        ),
        len(about),
        pace,
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


def pace_of(found: Iterable[Sequence[PartValue]], day: date) -> Pace:
    """Go by months once some part has a value in two of them, by weeks before that."""
    kept = max((sum(point.value is not None for point in trend(each, day, BY_MONTH)) for each in found), default=0)
    return BY_MONTH if kept > 1 else BY_WEEK


def trend_of(values: Sequence[PartValue], day: date, pace: Pace | None = None) -> Trend:
    """How a part moved in the twelve months, or the weeks, that end with a day's."""
    pace = pace or pace_of([values], day)
    points = trend(values, day, pace)
    return Trend(pace, tuple(points), trend_words(points, pace), tuple(told_points(points)))


def trend(values: Sequence[PartValue], day: date, pace: Pace) -> list[TrendPoint]:
    """A part's value month by month over a year, or week by week, none where there was none; oldest first."""
    if pace.is_months:
        known = {(past.day.year, past.day.month): past.value for past in values}
        points = [(CALENDAR[month.month - 1], known.get((month.year, month.month))) for month in months_until(day)]
    else:
        weeks = weeks_until(day)
        of_week = {(day - past.day).days // DAYS_IN_WEEK: past.value for past in values}
        points = [(short_day(week), of_week.get((day - week).days // DAYS_IN_WEEK)) for week in weeks]
    return [TrendPoint(label, None if value is None else float(value)) for label, value in points]


def short_day(day: date) -> str:
    """A day as it stands under a line."""
    return f"{day.day} {CALENDAR[day.month - 1]}"


def trend_words(points: Sequence[TrendPoint], pace: Pace) -> TrendWords:
    """How a part moved: a word, and where it began."""
    known = [(label, value) for label, value in points if value is not None]
    if len(known) <= 1:
        return TrendWords("No line yet", "it begins with the second week", is_line=False)
    (label, first), (_, last) = known[0], known[-1]
    word = "Level" if last == first else "Rising" if last > first else "Falling"
    return TrendWords(word, f"{first:g} {'in' if pace.is_months else 'on'} {label}", is_line=True)


def told_points(points: Sequence[TrendPoint]) -> list[tuple[str, str]]:
    """The same in a table, a dash where there was no value."""
    return [(label, "–" if value is None else f"{value:g}") for label, value in points]


class AgeRow(NamedTuple):
    """The ideas of a stage by how long they have been in it: the days of each, and what is said of them."""

    stage: str
    ideas: int
    days: tuple[int, ...]
    told: str


def ages_of(stages: Sequence[StageAges]) -> tuple[AgeRow, ...]:
    """How long ideas have been in their stage, in words."""
    return tuple(AgeRow(each.stage, each.ideas, each.days, _ages_told(each)) for each in stages)


def _ages_told(ages: StageAges) -> str:
    if not ages.days:
        return "None here now."
    longest = ages.days[0]
    if len(ages.days) < ages.ideas:
        return f"The {len(ages.days)} longest of {ages.ideas:,}: over {ages.days[-1]:,} days, the longest {longest:,}."
    if len(ages.days) <= FEW:
        told = [f"{days:,}" for days in ages.days]
        listed = " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
        return f"{listed} {'day' if longest == 1 else 'days'}."
    return f"Half of them {ages.half:,} days or more, the longest {longest:,}."


def longest_of(rows: Sequence[AgeRow]) -> int:
    """Where a line of ages ends: at the quarter in which the longest falls."""
    longest = max((row.days[0] for row in rows if row.days), default=1)
    return QUARTER * -(-max(longest, 1) // QUARTER)
