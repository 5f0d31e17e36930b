"""What is asked of nudges: why somebody would be asked, what would go on a day, what stands on the pages."""

from tracker.nudge.queries.entries import (
    NudgeEntry,
    NudgeLink,
    by_token,
    entry,
    for_person,
    ideas_of,
    last_month,
    settled,
    waits_for_lead,
)
from tracker.nudge.queries.people import helpers
from tracker.nudge.queries.plan import Outlook, outlook, plan

__all__ = [
    "NudgeEntry",
    "NudgeLink",
    "Outlook",
    "by_token",
    "entry",
    "for_person",
    "helpers",
    "ideas_of",
    "last_month",
    "outlook",
    "plan",
    "settled",
    "waits_for_lead",
]
