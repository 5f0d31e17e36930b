"""What upkeep looks at: of one idea from what its page has read, of many in one statement."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, get_type_hints
from uuid import UUID

from sqlalchemy import RowMapping, text

from tracker.clock import today
from tracker.council import Reader
from tracker.idea import Story
from tracker.idea.queries.desk import held_by, owned_by_statement
from tracker.risk import RiskEntry
from tracker.tenancy import Query, reader_of, session
from tracker.upkeep.rules import UpkeepRecord, parts_due
from tracker.value import Worth

_RECORDS = r"""
SELECT i.id AS idea_id, i.extent, i.involvement, i.needs_no_money,
       coalesce(i.risk_of_nothing ~ '\S', false) AS risk_of_nothing_said,
       i.sponsor_id IS NOT NULL OR coalesce(i.sponsor_name, '') <> '' AS has_sponsor,
       (SELECT max("on") FROM sponsor_contact WHERE idea_id = i.id) AS last_contact,
       claimed.claims, claimed.unmeasured AS unmeasured_claims, claimed.look AS next_look,
       greatest((SELECT max(value_on) FROM evidence WHERE idea_id = i.id),
                (SELECT max("on") FROM evidence_review WHERE idea_id = i.id)) AS newest_evidence,
       paid.lines > 0 AS funded, paid.until AS money_until,
       noted.risks AS open_risks, noted.review AS next_review
  FROM idea i
  CROSS JOIN LATERAL (
    SELECT count(*) AS claims,
           count(*) FILTER (WHERE coalesce(baseline, '') = '' OR coalesce(target, '') = '') AS unmeasured,
           min(review_on) AS look
      FROM claim WHERE idea_id = i.id) AS claimed
  CROSS JOIN LATERAL (
    SELECT count(*) AS lines, max(ends_on) FILTER (WHERE certainty = 'granted') AS until
      FROM funding WHERE idea_id = i.id) AS paid
  CROSS JOIN LATERAL (
    SELECT count(*) AS risks, min(review_on) AS review FROM risk WHERE idea_id = i.id AND closed_at IS NULL) AS noted
 WHERE i.id = """
RECORDS = text(f"{_RECORDS} ANY(CAST(:ideas AS uuid[]))")
MOST_KEPT = 50


class _KeptRow(NamedTuple):
    """An active idea that somebody keeps, with what upkeep looks at on it."""

    id: UUID
    ref: str
    title: str
    stage: str
    stage_since: date | None
    held_until: date | None
    decision_asked: bool
    record: dict[str, Any]


class KeptEntry(NamedTuple):
    """An active idea that somebody keeps: which parts are out of date, each with its reason; whether a lead decides."""

    id: UUID
    ref: str
    title: str
    stage: str
    stage_since: date | None
    held_until: date | None
    decision_asked: bool
    parts: Mapping[str, str]


# Whether a decision is asked is looked up for each idea: EXISTS would read all that wait in the council first.
_KEPT = f"""
SELECT k.id, k.ref, k.title, k.stage, k.stage_since, k.held_until,
 (SELECT true FROM decision_request r WHERE r.idea_id = k.id AND r.decided_at IS NULL LIMIT 1) IS TRUE
  AS decision_asked,
 (SELECT to_json(w) FROM ({_RECORDS} k.id) AS w) AS record
FROM ({owned_by_statement(MOST_KEPT)}) AS k ORDER BY k.stage_since, k.id"""  # noqa: S608 - made of constants only


def kept_query(*, reader: Reader, holder_id: UUID | None = None) -> Query[list[KeptEntry]]:
    """The active ideas that somebody keeps, longest in their stage first, each with its parts that are out of date.

    Or those that another keeps for whom they stand in, as far as they see them.
    """
    return Query(_KeptRow, _KEPT, held_by(reader, holder_id), _kept)


def _kept(found: Sequence[_KeptRow]) -> list[KeptEntry]:
    return [KeptEntry(*row[:-1], parts_due(_from_json(row.record), today=today())) for row in found]


@functools.cache
def _readers() -> dict[str, Callable[[Any], Any] | None]:
    return {name: reader_of(hint) for name, hint in get_type_hints(UpkeepRecord).items()}


def _from_json(record: Mapping[str, Any]) -> UpkeepRecord:
    return UpkeepRecord(
        **{
            name: read(record[name]) if read and record[name] is not None else record[name]
            for name, read in _readers().items()
        }
    )


def parts_due_on(story: Story, worth: Worth, risks: Sequence[RiskEntry]) -> dict[str, str]:
    """Which parts of an idea are out of date, each with its reason, from what its page has read; no statement."""
    return parts_due(_record(story, worth, risks), today=today())


def _record(story: Story, worth: Worth, risks: Sequence[RiskEntry]) -> UpkeepRecord:
    idea = story.idea
    return UpkeepRecord(
        claims=len(worth.claims),
        unmeasured_claims=sum(not (claim.baseline and claim.target) for claim in worth.claims),
        next_look=min((claim.review_on for claim in worth.claims if claim.review_on), default=None),
        newest_evidence=worth.newest_evidence,
        needs_no_money=idea.needs_no_money,
        funded=bool(worth.funding),
        money_until=worth.money_until,
        has_sponsor=bool(story.sponsor),
        last_contact=story.last_contact,
        involvement=idea.involvement,
        extent=idea.extent,
        risk_of_nothing_said=bool((idea.risk_of_nothing or "").strip()),
        open_risks=len(risks),
        next_review=min((risk.review_on for risk in risks if risk.review_on), default=None),
    )


def parts_due_by_idea(*, idea_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, str]]:
    """Which parts of each of some ideas are out of date, each with its reason; one statement, however many."""
    if not idea_ids:
        return {}
    rows = session().execute(RECORDS, {"ideas": list(idea_ids)}).mappings()
    return {row["idea_id"]: parts_due(_as_record(row), today=today()) for row in rows}


def _as_record(row: RowMapping) -> UpkeepRecord:
    return UpkeepRecord(**{name: value for name, value in row.items() if name != "idea_id"})
