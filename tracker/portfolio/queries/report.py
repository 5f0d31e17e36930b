"""What is said above a quarterly report, what is left out of it, and which quarters there are reports of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from tracker.clock import today
from tracker.council import NAME
from tracker.idea import OPEN, SHIELD_THEN
from tracker.portfolio.models import ReportWords
from tracker.portfolio.rules import Quarter, quarter_of
from tracker.tenancy import Query, rows, session

MOST_QUARTERS = 40  # ten years
SHIELDED = 20


class ReportWordsEntry(NamedTuple):
    """What is said above a report, by whom and when."""

    for_whom: str | None
    asks: str | None
    by: str | None
    on: date | None

    @property
    def lines(self) -> list[str]:
        """What is asked, a line each."""
        return [line.strip() for line in (self.asks or "").splitlines() if line.strip()]


class LeftOutLine(NamedTuple):
    """An idea that a report leaves out, shielded on its day until another."""

    ref: str
    title: str
    until: date


class QuarterLine(NamedTuple):
    """A quarter that there can be a report of, and whether somebody wrote words for it."""

    quarter: Quarter
    worded: bool
    ended: bool


class FirstDay(NamedTuple):
    """The first day of which anything is known, and the quarters for which there are words."""

    day: date | None
    worded: list[str]


_WORDS = f"""
SELECT w.for_whom, w.asks, w.by, w.on
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (
    SELECT r.for_whom, r.asks, {NAME.format("r.by_id")} AS by,
           CAST(timezone('Europe/London', r.at) AS date) AS on
      FROM report_words r WHERE r.quarter_on = CAST(:quarter_on AS date) ORDER BY r.number DESC LIMIT 1) AS w ON true"""  # noqa: S608 - constants only
_LEFT_OUT = f"""
SELECT i.ref, i.title, s.until
  FROM (SELECT DISTINCT idea_id FROM idea_fact WHERE fact = 'shielded_until') AS ever
 CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = ever.idea_id LIMIT 1) AS i
 CROSS JOIN LATERAL (SELECT {SHIELD_THEN.format("i")} AS until) AS s
 WHERE s.until > CAST(:day AS date) AND i.source IS NULL AND i.stage <> 'latent' AND {OPEN.format("i")}
 ORDER BY s.until, i.ref, i.id LIMIT {SHIELDED}"""  # noqa: S608 - constants only
_FIRST = """
SELECT (SELECT CAST(min(day) AS date) FROM crossing WHERE whole_month AND day > '1900-01-01') AS day,
       coalesce((SELECT json_agg(DISTINCT r.quarter_on) FROM report_words r), '[]') AS worded"""


def words_query(*, quarter: Quarter) -> Query[ReportWordsEntry]:
    """What is said above the report of a quarter."""
    return Query(ReportWordsEntry, _WORDS, {"quarter_on": quarter.first}, _only)


def left_out_query(*, day: date) -> Query[list[LeftOutLine]]:
    """What the report of a day leaves out, as it was shielded then, at most twenty."""
    return Query(LeftOutLine, _LEFT_OUT, {"day": day}, list[LeftOutLine])


def _only(found: Sequence[ReportWordsEntry]) -> ReportWordsEntry:
    return found[0]


def latest_words(*, quarter: Quarter) -> ReportWords | None:
    """What was written last above the report of a quarter."""
    asked = select(ReportWords).where(ReportWords.quarter_on == quarter.first)
    return session().scalar(asked.order_by(ReportWords.number.desc()).limit(1))


def quarters_kept() -> list[QuarterLine]:
    """The quarters since the first idea was logged, the newest first, ten years at most; one statement."""
    (found,) = rows(FirstDay, _FIRST)
    newest, worded = quarter_of(today()), set(found.worded)
    first = max(quarter_of(found.day or today()), newest.later(1 - MOST_QUARTERS))
    quarters = [newest]
    while quarters[-1] > first:
        quarters.append(quarters[-1].later(-1))
    return [QuarterLine(one, one.first.isoformat() in worded, one.has_ended(today())) for one in quarters]
