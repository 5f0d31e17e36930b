"""What is worth knowing beside a score, each with the fact behind it. A flag subtracts nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.idea.words import Extent, Involvement, Stage, State
from tracker.portfolio.figures import count_of, told
from tracker.portfolio.seen import Seen
from tracker.portfolio.words import Flag
from tracker.value.rules import runway_months

CLIFF_MONTHS = 6
IDLE_DAYS = {None: 90, Extent.INCREMENTAL: 90, Extent.RADICAL: 180, Extent.SYSTEM: 180}
WORKING = frozenset({Stage.MOBILISE, Stage.MAINSTREAM, Stage.EMBEDDED})
LASTING = frozenset({Stage.MAINSTREAM, Stage.EMBEDDED})
TAKES_PART = frozenset({Involvement.ASKED, Involvement.DESIGNS, Involvement.DELIVERS})


def flags(seen: Seen, day: date) -> list[Flag]:
    """Everything worth knowing of an active idea on a day, in a fixed order; nothing of one at rest or of history."""
    if seen.historical or seen.state != State.ACTIVE or seen.stage == Stage.LATENT:
        return []
    found = ((key, words, look(seen, day)) for key, words, look in LOOKS)
    return [Flag(key, words, fact) for key, words, fact in found if fact]


def _one_person(seen: Seen, _day: date) -> str | None:
    alone = seen.stage in WORKING and seen.recently_by == 1
    return "Only one person has done anything on it in the last 180 days." if alone else None


def _cliff(seen: Seen, day: date) -> str | None:
    if seen.needs_no_money or seen.stage not in {Stage.MOBILISE, Stage.MAINSTREAM}:
        return None
    ends = [line.ends_on for line in seen.funding if line.granted and line.ends_on]
    if not ends:
        return None
    months = runway_months(ends, today=day)
    if months is None or months >= CLIFF_MONTHS:
        return None
    return f"The last granted money ends on {told(max(ends))}: {count_of(months, 'month')}."


def _outruns(seen: Seen, _day: date) -> str | None:
    found = [claim for claim in seen.claims if (claim.level_stated or 0) > claim.level]
    if not found:
        return None
    first = found[0]
    return f"“{first.indicator}” states level {first.level_stated}; its records support level {first.level}."


def _no_users(seen: Seen, _day: date) -> str | None:
    if seen.stage not in WORKING or seen.involvement in TAKES_PART:
        return None
    return "Users are told, and not asked." if seen.involvement else "It is not recorded how users take part."


def _idle(seen: Seen, day: date) -> str | None:
    limit = IDLE_DAYS[Extent(seen.extent) if seen.extent else None]
    if seen.last_event_on is None or (day - seen.last_event_on).days < limit:
        return None
    return f"Nothing has happened since {told(seen.last_event_on)}."


def _resistance(seen: Seen, _day: date) -> str | None:
    return f"{count_of(seen.resistance, 'open risk')} of resistance." if seen.resistance else None


def _lapsed(seen: Seen, _day: date) -> str | None:
    return f"{count_of(seen.lapsed_conditions, 'condition')} past the agreed day." if seen.lapsed_conditions else None


def _unmeasured(seen: Seen, _day: date) -> str | None:
    measured = any(claim.start and claim.newest_value for claim in seen.claims)
    return None if measured or seen.stage not in LASTING else "No indicator has both a baseline and a later value."


LOOKS: tuple[tuple[str, str, Callable[[Seen, date], str | None]], ...] = (
    ("resistance", "Resistance", _resistance),
    ("one_person", "Depends on one person", _one_person),
    ("funding_cliff", "Money is running out", _cliff),
    ("outruns", "A claim outruns its evidence", _outruns),
    ("no_users", "No users involved", _no_users),
    ("unmeasured", "Value is not measured", _unmeasured),
    ("condition", "A condition has lapsed", _lapsed),
    ("idle", "Nothing has happened for long", _idle),
)
