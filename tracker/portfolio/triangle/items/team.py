"""Who carries an idea: who would take it over, who signs it off, whether those who worked on it were thanked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.capacity.words import SignOffWord
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.wording import BUILT_IN

WORTH = {SignOffWord.SIGNED: FULL, SignOffWord.CONDITIONAL: PART, SignOffWord.REFUSED: NONE}


def managers_thanked(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether the frontline managers who worked on it were thanked."""
    given, owed = record.managers_thanked, record.managers_owed
    if not given and not owed:
        return UNRECORDED
    value = FULL if not owed else PART if given else NONE
    return Observation(value, f"{given} of {count_of(given + owed, 'frontline manager')} thanked or credited")


def handover_planned(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether somebody is to take over from the founder."""
    if record.has_deputy:
        return Observation(FULL, "a deputy is named")
    if record.handover_plan:
        day = record.handover_on
        return (
            Observation(FULL, f"a plan for {day_in_words(day)}") if day else Observation(PART, "a plan without a day")
        )
    return Observation(NONE, "nobody is to take over") if record.handover_nobody else UNRECORDED


def shared_load(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """Whether it would go on without the one who carries it."""
    if record.has_deputy:
        shared = record.recently_by > 1
        active = "and more than one person is active" if shared else "and one person at most is active"
        return Observation(FULL if shared else PART, f"a deputy is named, {active}")
    return Observation(NONE, "nobody else could keep it going") if record.handover_nobody else UNRECORDED


def signed_off(record: IdeaRecord, _day: date, args: Sequence[str]) -> Observation:
    """What the person named for an office said last."""
    (office,) = args
    word = record.sign_offs.get(office)
    if word is None:
        return Observation(None, "not signed off yet, and not refused")
    return Observation(WORTH[SignOffWord(word)], BUILT_IN.called(word, "sign_off"))


RULES: tuple[ItemRule, ...] = (managers_thanked, handover_planned, shared_load, signed_off)
