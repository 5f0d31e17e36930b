"""What is recorded of value: a claim is made, evidence recorded and reviewed, money and benefits entered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, tuple_, update

from tracker.amendment import AmendmentAct, RecordKind, keep_rows, standing
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.value import (
    BenefitClaimed,
    BenefitsQuestioned,
    ClaimMade,
    EvidenceAdded,
    EvidenceReviewed,
    FundingAdded,
)
from tracker.idea import Idea, Refused, counts_from, touch
from tracker.tenancy import session
from tracker.value.actions.correction import (
    benefit_values,
    claim_values,
    correct_claim,
    day_that_has_been,
    evidence_values,
    funding_values,
    words_or_none,
)
from tracker.value.models import Benefit, Claim, Evidence, EvidenceReview, Funding
from tracker.value.rules import in_pounds
from tracker.value.words import (
    BenefitParticulars,
    BenefitState,
    ClaimParticulars,
    EvidenceParticulars,
    FundingParticulars,
)


def claim(*, idea: Idea, by: UUID, indicator: str, because: str = "", **said: Unpack[ClaimParticulars]) -> Claim:
    """Say what an idea changes, by which indicator, from where to where; the same indicator again corrects the claim.

    A need or a level that is not given stays as it is. Raises Refused where the indicator is missing, a date is none,
    or something that stands there is overwritten without a reason.
    """
    asked = select(Claim).where(Claim.idea_id == idea.id, Claim.indicator == indicator.strip())
    made = session().scalar(asked)
    if made is not None:
        if said.get("need") is None:
            said["need"] = made.need
        said["level_asked"] = said.get("level_asked") or made.level_asked
        correct_claim(idea=idea, claim=made, by=by, because=because, indicator=indicator, **said)
        return made
    values = claim_values(indicator=indicator, **said)
    made = Claim(idea_id=idea.id, counts_from=today(), recorded_at=now(), by_id=by, **values)
    session().add(made)
    session().flush()
    event = ClaimMade(indicator=made.indicator, target=made.target, unit=made.unit)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def add_evidence(*, idea: Idea, by: UUID, claim_id: UUID, **said: Unpack[EvidenceParticulars]) -> Evidence:
    """Record what was seen, heard or measured on a claim, on its day.

    Raises Refused where nothing is said, the day is to come or no later than its start; NotFoundError where the claim
    is another idea's.
    """
    on = standing(Claim, idea=idea, row_id=claim_id)
    values = evidence_values(claim=on, **said)
    since = counts_from(values["value_on"], today())
    made = Evidence(
        idea_id=idea.id, claim_id=claim_id, unit=on.unit, by_id=by, counts_from=since, recorded_at=now(), **values
    )
    session().add(made)
    session().flush()
    event = EvidenceAdded(indicator=on.indicator, value=made.value, unit=made.unit, note=made.note)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def review_evidence(*, idea: Idea, by: UUID, on: date | None = None, note: str = "") -> EvidenceReview:
    """Say that the evidence was looked at again and still stands. Raises Refused for none, or a day to come."""
    if session().scalar(select(Evidence.id).where(Evidence.idea_id == idea.id).limit(1)) is None:
        raise Refused("There is no evidence to look at yet. Record the first.", field="note")
    day = day_that_has_been(on, field="on")
    since = counts_from(day, today())
    made = EvidenceReview(
        idea_id=idea.id, on=day, note=words_or_none(note), by_id=by, counts_from=since, recorded_at=now()
    )
    session().add(made)
    record(EvidenceReviewed(on=day.isoformat(), note=made.note), idea_id=idea.id, by=by)
    touch(idea)
    return made


def add_funding(*, idea: Idea, by: UUID, funder: str, **said: Unpack[FundingParticulars]) -> Funding:
    """Enter a line of money: who gives it, how much in pounds, from when to when, granted or indicative."""
    values = funding_values(funder=funder, **said)
    made = Funding(idea_id=idea.id, by_id=by, counts_from=today(), recorded_at=now(), **values)
    session().add(made)
    session().flush()
    amount = in_pounds(made.amount_gbp).lstrip("£") if made.amount_gbp is not None else None
    event = FundingAdded(funder=made.funder or "", amount=amount, until=made.end, certainty=made.certainty or "")
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def add_benefit(*, idea: Idea, by: UUID, description: str, **said: Unpack[BenefitParticulars]) -> Benefit:
    """Claim a benefit: who gains, of what kind, how much. Somebody else verifies it. Raises Refused."""
    values = benefit_values(description=description, **said)
    made = Benefit(idea_id=idea.id, claimed_by_id=by, counts_from=today(), recorded_at=now(), **values)
    session().add(made)
    session().flush()
    record(BenefitClaimed(description=values["description"]), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def put_under_question(
    *, idea: Idea, since: datetime, after: UUID, by: UUID, only: Collection[UUID] | None = None
) -> None:
    """Put under question the benefits of an idea that rest on a decision, made then and known as `after`, reversed now.

    Whatever was recorded since it let the idea on rests on it, or of that `only` some. What was withdrawn stays so.
    """
    resting: ColumnElement[bool] = tuple_(Benefit.recorded_at, Benefit.id) > tuple_(literal(since), literal(after))
    if only is not None:
        resting &= Benefit.id.in_(only)
    _question(idea, resting, because="A decision that it rested on was reversed.", by=by)


def question_what_is_to_come(*, idea: Idea, by: UUID) -> None:
    """Put under question the benefits of an idea that is stopped and that have not come whole; what came stays."""
    still = Benefit.state.in_((BenefitState.FORECAST, BenefitState.IN_DELIVERY))
    _question(idea, still, because="The idea was stopped.", by=by, stopped=True)


def _question(idea: Idea, which: ColumnElement[bool], *, because: str, by: UUID, stopped: bool = False) -> None:
    unquestioned = Benefit.state.not_in((BenefitState.WITHDRAWN, BenefitState.UNDER_QUESTION))
    found = session().scalars(select(Benefit.id).where(Benefit.idea_id == idea.id, which, unquestioned)).all()
    if found:
        keep_rows(RecordKind.BENEFIT, found, act=AmendmentAct.QUESTIONED, because=because, by=by)
        session().execute(update(Benefit).where(Benefit.id.in_(found)).values(state=BenefitState.UNDER_QUESTION))
        record(BenefitsQuestioned(benefits=len(found), stopped=stopped), idea_id=idea.id, by=by)
