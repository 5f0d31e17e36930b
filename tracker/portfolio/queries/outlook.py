"""Pipeline sufficiency: each service with its senior owner, what is live now and what is expected in 3 to 5 years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.council import NAME, Reader
from tracker.idea import VISIBLE, Stage, seen_by
from tracker.portfolio.models import OptionStatement
from tracker.tenancy import Query, rows, session, together

LISTED = 50
LIVE = [stage for stage in Stage if stage is not Stage.LATENT]
_LIVE = ", ".join(f"'{stage}'" for stage in LIVE)
# The counts are kept as ideas go (tracker/idea), so that no idea is read.
_SERVICES = f"""
SELECT s.id, s.name, s.senior_owner, s.ended_at IS NOT NULL AS ended, s.live_options_wanted AS expected,
       said.day AS said_on, said.by AS said_by, said.because, coalesce(live.stages, '{{}}') AS stages
  FROM service s
  LEFT JOIN (
    SELECT service_id, json_object_agg(stage, ideas) AS stages FROM (
      SELECT c.service_id, c.stage, CAST(sum(c.ideas) AS bigint) AS ideas FROM idea_count c
       WHERE c.owner_id IS NULL AND c.service_id IS NOT NULL AND NOT c.historical
         AND c.state = 'active' AND c.stage IN ({_LIVE})
       GROUP BY c.service_id, c.stage HAVING sum(c.ideas) > 0) AS counted
     GROUP BY service_id) AS live ON live.service_id = s.id
  LEFT JOIN LATERAL (
    SELECT o.counts_from AS day, {NAME.format("o.by_id")} AS by, o.because FROM option_statement o
     WHERE o.service_id = s.id ORDER BY o.number DESC LIMIT 1) AS said ON true
 WHERE (s.ended_at IS NULL OR live.service_id IS NOT NULL)
   AND (CAST(:only AS uuid) IS NULL OR s.id = CAST(:only AS uuid))
 ORDER BY lower(s.name), s.id"""  # noqa: S608 - made of constants only
# An index has a service's ideas by stage and day: each stage is read by itself, and no more than are listed.
_IDEAS = f"""
SELECT i.ref, i.title, i.stage, i.stage_since AS since, {NAME.format("i.owner_id")} AS owner
  FROM unnest(ARRAY[{_LIVE}]) WITH ORDINALITY AS w(stage, number)
 CROSS JOIN LATERAL (
   SELECT * FROM idea WHERE idea.service_id = CAST(:only AS uuid) AND idea.stage = w.stage
      AND idea.state IN ('triage', 'active') AND idea.state = 'active' AND idea.source IS NULL
      AND {VISIBLE.format("idea")}
    ORDER BY idea.stage_since, idea.id LIMIT {LISTED}) AS i
 ORDER BY w.number DESC, i.stage_since, i.id LIMIT {LISTED}"""  # noqa: S608 - the same
_SAID = f"""
SELECT o.expected, o.because, o.counts_from AS day, {NAME.format("o.by_id")} AS by
  FROM option_statement o WHERE o.service_id = CAST(:only AS uuid) ORDER BY o.number DESC LIMIT {LISTED}"""  # noqa: S608


class ServiceOutlook(NamedTuple):
    """A service: who answers for it, its live ideas now by stage, and the live options it expects in 3 to 5 years.

    `expected` is None where nobody said; `said_on` is None, too, where it was said before days were kept.
    """

    id: UUID
    name: str
    senior_owner: str | None
    ended: bool
    expected: int | None
    said_on: date | None
    said_by: str | None
    because: str | None
    stages: Mapping[str, int]

    @property
    def live(self) -> int:
        """How many ideas of it are live now."""
        return sum(self.stages.values())

    @property
    def wanting(self) -> int:
        """How many fewer are live now than are expected; 0 where there are enough, or nobody said."""
        return max(0, (self.expected or 0) - self.live)


class LiveIdea(NamedTuple):
    """A live idea of a service: where it stands, since when, and who looks after it."""

    ref: str
    title: str
    stage: str
    since: date
    owner: str | None


class OptionsEntry(NamedTuple):
    """What a service was said to expect, by whom and when; None for the number where nobody knew."""

    expected: int | None
    because: str | None
    day: date | None
    by: str | None


class ServicePage(NamedTuple):
    """A service with the live ideas that a reader may see, the most advanced first, and what it was said to expect."""

    service: ServiceOutlook
    ideas: list[LiveIdea]
    said: list[OptionsEntry]


def outlooks() -> list[ServiceOutlook]:
    """Every service that is offered, or has live ideas, by name: one statement, which reads no idea."""
    return rows(ServiceOutlook, _SERVICES, only=None)


def outlook_of(*, service_id: UUID, reader: Reader) -> ServicePage | None:
    """One service of the council with its live ideas; None where there is none. One statement."""
    service = Query(ServiceOutlook, _SERVICES, {"only": service_id}, lambda found: next(iter(found), None))
    ideas = Query(LiveIdea, _IDEAS, {"only": service_id, **seen_by(reader)}, list[LiveIdea])
    said = Query(OptionsEntry, _SAID, {"only": service_id}, list[OptionsEntry])
    answers = together((service, ideas, said))
    found = answers.of(service)
    return ServicePage(found, answers.of(ideas), answers.of(said)) if found else None


def latest_options(*, service_id: UUID) -> OptionStatement | None:
    """What was said last of a service."""
    asked = select(OptionStatement).where(OptionStatement.service_id == service_id)
    return session().scalar(asked.order_by(OptionStatement.number.desc()).limit(1))
