"""What is done about risks: raised with what is done about them, looked at again, closed."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack
from uuid import UUID

from tracker import council
from tracker.amendment import AmendmentAct, amend, standing
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.risk import RiskClosed, RiskRaised, RiskReviewed
from tracker.idea import Idea, Refused, refuse_all, sight_faults, touch
from tracker.risk.models import Risk
from tracker.risk.rules import LEAST, MOST, closing_faults, score
from tracker.risk.words import RiskEnd, RiskParticulars
from tracker.tenancy import session


def raise_risk(*, idea: Idea, by: UUID, description: str, **said: Unpack[RiskParticulars]) -> Risk:
    """Note what could go wrong, how likely and how bad (1-5), and what is done about it or why it is accepted.

    Raises Refused where something is missing or a figure is out of range.
    """
    said["owner_id"] = said.get("owner_id") or by
    made = Risk(
        idea_id=idea.id,
        raised_at_stage=str(idea.stage),
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
        **_values(idea, description=description, **said),
    )
    session().add(made)
    session().flush()
    event = RiskRaised(words=made.description, score=(made.likelihood or 0) * (made.impact or 0))
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def correct_risk(
    *, idea: Idea, risk: Risk, by: UUID, because: str = "", description: str, **said: Unpack[RiskParticulars]
) -> None:
    """Say a risk otherwise; what stood there is kept. Raises Refused as where it is raised, and without a reason."""
    amend(risk, idea=idea, by=by, because=because, to=_values(idea, description=description, **said))


def _values(
    idea: Idea,
    *,
    description: str,
    likelihood: int | None = None,
    impact: int | None = None,
    mitigation: str = "",
    accepted_because: str = "",
    category: str = "",
    cause: str = "",
    owner_id: UUID | None = None,
    review_on: date | None = None,
) -> dict[str, Any]:
    """What is stored of a risk: what, how likely, how bad, what is done about it or why it is accepted, who watches."""
    if not description.strip():
        raise Refused("Say what could go wrong", field="description")
    _refuse_no_score({"likelihood": likelihood, "impact": impact})
    if not (mitigation.strip() or accepted_because.strip()):
        raise Refused("Say what is done about it, or why it is accepted", field="mitigation")
    if owner_id and ((who := council.person(owner_id)) is None or who.left):
        raise Refused("Choose somebody who works here", field="owner_id")
    refuse_all(sight_faults(idea, {"owner_id": owner_id}))
    return {
        "description": description.strip(),
        "likelihood": likelihood,
        "impact": impact,
        "mitigation": mitigation.strip() or None,
        "accepted_because": accepted_because.strip() or None,
        "category": category.strip() or None,
        "cause": cause.strip() or None,
        "owner_id": owner_id,
        "review_on": review_on,
    }


def _refuse_no_score(figures: dict[str, int | None]) -> None:
    for name, figure in figures.items():
        if figure is None or not LEAST <= figure <= MOST:
            raise Refused("Choose a figure from 1 to 5", field=name)


def get(*, idea: Idea, risk_id: UUID) -> Risk:
    """One risk of an idea. Raises NotFoundError."""
    return standing(Risk, idea=idea, row_id=risk_id)


def review_risk(
    *,
    idea: Idea,
    risk: Risk,
    by: UUID,
    review_on: date,
    likelihood: int | None = None,
    impact: int | None = None,
    note: str = "",
) -> None:
    """Say that a risk was looked at, how likely and how bad it is now, and when it is looked at again.

    The old score is kept beside the new; a figure that is not given stays as it is. Raises Refused for a day that has
    been, and for a risk that is closed.
    """
    if risk.closed_at:
        raise Refused("This risk is closed. Open it again first.")
    if review_on <= today():
        raise Refused("Give a day that is still to come", field="review_on")
    now_is = {"likelihood": likelihood or risk.likelihood, "impact": impact or risk.impact}
    if likelihood is not None or impact is not None:
        _refuse_no_score(now_is)
    before = score(likelihood=risk.likelihood, impact=risk.impact)
    event = RiskReviewed(words=risk.description, on=review_on.isoformat(), score=score(**now_is), score_before=before)
    act, to = AmendmentAct.REVIEWED, {**now_is, "review_on": review_on}
    amend(risk, idea=idea, by=by, to=to, because=note, act=act, event=event)


def close_risk(
    *,
    idea: Idea,
    risk: Risk,
    by: UUID,
    closed_as: RiskEnd = RiskEnd.NO_LONGER_POSSIBLE,
    because: str = "",
) -> None:
    """Close a risk that can no longer come true, or that came true and was dealt with. It stays in the record.

    Twice is once. Raises Refused where it came true and nothing is said of what was done.
    """
    if risk.closed_at:
        return
    refuse_all(closing_faults(closed_as, because))
    event = RiskClosed(words=risk.description, because=because.strip(), closed_as=closed_as)
    to = {"closed_at": now(), "closed_as": closed_as}
    amend(risk, idea=idea, by=by, to=to, because=because, act=AmendmentAct.CLOSED, event=event)
