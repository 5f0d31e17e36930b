"""Routine: what an idea leaves behind when it becomes normal work. The service that it replaces ends on a day.

Recognition is kept apart: an award is no evidence, and counts in no figure. Rows are only added to: what is said anew
of the same service stands, and what was withdrawn stays, with its reason.
"""

from tracker.routine.actions import name_old_service, note_recognition, withdraw
from tracker.routine.models import OldService, Recognition
from tracker.routine.permissions import is_worked_on, settles
from tracker.routine.queries import ROUTINE, OldServiceEntry, RecognitionEntry, RoutineRecord, routine_of
from tracker.routine.rules import LONGEST_LINE

__all__ = [
    "LONGEST_LINE",
    "ROUTINE",
    "OldService",
    "OldServiceEntry",
    "Recognition",
    "RecognitionEntry",
    "RoutineRecord",
    "is_worked_on",
    "name_old_service",
    "note_recognition",
    "routine_of",
    "settles",
    "withdraw",
]
