"""How strong the evidence is, who saw it, and who was heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation
from tracker.portfolio.triangle.record import EvidenceRecord, IdeaRecord
from tracker.upkeep import days

EVIDENT, CONVINCING = 2, 3


def first_evidence(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether evidence goes beyond an account."""
    if not record.evidence:
        return UNRECORDED
    if record.level >= EVIDENT:
        return Observation(FULL, f"the records support level {record.level}")
    if any(evidence.says_something for evidence in record.evidence):
        return Observation(PART, "the records support level 1")
    return Observation(NONE, "neither a value nor an account")


def seen_outside(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether anybody outside the team saw the newest evidence."""
    if not record.evidence:
        return UNRECORDED
    newest = record.evidence[-1]
    if newest.seen_on or _reviewed_since(record, newest):
        return Observation(FULL, "the newest evidence was seen outside the team")
    if record.reviewed_by_other_on or any(evidence.seen_on for evidence in record.evidence):
        return Observation(PART, "only older evidence was seen")
    return Observation(NONE, "nobody outside the team has seen it")


def _reviewed_since(record: IdeaRecord, newest: EvidenceRecord) -> bool:
    reviewed = record.reviewed_by_other_on
    return bool(reviewed and (newest.day is None or reviewed >= newest.day))


def heard(record: IdeaRecord, day: date, args: Sequence[str]) -> Observation:
    """Dated feedback of the kinds that the row names."""
    feedback = [evidence for evidence in record.evidence if evidence.kind in args]
    if not feedback:
        return UNRECORDED
    in_words = [evidence for evidence in feedback if evidence.says_something]
    if not in_words:
        return Observation(NONE, "recorded without what they said")
    newest = in_words[-1].day
    recent = newest is not None and (day - newest).days <= days().feedback
    return Observation(FULL if recent else PART, f"newest: {day_in_words(newest)}")


def strong(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """The level that the records support."""
    if not record.evidence:
        return UNRECORDED
    value = FULL if record.level >= CONVINCING else PART if record.level >= EVIDENT else NONE
    return Observation(value, f"the records support level {record.level}")


RULES: tuple[ItemRule, ...] = (first_evidence, seen_outside, heard, strong)
