"""Every kind of event, one class each, by word; and how a stored one is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.history.events import (
    amendment,
    attachment,
    benefit,
    capacity,
    contact,
    context,
    conversation,
    council,
    exchange,
    gate,
    hours,
    idea,
    lesson,
    method,
    nudge,
    place,
    portfolio,
    risk,
    routine,
    sharing,
    tag,
    triage,
    value,
)
from tracker.history.events.base import Event, OtherEvent

_WORDS = (
    council,
    contact,
    idea,
    conversation,
    triage,
    gate,
    value,
    benefit,
    hours,
    risk,
    context,
    amendment,
    lesson,
    method,
    place,
    attachment,
    tag,
    capacity,
    routine,
    sharing,
    nudge,
    portfolio,
    exchange,
)
KINDS: Mapping[str, type[Event]] = {
    kind.what: kind
    for word in _WORDS
    for kind in vars(word).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}


FORMER: Mapping[str, tuple[type[Event], Mapping[str, object]]] = {
    key: (kind, stood_for) for kind in KINDS.values() for key, stood_for in kind.former.items()
}


def event_of(what: str, particulars: Mapping[str, Any]) -> Event:
    """Return a stored event as its kind, however old its particulars are; one of no known kind as OtherEvent."""
    if what in FORMER:
        kind, stood_for = FORMER[what]
        return kind.of({**particulars, **stood_for})
    known = KINDS.get(what)
    return known.of(particulars) if known else OtherEvent(key=what)


__all__ = ["FORMER", "KINDS", "Event", "OtherEvent", "event_of"]
