"""Who has gone quiet: the rules that are watched, each beside the word whose rows it looks at.

To watch another rule of the rule book, declare its entry in the module of its word.
"""

from tracker.nudge.rules import rule_book
from tracker.nudge.watch import ask, call, council, gate, idea, lesson, risk, routine, sharing, triage, value
from tracker.nudge.watch.council import AnyEntry, CouncilEntry
from tracker.nudge.watch.entry import WatchEntry

_WORDS = (idea, triage, gate, call, ask, risk, value, lesson, sharing, routine, council)
_DECLARED: dict[str, AnyEntry] = {entry.code: entry for word in _WORDS for entry in word.ENTRIES}
_ORDER = tuple(rule_book())

WATCHED = {code: _DECLARED[code] for code in sorted(_DECLARED, key=_ORDER.index)}

__all__ = ["WATCHED", "AnyEntry", "CouncilEntry", "WatchEntry"]
