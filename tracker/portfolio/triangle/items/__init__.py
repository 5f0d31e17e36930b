"""What makes an observed item 4, 2 or 0, or leaves it unanswered: one small rule each, named in health_items.csv.

A family of rules is a module with its RULES; a row of the file names a rule, then what it looks at.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date

from tracker.portfolio.triangle.items import backing, evidence, money, sharing, team, value
from tracker.portfolio.triangle.items.observation import ItemRule, Observation
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.portfolio.words import TriangleItem

FAMILIES = (backing, team, money, sharing, value, evidence)
RULES: dict[str, ItemRule] = {rule.__name__: rule for family in FAMILIES for rule in family.RULES}


def observe(rule: str, record: IdeaRecord, day: date) -> Observation:
    """Observe one item by the rule that its row names: the rule's name, then what it looks at."""
    looks, arguments = _named(rule)
    return looks(record, day, arguments)


@functools.cache
def _named(rule: str) -> tuple[ItemRule, Sequence[str]]:
    """The rule that a row names, and what it looks at."""
    name, *arguments = rule.split()
    return RULES[name], tuple(arguments)


def questions_asked(items: Iterable[TriangleItem]) -> list[str]:
    """The questions at gates that some of the items look at, as "gate question"."""
    rules = [item.rule.split() for item in items if item.rule.startswith("answered ")]
    return sorted({f"{rule[1]} {question}" for rule in rules for question in rule[2:]} | set(sharing.ASKED_OF_TOOLS))
