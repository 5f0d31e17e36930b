"""Who stands behind an idea, and why now: what set it off, its sponsor, what was answered at its gates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.items.observation import FULL, NONE, PART, UNRECORDED, ItemRule, Observation, by_age
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.upkeep import days, sponsor_silent


def trigger_dated(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """What set the idea off, and when."""
    trigger, when = record.trigger, record.trigger_date
    if not trigger:
        return Observation(NONE, f"only a date: {when}") if when else UNRECORDED
    return Observation(FULL, f"{trigger}, {when}") if when else Observation(PART, f"{trigger}, no date")


def leader_decided(record: IdeaRecord, _day: date, _args: Sequence[str]) -> Observation:
    """A sponsor, and the day they decided to act."""
    decided = record.decided_to_act_on
    if not record.has_sponsor:
        return Observation(NONE, "a day of decision, no sponsor named") if decided else UNRECORDED
    if not decided:
        return Observation(PART, "a sponsor, no day of decision")
    return Observation(FULL, f"a sponsor, decided {day_in_words(decided)}")


def answered(record: IdeaRecord, _day: date, args: Sequence[str]) -> Observation:
    """4 where every question is answered in words, 2 where some are or all have a note, 0 where they are blank."""
    gate, *questions = args
    answers = [record.gate_answers.get(f"{gate} {question}") for question in questions]
    given = [answer for answer in answers if answer]
    if not given:
        return UNRECORDED
    in_words = sum(answer.in_words for answer in given)
    noted = sum(bool((answer.note or "").strip()) for answer in given)
    value = FULL if in_words == len(questions) else PART if in_words or noted else NONE
    return Observation(value, f"{in_words} of {len(questions)} answered in words at the {gate} gate")


def sponsor_backs(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """A sponsor is named and was heard of lately."""
    if not record.has_sponsor:
        return Observation(None, "no sponsor is named")
    if record.sponsor_left:
        return Observation(NONE, "the sponsor has left the council")
    acted = record.sponsor_last_acted_on
    if acted is None:
        return Observation(PART, "a sponsor is named, no contact recorded")
    if not sponsor_silent(acted, today=day):
        return Observation(FULL, f"a sponsor, last heard of {day_in_words(acted)}")
    return Observation(PART, f"a sponsor is named, last heard of {day_in_words(acted)}")


def sponsor_active(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """The sponsor's last act on the idea, of any kind."""
    return by_age(record.sponsor_last_acted_on, day, days().sponsor, "the sponsor's last act")


def in_contact(record: IdeaRecord, day: date, _args: Sequence[str]) -> Observation:
    """The last recorded contact between sponsor and team."""
    return by_age(record.newest_contact, day, days().sponsor, "last contact")


RULES: tuple[ItemRule, ...] = (trigger_dated, leader_decided, answered, sponsor_backs, sponsor_active, in_contact)
