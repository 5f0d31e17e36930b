"""The yearly review of an embedded idea: what it asks, where it stands on the grid, when the next is due.

It is no gate: it has answers, two scores and a lesson, and no word of decision. The grid is that of the Beacon scheme
(002:5536-5593): improvement is no step towards innovation, and innovation is no good in itself.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.gate.rules.policy import stands
from tracker.gate.rules.questions import CORNERS, Question, every_question
from tracker.gate.words import Gate, QuestionKind, Status
from tracker.idea.words import Refused

REVIEW = "embedded_review"
MOST = 10
HALF = MOST / 2


class Quadrant(enum.StrEnum):
    """Where a review stands on the grid: by whether it got better, and whether it is new."""

    NEITHER = "neither"
    IMPROVEMENT = "improvement_only"
    INNOVATION = "innovation_only"
    BOTH = "both"


@dataclass(frozen=True)
class ReviewAnswer:
    """What was said to one question: words, or how it stands; and how that can be seen."""

    words: str = ""
    status: Status | None = None
    note: str = ""
    evidence: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class ReviewDraft:
    """A review before it is kept: the answers by question, both scores, and the lesson."""

    answers: Mapping[str, ReviewAnswer]
    improvement: int | None
    innovation: int | None
    lesson: str


def review_questions() -> tuple[Question, ...]:
    """What the yearly review asks, by corner."""
    asked = [one for one in every_question() if one.gate == REVIEW]
    return tuple(sorted(asked, key=lambda one: CORNERS.index(one.corner)))


def quadrant(*, improvement: int, innovation: int) -> Quadrant:
    """Where two scores of 0 to 10 stand on the grid; more than half counts."""
    if improvement > HALF:
        return Quadrant.BOTH if innovation > HALF else Quadrant.IMPROVEMENT
    return Quadrant.INNOVATION if innovation > HALF else Quadrant.NEITHER


def review_faults(draft: ReviewDraft) -> Iterator[Refused]:
    """A review has both scores, something said to the questions, and a lesson."""
    for name, score in (("improvement", draft.improvement), ("innovation", draft.innovation)):
        if score is None or not 0 <= score <= MOST:
            yield Refused(f"Give a whole number from 0 to {MOST}", field=name)
    if not any(one.words.strip() or one.status for one in draft.answers.values()):
        yield Refused("Answer at least one of the questions", field=f"{review_questions()[0].id}_words")
    if not draft.lesson.strip():
        yield Refused("Write what the year taught: one sentence helps the next who tries", field="lesson")


def answer_as_kept(question: Question, answer: ReviewAnswer) -> dict[str, object]:
    """An answer as the review keeps it, with the question as it was asked: it does not change when that does."""
    words = answer.words if question.kind is QuestionKind.QUESTION else answer.note
    return {
        "id": question.id,
        "text": question.text,
        "corner": question.corner,
        "stands": stands(question, answer, gate=Gate.EMBED),
        "words": words.strip() or None,
    }


def next_review_on(*, embedded_since: date | None, last: date | None) -> date | None:
    """The day on which a review is due: a year after the last one, or after the idea was embedded."""
    since = last or embedded_since
    if since is None:
        return None
    leap_day = (since.month, since.day) == (2, 29)
    return since.replace(year=since.year + 1, day=28 if leap_day else since.day)
