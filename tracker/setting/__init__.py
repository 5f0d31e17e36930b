"""A setting: a day, weight, target or rule that a council set of its own, from a day on, with a reason.

What a name means and which values will do is said by the word that asks for it (upkeep, portfolio, nudge); here they
are kept, dated, and read for any day. Those in force stand behind each open door (`tracker.ours`).
"""

from tracker.ours import Settings, Value, holding, settings
from tracker.setting.actions import change
from tracker.setting.queries import SettingEntry, as_set_on, changes, newest_changes, set_on
from tracker.setting.rules import election_after, election_named, last_election, next_election, reason_faults

__all__ = [
    "SettingEntry",
    "Settings",
    "Value",
    "as_set_on",
    "change",
    "changes",
    "election_after",
    "election_named",
    "holding",
    "last_election",
    "newest_changes",
    "next_election",
    "reason_faults",
    "set_on",
    "settings",
]
