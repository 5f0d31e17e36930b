"""How every idea of the council stood on a day: one statement, read from the dated rows alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from tracker import council
from tracker.portfolio.words import Circumstances, Standing
from tracker.tenancy import current_council, session

# A row counts on a day when its counts_from is empty (it always held) or not after the day; the last in order holds.
COUNTS = "(counts_from IS NULL OR counts_from <= CAST(:day AS date))"

# Each idea looks its own rows up by index: linear whatever the planner believes of fresh tables.
STANDING = f"""
SELECT i.ref, i.source IS NOT NULL AS historical,
       coalesce(moved.to_stage, began.from_stage, i.stage) AS stage,
       coalesce(stood.state, 'active') AS state, stood.outcome, stood.closed_on,
       nullif(fact.extent, '') AS extent, nullif(fact.involvement, '') AS involvement,
       coalesce(fact.needs_no_money = 'yes', false) AS needs_no_money,
       CAST(nullif(fact.shielded_until, '') AS date) AS shielded_until,
       greatest(recorded.newest, reviewed.newest) AS newest_evidence, spoken.newest AS newest_contact,
       granted.lines > 0 AS has_granted, granted.until AS money_until,
       EXISTS (SELECT FROM lesson WHERE idea_id = i.id AND {COUNTS}) AS has_lesson,
       i.submitted_on, i.first_reply_on AS replied_on,
       elsewhere.tried > 0 AS tried_elsewhere, elsewhere.worked > 0 AS worked_elsewhere
  FROM idea i
  LEFT JOIN LATERAL (SELECT to_stage FROM stage_move WHERE idea_id = i.id AND {COUNTS}
                      ORDER BY number DESC LIMIT 1) AS moved ON true
  LEFT JOIN LATERAL (SELECT from_stage FROM stage_move WHERE idea_id = i.id ORDER BY number LIMIT 1) AS began ON true
  LEFT JOIN LATERAL (SELECT state, outcome, "on" AS closed_on FROM idea_state WHERE idea_id = i.id AND {COUNTS}
                      ORDER BY number DESC LIMIT 1) AS stood ON true
  CROSS JOIN LATERAL (
    SELECT max(value) FILTER (WHERE fact = 'extent') AS extent,
           max(value) FILTER (WHERE fact = 'involvement') AS involvement,
           max(value) FILTER (WHERE fact = 'needs_no_money') AS needs_no_money,
           max(value) FILTER (WHERE fact = 'shielded_until') AS shielded_until
      FROM (SELECT DISTINCT ON (fact) fact, value FROM idea_fact WHERE idea_id = i.id AND {COUNTS}
             ORDER BY fact, number DESC) AS latest) AS fact
  CROSS JOIN LATERAL (SELECT max(value_on) AS newest FROM evidence
                       WHERE idea_id = i.id AND {COUNTS} AND value_on <= CAST(:day AS date)) AS recorded
  CROSS JOIN LATERAL (SELECT max("on") AS newest FROM evidence_review
                       WHERE idea_id = i.id AND {COUNTS} AND "on" <= CAST(:day AS date)) AS reviewed
  CROSS JOIN LATERAL (SELECT max("on") AS newest FROM sponsor_contact
                       WHERE idea_id = i.id AND {COUNTS} AND "on" <= CAST(:day AS date)) AS spoken
  CROSS JOIN LATERAL (SELECT count(*) AS lines, max(ends_on) AS until FROM funding
                       WHERE idea_id = i.id AND {COUNTS} AND certainty = 'granted') AS granted
  CROSS JOIN LATERAL (
    SELECT count(*) AS tried,
           count(*) FILTER (WHERE settled_on <= CAST(:day AS date) AND status IN ('worked', 'worked_in_part')) AS worked
      FROM adaptation
     WHERE origin_council_id = CAST(:council AS uuid) AND origin_idea_id = i.id
       AND begun_on <= CAST(:day AS date)) AS elsewhere
 WHERE i.there_from <= CAST(:day AS date) OR (i.there_from IS NULL AND i.source IS NOT NULL)
 ORDER BY i.ref COLLATE "C", i.id
"""  # noqa: S608 - made of the constant above, no word of it from outside

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
