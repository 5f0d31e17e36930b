"""What has gone quiet or is due: after how many days, by which facts, and why. Pure functions."""

from tracker.upkeep.rules.ages import DayCount, MonthCount, UpkeepDays, days
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
    "UpkeepRecord",
    "days",
    "days_waited",
    "evidence_stale",
    "idle",
    "money_short",
    "owes_lesson",
    "parts_due",
    "reply_late",
    "sponsor_silent",
]
