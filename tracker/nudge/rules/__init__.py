"""What is true about nudges: the rule book, whom a rule asks, on which day and how often, what a mail tells."""

from tracker.nudge.rules.book import rule_book
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

__all__ = [
    "LINK_DAYS",
    "Staff",
    "first_day",
    "gives_sponsoring",
    "help_due",
    "latest_beginning",
    "link_works",
    "next_turn",
    "other_days",
    "peace_until",
    "rests_until",
    "rule_book",
    "tells_the_rest",
]
