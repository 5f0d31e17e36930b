"""What becomes of an idea in triage. The reason goes when the words it stands in are redacted."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class DesignGateOpened(Event):
    """An idea goes on to its design gate."""

    what = "sent_to_design_gate"
    because: str
    gate_by: str | None = None


@dataclass(frozen=True)
class IdeaImproved(Event):
    """An idea was closed as better put right straight away."""

    what = "improved_instead"
    because: str


@dataclass(frozen=True)
class IdeaResourced(Event):
    """An idea was closed as better given the means."""

    what = "resourced_instead"
    because: str


@dataclass(frozen=True)
class IdeaDeclined(Event):
    """An idea does not go ahead."""

    what = "declined"
    because: str


@dataclass(frozen=True)
class IdeaReferred(Event):
    """An idea was passed on to somebody who can do something about it."""

    what = "referred"
    because: str
    to_whom: str


@dataclass(frozen=True)
class IdeaParked(Event):
    """An idea waits until a day."""

    what = "parked"
    because: str
    until: str


@dataclass(frozen=True)
class IdeaMerged(Event):
    """An idea was joined into another."""

    what = "merged"
    another = ("into", "into_title")
    into: str
    into_title: str
    because: str


@dataclass(frozen=True)
class IdeaJoined(Event):
    """Another idea was joined into this one."""

    what = "joined_by"
    another = ("ref", "title")
    ref: str
    title: str


@dataclass(frozen=True)
class MergeUndone(Event):
    """An idea was taken apart again from the one that it was joined into."""

    what = "merge_undone"
    another = ("into", "into_title")
    into: str
    into_title: str


@dataclass(frozen=True)
class JoinUndone(Event):
    """Another idea was taken apart again from this one."""

    what = "join_undone"
    another = ("ref", "title")
    ref: str
    title: str


@dataclass(frozen=True)
class OutcomeTakenBack(Event):
    """What was decided for several ideas at once was undone before any letter of it went."""

    what = "outcome_taken_back"
