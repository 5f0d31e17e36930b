"""Outcomes that were given to several ideas at once and can still be undone; and who worked on one since."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import now
from tracker.council import FORMER, NAME
from tracker.history.events.attachment import FileAttached
from tracker.history.events.capacity import ThanksSaid
from tracker.history.events.conversation import ColleagueNamed, CommentEdited, CommentWritten, NoteWritten
from tracker.history.events.idea import LikenessMarked
from tracker.history.events.tag import TagsSet
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


class _Deed(NamedTuple):
    """What somebody did on an idea."""

    name: str
    what: str
    since: bool


# What leaves an outcome as it was: words beside it, and what else hangs on an idea.
BESIDE = frozenset(
    event.what
    for event in (
        CommentWritten,
        CommentEdited,
        ColleagueNamed,
        NoteWritten,
        ThanksSaid,
        FileAttached,
        TagsSet,
        LikenessMarked,
    )
)
_DEEDS = f"""
SELECT coalesce({NAME.format("e.by_id")}, e.by_name, '{FORMER}') AS name, e.what,
 e.at > CAST(:at AS timestamptz) AS since
FROM event e WHERE e.idea_id = CAST(:idea AS uuid) AND (e.by_id IS NOT NULL OR e.by_name IS NOT NULL)
ORDER BY e.at DESC, e.number DESC LIMIT 100"""  # noqa: S608 - constants


def worked_on_since(idea: Idea, member: BatchIdea, given: OutcomeBatch) -> str | None:
    """Who worked last on an idea since its outcome was given; None where nobody did, or only beside it."""
    if idea.changed_at == member.left_at:
        return None
    deeds = rows(_Deed, _DEEDS, idea=idea.id, at=given.at)
    since = [deed for deed in deeds if deed.since]
    worked = [deed.name for deed in since if deed.what not in BESIDE]
    if since and not worked:
        return None
    return next(iter([*worked, *(deed.name for deed in deeds)]), FORMER)
