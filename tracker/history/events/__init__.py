"""Every kind of event, one class each, by word; and how a stored one is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.history.events import (
    conversation,
    council,
    exchange,
    gate,
    idea,
    lesson,
    nudge,
    portfolio,
    risk,
    sharing,
    triage,
    value,
)
from tracker.history.events.base import Event, OtherEvent

_WORDS = (council, idea, conversation, triage, gate, value, risk, lesson, sharing, nudge, portfolio, exchange)
KINDS: Mapping[str, type[Event]] = {
    kind.what: kind
    for word in _WORDS
    for kind in vars(word).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}


def event_of(what: str, particulars: Mapping[str, Any]) -> Event:
    """Return a stored event as its kind, however old its particulars are; one of no known kind as OtherEvent."""
    kind = KINDS.get(what)
    return kind.of(particulars) if kind else OtherEvent(key=what)


__all__ = ["KINDS", "Event", "OtherEvent", "event_of"]
