"""What is done with nudges: found, sent, answered, put aside; and calls for help that an answer made."""

from tracker.nudge.actions.answer import answer
from tracker.nudge.actions.ask import ask_faults, ask_person, end_ask
from tracker.nudge.actions.call import answer_call
from tracker.nudge.actions.find import find_due, look_again
from tracker.nudge.actions.rules import rules_faults, set_rules
from tracker.nudge.actions.send import send_due
from tracker.nudge.actions.withhold import snooze, snooze_faults, withhold

__all__ = [
    "answer",
    "answer_call",
    "ask_faults",
    "ask_person",
    "end_ask",
    "find_due",
    "look_again",
    "rules_faults",
    "send_due",
    "set_rules",
    "snooze",
    "snooze_faults",
    "withhold",
]
