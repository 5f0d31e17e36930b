"""Items of value: whether the need is stated, measured, met, heard of and told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.figures import told
from tracker.portfolio.observed import FULL, NONE, NOTHING, PART, YEAR, Observed
from tracker.portfolio.seen import ClaimSeen, EvidenceSeen, Seen
from tracker.value.rules import number_in

EVIDENT, CONVINCING = 2, 3


def need_stated(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """The problem, and who gains."""
    if not (seen.problem or "").strip():
        return (NONE, "something to try, and no problem") if seen.proposal else (None, NOTHING)
    who = next((claim.who_benefits for claim in seen.claims if claim.who_benefits), None)
    return (FULL, f"the problem, and who gains: {who}") if who else (PART, "the problem; no claim says who gains")


def benefit_testable(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """An indicator that could show the benefit."""
    if not seen.claims:
        return None, NOTHING
    if based := next((claim for claim in seen.claims if claim.start), None):
        return FULL, f"{based.indicator}: baseline {based.start}"
    if aimed := next((claim for claim in seen.claims if claim.target), None):
        return PART, f"{aimed.indicator}: a target, no baseline yet"
    return NONE, f"{seen.claims[0].indicator}: neither baseline nor target"


def first_evidence(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """Whether evidence goes beyond an account."""
    if not seen.evidence:
        return None, NOTHING
    if seen.level >= EVIDENT:
        return FULL, f"the records support level {seen.level}"
    told_at_all = any(one.value or one.note for one in seen.evidence)
    return (PART, "the records support level 1") if told_at_all else (NONE, "neither a value nor an account")


def seen_outside(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """Whether anybody outside the team saw the newest evidence."""
    records = seen.evidence
    if not records:
        return None, NOTHING
    newest = records[-1]
    if newest.seen_on or _reviewed_after(seen, newest):
        return FULL, "the newest evidence was seen outside the team"
    earlier = seen.reviewed_by_other_on or any(one.seen_on for one in records)
    return (PART, "only older evidence was seen") if earlier else (NONE, "nobody outside the team has seen it")


def _reviewed_after(seen: Seen, newest: EvidenceSeen) -> bool:
    return bool(seen.reviewed_by_other_on and (newest.day is None or seen.reviewed_by_other_on >= newest.day))


def measured(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """A baseline and a later value of one indicator."""
    if not seen.claims:
        return None, NOTHING
    best = max(seen.claims, key=lambda claim: bool(claim.start) + bool(claim.newest_value))
    found = bool(best.start) + bool(best.newest_value)
    return (NONE, PART, FULL)[found], f"{best.indicator}: {('neither', 'one', 'both')[found]} of baseline and value"


def heard(seen: Seen, day: date, args: Sequence[str]) -> Observed:
    """Dated feedback of the kinds that the row names."""
    records = [one for one in seen.evidence if one.kind in args]
    if not records:
        return None, NOTHING
    said = [one for one in records if one.value or one.note]
    if not said:
        return NONE, "recorded without what they said"
    newest = said[-1].day
    recent = newest is not None and (day - newest).days <= YEAR
    return (FULL if recent else PART), f"newest: {told(newest)}"


def need_met(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """The newest value beside the target."""
    judged = [(value, fact) for claim in seen.claims if (value := _towards(claim)) is not None for fact in [claim]]
    if not judged:
        return None, "no claim has a baseline, a target and a later value in numbers"
    value, claim = max(judged, key=lambda one: one[0])
    return value, f"{claim.indicator}: from {claim.start} to {claim.newest_value}, target {claim.target}"


def _towards(claim: ClaimSeen) -> int | None:
    """4 at or past the target, 2 on the way from the baseline, 0 no nearer."""
    start, value, target = (number_in(one) for one in (claim.start, claim.newest_value, claim.target))
    if start is None or value is None or target is None:
        return None
    if (value >= target) if target >= start else (value <= target):
        return FULL
    return PART if abs(target - value) < abs(target - start) else NONE


def convinced(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """What became of it elsewhere."""
    if seen.adapted_worked:
        return FULL, f"worked elsewhere: {seen.adapted_worked}"
    if seen.adapted_trying:
        return PART, f"being tried elsewhere: {seen.adapted_trying}"
    return (NONE, f"did not work elsewhere: {seen.adapted_failed}") if seen.adapted_failed else (None, NOTHING)


def lessons_spread(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """Whether lessons left the team."""
    if not seen.lessons:
        return None, NOTHING
    if seen.published or seen.adapted_worked or seen.adapted_trying or seen.adapted_failed:
        return FULL, "lessons, and published or adapted elsewhere"
    return (PART, "may be shared, not published") if seen.lessons_shared else (NONE, "no lesson may be shared")


def in_numbers(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """Whether baseline and value are numbers."""
    told_of = [claim for claim in seen.claims if claim.start or claim.newest_value]
    if not told_of:
        return None, NOTHING
    numbers = max(sum(number_in(one) is not None for one in (c.start, c.newest_value)) for c in told_of)
    return (NONE, PART, FULL)[numbers], f"{('neither', 'one', 'both')[numbers]} of baseline and value in numbers"


def strong(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """The level that the records support."""
    if not seen.evidence:
        return None, NOTHING
    value = FULL if seen.level >= CONVINCING else PART if seen.level >= EVIDENT else NONE
    return value, f"the records support level {seen.level}"


def communicated(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """Whether a summary stands before others."""
    if not seen.published:
        return (NONE, "published, and withdrawn") if seen.withdrawn else (None, NOTHING)
    recent = seen.published_on is not None and (day - seen.published_on).days <= YEAR
    return (FULL if recent else PART), f"published, refreshed {told(seen.published_on)}"
