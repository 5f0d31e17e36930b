"""Everything that happened to an idea, as it goes on paper: the oldest first, and none left out but notes."""

# ruff: noqa: S608 - the statement is made of constants only

from __future__ import annotations

from collections.abc import Sequence

from tracker.idea.queries.aside import Aside
from tracker.idea.queries.happenings import EventEntry
from tracker.idea.queries.story import EVENTS, event_entry

MOST_ON_PAPER = 5_000

HISTORY: Aside[Sequence[EventEntry]] = Aside(
    "history",
    f"SELECT json_agg({EVENTS} ORDER BY e.at, e.number) FROM (SELECT * FROM event x WHERE x.idea_id = idea.id"
    f" AND x.what <> 'note_written' ORDER BY x.at DESC, x.number DESC LIMIT {MOST_ON_PAPER}) AS e",
    lambda told: [event_entry(each) for each in told or ()],
)
