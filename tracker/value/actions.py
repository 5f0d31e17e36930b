"""What is done about value: a claim is made, evidence recorded and reviewed, money and benefits entered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import literal, select, tuple_, update

from tracker.clock import now, today
from tracker.council import Reader
from tracker.history import StoredEvent, record
from tracker.history.events.idea import SponsorNamed
from tracker.history.events.value import (
    BenefitClaimed,
    BenefitsQuestioned,
    ClaimMade,
    EvidenceAdded,
    EvidenceReviewed,
    EvidenceSeenBySponsor,
    FundingAdded,
)
from tracker.idea import Idea, NotFoundError, Refused, counts_from, sponsors, touch
from tracker.tenancy import current_council, session
from tracker.value.models import Benefit, Claim, Evidence, EvidenceReview, Funding
from tracker.value.rules import LARGEST_AMOUNT, last_day_of
from tracker.value.words import BenefitCategory, BenefitClass, Certainty


def _needed(words: str | None, sentence: str, field: str) -> str:
    if not (words or "").strip():
        raise Refused(sentence, field=field)
    return (words or "").strip()


def _words(words: str | None) -> str | None:
    return (words or "").strip() or None


def claim(
    *,
    idea: Idea,
    by: UUID,
    indicator: str,
    unit: str = "",
    need: str | None = None,
    who_benefits: str = "",
    baseline: str = "",
    baseline_date: str = "",
    target: str = "",
    target_on: date | None = None,
    comparison_group: bool = False,
    level_asked: int | None = None,
) -> Claim:
    """Say what an idea changes, by which indicator, from where to where; the same indicator again changes the claim.

    A need or a level that is not given stays as it is. Raises Refused where the indicator is missing or a date is none.
    """
    indicator = _needed(indicator, "Say what should get better, so that it can be counted or seen", "indicator")
    if _words(baseline_date) and last_day_of(baseline_date) is None:
        raise Refused("Write the date as 2026, 2026-04 or 2026-04-30", field="baseline_date")
    asked = select(Claim).where(Claim.idea_id == idea.id, Claim.indicator == indicator)
    made = session().scalar(asked)
    if made is None:
        made = Claim(idea_id=idea.id, indicator=indicator, counts_from=today(), recorded_at=now(), by_id=by)
        session().add(made)
    made.unit, made.who_benefits = _words(unit), _words(who_benefits)
    made.need = made.need if need is None else _words(need)
    made.baseline, made.baseline_date, made.target = _words(baseline), _words(baseline_date), _words(target)
    made.target_on, made.comparison_group = target_on, comparison_group
    made.level_asked = level_asked or made.level_asked
    session().flush()
    event = ClaimMade(indicator=indicator, target=made.target, unit=made.unit)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _claim_of(idea: Idea, claim_id: UUID) -> Claim:
    claim = session().get(Claim, (current_council(), claim_id))
    if claim is None or claim.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    return claim


def _refuse_silence(*said: str) -> None:
    if not any(words.strip() for words in said):
        raise Refused("Write what you saw, heard or measured", field="note")


def _day_that_has_been(said: date | None, *, field: str) -> date:
    day = said or today()
    if day > today():
        raise Refused("Give a day that has been, not one to come", field=field)
    return day


def add_evidence(
    *,
    idea: Idea,
    by: UUID,
    claim_id: UUID,
    kind: str = "account",
    value: str = "",
    value_on: date | None = None,
    baseline: str = "",
    baseline_date: str = "",
    comparator: str = "",
    level_stated: int | None = None,
    note: str = "",
) -> Evidence:
    """Record what was seen, heard or measured on a claim, on its day. A value takes the claim's baseline along.

    Raises Refused where nothing is said, or the day is to come; NotFoundError where the claim is another idea's.
    """
    on = _claim_of(idea, claim_id)
    day = _day_that_has_been(value_on, field="value_on")
    _refuse_silence(value, note)
    made = Evidence(
        idea_id=idea.id,
        claim_id=claim_id,
        kind=_words(kind),
        unit=on.unit,
        baseline=_words(baseline) or (on.baseline if value.strip() else None),
        baseline_date=_words(baseline_date) or (on.baseline_date if value.strip() else None),
        value=_words(value),
        value_date=day.isoformat(),
        value_on=day,
        comparator=_words(comparator),
        level_stated=level_stated,
        note=_words(note),
        by_id=by,
        counts_from=counts_from(day, today()),
        recorded_at=now(),
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
    day = _day_that_has_been(on, field="on")
    made = EvidenceReview(
        idea_id=idea.id, on=day, note=_words(note), by_id=by, counts_from=counts_from(day, today()), recorded_at=now()
    )
    session().add(made)
    record(EvidenceReviewed(on=day.isoformat(), note=made.note), idea_id=idea.id, by=by)
    touch(idea)
    return made


def open_evidence(*, idea: Idea, reader: Reader) -> bool:
    """Opening an idea's evidence as its sponsor is seeing it: note so of what was not seen yet, and nothing else.

    Returns whether anything was noted.
    """
    noted = sponsors(idea, reader) and not idea.historical and _see(idea, on=today())
    if noted:
        record(EvidenceSeenBySponsor(), idea_id=idea.id, by=reader.person_id)
    return noted


def tell_sponsor(*, idea: Idea, by: UUID, on: date | None = None) -> None:
    """Note that the sponsor and the team went through the evidence on a day: what is not newer than it was seen.

    Raises Refused where there is none to have gone through by then.
    """
    day = on or today()
    known = Evidence.value_on.is_(None) | (Evidence.value_on <= day)
    if session().scalar(select(Evidence.id).where(Evidence.idea_id == idea.id, known).limit(1)) is None:
        raise Refused("There was no evidence to go through yet: record it first", field="evidence")
    if _see(idea, on=day):
        record(EvidenceSeenBySponsor(), idea_id=idea.id, by=by)
        touch(idea)


def _see(idea: Idea, *, on: date) -> bool:
    unseen = Evidence.seen_by_sponsor_on.is_(None) & (Evidence.value_on.is_(None) | (Evidence.value_on <= on))
    seen = update(Evidence).where(Evidence.idea_id == idea.id, unseen).values(seen_by_sponsor_on=on)
    return bool(session().execute(seen.returning(Evidence.id)).all())


def hear_of_sponsor(_event: SponsorNamed, stored: StoredEvent) -> None:
    """Another sponsor has seen nothing yet; what the one before saw stays in the record."""
    of_idea = Evidence.idea_id == stored.idea_id
    seen = update(Evidence).where(of_idea, Evidence.seen_by_sponsor_on.is_not(None))
    session().execute(seen.values(seen_by_sponsor_on=None))


def _refuse_no_amount(amount: Decimal | None) -> None:
    if amount is not None and not (amount.is_finite() and 0 <= amount <= LARGEST_AMOUNT):
        raise Refused("Enter an amount of pounds, 0 or more", field="amount_gbp")


def add_funding(
    *,
    idea: Idea,
    by: UUID,
    certainty: Certainty = Certainty.GRANTED,
    instrument: str = "",
    funder: str = "",
    amount_gbp: Decimal | None = None,
    start: date | None = None,
    end: date | None = None,
    note: str = "",
) -> Funding:
    """Enter a line of money: who gives it, how much in pounds, from when to when, granted or indicative."""
    funder = _needed(funder, "Say who gives the money", "funder")
    if start and end and end < start:
        raise Refused("The end lies before the start", field="end")
    _refuse_no_amount(amount_gbp)
    made = Funding(
        idea_id=idea.id,
        certainty=certainty,
        instrument=_words(instrument),
        funder=funder,
        amount_gbp=amount_gbp,
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        ends_on=end,
        note=_words(note),
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    amount = f"{amount_gbp:,.0f}" if amount_gbp is not None else None
    event = FundingAdded(funder=funder, amount=amount, until=made.end, certainty=certainty)
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def add_benefit(
    *,
    idea: Idea,
    by: UUID,
    category: BenefitCategory,
    benefit_class: BenefitClass,
    description: str,
    beneficiary: str = "",
    amount_gbp: Decimal | None = None,
    period: str = "",
) -> Benefit:
    """Claim a benefit: who gains, of what kind, how much. Somebody else verifies it. Raises Refused."""
    description = _needed(description, "Say what is gained", "description")
    _refuse_no_amount(amount_gbp)
    made = Benefit(
        idea_id=idea.id,
        category=category,
        benefit_class=benefit_class,
        description=description,
        beneficiary=_words(beneficiary),
        amount_gbp=amount_gbp,
        period=_words(period),
        claimed_by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    record(BenefitClaimed(description=description), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def put_under_question(*, idea: Idea, since: datetime, after: UUID, by: UUID) -> None:
    """Put under question the benefits of an idea that rest on a decision, made then and known as `after`, reversed now.

    Whatever was recorded since it let the idea on rests on it. What was withdrawn stays withdrawn.
    """
    resting = tuple_(Benefit.recorded_at, Benefit.id) > tuple_(literal(since), literal(after))
    standing = Benefit.state.not_in(("withdrawn", "under_question"))
    changed = update(Benefit).where(Benefit.idea_id == idea.id, resting, standing).values(state="under_question")
    if found := session().execute(changed.returning(Benefit.id)).all():
        record(BenefitsQuestioned(benefits=len(found)), idea_id=idea.id, by=by)
