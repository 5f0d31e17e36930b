"""Whether the need is stated, its benefit testable, measured, in numbers, and met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation
from tracker.portfolio.triangle.record import ClaimRecord, IdeaRecord
from tracker.value.rules import number_in


def need_stated(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """The problem, and who gains."""
    if not (record.problem or "").strip():
        return Observation(NONE, "something to try, and no problem") if record.proposal else UNRECORDED
    who = next((claim.who_benefits for claim in record.claims if claim.who_benefits), None)
    if who:
        return Observation(FULL, f"the problem, and who gains: {who}")
    return Observation(PART, "the problem; no claim says who gains")


def benefit_testable(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """An indicator that could show the benefit."""
    if not record.claims:
        return UNRECORDED
    if based := next((claim for claim in record.claims if claim.start), None):
        return Observation(FULL, f"{based.indicator}: baseline {based.start}")
    if aimed := next((claim for claim in record.claims if claim.target), None):
        return Observation(PART, f"{aimed.indicator}: a target, no baseline yet")
    return Observation(NONE, f"{record.claims[0].indicator}: neither baseline nor target")


def measured(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """A baseline and a later value of one indicator."""
    if not record.claims:
        return UNRECORDED
    best = max(record.claims, key=lambda claim: bool(claim.start) + bool(claim.newest_value))
    ends = bool(best.start) + bool(best.newest_value)
    fact = f"{best.indicator}: {('neither', 'one', 'both')[ends]} of baseline and value"
    return Observation((NONE, PART, FULL)[ends], fact)


def in_numbers(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether baseline and value are numbers."""
    claims = [claim for claim in record.claims if claim.start or claim.newest_value]
    if not claims:
        return UNRECORDED
    numbers = max(sum(number_in(end) is not None for end in (claim.start, claim.newest_value)) for claim in claims)
    fact = f"{('neither', 'one', 'both')[numbers]} of baseline and value in numbers"
    return Observation((NONE, PART, FULL)[numbers], fact)


def need_met(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """The newest value beside the target."""
    judged = [(value, claim) for claim in record.claims if (value := _nearness(claim)) is not None]
    if not judged:
        return Observation(None, "no claim has a baseline, a target and a later value in numbers")
    value, claim = max(judged, key=lambda pair: pair[0])
    return Observation(value, f"{claim.indicator}: from {claim.start} to {claim.newest_value}, target {claim.target}")


def _nearness(claim: ClaimRecord) -> int | None:
    """4 at or past the target, 2 on the way from the baseline, 0 no nearer."""
    start, value, target = (number_in(figure) for figure in (claim.start, claim.newest_value, claim.target))
    if start is None or value is None or target is None:
        return None
    if (value >= target) if target >= start else (value <= target):
        return FULL
    return PART if abs(target - value) < abs(target - start) else NONE


RULES: tuple[ItemRule, ...] = (need_stated, benefit_testable, measured, in_numbers, need_met)
