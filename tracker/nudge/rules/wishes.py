"""What a council may set about the rules: after how many days each speaks, how often, and whether it does at all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.nudge.rules.book import after_of, again_of, as_they_come, off_of
from tracker.nudge.words import Rule
from tracker.ours import Value
from tracker.upkeep import UpkeepDays, day_faults

MOST = 3650  # ten years: nobody is asked anything after longer
MOST_BETWEEN = 365  # nor less than once a year
NEARER = ("runway_12", "runway_6", "runway_3")


class RuleWish(NamedTuple):
    """How one rule should be: days after or before it speaks, on a large idea, between two; None as it comes."""

    after: int | None = None
    large: int | None = None
    again: int | None = None
    on: bool = True


class WishFault(NamedTuple):
    """What is wrong with what was wished of a rule: which of its fields, and what to do."""

    code: str
    field: str
    sentence: str


def shares(rule: Rule) -> tuple[str, str]:
    """The entries of upkeep that a rule speaks after, on a small idea and on a large one; empty where there is none."""
    large = f"{rule.shared}_large"
    return rule.shared, large if large in UpkeepDays.__dataclass_fields__ else ""


def as_settings(wishes: Mapping[str, RuleWish]) -> dict[str, Value | None]:
    """The settings by which the rules are as wished; None for one that is as it comes."""
    wanted: dict[str, Value | None] = {}
    for code, wish in wishes.items():
        came = as_they_come()[code]
        small, large = shares(came)
        if came.counts_days:
            wanted[f"days.{small}" if small else after_of(code)] = _unless(wish.after, came.days)
        if large:
            wanted[f"days.{large}"] = _unless(wish.large, came.after_days_large)
        wanted[again_of(code)] = _unless(wish.again, came.repeat_days)
        wanted[off_of(code)] = None if wish.on else True
    return wanted


def _unless(wished: int | None, came: int) -> int | None:
    return None if wished == came else wished


def wish_faults(wishes: Mapping[str, RuleWish], shared: Mapping[str, int | None]) -> Iterator[WishFault]:
    """What is wrong with how rules should be; `shared` are the days of upkeep as they stand.

    Days are from 1 to ten years, and between two times at most a year; of the rules about money that ends, the earlier
    speaks earlier.
    """
    for code, wish in wishes.items():
        came = as_they_come()[code]
        if came.counts_days and not came.shared and not _is_within(wish.after, MOST):
            yield WishFault(code, "after", f"Enter a number from 1 to {MOST:,}")
        if not _is_within(wish.again, MOST_BETWEEN):
            yield WishFault(code, "again", f"Enter a number from 1 to {MOST_BETWEEN}")
    yield from _shared_faults(wishes, shared)
    days = {code: wishes[code].after or as_they_come()[code].days for code in NEARER if code in wishes}
    for earlier, later in itertools.pairwise(NEARER):
        if days.get(later, 0) >= days.get(earlier, MOST + 1):
            yield WishFault(later, "after", f"Enter less than {days[earlier]}: the rule above speaks earlier")


def _is_within(wished: int | None, most: int) -> bool:
    return wished is None or 1 <= wished <= most


def _shared_faults(wishes: Mapping[str, RuleWish], shared: Mapping[str, int | None]) -> Iterator[WishFault]:
    """What is wrong with the days that rules share with pages and parts, beside those that stand."""
    given, fields = dict(shared), dict[str, tuple[str, str]]()
    for code, wish in wishes.items():
        for entry, field, days in zip(shares(as_they_come()[code]), ("after", "large"), wish[:2], strict=True):
            if entry:
                given[entry], fields[entry] = days, (code, field)
    for entry, sentence in day_faults(given):
        if entry in fields:
            yield WishFault(*fields[entry], sentence)
