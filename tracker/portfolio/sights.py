"""What is recorded today of the council's own ideas, for their triangles: two statements, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from tracker.portfolio.observing_backing import TOOL_QUESTIONS
from tracker.portfolio.reference import every_item
from tracker.portfolio.seen import ClaimSeen, EvidenceSeen, FundingSeen, GateAnswer, Seen
from tracker.tenancy import current_council, session
from tracker.value import ClaimWorth, Worth, worths

RECENT_DAYS = 180

SIGHTS = """
WITH said AS (
    SELECT m.idea_id, max(m.at) AS at FROM message m JOIN idea i ON i.id = m.idea_id AND i.sponsor_id = m.by_id
     GROUP BY m.idea_id
), viewed AS (
    SELECT v.idea_id, max(v.at) AS at FROM panel_view v JOIN idea i ON i.id = v.idea_id AND i.sponsor_id = v.by_id
     GROUP BY v.idea_id
), decided AS (
    SELECT d.idea_id, max(d.at) AS at FROM decision d JOIN idea i ON i.id = d.idea_id AND i.sponsor_id = d.by_id
     GROUP BY d.idea_id
), spoken AS (
    SELECT idea_id, max("on") AS newest FROM sponsor_contact
     WHERE counts_from IS NULL OR counts_from <= CAST(:day AS date) GROUP BY idea_id
), reviewed AS (
    SELECT r.idea_id, max(r."on") AS newest FROM evidence_review r
      JOIN idea i ON i.id = r.idea_id AND i.owner_id IS DISTINCT FROM r.by_id GROUP BY r.idea_id
), learnt AS (
    SELECT idea_id, count(*) AS lessons, count(*) FILTER (WHERE may_be_shared) AS shared, max(counts_from) AS newest
      FROM lesson GROUP BY idea_id
), helped AS (
    SELECT idea_id, count(*) AS partners, max(counts_from) AS newest FROM partner GROUP BY idea_id
), elsewhere AS (
    SELECT origin_idea_id AS idea_id,
           count(*) FILTER (WHERE status IN ('worked', 'worked_in_part')) AS worked,
           count(*) FILTER (WHERE status = 'trying') AS trying,
           count(*) FILTER (WHERE status = 'did_not_work') AS failed,
           max(greatest(begun_on, settled_on)) AS moved
      FROM adaptation WHERE origin_council_id = CAST(:council AS uuid) GROUP BY origin_idea_id
), taken AS (
    SELECT idea_id, max(greatest(begun_on, settled_on)) AS moved
      FROM adaptation WHERE council_id = CAST(:council AS uuid) GROUP BY idea_id
), told AS (
    SELECT idea_id, count(*) FILTER (WHERE withdrawn_at IS NULL) AS published,
           count(*) FILTER (WHERE withdrawn_at IS NOT NULL) AS withdrawn,
           max(refreshed_at) FILTER (WHERE withdrawn_at IS NULL) AS at
      FROM publication WHERE council_id = CAST(:council AS uuid) GROUP BY idea_id
), happened AS (
    SELECT idea_id, max(at) AS at, count(DISTINCT by_id) FILTER (WHERE at >= CAST(:recent AS date)) AS people
      FROM event WHERE by_id IS NOT NULL AND idea_id IS NOT NULL GROUP BY idea_id
), lapsed AS (
    SELECT idea_id, count(*) AS found FROM condition WHERE met_on IS NULL AND due_on < CAST(:day AS date)
     GROUP BY idea_id
), resisted AS (
    SELECT idea_id, count(*) AS found FROM risk WHERE category = 'resistance' AND closed_at IS NULL GROUP BY idea_id
), at_gates AS (
    SELECT idea_id, jsonb_object_agg(asked, jsonb_build_array(words, note)) AS given FROM (
        SELECT DISTINCT ON (idea_id, gate, question) idea_id, gate || ' ' || question AS asked, words, note
          FROM answer WHERE gate || ' ' || question = ANY(CAST(:asked AS text[]))
         ORDER BY idea_id, gate, question, number DESC) AS newest
     GROUP BY idea_id
), answered AS (
    SELECT idea_id, jsonb_object_agg(item, value) AS given FROM (
        SELECT DISTINCT ON (idea_id, item) idea_id, item, value FROM item_answer
         ORDER BY idea_id, item, number DESC) AS newest
     GROUP BY idea_id
)
SELECT i.id, i.ref, i.stage, i.state, i.extent, i.involvement, i.stage_since, i.shielded_until, i.trigger,
       i.trigger_date, i.problem, i.proposal, i.decided_to_act_on, i.needs_no_money,
       i.sponsor_id IS NOT NULL OR i.sponsor_name IS NOT NULL AS has_sponsor, m.ended_at IS NOT NULL AS sponsor_left,
       spoken.newest AS newest_contact,
       CAST(greatest(said.at, viewed.at, decided.at) AT TIME ZONE 'Europe/London' AS date) AS sponsor_acted_on,
       reviewed.newest AS reviewed_by_other_on,
       coalesce(learnt.lessons, 0) AS lessons, coalesce(learnt.shared, 0) AS lessons_shared,
       learnt.newest AS newest_lesson,
       coalesce(helped.partners, 0) AS partners, helped.newest AS newest_partner,
       taken.idea_id IS NOT NULL AS adapted_from_other,
       coalesce(elsewhere.worked, 0) AS adapted_worked, coalesce(elsewhere.trying, 0) AS adapted_trying,
       coalesce(elsewhere.failed, 0) AS adapted_failed,
       greatest(elsewhere.moved, taken.moved) AS adaptation_moved_on,
       coalesce(told.published, 0) AS published, coalesce(told.withdrawn, 0) AS withdrawn,
       CAST(told.at AT TIME ZONE 'Europe/London' AS date) AS published_on,
       CAST(coalesce(happened.at, i.created_at) AT TIME ZONE 'Europe/London' AS date) AS last_event_on,
       coalesce(happened.people, 0) AS recently_by, coalesce(lapsed.found, 0) AS lapsed_conditions,
       coalesce(resisted.found, 0) AS resistance,
       coalesce(at_gates.given, '{}') AS gate_answers, coalesce(answered.given, '{}') AS answers
  FROM idea i
  LEFT JOIN membership m ON m.council_id = i.council_id AND m.person_id = i.sponsor_id
  LEFT JOIN said ON said.idea_id = i.id
  LEFT JOIN viewed ON viewed.idea_id = i.id
  LEFT JOIN decided ON decided.idea_id = i.id
  LEFT JOIN spoken ON spoken.idea_id = i.id
  LEFT JOIN reviewed ON reviewed.idea_id = i.id
  LEFT JOIN learnt ON learnt.idea_id = i.id
  LEFT JOIN helped ON helped.idea_id = i.id
  LEFT JOIN elsewhere ON elsewhere.idea_id = i.id
  LEFT JOIN taken ON taken.idea_id = i.id
  LEFT JOIN told ON told.idea_id = i.id
  LEFT JOIN happened ON happened.idea_id = i.id
  LEFT JOIN lapsed ON lapsed.idea_id = i.id
  LEFT JOIN resisted ON resisted.idea_id = i.id
  LEFT JOIN at_gates ON at_gates.idea_id = i.id
  LEFT JOIN answered ON answered.idea_id = i.id
 WHERE i.source IS NULL AND i.state <> 'draft'
   AND (i.state <> 'closed' OR EXISTS (SELECT FROM triangle t WHERE t.idea_id = i.id AND t.score IS NOT NULL))
   AND (CAST(:only AS uuid) IS NULL OR i.id = CAST(:only AS uuid))
 ORDER BY i.id
"""

NEEDS_WORTH = frozenset({"design", "mobilise", "mainstream", "embedded"})


def sights(*, day: date, only: UUID | None = None) -> dict[UUID, Seen]:
    """What is recorded today of each own idea that has a triangle, or of one of them; two statements for all."""
    asked = {"day": day, "council": current_council(), "asked": questions_looked_at(), "only": only}
    rows = session().execute(text(SIGHTS), {**asked, "recent": day - timedelta(days=RECENT_DAYS)}).mappings().all()
    worth = worths(idea_ids=[row["id"] for row in rows if row["stage"] in NEEDS_WORTH])
    return {row["id"]: _seen(row, worth.get(row["id"])) for row in rows}


def questions_looked_at() -> list[str]:
    """The questions at gates that some item looks at, as "gate question"."""
    rules = [item.rule.split() for item in every_item() if item.rule.startswith("answered ")]
    return sorted({f"{rule[1]} {question}" for rule in rules for question in rule[2:]} | set(TOOL_QUESTIONS))


def _seen(row: RowMapping, worth: Worth | None) -> Seen:
    plain = {name: value for name, value in row.items() if name not in {"id", "gate_answers"}}
    return Seen(
        **plain,
        gate_answers={asked: GateAnswer(*given) for asked, given in row["gate_answers"].items()},
        claims=[_claim(claim) for claim in worth.claims] if worth else [],
        funding=list(_funding(worth.funding)) if worth else [],
    )


def _claim(claim: ClaimWorth) -> ClaimSeen:
    stated = max([claim.level_asked or 0, *(record["level_stated"] or 0 for record in claim.records)])
    return ClaimSeen(
        indicator=claim.indicator,
        who_benefits=claim.who_benefits,
        baseline=claim.baseline,
        target=claim.target,
        level=claim.supported,
        level_stated=stated or None,
        evidence=[_evidence(record) for record in reversed(claim.records)],
    )


def _evidence(record: dict[str, Any]) -> EvidenceSeen:
    return EvidenceSeen(
        kind=record["kind"],
        baseline=record["baseline"],
        value=record["value"],
        note=record["note"],
        day=_day(record["on"]),
        seen_on=_day(record["seen"]),
    )


def _funding(lines: Sequence[dict[str, Any]]) -> Iterator[FundingSeen]:
    for line in lines:
        yield FundingSeen(line["instrument"], line["certainty"] == "granted", _day(line["ends_on"]))


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
