"""What is done about risks: raised with what is done about them, looked at again, closed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.risk import RiskClosed, RiskRaised, RiskReviewed
from tracker.idea import Idea, NotFoundError, Refused, touch
from tracker.risk.models import Risk
from tracker.tenancy import current_council, session

LEAST, MOST = 1, 5


def raise_risk(
    *,
    idea: Idea,
    by: UUID,
    description: str,
    likelihood: int,
    impact: int,
    mitigation: str = "",
    accepted_because: str = "",
    category: str = "",
    cause: str = "",
    owner_id: UUID | None = None,
    review_on: date | None = None,
) -> Risk:
    """Note what could go wrong, how likely and how bad (1-5), and what is done about it or why it is accepted.

    Raises Refused where something is missing or a figure is out of range.
    """
    _check(description, {"likelihood": likelihood, "impact": impact}, mitigation.strip() or accepted_because)
    made = Risk(
        idea_id=idea.id,
        description=description.strip(),
        likelihood=likelihood,
        impact=impact,
        mitigation=mitigation.strip() or None,
        accepted_because=accepted_because.strip() or None,
        category=category.strip() or None,
        cause=cause.strip() or None,
        raised_at_stage=str(idea.stage),
        owner_id=owner_id or by,
        review_on=review_on,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    record(RiskRaised(words=made.description, score=likelihood * impact), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _check(description: str, figures: dict[str, int], answer: str) -> None:
    """A risk says what, how likely, how bad, and what is done about it or why it is accepted."""
    if not description.strip():
        raise Refused("Say what could go wrong", field="description")
    for name, figure in figures.items():
        if not LEAST <= figure <= MOST:
            raise Refused("Choose a figure from 1 to 5", field=name)
    if not answer.strip():
        raise Refused("Say what is done about it, or why it is accepted", field="mitigation")


def get(*, idea: Idea, risk_id: UUID) -> Risk:
    """One risk of an idea. Raises NotFoundError."""
    found = session().get(Risk, (current_council(), risk_id))
    if found is None or found.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    return found


def review_risk(*, idea: Idea, risk: Risk, by: UUID, review_on: date) -> None:
    """Say that a risk was looked at and when it is looked at again. Raises Refused for a day that has been."""
    if review_on <= today():
        raise Refused("Give a day that is still to come", field="review_on")
    risk.review_on = review_on
    event = RiskReviewed(words=risk.description, on=review_on.isoformat())
    record(event, idea_id=idea.id, about_id=risk.id, by=by)
    touch(idea)


def close_risk(*, idea: Idea, risk: Risk, by: UUID, because: str = "") -> None:
    """Close a risk that can no longer come true. It stays in the record. Twice is once."""
    if risk.closed_at:
        return
    risk.closed_at = now()
    event = RiskClosed(words=risk.description, because=because.strip())
    record(event, idea_id=idea.id, about_id=risk.id, by=by)
    touch(idea)
