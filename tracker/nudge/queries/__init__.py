"""What is asked of nudges: why somebody would be asked, what would go on a day, what stands on the pages."""

from tracker.nudge.queries.asks import AskEntry, asks_on
from tracker.nudge.queries.entries import (
    NudgeEntry,
    NudgeLink,
    by_token,
    by_tokens,
    call_for_help,
    entry,
    for_person,
    for_person_query,
    help_query,
    help_wanted,
    ideas_of,
    last_month,
    open_on,
    settled,
    waits_for_lead,
)
from tracker.nudge.queries.people import helpers
from tracker.nudge.queries.plan import Outlook, PriorNudge, Reach, open_nudges, outlook, outlook_of, plan, reach
from tracker.nudge.queries.ways import heirs, is_contact, way_for

__all__ = [
    "AskEntry",
    "NudgeEntry",
    "NudgeLink",
    "Outlook",
    "PriorNudge",
    "Reach",
    "asks_on",
    "by_token",
    "by_tokens",
    "call_for_help",
    "entry",
    "for_person",
    "for_person_query",
    "heirs",
    "help_query",
    "help_wanted",
    "helpers",
    "ideas_of",
    "is_contact",
    "last_month",
    "open_nudges",
    "open_on",
    "outlook",
    "outlook_of",
    "plan",
    "reach",
    "settled",
    "waits_for_lead",
    "way_for",
]
