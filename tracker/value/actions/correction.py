"""What is recorded of value is put right: the same checks as where it is entered, and what stood there is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Unpack
from uuid import UUID

from sqlalchemy import select

from tracker.amendment import AmendmentAct, amend, withdraw
from tracker.clock import today
from tracker.idea import Idea, Refused, refuse_all, spoken
from tracker.tenancy import session
from tracker.value.models import Benefit, Claim, Evidence, Funding
from tracker.value.rules import LARGEST_AMOUNT, benefit_faults, is_early, last_day_of, method_faults
from tracker.value.words import (
    BenefitCategory,
    BenefitClass,
    BenefitParticulars,
    Certainty,
    ClaimContext,
    ClaimParticulars,
    Confidence,
    Direction,
    EvidenceParticulars,
    FundingParticulars,
)


def needed(words: str | None, sentence: str, field: str) -> str:
    """Words that are there. Raises Refused with the sentence beside its field."""
    if not (words or "").strip():
        raise Refused(sentence, field=field)
    return (words or "").strip()


def words_or_none(words: str | None) -> str | None:
    """Words as they are kept: none for nothing."""
    return (words or "").strip() or None


# --- claims -----------------------------------------------------------------------------------------------------------
def claim_values(
    *,
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
    **more: Unpack[ClaimContext],
) -> dict[str, Any]:
    """What is stored of a claim. Raises Refused where the indicator is missing or a date is none.

    Also where another method is named without its reason, or a reason without a method.
    """
    refuse_all(method_faults(more.get("method"), more.get("method_because")))
    if words_or_none(baseline_date) and last_day_of(baseline_date) is None:
        raise Refused("Write the date as 2026, 2026-04 or 2026-04-30", field="baseline_date")
    return {
        "indicator": needed(indicator, "Say what should get better, so that it can be counted or seen", "indicator"),
        "unit": words_or_none(unit),
        "need": words_or_none(need),
        "who_benefits": words_or_none(who_benefits),
        "baseline": words_or_none(baseline),
        "baseline_date": words_or_none(baseline_date),
        "target": words_or_none(target),
        "target_on": target_on,
        "comparison_group": comparison_group,
        "level_asked": level_asked,
        **{name: words_or_none(said) if isinstance(said, str) else said for name, said in more.items()},
    }


def correct_claim(
    *, idea: Idea, claim: Claim, by: UUID, because: str = "", indicator: str, **said: Unpack[ClaimParticulars]
) -> None:
    """Say a claim otherwise. Raises Refused for a start after a follow-up, and without a reason."""
    values = claim_values(indicator=indicator, **said)
    another = select(Claim.id).where(
        Claim.idea_id == idea.id, Claim.indicator == values["indicator"], Claim.id != claim.id
    )
    if session().scalar(another):
        raise Refused("This is said of the idea already, beside it: correct that one", field="indicator")
    _refuse_late_start(claim, values)
    amend(claim, idea=idea, by=by, because=because, to=values)


def review_claim(*, idea: Idea, claim: Claim, by: UUID, review_on: date, note: str = "") -> None:
    """Look at a claim again, say what was seen, and name the next day. Raises Refused for a day that has been."""
    if review_on <= today():
        raise Refused("Name a day that is still to come", field="review_on")
    to = {"review_on": review_on}
    amend(claim, idea=idea, by=by, because=note, to=to, act=AmendmentAct.REVIEWED)


def _refuse_late_start(claim: Claim, values: Mapping[str, Any]) -> None:
    if not values["baseline"]:
        return
    first = session().scalar(
        select(Evidence.value_on)
        .where(Evidence.claim_id == claim.id, Evidence.idea_id == claim.idea_id)
        .where(Evidence.baseline.is_(None), Evidence.value.is_not(None), Evidence.value_on.is_not(None))
        .order_by(Evidence.value_on, Evidence.id)
        .limit(1)
    )
    if is_early(value_on=first, baseline_date=values["baseline_date"]):
        day = spoken(first, today=today()) if first else ""
        raise Refused(f"A follow-up of {day} is recorded: the start comes before it", field="baseline_date")


def withdraw_claim(*, idea: Idea, claim: Claim, by: UUID, because: str) -> None:
    """Take a claim back, with the evidence on it."""
    on_it = select(Evidence).where(Evidence.idea_id == idea.id, Evidence.claim_id == claim.id).order_by(Evidence.id)
    withdraw(claim, idea=idea, by=by, because=because, along=session().scalars(on_it).all())


def refuse_early_follow_ups(*, idea: Idea) -> None:
    """Refuse what would leave a follow-up that is dated no later than its start, as putting old words back can."""
    both = select(Claim, Evidence).join(Evidence, Evidence.claim_id == Claim.id).where(Claim.idea_id == idea.id)
    for claim, record in session().execute(both.order_by(Evidence.id)):
        start = claim.baseline_date if record.baseline is None else record.baseline_date
        measured = record.value and (record.baseline or claim.baseline)
        if measured and is_early(value_on=record.value_on, baseline_date=start):
            raise Refused("A follow-up would be dated before its start then. Correct it instead.")


# --- evidence ---------------------------------------------------------------------------------------------------------
def day_that_has_been(said: date | None, *, field: str) -> date:
    """The day said, today where none is. Raises Refused for one to come."""
    day = said or today()
    if day > today():
        raise Refused("Give a day that has been, not one to come", field=field)
    return day


def evidence_values(
    *,
    claim: Claim,
    kind: str = "account",
    value: str = "",
    value_on: date | None = None,
    direction: Direction | None = None,
    baseline: str = "",
    baseline_date: str = "",
    comparator: str = "",
    level_stated: int | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What is stored of evidence on a claim: its own baseline only where it gives one, else the claim's counts.

    Raises Refused where nothing is said, for a day to come, and for a follow-up no later than its start.
    """
    day = day_that_has_been(value_on, field="value_on")
    if not (value.strip() or note.strip()):
        raise Refused("Write what you saw, heard or measured", field="note")
    if words_or_none(baseline_date) and last_day_of(baseline_date) is None:
        raise Refused("Write the date as 2026, 2026-04 or 2026-04-30", field="baseline_date")
    start = baseline_date if words_or_none(baseline) else claim.baseline_date
    if value.strip() and (words_or_none(baseline) or claim.baseline) and is_early(value_on=day, baseline_date=start):
        raise Refused(f"A follow-up comes after its start, {start}: look at both days", field="value_on")
    return {
        "kind": words_or_none(kind),
        "value": words_or_none(value),
        "value_date": day.isoformat(),
        "value_on": day,
        "direction": direction,
        "baseline": words_or_none(baseline),
        "baseline_date": words_or_none(baseline_date) if words_or_none(baseline) else None,
        "comparator": words_or_none(comparator),
        "level_stated": level_stated,
        "note": words_or_none(note),
    }


def correct_evidence(
    *, idea: Idea, evidence: Evidence, by: UUID, because: str = "", **said: Unpack[EvidenceParticulars]
) -> None:
    """Say evidence otherwise. Raises Refused as where it is entered, and without a reason."""
    claim = session().get_one(Claim, (evidence.council_id, evidence.claim_id))
    values = evidence_values(claim=claim, **said)
    if evidence.value_on == values["value_on"]:
        del values["value_date"]  # "2007" stays as it was given where its day stays
    elif evidence.given_key is not None:
        values["counts_from"] = values["value_on"]
    amend(evidence, idea=idea, by=by, because=because, to=values)


# --- money and benefits -----------------------------------------------------------------------------------------------
def refuse_no_amount(amount: Decimal | None) -> None:
    """Refuse what is no amount of pounds, 0 or more."""
    if amount is not None and not (amount.is_finite() and 0 <= amount <= LARGEST_AMOUNT):
        raise Refused("Enter an amount of pounds, 0 or more", field="amount_gbp")


def funding_values(
    *,
    funder: str,
    certainty: Certainty | None = Certainty.GRANTED,
    instrument: str = "",
    amount_gbp: Decimal | None = None,
    start: date | None = None,
    end: date | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What is stored of a line of money. Raises Refused without a funder, or where it ends before it starts."""
    funder = needed(funder, "Say who gives the money", "funder")
    if start and end and end < start:
        raise Refused("The end lies before the start", field="end")
    refuse_no_amount(amount_gbp)
    return {
        "certainty": certainty,
        "instrument": words_or_none(instrument),
        "funder": funder,
        "amount_gbp": amount_gbp,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "ends_on": end,
        "note": words_or_none(note),
    }


def correct_funding(
    *, idea: Idea, funding: Funding, by: UUID, because: str = "", funder: str, **said: Unpack[FundingParticulars]
) -> None:
    """Say a line of money otherwise. An imported one counts from its start, whenever that is said."""
    values = funding_values(funder=funder, **said)
    for name in ("start", "end"):
        given = getattr(funding, name)
        if values[name] == (last := last_day_of(given)) or (last and values[name] == last.isoformat()):
            values[name] = given  # "2007" stays as it was given where its day stays
    if funding.given_key is not None and values["start"] != funding.start:
        values["counts_from"] = last_day_of(values["start"])
    amend(funding, idea=idea, by=by, because=because, to=values)


def benefit_values(
    *,
    description: str,
    category: BenefitCategory | None = None,
    benefit_class: BenefitClass | None = None,
    beneficiary: str = "",
    amount_gbp: Decimal | None = None,
    period: str = "",
    disbenefit: bool = False,
    confidence: Confidence | None = None,
    **words: str,
) -> dict[str, Any]:
    """What is stored of a benefit. Raises Refused with all that is missing, and for no amount of pounds."""
    unit = words.get("unit")
    refuse_all(benefit_faults(description=description, category=category, benefit_class=benefit_class, unit=unit))
    refuse_no_amount(amount_gbp)
    return {
        "category": category,
        "benefit_class": benefit_class,
        "description": description.strip(),
        "beneficiary": words_or_none(beneficiary),
        "amount_gbp": amount_gbp,
        "period": words_or_none(period),
        "disbenefit": disbenefit,
        "confidence": confidence,
        **{name: words_or_none(words.get(name)) for name in ("unit", "payer", "paid", "loser", "confidence_because")},
    }


def correct_benefit(
    *, idea: Idea, benefit: Benefit, by: UUID, because: str = "", description: str, **said: Unpack[BenefitParticulars]
) -> None:
    """Say a benefit otherwise."""
    amend(benefit, idea=idea, by=by, because=because, to=benefit_values(description=description, **said))
