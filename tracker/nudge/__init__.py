"""A nudge: one person, one reason, one action, about one thing. It invites; it never sets a quota.

Who has gone quiet is asked of the database rule by rule (`find_due`); what is due goes in at most one mail a person a
day, across all their councils (`send_due`); the mail's link is answered with one press (`answer`).
"""

from tracker.nudge.actions import (
    answer,
    answer_call,
    find_due,
    look_again,
    send_due,
    snooze,
    snooze_faults,
    withhold,
)
from tracker.nudge.models import IS_OPEN
from tracker.nudge.queries import (
    NudgeEntry,
    NudgeLink,
    by_token,
    call_for_help,
    entry,
    for_person,
    for_person_query,
    heirs,
    help_query,
    help_wanted,
    helpers,
    ideas_of,
    is_contact,
    last_month,
    open_on,
    plan,
    settled,
    waits_for_lead,
    way_for,
)
from tracker.nudge.rules import LINK_DAYS, help_due, other_days, peace_until, rests_until, rule_book
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import PlannedNudge, Reply

__all__ = [
    "IS_OPEN",
    "LINK_DAYS",
    "WATCHED",
    "NudgeEntry",
    "NudgeLink",
    "PlannedNudge",
    "Reply",
    "answer",
    "answer_call",
    "by_token",
    "call_for_help",
    "entry",
    "find_due",
    "for_person",
    "for_person_query",
    "heirs",
    "help_due",
    "help_query",
    "help_wanted",
    "helpers",
    "ideas_of",
    "is_contact",
    "last_month",
    "look_again",
    "open_on",
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
    "way_for",
    "withhold",
]
