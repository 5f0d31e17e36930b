"""Outcomes that were given to several ideas at once and can still be undone; and who worked on one since."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import now
from tracker.council import FORMER, NAME
from tracker.idea import Idea
from tracker.tenancy import current_council, rows, session
from tracker.triage.models import BatchIdea, OutcomeBatch


class BatchEntry(NamedTuple):
    """An outcome given to so many ideas, by whom, and until when that can be undone."""

    id: UUID
    outcome: str
    ideas: int
    until: datetime
    by_name: str


_OPEN = f"""
SELECT b.id, b.outcome, (SELECT count(*) FROM batch_idea m WHERE m.batch_id = b.id) AS ideas, b.until,
 coalesce({NAME.format("b.by_id")}, '{FORMER}') AS by_name
FROM outcome_batch b WHERE b.until > CAST(:now AS timestamptz) AND b.undone_at IS NULL
ORDER BY b.until DESC, b.id LIMIT 20"""  # noqa: S608 - made of constants only


def open_batches() -> list[BatchEntry]:
    """What can still be undone, the newest first."""
    return rows(BatchEntry, _OPEN, now=now())


def batch(*, batch_id: UUID) -> OutcomeBatch | None:
    """An outcome given to several ideas, held until the act on it is kept; None for one that never was."""
    return session().get(OutcomeBatch, (current_council(), batch_id), with_for_update=True, populate_existing=True)


def ideas_of_batch(given: OutcomeBatch) -> list[BatchIdea]:
    """The ideas that it was given to, in one order."""
    asked = select(BatchIdea).where(BatchIdea.batch_id == given.id).order_by(BatchIdea.id)
    return list(session().scalars(asked))


class Worker(NamedTuple):
    """Somebody who acted on an idea."""

    name: str


_LAST = f"""
SELECT coalesce({NAME.format("e.by_id")}, '{FORMER}') AS name FROM event e
WHERE e.idea_id = CAST(:idea AS uuid) AND e.by_id IS NOT NULL ORDER BY e.at DESC, e.number DESC LIMIT 1"""  # noqa: S608 - constants


def last_to_act(idea: Idea) -> str:
    """Who acted last on an idea, as its history tells."""
    return next((found.name for found in rows(Worker, _LAST, idea=idea.id)), FORMER)
