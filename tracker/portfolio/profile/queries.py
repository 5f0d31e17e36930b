"""How the council's ideas stood on a day, read from the dated rows alone; the profile of that day, and its ideas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text

from tracker import council, fault, setting
from tracker.amendment import AS_IT_WAS
from tracker.clock import today
from tracker.council import Reader
from tracker.idea import VISIBLE, IdeaName, seen_by
from tracker.portfolio.profile.parts import every_part
from tracker.portfolio.profile.rules import pages_of
from tracker.portfolio.profile.words import Circumstances, IdeaOnDay, PartLine, ProfilePart
from tracker.tenancy import current_council, rows, session

# A row counts on a day when its counts_from is empty (it always held) or not after the day; the last in order holds.
COUNTS = "(counts_from IS NULL OR counts_from <= CAST(:day AS date))"

# Whoever asks says what besides is told (`first`) and joined. Each idea looks its own rows up by index: linear whatever
# the planner believes of fresh tables.
_EVIDENCE = AS_IT_WAS.format(table="evidence", columns="value_on, counts_from")
_CONTACTS = AS_IT_WAS.format(table="sponsor_contact", columns='"on", counts_from')
_LESSONS = AS_IT_WAS.format(table="lesson", columns="counts_from")
_FUNDING = AS_IT_WAS.format(table="funding", columns="certainty, ends_on, counts_from")
THERE = "(i.there_from <= CAST(:day AS date) OR (i.there_from IS NULL AND i.source IS NOT NULL))"
IDEAS_ON_DAY = f"""
SELECT {{first}}i.ref, i.source IS NOT NULL AS historical,
       coalesce(moved.to_stage, began.from_stage, i.stage) AS stage,
       coalesce(stood.state, 'active') AS state, stood.outcome, stood.closed_on,
       nullif(fact.extent, '') AS extent, nullif(fact.involvement, '') AS involvement,
       coalesce(fact.needs_no_money = 'yes', false) AS needs_no_money,
       CAST(nullif(fact.shielded_until, '') AS date) AS shielded_until,
       greatest(recorded.newest, reviewed.newest) AS newest_evidence, spoken.newest AS newest_contact,
       granted.lines > 0 AS has_granted, granted.until AS money_until,
       EXISTS (SELECT FROM {_LESSONS} AS learnt WHERE {COUNTS}) AS has_lesson,
       CASE WHEN NOT i.imported THEN i.submitted_on END AS submitted_on, i.first_reply_on AS replied_on,
       elsewhere.tried > 0 AS tried_elsewhere, elsewhere.worked > 0 AS worked_elsewhere
  FROM idea i{{joined}}
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
  CROSS JOIN LATERAL (SELECT max(value_on) AS newest FROM {_EVIDENCE} AS evidence
                       WHERE {COUNTS} AND value_on <= CAST(:day AS date)) AS recorded
  CROSS JOIN LATERAL (SELECT max("on") AS newest FROM evidence_review
                       WHERE idea_id = i.id AND {COUNTS} AND "on" <= CAST(:day AS date)) AS reviewed
  CROSS JOIN LATERAL (SELECT max("on") AS newest FROM {_CONTACTS} AS contact
                       WHERE {COUNTS} AND "on" <= CAST(:day AS date)) AS spoken
  CROSS JOIN LATERAL (SELECT count(*) AS lines, max(ends_on) AS until FROM {_FUNDING} AS funding
                       WHERE {COUNTS} AND certainty = 'granted') AS granted
  CROSS JOIN LATERAL (
    SELECT count(*) AS tried, count(*) FILTER (WHERE told.status IN ('worked', 'worked_in_part')) AS worked
      FROM adaptation a
      LEFT JOIN LATERAL (SELECT r.status FROM adaptation_report r
                          WHERE r.adaptation_id = a.id AND r.on <= CAST(:day AS date)
                          ORDER BY r.on DESC, r.id DESC LIMIT 1) AS told ON true
     WHERE a.origin_council_id = CAST(:council AS uuid) AND a.origin_idea_id = i.id
       AND a.begun_on <= CAST(:day AS date)) AS elsewhere
 WHERE {THERE}
"""  # noqa: S608 - made of the constants above, no word of it from outside
# Two statements: a plan that serves both every idea and some reads every idea to find some.
_ORDER = ' ORDER BY i.ref COLLATE "C", i.id'
_EVERY = IDEAS_ON_DAY.format(first="", joined="") + _ORDER
_SOME = IDEAS_ON_DAY.format(first="", joined="") + " AND i.id = ANY (CAST(:only AS uuid[]))" + _ORDER
_NAMED = f"SELECT i.id, i.ref FROM idea i WHERE {THERE}{_ORDER}"  # noqa: S608 - the same

# The promise of a day is what was set last by then, or what stood before it was first set.
_CIRCUMSTANCES = """
SELECT coalesce((SELECT p.days FROM reply_promise p WHERE p.counts_from <= CAST(:day AS date)
                  ORDER BY p.number DESC LIMIT 1),
                (SELECT p.before FROM reply_promise p ORDER BY p.number LIMIT 1), c.promise_days) AS promise_days,
       c.nation,
       (SELECT count(*) FROM adaptation a WHERE a.council_id = c.id AND a.begun_on <= CAST(:day AS date)) AS taken_in
  FROM council c WHERE c.id = CAST(:council AS uuid)
"""


def ideas_on(*, day: date, only: Sequence[IdeaName] | None = None) -> list[IdeaOnDay]:
    """How every idea that was there stood on a day, or some of them, by reference; one statement, however many."""
    wanted = {} if only is None else {"only": [idea.id for idea in only]}
    asked = _SOME if wanted else _EVERY
    found = session().execute(text(asked), {"day": day, "council": current_council(), **wanted})
    return [IdeaOnDay(*row) for row in found]


def circumstances_on(*, day: date) -> Circumstances:
    """The council's promise on a day, its nation, and how many adaptations it had taken in by the day's end."""
    [then] = rows(Circumstances, _CIRCUMSTANCES, day=day, council=current_council())
    return then


class DayToComeError(ValueError):
    """A profile was asked for a day that has not come yet."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day.isoformat()} has not come yet: ask for {today().isoformat()} or a day before it.")


def profile_on(*, day: date) -> list[ProfilePart]:
    """The open council's profile on a day, by its settings of that day. Raises DayToComeError.

    Without ideas that cannot be worked out.
    """
    if day > today():
        raise DayToComeError(day)
    with setting.as_set_on(day):
        return _profile_on(day)


def _profile_on(day: date) -> list[ProfilePart]:
    circumstances, found = circumstances_on(day=day), list[ProfilePart]()

    def compute(only: Sequence[IdeaName] | None) -> None:
        found[:] = every_part(ideas_on(day=day, only=only), day, circumstances)

    faults = fault.work_out(compute, lambda: rows(IdeaName, _NAMED, day=day))
    if faults:
        compute([idea for idea in rows(IdeaName, _NAMED, day=day) if idea not in faults])
    return found


def profile_json(*, as_of: date | None = None) -> dict[str, Any]:
    """The profile of a day, today if none is named, as `seedbed health --json` prints it. Raises DayToComeError."""
    day = as_of or today()
    return {
        "council": council.here().code,
        "as_of": day.isoformat(),
        "parts": [part.as_plain() for part in profile_on(day=day)],
    }


_LINES = f"""
SELECT item.ref, item.counts, item.why, i.title, i.stage, i.extent
  FROM {{source}}
 CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(page.items) AS (ref text, counts boolean, why text))
       WITH ORDINALITY AS item(ref, counts, why, number)
  LEFT JOIN LATERAL (SELECT * FROM idea WHERE idea.ref = item.ref AND {VISIBLE.format("idea")} LIMIT 1) i ON true
 ORDER BY item.number"""  # noqa: S608 - made of constants only
_KEPT_LINES = _LINES.format(
    source="(SELECT items FROM part_page WHERE part = CAST(:part AS text) AND page = CAST(:page AS bigint)) page"
)
_GIVEN_LINES = _LINES.format(source="(SELECT CAST(:items AS jsonb) AS items) page")


def part_lines(*, part: ProfilePart, page: int, reader: Reader) -> list[PartLine]:
    """A page of the ideas behind a part as the worker kept it last, each named where the reader may see it."""
    return rows(PartLine, _KEPT_LINES, part=part.name, page=page, **seen_by(reader))


def part_lines_on(*, part: ProfilePart, page: int, reader: Reader) -> list[PartLine]:
    """The same of a part of a past day, which brings its ideas."""
    items = next(iter(pages_of(part.items)[page - 1 : page]), [])
    return rows(PartLine, _GIVEN_LINES, items=json.dumps([item.as_plain() for item in items]), **seen_by(reader))
