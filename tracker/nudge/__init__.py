"""A nudge: one person, one reason, one action, about one thing. It invites; it never sets a quota.

Who has gone quiet is asked of the database rule by rule (`find_due`); what is due goes in at most one mail a person a
day, across all their councils (`send_due`); the mail's link is answered with one press (`answer`).
"""

from tracker.nudge.actions import answer, find_due, send_due, snooze, snooze_faults, withhold
from tracker.nudge.queries import (
    NudgeEntry,
    NudgeLink,
    by_token,
    entry,
    for_person,
    helpers,
    ideas_of,
    last_month,
    plan,
    settled,
    waits_for_lead,
)
from tracker.nudge.rules import LINK_DAYS, other_days, peace_until, rests_until, rule_book
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import PlannedNudge, Reply

__all__ = [
    "LINK_DAYS",
    "WATCHED",
    "NudgeEntry",
    "NudgeLink",
    "PlannedNudge",
    "Reply",
    "answer",
    "by_token",
    "entry",
    "find_due",
    "for_person",
    "helpers",
    "ideas_of",
    "last_month",
    "other_days",
    "peace_until",
    "plan",
    "rests_until",
    "rule_book",
    "send_due",
    "settled",
    "snooze",
    "snooze_faults",
    "waits_for_lead",
    "withhold",
]
