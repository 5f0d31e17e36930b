"""How each part moved: its value at the end of each day, week or month of a span, from the daily snapshots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tracker.portfolio.profile.parts import PARTS
from tracker.portfolio.profile.words import PartValue
from tracker.tenancy import rows


class TrendSpan(NamedTuple):
    """A span to look back over: how many steps of how many days, and what a step is called."""

    word: str
    title: str
    steps: int
    days: int
    each: str


SPANS = (
    TrendSpan("month", "Last month, day by day", 31, 1, "day"),
    TrendSpan("year", "Last year, week by week", 53, 7, "week"),
    TrendSpan("years", "Last three years, four weeks by four weeks", 40, 28, "four weeks"),
)


class PartPoint(NamedTuple):
    """What a part was worth at the end of a step: the last snapshot in it, its day and value; none without one."""

    part: str
    step: int
    day: date
    value: Decimal | None


# An index has the days of each part in their order, so that the last of a step is found and no other read.
_POINTS = """
SELECT wanted.part, step.number AS step, last.day, last.value
  FROM unnest(CAST(:parts AS text[])) AS wanted(part)
 CROSS JOIN unnest(CAST(:firsts AS date[]), CAST(:lasts AS date[])) WITH ORDINALITY AS step(first_day, last_day, number)
 CROSS JOIN LATERAL (
   SELECT s.day, s.value FROM profile_snapshot s
    WHERE s.part = wanted.part AND s.day BETWEEN step.first_day AND step.last_day ORDER BY s.day DESC LIMIT 1) AS last
 ORDER BY wanted.part, step.number"""


def last_days(span: TrendSpan, until: date) -> list[date]:
    """The last days of the steps of a span that ends with a day, oldest first."""
    return [until - timedelta(days=span.days * back) for back in range(span.steps - 1, -1, -1)]


def trends_over(*, span: TrendSpan, until: date) -> Mapping[str, Sequence[PartValue]]:
    """What each part was worth at the end of each step, oldest first, by its name; one statement.

    A step without a snapshot has its last day and no value, as one whose value was not enough to say.
    """
    lasts = last_days(span, until)
    firsts = [day - timedelta(days=span.days - 1) for day in lasts]
    found = rows(PartPoint, _POINTS, parts=list(PARTS), firsts=firsts, lasts=lasts)
    known = {(one.part, one.step): one.value for one in found}
    return {
        name: [PartValue(day, known.get((name, step))) for step, day in enumerate(lasts, start=1)] for name in PARTS
    }
