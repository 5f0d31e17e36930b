"""An idea's money and hours on one line of time: each from when to when, beside today and the end of the runway."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from tracker import hours, value
from tracker.hours import HoursEntry
from tracker.value import FundingEntry, Worth
from tracker.web.filters import day, given_day, money
from tracker.web.wording import called

A_PAGE = 50  # lines of money
LEAST_SPAN = 365  # days that are drawn at least
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimeBar:
    """One line of time: its name, where it begins and how long it is as shares of the whole, what it is in words.

    `open_start` and `open_end`: no day is known there, so it is drawn to the edge and said to be unknown.
    """

    label: str
    words: str
    begins: float
    length: float
    colour: str
    open_start: bool
    open_end: bool


class TimeLine(NamedTuple):
    """Lines of time over one span, with where today stands on it and how its two ends are called."""

    bars: Sequence[TimeBar]
    today: float
    begins: str
    ends: str


class Span(NamedTuple):
    """The days that are drawn."""

    first: date
    last: date

    def share(self, when: date) -> float:
        """Where a day stands, from 0 to 1."""
        return min(max((when - self.first) / (self.last - self.first), 0.0), 1.0)


def span_of(days: Iterable[date | None], today: date) -> Span:
    """The span that holds some days and today, a year at least, with a little room at its ends."""
    known = [one for one in days if one] + [today]
    first, last = min(known), max(known)
    last = max(last, first + timedelta(days=LEAST_SPAN))
    room = (last - first) // 20
    lowest, highest = date(1900, 1, 1) + room, date(2199, 12, 31) - room
    return Span(max(first, lowest) - room, min(last, highest) + room)


class MoneyPage(NamedTuple):
    """Some lines of an idea's money, one after the other, on one line of time; how many stand before them.

    `next` is the last of them where more come.
    """

    lines: Sequence[FundingEntry]
    line: TimeLine
    before: int
    next: UUID | None


def money_page(worth: Worth, after: str | None) -> MoneyPage:
    """The lines of money behind the one that an address names, as many as a page holds; the first where it is none."""
    ids = [str(one.id) for one in worth.funding]
    begins = ids.index(after) + 1 if after in ids else 0
    lines = worth.funding[begins : begins + A_PAGE]
    more = begins + len(lines) < len(ids)
    return MoneyPage(lines, _funding_line(lines, worth.today), begins, lines[-1].id if more else None)


def _funding_line(funding: Sequence[FundingEntry], today: date) -> TimeLine:
    lines = sorted(funding, key=lambda one: (value.last_day_of(one.start) or date.min, str(one.id)))
    starts = {one.id: value.last_day_of(one.start) for one in lines}
    span = span_of([*starts.values(), *(one.ends_on for one in lines)], today)
    bars = [_bar(_funder(one), _in_words(one), (starts[one.id], one.ends_on), span, _colour(one)) for one in lines]
    return _line(bars, span, today)


def hours_line(grants: Sequence[HoursEntry], today: date) -> TimeLine:
    """The hours that were granted on one line of time."""
    span = span_of([one.since for one in grants] + [one.until for one in grants], today)
    bars = [_bar(one.granted_to, hours_words(one), (one.since, one.until), span) for one in grants]
    return _line(bars, span, today)


def _line(bars: Sequence[TimeBar], span: Span, today: date) -> TimeLine:
    return TimeLine(bars, span.share(today), day(span.first), day(span.last))


def _bar(label: str, words: str, days: tuple[date | None, date | None], span: Span, colour: str = "leaf") -> TimeBar:
    start, end = days
    begins = span.share(start) if start else 0.0
    ends = span.share(end + A_DAY if end < date.max else end) if end else 1.0
    return TimeBar(label, words, begins, max(ends - begins, 0.0), colour, start is None, end is None)


def _colour(line: FundingEntry) -> str:
    return "leaf" if line.granted else "hatch"


def _funder(line: FundingEntry) -> str:
    return line.funder or "Funder not named"


def _in_words(line: FundingEntry) -> str:
    """A line of money in words: how much, promised or not, from when to when."""
    kind = called(line.instrument, "instrument")
    what = ", ".join(filter(None, (money(line.amount), kind, certainty_of(line))))
    start = f"from {given_day(line.start)}" if line.start else "start not said"
    end = f"to {given_day(line.end)}" if line.end else "end unknown"
    return f"{what}; {start} {end}." if line.start else f"{what}; {start}, {end}."


def certainty_of(line: FundingEntry) -> str:
    """Whether a line of money is promised."""
    return called(line.certainty, "certainty") or "not said whether granted"


def hours_words(grant: HoursEntry) -> str:
    """Hours in words: how many, who gave them, from when to when, used or not."""
    when = " ".join(
        filter(
            None, (f"from {day(grant.since)}" if grant.since else "", f"to {day(grant.until)}" if grant.until else "")
        )
    )
    used = called(grant.used, "hours_use") if grant.used else "not said whether used"
    told = f"{hours.in_hours(grant.hours_a_week)} hours a week, granted by {grant.granted_by}"
    return f"{told}, {when or 'until further notice'}; {used}."


def runway_sentence(worth: Worth, *, needs_no_money: bool) -> str:
    """How long the money lasts, and what says so."""
    if needs_no_money:
        return "It needs no money."
    if not any(line.granted for line in worth.funding):
        return "No money is granted yet, so how long it lasts is unknown."
    until, months = worth.money_until, worth.runway
    if until is None or months is None:
        return "Runway unknown: no granted line says when it ends, and one without an end is never long."
    if until < worth.today:
        return f"The last granted line ended on {day(until)}: there is no runway left."
    whole = f"{months} whole month{'' if months == 1 else 's'}"
    return f"Runway: {whole}, from today to {day(until)}, the end of the last granted line."
