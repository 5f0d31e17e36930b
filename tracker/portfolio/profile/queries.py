"""How the council's ideas stood on a day, read from the dated rows alone; the profile of that day, and the funnel."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, select, text

from tracker import council
from tracker.clock import today
from tracker.council import Service
from tracker.idea import IdeaCount
from tracker.idea.words import State
from tracker.portfolio.profile.parts import every_part
from tracker.portfolio.profile.rules import LIVE_STAGES
from tracker.portfolio.profile.words import Circumstances, IdeaOnDay, ProfilePart
from tracker.portfolio.words import ServicePipeline
from tracker.tenancy import current_council, session

# A row counts on a day when its counts_from is empty (it always held) or not after the day; the last in order holds.
COUNTS = "(counts_from IS NULL OR counts_from <= CAST(:day AS date))"

# Each idea looks its own rows up by index: linear whatever the planner believes of fresh tables.
IDEAS_ON_DAY = f"""
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


def ideas_on(*, day: date) -> list[IdeaOnDay]:
    """How every idea that was there stood on a day, by reference; one statement, whatever their number."""
    rows = session().execute(text(IDEAS_ON_DAY), {"day": day, "council": current_council()})
    return [IdeaOnDay(**row) for row in rows.mappings()]


def circumstances_on(*, day: date) -> Circumstances:
    """The council's promise and nation, and how many adaptations it had taken in by the end of a day."""
    taken_in = session().scalar(text(TAKEN_IN), {"day": day, "council": current_council()})
    here = council.here()
    return Circumstances(promise_days=here.promise_days, nation=here.nation, taken_in=int(taken_in or 0))


class DayToComeError(ValueError):
    """A profile was asked for a day that has not come yet."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day.isoformat()} has not come yet: ask for {today().isoformat()} or a day before it.")


def profile_on(*, day: date) -> list[ProfilePart]:
    """The parts of the open council's profile on a day. Raises DayToComeError."""
    if day > today():
        raise DayToComeError(day)
    return every_part(ideas_on(day=day), day, circumstances_on(day=day))


def profile_json(*, as_of: date | None = None) -> dict[str, Any]:
    """The profile of a day, today if none is named, as `seedbed health --json` prints it. Raises DayToComeError."""
    day = as_of or today()
    return {
        "council": council.here().code,
        "as_of": day.isoformat(),
        "parts": [part.as_plain() for part in profile_on(day=day)],
    }


def pipeline() -> list[ServicePipeline]:
    """Per service its senior owner, the live ideas now, and how many live options are expected in 3 to 5 years."""
    live = (
        select(IdeaCount.service_id, cast(func.sum(IdeaCount.ideas), BigInteger).label("live"))
        .where(IdeaCount.owner_id.is_(None), IdeaCount.service_id.is_not(None), ~IdeaCount.historical)
        .where(IdeaCount.state == State.ACTIVE, IdeaCount.stage.in_(LIVE_STAGES))
        .group_by(IdeaCount.service_id)
        .subquery()
    )
    services = (
        select(
            Service.id,
            Service.name,
            Service.senior_owner,
            Service.live_options_wanted,
            func.coalesce(live.c.live, 0).label("live"),
        )
        .outerjoin(live, live.c.service_id == Service.id)
        .order_by(func.lower(Service.name), Service.id)
    )
    return [ServicePipeline(*row) for row in session().execute(services)]
