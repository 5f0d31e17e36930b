"""What an adapter learnt goes back to the origin, which says that it read it: both ends are told."""

from __future__ import annotations

from uuid import UUID

from tracker import idea as ideas
from tracker.clock import now
from tracker.collaborative.actions.notices import mark_told, send_notice
from tracker.collaborative.models import AdaptationFeedback
from tracker.collaborative.queries.feedback import FeedbackEntry, is_acknowledged
from tracker.collaborative.queries.steps import origin_of
from tracker.collaborative.rules import check_feedback
from tracker.collaborative.words import NoticeKind
from tracker.history import record
from tracker.history.events.sharing import FeedbackAcknowledged, FeedbackGiven
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError, Refused
from tracker.tenancy import session


def give_feedback(*, idea: Idea, words: str, by: UUID) -> AdaptationFeedback:
    """Tell the origin of an adaptation what was learnt here. Raises Refused, NotFoundError for no adaptation."""
    check_feedback(words)
    step = origin_of(idea)
    if step is None:
        raise NotFoundError(idea.ref)
    made = step.adaptation
    given = AdaptationFeedback(adaptation_id=made.id, words=words.strip(), by_id=by, at=now())
    session().add(given)
    send_notice(
        NoticeKind.FEEDBACK,
        to_council_id=made.origin_council_id,
        publication_id=made.publication_id,
        adaptation_id=made.id,
        title=step.title,
        feedback=given.words,
    )
    record(FeedbackGiven(origin=step.origin, words=given.words), idea_id=idea.id, about_id=made.id, by=by)
    ideas.touch(idea)
    session().flush()
    return given


def acknowledge(*, idea: Idea, given: FeedbackEntry, words: str, by: UUID) -> None:
    """Say that the origin read what an adapter learnt, and what follows. Raises Refused once somebody did."""
    check_feedback(words)
    if is_acknowledged(given.id):
        raise Refused("Somebody of your council has answered this already.")
    said = words.strip()
    session().add(
        AdaptationFeedback(adaptation_id=given.adaptation_id, answers_id=given.id, words=said, by_id=by, at=now())
    )
    send_notice(
        NoticeKind.ACKNOWLEDGED,
        to_council_id=given.council_id,
        adaptation_id=given.adaptation_id,
        title=idea.title if idea.open_to_all else None,
        answer=said,
    )
    mark_told(given.adaptation_id, NoticeKind.FEEDBACK)
    answered = FeedbackAcknowledged(adapter=given.council, words=said)
    record(answered, idea_id=idea.id, about_id=given.adaptation_id, by=by)
    ideas.touch(idea)
