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
    last_month,
    last_month_query,
    open_on,
    settled,
    settled_query,
    waits_for_lead,
    waits_for_lead_query,
)
from tracker.nudge.queries.people import helpers
from tracker.nudge.queries.plan import Outlook, Reach, names_of, outlook, outlook_of, plan, reach
from tracker.nudge.queries.planned import ideas_of, seen_of, seen_query
from tracker.nudge.queries.ways import ways_of

__all__ = [
    "AskEntry",
    "NudgeEntry",
    "NudgeLink",
    "Outlook",
    "Reach",
    "asks_on",
    "by_token",
    "by_tokens",
    "call_for_help",
    "entry",
    "for_person",
    "for_person_query",
    "help_query",
    "help_wanted",
    "helpers",
    "ideas_of",
    "last_month",
    "last_month_query",
    "names_of",
    "open_on",
    "outlook",
    "outlook_of",
    "plan",
    "reach",
    "seen_of",
    "seen_query",
    "settled",
    "settled_query",
    "waits_for_lead",
    "waits_for_lead_query",
    "ways_of",
]
