"""What the pages of the portfolio ask besides its figures: what is left out, services, and answers to asked items."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import today
from tracker.council import Reader
from tracker.idea import SUBMITTED, VISIBLE, Stage, seen_by
from tracker.portfolio.models import ItemAnswer
from tracker.portfolio.profile.queries import COUNTS
from tracker.portfolio.words import ServicePipeline, ShieldedIdea, StageAges, Surroundings
from tracker.tenancy import rows, session

DRAWN = 100  # ideas of a stage, those longest in it
# What stands beside the parts: how many cases the reports told, what reports leave out today, and, where it is asked,
# each service with the ideas live in it now.
# Who was shielded on a past day is what was stated by then; today it stands on the idea, where an index finds it.
_SHIELDED = f"""
 (SELECT coalesce(json_agg(json_build_array(i.ref, i.title, i.stage, i.extent, i.shielded_until)
                           ORDER BY i.ref, i.id), '[]') FROM idea i
   WHERE i.shielded_until > CAST(:day AS date) AND i.source IS NULL AND {VISIBLE.format("i")}) AS shielded"""  # noqa: S608 - the same
_SHIELDED_THEN = f"""
 (SELECT coalesce(json_agg(json_build_array(i.ref, i.title, i.stage, i.extent, stated.until)
                           ORDER BY i.ref, i.id), '[]') FROM idea i
   CROSS JOIN LATERAL (SELECT CAST(nullif(value, '') AS date) AS until FROM idea_fact
                        WHERE idea_id = i.id AND fact = 'shielded_until' AND {COUNTS}
                        ORDER BY number DESC LIMIT 1) AS stated
   WHERE stated.until > CAST(:day AS date) AND i.source IS NULL AND {VISIBLE.format("i")}) AS shielded"""  # noqa: S608 - the same
_SURROUNDINGS = """
SELECT (SELECT CAST(coalesce(sum(c.ideas), 0) AS bigint) FROM idea_count c
         WHERE c.historical AND c.service_id IS NULL AND c.owner_id IS NULL) AS historical,
 {shielded}, {services} AS services, {ages} AS ages"""
_SERVICES = """
 (SELECT coalesce(json_agg(json_build_array(s.name, s.senior_owner, s.live_options_wanted, coalesce(live.ideas, 0))
                           ORDER BY lower(s.name), s.id), '[]')
    FROM service s LEFT JOIN (
      SELECT c.service_id, CAST(sum(c.ideas) AS bigint) AS ideas FROM idea_count c
       WHERE c.owner_id IS NULL AND c.service_id IS NOT NULL AND NOT c.historical
         AND c.state = 'active' AND c.stage <> 'latent'
       GROUP BY c.service_id) AS live ON live.service_id = s.id
   WHERE s.ended_at IS NULL OR live.ideas > 0)"""
# An index has the ideas of a stage in this order, so that no more are read than are listed.
_AGES = f"""
 (SELECT json_agg(json_build_array(w.stage, a.days, coalesce(n.ideas, 0)) ORDER BY w.number)
    FROM unnest(ARRAY[{", ".join(f"'{stage}'" for stage in Stage)}]) WITH ORDINALITY AS w(stage, number)
   CROSS JOIN LATERAL (
     SELECT coalesce(json_agg(CAST(:today AS date) - f.stage_since ORDER BY f.stage_since, f.id), '[]') AS days
       FROM (SELECT j.stage_since, j.id FROM idea j
              WHERE j.stage = w.stage AND j.state IN ('triage', 'active') AND j.source IS NULL
                AND {SUBMITTED.format("j")} AND j.stage_since <= CAST(:today AS date)
              ORDER BY j.stage_since, j.id LIMIT {DRAWN}) f) a
    LEFT JOIN LATERAL (
     SELECT CAST(sum(c.ideas) AS bigint) AS ideas FROM idea_count c
      WHERE c.stage = w.stage AND c.state IN ('triage', 'active') AND NOT c.historical
        AND c.service_id IS NULL AND c.owner_id IS NULL) n ON true)"""  # noqa: S608 - made of constants only
_NONE = "CAST('[]' AS json)"


class SurroundingsRow(NamedTuple):
    """What stands beside the parts, as it is read."""

    historical: int
    shielded: list[tuple[str, str, str, str | None, str]]
    services: list[tuple[str, str | None, int | None, int]]
    ages: list[tuple[str, list[int], int]]


@functools.cache
def _surroundings(services: bool, past: bool) -> str:  # noqa: FBT001 - a key of what is kept
    return _SURROUNDINGS.format(
        services=_SERVICES if services else _NONE,
        ages=_AGES if services else _NONE,
        shielded=_SHIELDED_THEN if past else _SHIELDED,
    )


def surroundings(*, reader: Reader, services: bool = True, day: date | None = None) -> Surroundings:
    """What a page of the portfolio says besides its figures, one statement.

    What is shielded is that of a past day where one is named; the services are those of today.
    """
    statement = _surroundings(services, day is not None)
    (found,) = rows(SurroundingsRow, statement, day=day or today(), today=today(), **seen_by(reader))
    return Surroundings(
        found.historical,
        [
            ShieldedIdea(ref, title, stage, extent, date.fromisoformat(until))
            for ref, title, stage, extent, until in found.shielded
        ],
        [ServicePipeline(*service) for service in found.services],
        tuple(StageAges(stage, tuple(days), max(ideas, len(days))) for stage, days, ideas in found.ages),
    )


def answers_on(*, idea_id: UUID) -> Mapping[str, ItemAnswer]:
    """The newest answer to each asked item of an idea."""
    newest = (
        select(ItemAnswer)
        .distinct(ItemAnswer.item)
        .where(ItemAnswer.idea_id == idea_id)
        .order_by(ItemAnswer.item, ItemAnswer.number.desc())
    )
    return {answer.item: answer for answer in session().scalars(newest)}
