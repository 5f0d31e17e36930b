"""A nudge: one person, one reason, one action, about one thing. It invites; it never sets a quota.

Who has gone quiet is asked of the database rule by rule (`find_due`); what is due goes in at most one mail a person a
day, across all their councils (`send_due`); the mail's link is answered with one press (`answer`).
"""

from tracker.nudge.actions import find_due, snooze, withhold
from tracker.nudge.answers import answer, helpers
from tracker.nudge.asking import (
    Asked,
    Link,
    asked,
    by_token,
    for_person,
    ideas_of,
    last_month,
    settled,
    waits_for_lead,
)
from tracker.nudge.planning import plan
from tracker.nudge.rulebook import rules
from tracker.nudge.rules import TOKEN_DAYS, tells_the_rest
from tracker.nudge.sending import send_due
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import NudgeState, Planned, Reply, Rule, Who

__all__ = [
    "TOKEN_DAYS",
    "WATCHED",
    "Asked",
    "Link",
    "NudgeState",
    "Planned",
    "Reply",
    "Rule",
    "Who",
    "answer",
    "asked",
    "by_token",
    "find_due",
    "for_person",
    "helpers",
    "ideas_of",
    "last_month",
    "plan",
    "rules",
    "send_due",
    "settled",
    "snooze",
    "tells_the_rest",
    "waits_for_lead",
    "withhold",
]
