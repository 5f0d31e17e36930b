"""The register: the risks of an idea, closed ones too, and those of a whole council as a reader sees them.

What is narrowed and counted are points, at most 500; what is told of some of them are lines.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import start_of, today
from tracker.council import NAME, Reader
from tracker.idea import KEEPER, SERVICE, VISIBLE, Idea, Stage, seen_by
from tracker.risk.rules import ASKS_FOR_SCRUTINY, asks_for_scrutiny
from tracker.risk.words import RiskGroup, RiskOrder
from tracker.tenancy import Query, rows

MOST_COUNTED = 500
MOST_UNSAID = 5
_BATCH = 500
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class RiskFilters:
    """What the register of a council is narrowed to; `historical` asks for the cases of reports instead of our own."""

    group: RiskGroup = RiskGroup.OPEN
    order: RiskOrder = RiskOrder.REVIEW
    service_id: UUID | None = None
    category: str = ""
    owner_id: UUID | None = None
    stage: Stage | None = None
    likelihood: int | None = None
    impact: int | None = None
    historical: bool = False


class RiskPoint(NamedTuple):
    """A risk as it is counted: where it lies, of what kind it is and when it is to be looked at."""

    id: UUID
    idea_id: UUID
    likelihood: int | None
    impact: int | None
    category: str | None
    review_on: date | None
    owner_id: UUID | None


_SCORE = "coalesce(r.likelihood * r.impact, 0)"
_OPEN, _CLOSED = "r.closed_at IS NULL", "r.closed_at IS NOT NULL"
_PAST = "r.review_on < CAST(:today AS date)"
_ASKING = f"{_SCORE} >= {ASKS_FOR_SCRUTINY}"
_WORKED_ON = "i.state IN ('triage', 'active', 'parked')"
# What is no service and nobody of the council narrows nothing: neither the page nor its file.
_OFFERED_SERVICE = "EXISTS (SELECT FROM service s WHERE s.id = CAST(:service_id AS uuid) AND s.into_id IS NULL)"
_OFFERED_WATCHER = f"{NAME.format('CAST(:owner_id AS uuid)')} IS NOT NULL"
_NARROWED = {
    "service_id": f"(i.service_id = CAST(:service_id AS uuid) OR NOT {_OFFERED_SERVICE})",
    "category": "r.category = CAST(:category AS text)",
    "owner_id": f"(r.owner_id = CAST(:owner_id AS uuid) OR NOT ({_OFFERED_WATCHER}))",
    "stage": "i.stage = CAST(:stage AS text)",
    "likelihood": "r.likelihood = CAST(:likelihood AS bigint)",
    "impact": "r.impact = CAST(:impact AS bigint)",
}
_BY_REVIEW, _BY_SCORE, _BY_END = "r.review_on, r.id", f"{_SCORE} DESC, r.review_on, r.id", "r.closed_at DESC, r.id"


def _points(filters: RiskFilters, *, reader: Reader) -> tuple[str, dict[str, Any]]:
    """The statement that finds risks in their order, and its particulars."""
    given = {name: getattr(filters, name) for name in _NARROWED if getattr(filters, name)}
    own = "i.source IS NOT NULL" if filters.historical else "i.source IS NULL"
    conditions = [*_of_group(filters), own, *(_NARROWED[name] for name in given), VISIBLE.format("i")]
    by = _BY_SCORE if filters.order is RiskOrder.SCORE else _BY_REVIEW
    order = _BY_END if filters.group is RiskGroup.CLOSED else by
    # Its idea is looked up for each risk in its order, so that a limit ends it: a join would read all that are open.
    statement = (
        "SELECT r.id, r.idea_id, r.likelihood, r.impact, r.category, r.review_on, r.owner_id FROM risk r"
        " CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = r.idea_id OFFSET 0) AS i"
        f" WHERE {' AND '.join(conditions)} ORDER BY {order}"
    )
    day = {"today": today()} if filters.group is RiskGroup.PAST else {}
    return statement, {**given, **day, **seen_by(reader)}


def _of_group(filters: RiskFilters) -> list[str]:
    """Which risks a group holds: the open ones are those of ideas that are worked on, or of any case of a report."""
    if filters.group is RiskGroup.CLOSED:
        return [_CLOSED]
    more = {RiskGroup.PAST: _PAST, RiskGroup.SCRUTINY: _ASKING}.get(filters.group)
    return [_OPEN, *([] if filters.historical else [_WORKED_ON]), *([more] if more else [])]


def risk_points_query(filters: RiskFilters, *, reader: Reader) -> Query[list[RiskPoint]]:
    """The risks that a reader may see, in their order; at most 500, and one more that says that there are more."""
    statement, given = _points(filters, reader=reader)
    return Query(RiskPoint, f"{statement} LIMIT {MOST_COUNTED + 1}", given, list)


class RiskLine(NamedTuple):
    """A risk with its idea: what it is, what is done about it, who watches it, and how it stood before its last review.

    `keeper` says whether the reader keeps its idea, and so may look at it again.
    """

    id: UUID
    ref: str
    title: str
    stage: str
    service: str | None
    category: str | None
    description: str | None
    cause: str | None
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    accepted_because: str | None
    owner: str | None
    review_on: date | None
    raised_at_stage: str | None
    raised_given: str | None
    recorded_at: datetime
    historical: bool
    reviewed_on: date | None
    reviewed_by: str | None
    review_note: str | None
    likelihood_before: int | None
    impact_before: int | None
    closed_at: datetime | None
    closed_as: str | None
    keeper: bool

    @property
    def asks(self) -> bool:
        """Whether it asks for scrutiny at the gate."""
        return asks_for_scrutiny(likelihood=self.likelihood, impact=self.impact)


_SEEN = f"""
  SELECT a."on" AS reviewed_on, {NAME.format("a.by_id")} AS reviewed_by, a.because AS review_note,
         (a.was ->> 'likelihood')::bigint AS likelihood_before, (a.was ->> 'impact')::bigint AS impact_before
    FROM amendment a
   WHERE a.idea_id = r.idea_id AND a.row_id = r.id AND a.act = 'reviewed'
     AND coalesce((SELECT n.act FROM amendment n WHERE n.idea_id = r.idea_id AND n.row_id = r.id
                    AND n.number > a.number ORDER BY n.number LIMIT 1), '') <> 'undone'
   ORDER BY a.number DESC LIMIT 1"""
_LINES = f"""
SELECT r.id, i.ref, i.title, i.stage, {SERVICE} AS service, r.category, r.description, r.cause, r.likelihood, r.impact,
       r.mitigation, r.accepted_because, coalesce({NAME.format("r.owner_id")}, r.owner_given) AS owner, r.review_on,
       r.raised_at_stage, r.raised_given, r.recorded_at, i.source IS NOT NULL AS historical,
       seen.reviewed_on, seen.reviewed_by, seen.review_note, seen.likelihood_before, seen.impact_before,
       r.closed_at, r.closed_as,
       (i.source IS NULL AND {KEEPER.format("i")}) IS TRUE AS keeper
  FROM {{found}} JOIN idea i ON i.id = r.idea_id LEFT JOIN LATERAL ({_SEEN}) AS seen ON true"""
_OF_IDS = _LINES.format(
    found="unnest(CAST(:ideas AS uuid[]), CAST(:ids AS uuid[])) WITH ORDINALITY AS asked(idea_id, id, place)"
    " JOIN risk r ON r.idea_id = asked.idea_id AND r.id = asked.id"
)
_GIVEN_IDS = f"{_OF_IDS} WHERE {VISIBLE.format('i')} ORDER BY asked.place, r.id"
_OF_IDEA = f"""{_LINES.format(found="risk r")} WHERE r.idea_id = CAST(:idea AS uuid) AND {VISIBLE.format("i")}
 ORDER BY r.closed_at DESC NULLS FIRST, {_SCORE} DESC, r.position, r.id"""


def risk_lines(points: Sequence[RiskPoint], *, reader: Reader) -> list[RiskLine]:
    """Some risks as they are told, in the order given."""
    asked = {"ideas": [one.idea_id for one in points], "ids": [one.id for one in points]}
    return rows(RiskLine, _GIVEN_IDS, **asked, **seen_by(reader)) if points else []


def all_risk_lines(filters: RiskFilters, *, reader: Reader) -> Iterator[RiskLine]:
    """Every risk that a register is narrowed to, as it is told, in its order: for a file that people take along."""
    statement, given = _points(filters, reader=reader)
    points = rows(RiskPoint, statement, **given)
    for start in range(0, len(points), _BATCH):
        yield from risk_lines(points[start : start + _BATCH], reader=reader)


def register_of(*, idea: Idea, reader: Reader) -> list[RiskLine]:
    """All risks of an idea: the open ones, the highest score first, and after them those that were closed."""
    return rows(RiskLine, _OF_IDEA, idea=idea.id, **seen_by(reader))


class ClosedCount(NamedTuple):
    """How many risks were closed in a year, by how they ended."""

    closed_as: str | None
    risks: int


_COUNTED = f"""
SELECT closed.closed_as, count(*) AS risks FROM (
  SELECT r.closed_as FROM risk r JOIN idea i ON i.id = r.idea_id
   WHERE r.closed_at >= CAST(:since AS timestamptz) AND r.closed_at IS NOT NULL AND i.source IS NULL
     AND {VISIBLE.format("i")}
   ORDER BY r.closed_at DESC, r.id LIMIT {MOST_COUNTED}) AS closed
 GROUP BY closed.closed_as"""


def closed_counts_query(*, reader: Reader) -> Query[list[ClosedCount]]:
    """How many risks were closed in the last 365 days, by how they ended; at most 500 are counted."""
    return Query(ClosedCount, _COUNTED, {"since": start_of(today() - _YEAR), **seen_by(reader)}, _by_end)


def _by_end(found: list[ClosedCount]) -> list[ClosedCount]:
    return sorted(found, key=lambda one: one.closed_as or "~")


class UnsaidIdea(NamedTuple):
    """An active idea that does not say what happens if nothing is tried."""

    ref: str
    title: str


_UNSAID = f"""
SELECT i.ref, i.title FROM idea i
 WHERE i.state = 'active' AND i.stage <> 'latent' AND i.source IS NULL AND i.risk_of_nothing IS NULL
   AND {VISIBLE.format("i")}
 ORDER BY i.stage_since, i.id LIMIT {MOST_UNSAID + 1}"""


def unsaid_ideas_query(*, reader: Reader) -> Query[list[UnsaidIdea]]:
    """The active ideas that do not say what happens if nothing is tried, the longest in their stage first: six."""
    return Query(UnsaidIdea, _UNSAID, seen_by(reader), list)
