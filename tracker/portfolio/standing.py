"""How every idea of the council stood on a day: one statement, read from the dated rows alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from tracker import council
from tracker.portfolio.words import Circumstances, Standing
from tracker.tenancy import current_council, session

# A row counts on a day when its counts_from is empty (it always held) or not after the day; the last in order holds.
COUNTS = "(counts_from IS NULL OR counts_from <= CAST(:day AS date))"

THERE = "(i.there_from <= CAST(:day AS date) OR (i.there_from IS NULL AND i.source IS NOT NULL))"

STANDING = f"""
WITH moved AS (
    SELECT DISTINCT ON (idea_id) idea_id, to_stage FROM stage_move WHERE {COUNTS} ORDER BY idea_id, number DESC
), began AS (
    SELECT DISTINCT ON (idea_id) idea_id, from_stage FROM stage_move ORDER BY idea_id, number
), stood AS (
    SELECT DISTINCT ON (idea_id) idea_id, state, outcome, "on" AS since
      FROM idea_state WHERE {COUNTS} ORDER BY idea_id, number DESC
), fact AS (
    SELECT idea_id,
           max(value) FILTER (WHERE fact = 'extent') AS extent,
           max(value) FILTER (WHERE fact = 'involvement') AS involvement,
           max(value) FILTER (WHERE fact = 'needs_no_money') AS needs_no_money,
           max(value) FILTER (WHERE fact = 'shielded_until') AS shielded_until
      FROM (SELECT DISTINCT ON (idea_id, fact) idea_id, fact, value FROM idea_fact WHERE {COUNTS}
             ORDER BY idea_id, fact, number DESC) AS latest
     GROUP BY idea_id
), looked_at AS (
    SELECT idea_id, max(day) AS newest FROM (
        SELECT idea_id, value_on AS day FROM evidence WHERE {COUNTS} AND value_on <= CAST(:day AS date)
        UNION ALL
        SELECT idea_id, "on" FROM evidence_review WHERE {COUNTS} AND "on" <= CAST(:day AS date)) AS dated
     GROUP BY idea_id
), spoken AS (
    SELECT idea_id, max("on") AS newest FROM sponsor_contact WHERE {COUNTS} AND "on" <= CAST(:day AS date)
     GROUP BY idea_id
), granted AS (
    SELECT idea_id, max(ends_on) AS until FROM funding WHERE {COUNTS} AND certainty = 'granted' GROUP BY idea_id
), learnt AS (
    SELECT DISTINCT idea_id FROM lesson WHERE {COUNTS}
), elsewhere AS (
    SELECT origin_idea_id AS idea_id,
           bool_or(settled_on <= CAST(:day AS date) AND status IN ('worked', 'worked_in_part')) AS worked
      FROM adaptation
     WHERE origin_council_id = CAST(:council AS uuid) AND begun_on <= CAST(:day AS date)
     GROUP BY origin_idea_id
)
SELECT i.ref, i.source IS NOT NULL AS historical,
       coalesce(moved.to_stage, began.from_stage, i.stage) AS stage,
       coalesce(stood.state, 'active') AS state, stood.outcome, stood.since AS closed_on,
       nullif(fact.extent, '') AS extent, nullif(fact.involvement, '') AS involvement,
       coalesce(fact.needs_no_money = 'yes', false) AS needs_no_money,
       CAST(nullif(fact.shielded_until, '') AS date) AS shielded_until,
       looked_at.newest AS newest_evidence, spoken.newest AS newest_contact,
       granted.idea_id IS NOT NULL AS has_granted, granted.until AS money_until,
       learnt.idea_id IS NOT NULL AS has_lesson,
       i.submitted_on, i.first_reply_on AS replied_on,
       elsewhere.idea_id IS NOT NULL AS tried_elsewhere, coalesce(elsewhere.worked, false) AS worked_elsewhere
  FROM idea i
  LEFT JOIN moved ON moved.idea_id = i.id
  LEFT JOIN began ON began.idea_id = i.id
  LEFT JOIN stood ON stood.idea_id = i.id
  LEFT JOIN fact ON fact.idea_id = i.id
  LEFT JOIN looked_at ON looked_at.idea_id = i.id
  LEFT JOIN spoken ON spoken.idea_id = i.id
  LEFT JOIN granted ON granted.idea_id = i.id
  LEFT JOIN learnt ON learnt.idea_id = i.id
  LEFT JOIN elsewhere ON elsewhere.idea_id = i.id
 WHERE {THERE}
 ORDER BY i.ref COLLATE "C", i.id
"""  # noqa: S608 - made of the two constants above, no word of it from outside

TAKEN_IN = """
SELECT count(*) FROM adaptation
 WHERE council_id = CAST(:council AS uuid) AND begun_on <= CAST(:day AS date)
"""


def standing(*, day: date) -> list[Standing]:
    """How every idea that was there stood on a day, by reference; one statement, whatever their number."""
    rows = session().execute(text(STANDING), {"day": day, "council": current_council()})
    return [Standing(**row) for row in rows.mappings()]


def circumstances(*, day: date) -> Circumstances:
    """The council's promise and nation, and how many adaptations it had taken in by the end of a day."""
    taken_in = session().scalar(text(TAKEN_IN), {"day": day, "council": current_council()})
    here = council.here()
    return Circumstances(promise_days=here.promise_days, nation=here.nation, taken_in=int(taken_in or 0))
