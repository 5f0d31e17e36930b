"""What is said above a quarterly report, what is left out of it, and which quarters there are reports of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from tracker.clock import today
from tracker.council import NAME
from tracker.idea import OPEN, SUBMITTED
from tracker.portfolio.models import ReportWords
from tracker.portfolio.rules import Quarter, quarter_of
from tracker.tenancy import Query, rows, session

MOST_QUARTERS = 40  # ten years
SHIELDED = 20


class ReportWordsEntry(NamedTuple):
    """What is said above a report, by whom and when; and the ideas that its parts leave out, as shielded now."""

    for_whom: str | None
    asks: str | None
    by: str | None
    on: date | None
    shielded: list[tuple[str, str, str]]

    @property
    def lines(self) -> list[str]:
        """What is asked, a line each."""
        return [line.strip() for line in (self.asks or "").splitlines() if line.strip()]


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
SELECT w.for_whom, w.asks, w.by, w.on, coalesce(shielded.told, '[]') AS shielded
  FROM (SELECT 1) AS one
  LEFT JOIN LATERAL (
    SELECT r.for_whom, r.asks, {NAME.format("r.by_id")} AS by,
           CAST(timezone('Europe/London', r.at) AS date) AS on
      FROM report_words r WHERE r.quarter_on = CAST(:quarter_on AS date) ORDER BY r.number DESC LIMIT 1) AS w ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(s.ref, s.title, s.shielded_until) ORDER BY s.ref, s.id) AS told FROM (
      SELECT i.id, i.ref, i.title, i.shielded_until FROM idea i
       WHERE i.shielded_until > CAST(:parts_day AS date) AND i.source IS NULL AND i.stage <> 'latent'
         AND {SUBMITTED.format("i")} AND {OPEN.format("i")}
       ORDER BY i.shielded_until, i.id LIMIT {SHIELDED}) AS s) AS shielded ON true"""  # noqa: S608 - constants only
_FIRST = """
SELECT (SELECT CAST(min(day) AS date) FROM crossing WHERE whole_month AND day > '1900-01-01') AS day,
       coalesce((SELECT json_agg(DISTINCT r.quarter_on) FROM report_words r), '[]') AS worded"""


def words_query(*, quarter: Quarter, parts_day: date) -> Query[ReportWordsEntry]:
    """What is said above the report of a quarter, and what its parts leave out on their day."""
    given = {"quarter_on": quarter.first, "parts_day": parts_day}
    return Query(ReportWordsEntry, _WORDS, given, _only)


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
