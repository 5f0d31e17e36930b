"""Hours that people were given away from their day job for an idea."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class HoursGranted(Event):
    """Somebody was given hours a week for an idea, until a day where one is named."""

    what = "hours_granted"
    granted_by: str
    granted_to: str
    hours: str
    until: str | None
