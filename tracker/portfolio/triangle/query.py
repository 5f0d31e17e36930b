"""What is recorded today of some of the council's own ideas, for their triangles: two statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from tracker.clock import start_of
from tracker.council import OWNER_NAME
from tracker.idea.visible import SUBMITTED
from tracker.idea.words import Stage
from tracker.portfolio.reference import every_item
from tracker.portfolio.triangle.items import questions_asked
from tracker.portfolio.triangle.record import AnswerRecord, ClaimRecord, EvidenceRecord, FundingRecord, IdeaRecord
from tracker.tenancy import current_council, rows
from tracker.upkeep import days
from tracker.value import ClaimWorth, EvidenceEntry, FundingEntry, Worth, last_day_of, worths

# Each idea looks its own rows up by index: linear whatever the planner believes of fresh tables. Of the record it asks
# only what no row tells: how many people are in it lately.
RECORDS = f"""
SELECT i.id, i.ref, i.stage, i.state, false AS historical, i.extent, i.involvement, i.stage_since, i.shielded_until,
       i.trigger, i.trigger_date, i.problem, i.proposal, i.decided_to_act_on, i.needs_no_money,
       i.sponsor_id IS NOT NULL OR i.sponsor_name IS NOT NULL AS has_sponsor, m.ended_at IS NOT NULL AS sponsor_left,
       (SELECT max("on") FROM sponsor_contact
         WHERE idea_id = i.id AND (counts_from IS NULL OR counts_from <= CAST(:day AS date))) AS newest_contact,
       CAST(greatest(
           (SELECT max(at) FROM message WHERE idea_id = i.id AND by_id = i.sponsor_id),
           (SELECT max(at) FROM panel_view WHERE idea_id = i.id AND by_id = i.sponsor_id),
           (SELECT max(at) FROM decision WHERE idea_id = i.id AND by_id = i.sponsor_id)
       ) AT TIME ZONE 'Europe/London' AS date) AS sponsor_acted_on,
       (SELECT max("on") FROM evidence_review
         WHERE idea_id = i.id AND by_id IS DISTINCT FROM i.owner_id
           AND (i.deputy_id IS NULL OR by_id IS DISTINCT FROM i.deputy_id))
       AS reviewed_by_other_on,
       learnt.lessons, learnt.shared AS lessons_shared, learnt.newest AS newest_lesson,
       helped.partners, helped.newest AS newest_partner,
       i.deputy_id IS NOT NULL AND {OWNER_NAME.format("i.deputy_id")} IS NOT NULL AS has_deputy,
       handed.plan AS handover_plan, handed."on" AS handover_on, coalesce(handed.nobody, false) AS handover_nobody,
       coalesce(signed.words, '{{}}') AS sign_offs, thanked.given AS managers_thanked, thanked.owed AS managers_owed,
       taken.moved IS NOT NULL AS adapted_from_other, elsewhere.worked AS adapted_worked,
       elsewhere.trying AS adapted_trying, elsewhere.failed AS adapted_failed,
       greatest(elsewhere.moved, taken.moved) AS adaptation_moved_on,
       told.published, told.withdrawn, CAST(told.at AT TIME ZONE 'Europe/London' AS date) AS published_on,
       CAST(i.changed_at AT TIME ZONE 'Europe/London' AS date) AS last_event_on,
       happened.people AS recently_by,
       CAST(happened.turning_at AT TIME ZONE 'Europe/London' AS date) AS recently_until,
       (SELECT count(*) FROM condition
         WHERE idea_id = i.id AND met_on IS NULL AND fallen_on IS NULL
           AND due_on < CAST(:day AS date)) AS lapsed_conditions,
       (SELECT min(due_on) FROM condition
         WHERE idea_id = i.id AND met_on IS NULL AND fallen_on IS NULL
           AND due_on >= CAST(:day AS date)) AS condition_due,
       (SELECT count(*) FROM risk
         WHERE idea_id = i.id AND category = 'resistance' AND closed_at IS NULL) AS resistance,
       coalesce(answered.given, '{{}}') AS answers, coalesce(at_gates.given, '{{}}') AS gate_answers,
       NULL AS claims, NULL AS funding
  FROM idea i
  LEFT JOIN membership m ON m.council_id = i.council_id AND m.person_id = i.sponsor_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS lessons, count(*) FILTER (WHERE may_be_shared IS NOT FALSE) AS shared,
           max(counts_from) AS newest
      FROM lesson WHERE idea_id = i.id) AS learnt
  CROSS JOIN LATERAL (
    SELECT count(*) AS partners,
           max(greatest(p.counts_from, acted.newest)) FILTER (WHERE p.ended_on IS NULL) AS newest
      FROM partner p
     CROSS JOIN LATERAL (
       SELECT max(greatest(a."on", CASE WHEN a.kept THEN a.settled_on END)) AS newest
         FROM partner_activity a WHERE a.partner_id = p.id) AS acted
     WHERE p.idea_id = i.id) AS helped
  LEFT JOIN LATERAL (
    SELECT plan, "on", nobody FROM handover WHERE idea_id = i.id ORDER BY number DESC LIMIT 1) AS handed ON true
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(office, word) AS words FROM (
        SELECT DISTINCT ON (office) office, word FROM sign_off WHERE idea_id = i.id AND word IS NOT NULL
         ORDER BY office, number DESC) AS newest) AS signed
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE thanks = 'given') AS given, count(*) FILTER (WHERE thanks = 'owed') AS owed FROM (
        SELECT DISTINCT ON (lower(manager)) thanks FROM manager_credit WHERE idea_id = i.id
         ORDER BY lower(manager), number DESC) AS newest) AS thanked
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status IN ('worked', 'worked_in_part')) AS worked,
           count(*) FILTER (WHERE status = 'trying') AS trying,
           count(*) FILTER (WHERE status = 'did_not_work') AS failed,
           max(greatest(begun_on, settled_on)) AS moved
      FROM adaptation WHERE origin_council_id = CAST(:council AS uuid) AND origin_idea_id = i.id) AS elsewhere
  CROSS JOIN LATERAL (
    SELECT max(greatest(begun_on, settled_on)) AS moved
      FROM adaptation WHERE council_id = CAST(:council AS uuid) AND idea_id = i.id) AS taken
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE withdrawn_at IS NULL) AS published,
           count(*) FILTER (WHERE withdrawn_at IS NOT NULL) AS withdrawn,
           max(refreshed_at) FILTER (WHERE withdrawn_at IS NULL) AS at
      FROM publication WHERE council_id = CAST(:council AS uuid) AND idea_id = i.id) AS told
  CROSS JOIN LATERAL (
    SELECT count(*) AS people, (array_agg(newest ORDER BY newest DESC, by_id))[least(2, count(*))] AS turning_at
      FROM (SELECT by_id, max(at) AS newest FROM event
             WHERE idea_id = i.id AND by_id IS NOT NULL AND at >= CAST(:recent AS timestamptz)
               AND what <> 'evidence_seen_by_sponsor'
             GROUP BY by_id) AS person) AS happened
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(asked, jsonb_build_array(words, note)) AS given FROM (
        SELECT DISTINCT ON (gate, question) gate || ' ' || question AS asked, words, note FROM answer
         WHERE idea_id = i.id AND gate || ' ' || question = ANY(CAST(:asked AS text[]))
         ORDER BY gate, question, number DESC) AS newest) AS at_gates
  CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(item, value) AS given FROM (
        SELECT DISTINCT ON (item) item, value FROM item_answer WHERE idea_id = i.id
         ORDER BY item, number DESC) AS newest) AS answered
 WHERE i.source IS NULL AND {SUBMITTED.format("i")}
   AND (i.state <> 'closed' OR EXISTS (SELECT FROM triangle t WHERE t.idea_id = i.id AND t.score IS NOT NULL))
   AND i.id = ANY(CAST(:ideas AS uuid[]))
 ORDER BY i.id
"""  # noqa: S608 - made of constants only

NEEDS_WORTH = frozenset(Stage) - {Stage.LATENT}


def records(*, day: date, ideas: Sequence[UUID]) -> dict[UUID, IdeaRecord]:
    """What is recorded today of those of some ideas that are the council's own and have a triangle; two statements."""
    wanted = {
        "day": day,
        "recent": start_of(day - timedelta(days=days().people)),
        "council": current_council(),
        "asked": questions_asked(every_item()),
        "ideas": list(ideas),
    }
    found = {row.id: row for row in rows(IdeaRecord, RECORDS, **wanted) if row.id}
    worth = worths(idea_ids=[idea_id for idea_id, row in found.items() if row.stage in NEEDS_WORTH])
    return {idea_id: _record(row, worth.get(idea_id)) for idea_id, row in found.items()}


def _record(row: IdeaRecord, worth: Worth | None) -> IdeaRecord:
    """A record as it is looked at: its last three fields, told raw by a row or not at all, made of what was read."""
    given = {question: AnswerRecord(*answer) for question, answer in row.gate_answers.items()}
    claims = [_claim(claim) for claim in worth.claims] if worth else []
    return IdeaRecord(*row[:-3], given, claims, [_funding(line) for line in worth.funding] if worth else [])


def _claim(claim: ClaimWorth) -> ClaimRecord:
    return ClaimRecord(
        indicator=claim.indicator,
        who_benefits=claim.who_benefits,
        baseline=claim.baseline,
        target=claim.target,
        level=claim.supported,
        level_stated=claim.level_stated,
        evidence=[_evidence(entry) for entry in reversed(claim.records)],
    )


def _evidence(entry: EvidenceEntry) -> EvidenceRecord:
    return EvidenceRecord(
        kind=entry.kind,
        baseline=entry.baseline,
        value=entry.value,
        note=entry.note,
        day=entry.on,
        seen_on=entry.seen_by_sponsor_on,
        entered=entry.id.int,
    )


def _funding(line: FundingEntry) -> FundingRecord:
    return FundingRecord(
        instrument=line.instrument, granted=line.granted, ends_on=line.ends_on, starts_on=last_day_of(line.start)
    )
