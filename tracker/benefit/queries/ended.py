"""What the periods that ended on some days came to: each class and unit by itself, as it is recorded now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.benefit.models import WAITING
from tracker.benefit.rules import counted, is_money
from tracker.clock import today
from tracker.idea import SUBMITTED, UNSHIELDED
from tracker.tenancy import Query
from tracker.value import plus_months

LONGEST = 12  # months of a period, at most


class EndedSum(NamedTuple):
    """The benefits of one class, counted in one thing, in the periods that ended; what is under question apart.

    `figures` of them have a figure that came, `worded` one that is told in words; `waiting` are not checked yet.
    """

    benefit_class: str | None
    unit: str | None
    disbenefit: bool
    benefits: int
    figures: int
    worded: int
    waiting: int
    questioned: int
    forecast: str | None
    came: str | None

    def told(self, figure: str | None) -> str:
        """One of its sums in what it is counted in; nothing where there is none."""
        return counted(Decimal(figure), self.benefit_class, self.unit) if figure is not None else ""


# A period is a year at most: an index has those that may have ended then by the day on which they began.
_ENDED = f"""
SELECT b.benefit_class, b.unit, b.disbenefit, count(DISTINCT b.id) AS benefits,
       count(DISTINCT b.id) FILTER (WHERE p.actual IS NOT NULL) AS figures,
       count(DISTINCT b.id) FILTER (WHERE p.actual IS NULL AND p.came IS NOT NULL) AS worded,
       count(*) FILTER (WHERE {WAITING}) AS waiting,
       count(DISTINCT b.id) FILTER (WHERE b.state = 'under_question') AS questioned,
       CAST(sum(p.forecast) AS text) AS forecast,
       CAST(sum(p.actual) FILTER (WHERE b.state <> 'under_question') AS text) AS came
  FROM benefit_period p
 CROSS JOIN LATERAL (SELECT * FROM benefit WHERE benefit.id = p.benefit_id AND benefit.state <> 'withdrawn' LIMIT 1) b
 CROSS JOIN LATERAL (SELECT FROM idea
    WHERE idea.id = b.idea_id AND idea.source IS NULL AND {SUBMITTED.format("idea")} AND {UNSHIELDED.format("idea")}
    LIMIT 1) i
 WHERE p.starts_on BETWEEN CAST(:earliest AS date) AND CAST(:until AS date)
   AND p.ends_on BETWEEN CAST(:start AS date) AND CAST(:until AS date)
 GROUP BY b.benefit_class, b.unit, b.disbenefit"""  # noqa: S608 - made of constants only


def ended_query(*, start: date, until: date) -> Query[list[EndedSum]]:
    """What came of the council's own benefits in periods that ended from one day to another; pounds first.

    Those of an idea that was shielded on the last of these days, or is today where that is still to come, are left out.
    """
    given = {"start": start, "until": until, "earliest": plus_months(start, -LONGEST), "day": min(until, today())}
    return Query(EndedSum, _ENDED, given, _in_order)


def _in_order(found: Sequence[EndedSum]) -> list[EndedSum]:
    def place(one: EndedSum) -> tuple[bool, str, str, bool]:
        return (not is_money(one.benefit_class, one.unit), one.benefit_class or "~", one.unit or "", one.disbenefit)

    return sorted(found, key=place)
