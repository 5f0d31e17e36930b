"""What the two ends of an adaptation said to each other, and what was told of how it went, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.collaborative.models import AdaptationFeedback
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError
from tracker.tenancy import current_council, rows, session


class FeedbackEntry(NamedTuple):
    """What an adapter told the origin, and what that answered, where it did."""

    id: UUID
    number: int
    adaptation_id: UUID
    council_id: UUID
    council: str
    words: str
    at: datetime
    answer: str | None
    answered_at: datetime | None


class ReportEntry(NamedTuple):
    """How an adaptation went, as it was told on a day."""

    adaptation_id: UUID
    on: date
    status: str
    why_not: str | None
    result: str | None
    evaluator: str | None
    evaluated_by: str | None


@dataclass(frozen=True)
class Exchange:
    """What was told of one adaptation: how it went, day by day, and what its two ends said to each other."""

    reports: Sequence[ReportEntry]
    feedback: Sequence[FeedbackEntry]


_FEEDBACK = """
SELECT f.id, f.number, f.adaptation_id, f.council_id, c.name AS council, f.words, f.at,
       said.words AS answer, said.at AS answered_at
  FROM adaptation_feedback f JOIN council c ON c.id = f.council_id
  LEFT JOIN adaptation_feedback said ON said.answers_id = f.id
 WHERE f.answers_id IS NULL AND {where} ORDER BY f.number"""
_REPORTS = """
SELECT r.adaptation_id, r.on, r.status, r.why_not, r.result, r.evaluator, r.evaluated_by
  FROM adaptation_report r WHERE r.adaptation_id = ANY(CAST(:adaptations AS uuid[])) ORDER BY r.on, r.id"""
_OF = "f.adaptation_id = ANY(CAST(:adaptations AS uuid[]))"
_FOR_ORIGIN = (
    "f.number = CAST(:number AS bigint) AND EXISTS (SELECT FROM adaptation a WHERE a.id = f.adaptation_id"
    " AND a.origin_council_id = CAST(:here AS uuid) AND a.origin_idea_id = CAST(:idea AS uuid))"
)


def exchanges(adaptation_ids: Sequence[UUID]) -> Mapping[UUID, Exchange]:
    """What was told of some adaptations, by each. Two statements, however many there are."""
    wanted = list(adaptation_ids)
    told = rows(ReportEntry, _REPORTS, adaptations=wanted) if wanted else []
    said = rows(FeedbackEntry, _FEEDBACK.format(where=_OF), adaptations=wanted) if wanted else []
    return {
        each: Exchange(
            [one for one in told if one.adaptation_id == each], [one for one in said if one.adaptation_id == each]
        )
        for each in wanted
    }


def feedback_on(idea: Idea, number: int) -> FeedbackEntry:
    """What an adapter of an idea of ours told. Raises NotFoundError for anything else."""
    found = rows(
        FeedbackEntry, _FEEDBACK.format(where=_FOR_ORIGIN), number=number, here=current_council(), idea=idea.id
    )
    if not found:
        raise NotFoundError(f"{idea.ref} {number}")
    return found[0]


def is_acknowledged(feedback_id: UUID) -> bool:
    """Whether somebody answered it."""
    asked = select(AdaptationFeedback.id).where(AdaptationFeedback.answers_id == feedback_id)
    return session().scalar(asked) is not None
