"""What is done with nudges: found, sent, answered, put aside."""

from tracker.nudge.actions.answer import answer
from tracker.nudge.actions.find import find_due
from tracker.nudge.actions.send import send_due
from tracker.nudge.actions.withhold import snooze, snooze_faults, withhold

__all__ = ["answer", "find_due", "send_due", "snooze", "snooze_faults", "withhold"]
