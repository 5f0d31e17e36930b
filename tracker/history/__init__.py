"""The append-only record of everything that happened to an idea or in a council. It is read to be shown, and redacted.

Each kind of event is a class of `tracker.history.events`, with its line in templates/history. Nothing is ever read back
from here as state: what an idea asks, where it stands, who was joined with it is asked of rows.
"""

from tracker.history.actions import EVENT_ROW, EventDraft, Recording, record, take_recorded
from tracker.history.events import FORMER, KINDS, Event, OtherEvent, event_of
from tracker.history.models import StoredEvent

__all__ = [
    "EVENT_ROW",
    "FORMER",
    "KINDS",
    "Event",
    "EventDraft",
    "OtherEvent",
    "Recording",
    "StoredEvent",
    "event_of",
    "record",
    "take_recorded",
]
