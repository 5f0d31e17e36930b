"""What the two ends of an adaptation said to each other, and what was told of how it went, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.collaborative.models import AdaptationFeedback
from tracker.collaborative.queries.steps import OF_IDEA
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError
from tracker.tenancy import Answers, Query, current_council, rows, session


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
_OF = f"{{0}}.adaptation_id IN (SELECT a.id FROM adaptation a WHERE {OF_IDEA})"  # noqa: S608 - made of constants only
_REPORTS = f"""
SELECT r.adaptation_id, r.on, r.status, r.why_not, r.result, r.evaluator, r.evaluated_by
  FROM adaptation_report r WHERE {_OF.format("r")} ORDER BY r.on, r.id"""  # noqa: S608 - made of constants only
_SAID = _FEEDBACK.format(where=_OF.format("f"))
_FOR_ORIGIN = (
    "f.number = CAST(:number AS bigint) AND EXISTS (SELECT FROM adaptation a WHERE a.id = f.adaptation_id"
    " AND a.origin_council_id = CAST(:here AS uuid) AND a.origin_idea_id = CAST(:idea AS uuid))"
)


class ExchangeQueries(NamedTuple):
    """What was told of the adaptations that an idea took part in, to be asked together with others."""

    reports: Query[list[ReportEntry]]
    feedback: Query[list[FeedbackEntry]]


def exchange_queries(idea: Idea) -> ExchangeQueries:
    """How they went, day by day, and what their two ends said to each other."""
    given = {"idea": idea.id, "here": current_council()}
    return ExchangeQueries(Query(ReportEntry, _REPORTS, given, list), Query(FeedbackEntry, _SAID, given, list))


def exchanges(asked: ExchangeQueries, answers: Answers) -> Mapping[UUID, Exchange]:
    """What was told, by the adaptation; nothing of those of which nothing was."""
    reports, feedback = answers.of(asked.reports), answers.of(asked.feedback)
    about = dict.fromkeys([*(one.adaptation_id for one in reports), *(one.adaptation_id for one in feedback)])
    return {
        each: Exchange(
            reports=[one for one in reports if one.adaptation_id == each],
            feedback=[one for one in feedback if one.adaptation_id == each],
        )
        for each in about
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
