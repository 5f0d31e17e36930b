"""How much is asked of each person is counted and kept, so that every page can say it without asking anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker import council, later
from tracker.council import Reader, Role
from tracker.idea.visible import SUBMITTED
from tracker.inbox.queries import desk
from tracker.later import Job
from tracker.nudge import IS_OPEN
from tracker.tenancy import current_council, rows, session

_KEEP = text(
    "UPDATE membership SET asked = CAST(:count AS bigint)"
    " WHERE council_id = CAST(:here AS uuid) AND person_id = CAST(:person AS uuid) AND asked <> CAST(:count AS bigint)"
)


def keep_count(*, person_id: UUID, count: int) -> None:
    """Keep how much is asked of somebody here."""
    session().execute(_KEEP, {"here": current_council(), "person": person_id, "count": count})


def count_again(*, reader: Reader, kept: int | None = None) -> int:
    """Count what is asked of somebody here, and keep it where it differs from what is kept; return it."""
    count = desk(reader=reader).count
    if count != kept:
        keep_count(person_id=reader.person_id, count=count)
    return count


class _Member(NamedTuple):
    """Somebody of whom something may be asked, and how much was when that was last counted."""

    person_id: UUID
    asked: int


# Whoever leads, keeps or sponsors; and others while something is asked of them, or was.
_CONCERNED = f"""
SELECT m.person_id, m.asked FROM membership m
 WHERE m.council_id = CAST(:here AS uuid) AND m.ended_at IS NULL AND (
  m.roles && ARRAY['{Role.LEAD}', '{Role.OWNER}', '{Role.SPONSOR}'] OR m.asked <> 0 OR m.covers IS NOT NULL
  OR EXISTS (SELECT FROM nudge WHERE nudge.person_id = m.person_id AND {IS_OPEN})
  OR EXISTS (SELECT FROM idea i JOIN message g ON g.idea_id = i.id AND g.kind = 'question'
              WHERE i.author_id = m.person_id AND i.state = 'triage' AND {SUBMITTED.format("i")}))
 ORDER BY m.person_id"""  # noqa: S608 - made of constants only


def count_all() -> None:
    """Count anew what is asked of each person of the open council of whom anything may be."""
    for member in rows(_Member, _CONCERNED, here=current_council()):
        count_again(reader=council.reader(member.person_id), kept=member.asked)


def hear_of_changes(_ideas: Collection[UUID]) -> None:
    """Have the worker count again, now that something changed."""
    later.ask(Job.COUNT_ASKED)
