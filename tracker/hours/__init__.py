"""Hours: time that people are given away from their day job for an idea, a resource beside its money."""

from tracker.hours.actions import correct_hours, grant_hours
from tracker.hours.models import HoursGrant
from tracker.hours.queries import HOURS, HoursEntry, hours_on
from tracker.hours.rules import granted_now, hours_faults, in_hours
from tracker.hours.words import HoursUse

__all__ = [
    "HOURS",
    "HoursEntry",
    "HoursGrant",
    "HoursUse",
    "correct_hours",
    "grant_hours",
    "granted_now",
    "hours_faults",
    "hours_on",
    "in_hours",
]
