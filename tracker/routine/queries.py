"""What is asked about routine: what an idea replaces, and what it was recognised with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker.council import NAME
from tracker.idea import Aside, Idea
from tracker.tenancy import session


class OldServiceEntry(NamedTuple):
    """A service that an idea replaces: when it is to end, who ends it, and when it did."""

    id: UUID
    service: str
    ends_on: date | None
    owner: str | None
    ended_on: date | None


class RecognitionEntry(NamedTuple):
    """An award: what, from whom, when, and what is noted of it."""

    id: UUID
    title: str
    giver: str
    on: date
    note: str | None


@dataclass(frozen=True)
class RoutineRecord:
    """What an idea replaces, in the order in which it was said; what it was recognised with, the newest first."""

    old_services: Sequence[OldServiceEntry]
    recognitions: Sequence[RecognitionEntry]


_TOLD = f"""
SELECT json_build_object(
 'old_services', (SELECT json_agg(json_build_array(o.id, o.service, o.ends_on, {NAME.format("o.owner_id")}, o.ended_on)
   ORDER BY o.number) FROM (SELECT DISTINCT ON (lower(s.service)) s.* FROM old_service s
    WHERE s.idea_id = idea.id AND s.withdrawn_at IS NULL ORDER BY lower(s.service), s.number DESC) AS o),
 'recognitions', (SELECT json_agg(json_build_array(g.id, g.title, g.giver, g.on, g.note)
   ORDER BY g.on DESC, g.number DESC)
   FROM recognition g WHERE g.idea_id = idea.id AND g.withdrawn_at IS NULL))"""  # noqa: S608 - made of constants only


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _record(told: dict[str, Any] | None) -> RoutineRecord:
    found = told or {}
    return RoutineRecord(
        [
            OldServiceEntry(UUID(known_as), service, _day(ends_on), owner, _day(ended_on))
            for known_as, service, ends_on, owner, ended_on in found.get("old_services") or ()
        ],
        [
            RecognitionEntry(UUID(known_as), title, giver, date.fromisoformat(on), note)
            for known_as, title, giver, on, note in found.get("recognitions") or ()
        ],
    )


ROUTINE: Aside[RoutineRecord] = Aside("routine", _TOLD, _record)
_OF = text(f"SELECT ({_TOLD}) FROM (SELECT CAST(:idea AS uuid) AS id) AS idea")  # noqa: S608 - the same


def routine_of(*, idea: Idea) -> RoutineRecord:
    """What an idea replaces and what it was recognised with: one statement."""
    return _record(session().scalar(_OF, {"idea": idea.id}))
