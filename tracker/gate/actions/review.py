"""The yearly review of an embedded idea is held; a council agrees or not that others take up what it stopped."""

from __future__ import annotations

from uuid import UUID

from tracker import lesson
from tracker.clock import now, today
from tracker.gate.permissions import is_reviewed, is_stopped
from tracker.gate.queries.archive import may_be_taken_up
from tracker.gate.rules.review import ReviewAnswer, ReviewDraft, answer_as_kept, review_faults, review_questions
from tracker.history import record
from tracker.history.events.gate import ArchiveConsentSet, YearlyReviewHeld
from tracker.idea import Idea, Refused, refuse_all, touch
from tracker.routine.models import ArchiveConsent, YearlyReview
from tracker.tenancy import session


def hold_review(*, idea: Idea, by: UUID, draft: ReviewDraft) -> YearlyReview:
    """Keep the review of a year: it decides nothing, and its lesson is a lesson like any. Raises Refused."""
    if not is_reviewed(idea):
        raise Refused("Only an idea that is part of everyday work is reviewed.")
    refuse_all(review_faults(draft))
    blank = ReviewAnswer()
    made = YearlyReview(
        idea_id=idea.id,
        on=today(),
        improvement=draft.improvement,
        innovation=draft.innovation,
        answers=[answer_as_kept(each, draft.answers.get(each.id, blank)) for each in review_questions()],
        lesson=draft.lesson.strip(),
        by_id=by,
        at=now(),
    )
    session().add(made)
    session().flush()
    event = YearlyReviewHeld(improvement=made.improvement, innovation=made.innovation)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    lesson.write_lesson(idea=idea, by=by, lesson=draft.lesson)
    touch(idea)
    return made


def set_archive_consent(*, idea: Idea, given: bool, by: UUID) -> None:
    """Agree that other councils take up an idea that was stopped, or take that back. Raises Refused."""
    if not is_stopped(idea):
        raise Refused("Only an idea that was stopped stands in the archive.")
    if may_be_taken_up(idea=idea) == given:
        return
    session().add(ArchiveConsent(idea_id=idea.id, given=given, by_id=by, at=now()))
    session().flush()
    record(ArchiveConsentSet(given=given), idea_id=idea.id, by=by)
    touch(idea)
