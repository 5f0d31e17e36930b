"""Upkeep: what has gone quiet or is due, of whom, since when.

How old is too old is said once, in config/reference/upkeep.csv: pages, profile, triangle and nudges ask `days()` and
the facts here, and their sentences take their figures from it.
"""

from tracker.upkeep.queries import KeptEntry, kept_query, parts_due_by_idea, parts_due_on
from tracker.upkeep.rules import (
    UpkeepDays,
    UpkeepEntry,
    day_faults,
    days,
    days_as_set,
    days_waited,
    evidence_stale,
    idle,
    money_short,
    owes_lesson,
    reply_late,
    sponsor_silent,
    upkeep_entries,
)

__all__ = [
    "KeptEntry",
    "UpkeepDays",
    "UpkeepEntry",
    "day_faults",
    "days",
    "days_as_set",
    "days_waited",
    "evidence_stale",
    "idle",
    "kept_query",
    "money_short",
    "owes_lesson",
    "parts_due_by_idea",
    "parts_due_on",
    "reply_late",
    "sponsor_silent",
    "upkeep_entries",
]
