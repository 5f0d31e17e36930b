"""What the page of a claim says: the change, each level with its reason, who has said how it is for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.collaborative import AdaptationStatus, Evaluator, LineageStep
from tracker.study import StudyRecord
from tracker.value import CHANNELS, ENOUGH_TIMES, Channel, ClaimWorth, EvidenceEntry, RungState
from tracker.web.filters import day, given_day
from tracker.wording import BUILT_IN, capital

NAMES = (
    "A reasoned account",
    "A start and a later figure of the same thing",
    "A comparison group, or another method with its reason",
    "It worked somewhere else, judged by somebody else",
    "A manual, and good results more than once",
)


class RungLine(NamedTuple):
    """One level as it is shown: how it stands, what it asks, why, and the way to what is missing, if it is the next."""

    level: int
    state: RungState
    name: str
    reasons: list[str]
    way: tuple[str, str] | None


def rungs(claim: ClaimWorth, study: StudyRecord, steps: Sequence[LineageStep], *, ref: str) -> list[RungLine]:
    """All five levels with what is there and what is missing; only the first that is missing has a way."""
    at = f"/ideas/{ref}/claims/{claim.id}"
    figure = f"/ideas/{ref}/evidence/new?claim={claim.id}"
    start = ("Add the start: what was it before?", f"{at}/correct#baseline")
    ways = (
        ("Write down what you saw", figure),
        start
        if not any(record.baseline for record in claim.records) and not claim.baseline
        else ("Add a figure", figure),
        ("Add a comparison", f"{at}/correct#comparison_group"),
        ("See who adapts it", f"/ideas/{ref}/lineage"),
        ("Add the procedure", f"/ideas/{ref}/manuals/new")
        if not study.manuals
        else ("See who adapts it", f"/ideas/{ref}/lineage"),
    )
    reasons = (_account(claim), _follow_ups(claim), _comparison(claim), _elsewhere(steps), _again(claim, study))
    return [
        RungLine(rung.level, rung.state, name, why, way if rung.state is RungState.MISSING else None)
        for rung, name, why, way in zip(claim.ladder.rungs, NAMES, reasons, ways, strict=True)
    ]


def _account(claim: ClaimWorth) -> list[str]:
    if not claim.records:
        return ["Nothing is recorded yet."]
    dated = [(record.on, given_day(record.value_date)) for record in claim.records if record.on]
    since = f", the first of {min(dated)[1]}" if dated else ""
    return [f"{_count(len(claim.records), 'record')}{since}."]


def _follow_ups(claim: ClaimWorth) -> list[str]:
    starts = [(record.baseline, record.baseline_date) for record in claim.records if record.baseline]
    start, dated = (claim.baseline, claim.baseline_date) if claim.baseline else next(iter(starts), (None, None))
    count = claim.ladder.follow_ups
    if start is None:
        return ["The start is missing: what was it before?"]
    told = f"It started at {start}" + (f" ({given_day(dated)})" if dated else "")
    if count:
        return [f"{told}; {_count(count, 'later figure')} of the same thing."]
    if any(record.value for record in claim.records):
        return [f"{told}. No later record says by a number, or in words, whether it is better, the same or worse."]
    return [f"{told}. No later figure yet."]


def _comparison(claim: ClaimWorth) -> list[str]:
    told = []
    if claim.comparison_group:
        told.append(
            f"Compared with {claim.comparator}." if claim.comparator else "There is a group without it to compare with."
        )
    if claim.method and claim.method_because:
        told.append(f"{capital(claim.method).rstrip('.')}: {claim.method_because.rstrip('.')}.")
    return told or ["None is recorded."]


def _elsewhere(steps: Sequence[LineageStep]) -> list[str]:
    """What each council made of it, and whether that counts: it worked, as judged by somebody other than its owner."""
    return [_step(step) for step in steps] or ["No council has adapted it yet."]


def _step(step: LineageStep) -> str:
    made = step.adaptation
    if made.status is AdaptationStatus.TRYING:
        return f"{step.adopter} is trying it."
    went = f"{step.adopter}: {BUILT_IN.called(made.status, 'adaptation_status')}"
    if made.evaluator is None:
        return f"{went}. Who evaluated it is not said, so it does not count."
    who = made.evaluated_by or BUILT_IN.called(made.evaluator, "evaluator")
    if made.status is not AdaptationStatus.WORKED:
        return f"{went}, evaluated by {who}. Only what worked counts."
    if made.evaluator is Evaluator.TEAM:
        return f"{went}, judged by {who}. It counts once somebody else has evaluated it."
    return f"{went}, evaluated by {who}."


def _again(claim: ClaimWorth, study: StudyRecord) -> list[str]:
    named = ", ".join(f"“{manual.title}”" for manual in study.manuals)
    manual = f"The procedure is there: {named}." if named else "No manual or procedure is recorded."
    if claim.replications >= ENOUGH_TIMES:
        return [manual, f"It worked in {claim.replications} councils."]
    return [manual, f"It takes two councils; {claim.replications or 'none'} so far."]


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number != 1 else ''}"


class ChannelLine(NamedTuple):
    """A channel of feedback, and what came through it, the newest first."""

    channel: Channel
    records: list[EvidenceEntry]


def channels(claim: ClaimWorth) -> list[ChannelLine]:
    """What users, the public and partner agencies said of it; each of the three, also where nothing came yet."""
    return [
        ChannelLine(channel, [one for one in claim.records if one.kind in kinds]) for channel, kinds in CHANNELS.items()
    ]


class MeasuredRow(NamedTuple):
    """A row of the table of figures: a record, the start or the target; `record` is empty for these two."""

    when: str
    value: str
    place: str
    note: str
    record: EvidenceEntry | None


def figure_rows(claim: ClaimWorth) -> list[MeasuredRow]:
    """The start, every record with a value from the oldest, and the target."""
    measured = sorted((one for one in claim.records if one.value), key=lambda one: (one.on is not None, one.on))
    found = [MeasuredRow(given_day(one.value_date), one.value or "", "", one.note or "", one) for one in measured]
    if claim.baseline:
        found.insert(
            0, MeasuredRow(given_day(claim.baseline_date) or "Not said when", claim.baseline, "the start", "", None)
        )
    if claim.target:
        found.append(MeasuredRow(day(claim.target_on) or "Not said by when", claim.target, "target", "", None))
    return found


def heading(claim: ClaimWorth) -> str:
    """What the figures come to: from where to where, or what is known of it yet."""
    last = claim.latest
    unit = f" {claim.unit}" if claim.unit else ""
    if last and last.baseline:
        return f"From {last.baseline} to {last.value}{unit}"
    if last:
        return f"Now {last.value}{unit}"
    return f"It started at {claim.baseline}{unit}" if claim.baseline else "No figure yet"


def outrun(claim: ClaimWorth) -> str:
    """What the records support, beside what is stated."""
    supported = (
        f"The records support level {claim.supported}." if claim.supported else "The records support no level yet."
    )
    if claim.level_stated is None:
        return f"{supported} No level is stated."
    if claim.outruns:
        return f"{supported} Level {claim.level_stated} is stated, which outruns them."
    return f"{supported} Level {claim.level_stated} is stated."
