"""What is worth knowing beside a score, each with the fact behind it. A flag subtracts nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.idea.words import Involvement, Stage, State
from tracker.portfolio.figures import count_of, day_in_words
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.portfolio.triangle.words import WORKING, Flag
from tracker.upkeep import days, idle, money_short
from tracker.value.rules import runway_months

LASTING = frozenset({Stage.MAINSTREAM, Stage.EMBEDDED})
TAKES_PART = frozenset({Involvement.ASKED, Involvement.DESIGNS, Involvement.DELIVERS})


def flags(record: IdeaRecord, day: date) -> list[Flag]:
    """Everything worth knowing of an active idea on a day, in a fixed order; nothing of one at rest or of history."""
    if record.historical or record.state != State.ACTIVE or record.stage == Stage.LATENT:
        return []
    facts = ((key, words, look(record, day)) for key, words, look in LOOKS)
    return [Flag(key, words, fact) for key, words, fact in facts if fact]


def _resistance(record: IdeaRecord, _day: date) -> str | None:
    return f"{count_of(record.resistance, 'open risk')} of resistance." if record.resistance else None


def _one_person(record: IdeaRecord, _day: date) -> str | None:
    alone = record.stage in WORKING and record.recently_by == 1
    return f"Only one person has done anything on it in the last {days().people} days." if alone else None


def _funding_cliff(record: IdeaRecord, day: date) -> str | None:
    if record.needs_no_money or record.stage not in {Stage.MOBILISE, Stage.MAINSTREAM}:
        return None
    until = max((line.ends_on for line in record.funding if line.granted and line.ends_on), default=None)
    months = runway_months(until, today=day)
    if months is None or not money_short(until, today=day):
        return None
    return f"The last granted money ends on {day_in_words(until)}: {count_of(months, 'month')}."


def _outruns(record: IdeaRecord, _day: date) -> str | None:
    claim = next((claim for claim in record.claims if (claim.level_stated or 0) > claim.level), None)
    if claim is None:
        return None
    return f"“{claim.indicator}” states level {claim.level_stated}; its records support level {claim.level}."


def _no_users(record: IdeaRecord, _day: date) -> str | None:
    if record.stage not in WORKING or record.involvement in TAKES_PART:
        return None
    return "Users are told, and not asked." if record.involvement else "It is not recorded how users take part."


def _unmeasured(record: IdeaRecord, _day: date) -> str | None:
    measured = any(claim.start and claim.newest_value for claim in record.claims)
    return None if measured or record.stage not in LASTING else "No indicator has both a baseline and a later value."


def _condition(record: IdeaRecord, _day: date) -> str | None:
    lapsed = record.lapsed_conditions
    return f"{count_of(lapsed, 'condition')} past the agreed day." if lapsed else None


def _idle(record: IdeaRecord, day: date) -> str | None:
    if record.last_event_on is None or not idle(record.last_event_on, extent=record.extent, today=day):
        return None
    return f"Nothing has happened since {day_in_words(record.last_event_on)}."


LOOKS: tuple[tuple[str, str, Callable[[IdeaRecord, date], str | None]], ...] = (
    ("resistance", "Resistance", _resistance),
    ("one_person", "Depends on one person", _one_person),
    ("funding_cliff", "Money is running out", _funding_cliff),
    ("outruns", "A claim outruns its evidence", _outruns),
    ("no_users", "No users involved", _no_users),
    ("unmeasured", "Value is not measured", _unmeasured),
    ("condition", "A condition has lapsed", _condition),
    ("idle", "Nothing has happened for long", _idle),
)
