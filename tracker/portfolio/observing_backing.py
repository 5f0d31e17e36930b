"""Items of authority and capacity, and the latent checklist: who backs an idea, what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.portfolio.figures import told
from tracker.portfolio.observed import FULL, NONE, NOTHING, PART, Observed, by_age
from tracker.portfolio.reference import days
from tracker.portfolio.seen import Seen

TOOL_QUESTIONS = ("mobilise q1-1a", "mobilise q1-1b", "mobilise q1-1c", "mobilise q1-1d", "mobilise q1-1e")


def trigger_dated(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """What set the idea off, and when."""
    if not seen.trigger:
        return (NONE, f"only a date: {seen.trigger_date}") if seen.trigger_date else (None, NOTHING)
    return (FULL, f"{seen.trigger}, {seen.trigger_date}") if seen.trigger_date else (PART, f"{seen.trigger}, no date")


def leader_decided(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """A sponsor, and the day they decided to act."""
    decided = seen.decided_to_act_on
    if not seen.has_sponsor:
        return (NONE, "a day of decision, no sponsor named") if decided else (None, NOTHING)
    return (FULL, f"a sponsor, decided {told(decided)}") if decided else (PART, "a sponsor, no day of decision")


def answered(seen: Seen, _day: date, args: Sequence[str]) -> Observed:
    """4 where every question is answered in words, 2 where some are or all have a note, 0 where they are blank."""
    gate, *questions = args
    answers = [seen.gate_answers.get(f"{gate} {question}") for question in questions]
    given = [answer for answer in answers if answer]
    if not given:
        return None, NOTHING
    in_words = sum(bool((answer.words or "").strip()) for answer in given)
    noted = sum(bool((answer.note or "").strip()) for answer in given)
    value = FULL if in_words == len(questions) else PART if in_words or noted else NONE
    return value, f"{in_words} of {len(questions)} answered in words at the {gate} gate"


def sponsor_backs(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """A sponsor is named and was heard of lately."""
    if not seen.has_sponsor:
        return None, "no sponsor is named"
    if seen.sponsor_left:
        return NONE, "the sponsor has left the council"
    acted = max((one for one in (seen.newest_contact, seen.sponsor_acted_on) if one), default=None)
    if acted and (day - acted).days <= days("sponsor_days"):
        return FULL, f"a sponsor, last heard of {told(acted)}"
    return PART, "a sponsor is named" + (f", last heard of {told(acted)}" if acted else ", no contact recorded")


def sponsor_active(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """The sponsor's last act on the idea, of any kind."""
    acted = max((one for one in (seen.newest_contact, seen.sponsor_acted_on) if one), default=None)
    return by_age(acted, day, days("sponsor_days"), "the sponsor's last act")


def in_contact(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """The last recorded contact between sponsor and team."""
    return by_age(seen.newest_contact, day, days("sponsor_days"), "last contact")


def money_shaping(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """Money in sight: granted, indicative, or ended."""
    if seen.needs_no_money:
        return FULL, "needs no money"
    if not seen.funding:
        return None, NOTHING
    running = [line for line in seen.funding if line.runs_on(day)]
    if any(line.granted for line in running):
        return FULL, "granted money that has not ended"
    return (PART, "only indicative money") if running else (NONE, "every line has ended")


def money_covers(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """Whether granted money covers today."""
    if seen.needs_no_money:
        return FULL, "needs no money"
    if not seen.funding:
        return None, NOTHING
    running = [line for line in seen.funding if line.runs_on(day)]
    ends = [line.ends_on for line in running if line.granted and line.ends_on]
    if ends:
        return FULL, f"granted until {told(max(ends))}"
    return (PART, "only indicative, or without an end date") if running else (NONE, "every line has ended")


def rollout_money(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """Whether the mainstream budget carries it."""
    if seen.needs_no_money:
        return FULL, "needs no money"
    if not seen.funding:
        return None, NOTHING
    lasting = [line for line in seen.funding if line.instrument == "mainstream_budget" and line.runs_on(day)]
    if any(line.granted for line in lasting):
        return FULL, "a granted line of the mainstream budget"
    return (PART, "the mainstream budget, indicative") if lasting else (NONE, "no line of the mainstream budget")


def outside_explored(seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """Whether somebody outside was asked."""
    if seen.adapted_from_other:
        return FULL, "adapted from another council"
    if seen.partners:
        return FULL, "a partner is recorded"
    given = [seen.gate_answers[one] for one in TOOL_QUESTIONS if one in seen.gate_answers]
    if not given:
        return None, NOTHING
    worded = any((answer.words or "").strip() for answer in given)
    return (PART, "answered at the mobilise gate") if worded else (NONE, "the questions were left without words")


def learns(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """How old the newest lesson is."""
    return by_age(seen.newest_lesson, day, days("lesson_days"), "newest lesson", recorded=seen.lessons > 0)


def partners_hold(seen: Seen, day: date, _args: Sequence[str]) -> Observed:
    """How old the newest activity of a partner is."""
    moved = max((one for one in (seen.newest_partner, seen.adaptation_moved_on) if one), default=None)
    return by_age(moved, day, days("partner_days"), "newest partner activity", recorded=seen.partners > 0)


def not_recorded(_seen: Seen, _day: date, _args: Sequence[str]) -> Observed:
    """What cannot be recorded yet is unanswered, never guessed."""
    return None, "the product cannot record this yet"
