"""What has gone quiet or is due: after how many days, by which facts, and why. Pure functions."""

from tracker.upkeep.rules.ages import (
    DayCount,
    MonthCount,
    UpkeepDays,
    UpkeepEntry,
    day_faults,
    days,
    days_as_set,
    upkeep_entries,
)
from tracker.upkeep.rules.facts import (
    days_waited,
    evidence_stale,
    idle,
    money_short,
    owes_lesson,
    reply_late,
    sponsor_silent,
)
from tracker.upkeep.rules.parts import UpkeepRecord, parts_due

__all__ = [
    "DayCount",
    "MonthCount",
    "UpkeepDays",
    "UpkeepEntry",
    "UpkeepRecord",
    "day_faults",
    "days",
    "days_as_set",
    "days_waited",
    "evidence_stale",
    "idle",
    "money_short",
    "owes_lesson",
    "parts_due",
    "reply_late",
    "sponsor_silent",
    "upkeep_entries",
]
