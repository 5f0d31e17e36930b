"""What is true about nudges: the rule book, whom a rule asks, on which day and how often, what a mail tells."""

from tracker.nudge.rules.book import after_of, again_of, as_they_come, off_of, rule_book
from tracker.nudge.rules.recipients import Staff, gives_sponsoring
from tracker.nudge.rules.turns import (
    LINK_DAYS,
    first_day,
    help_due,
    latest_beginning,
    link_works,
    next_turn,
    other_days,
    peace_until,
    rests_until,
    tells_the_rest,
)
from tracker.nudge.rules.wishes import RuleWish, WishFault, as_settings, shares, wish_faults

__all__ = [
    "LINK_DAYS",
    "RuleWish",
    "Staff",
    "WishFault",
    "after_of",
    "again_of",
    "as_settings",
    "as_they_come",
    "first_day",
    "gives_sponsoring",
    "help_due",
    "latest_beginning",
    "link_works",
    "next_turn",
    "off_of",
    "other_days",
    "peace_until",
    "rests_until",
    "rule_book",
    "shares",
    "tells_the_rest",
    "wish_faults",
]
