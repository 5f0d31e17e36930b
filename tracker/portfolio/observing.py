"""What makes an observed item 4, 2 or 0, or leaves it unanswered: one small rule each, named in health_items.csv.

A rule returns the value, empty where nothing of the kind is recorded, and the fact behind it in a few words.
"""

from __future__ import annotations

from datetime import date

from tracker.portfolio import observing_backing as backing
from tracker.portfolio import observing_value as worth
from tracker.portfolio.observed import Observed, Rule
from tracker.portfolio.seen import Seen

RULES: dict[str, Rule] = {
    "trigger_dated": backing.trigger_dated,
    "leader_decided": backing.leader_decided,
    "answered": backing.answered,
    "sponsor_backs": backing.sponsor_backs,
    "sponsor_active": backing.sponsor_active,
    "in_contact": backing.in_contact,
    "money_shaping": backing.money_shaping,
    "money_covers": backing.money_covers,
    "rollout_money": backing.rollout_money,
    "outside_explored": backing.outside_explored,
    "need_stated": worth.need_stated,
    "benefit_testable": worth.benefit_testable,
    "first_evidence": worth.first_evidence,
    "seen_outside": worth.seen_outside,
    "learns": backing.learns,
    "partners_hold": backing.partners_hold,
    "measured": worth.measured,
    "heard": worth.heard,
    "need_met": worth.need_met,
    "convinced": worth.convinced,
    "lessons_spread": worth.lessons_spread,
    "in_numbers": worth.in_numbers,
    "strong": worth.strong,
    "communicated": worth.communicated,
    "not_recorded": backing.not_recorded,
}


def observe(rule: str, seen: Seen, day: date) -> Observed:
    """Observe one item by the rule that its row names: the rule's name, then what it looks at."""
    name, *arguments = rule.split()
    return RULES[name](seen, day, arguments)
