"""What became of reminders."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class NudgeSent(Event):
    """A reminder was sent to somebody: the rule and the fact behind it."""

    what = "nudge_sent"
    rule: str
    to: str
    fact: str


@dataclass(frozen=True)
class NudgeAnswered(Event):
    """A reminder was answered with one press."""

    what = "nudge_answered"
    rule: str
    reply: str
    note: str


@dataclass(frozen=True)
class AskedByLead(Event):
    """A lead asked somebody something about an idea."""

    what = "asked_by_lead"
    to: str


@dataclass(frozen=True)
class HelpGiven(Event):
    """Who had asked for help was answered."""

    what = "help_given"
    to: str


@dataclass(frozen=True)
class NudgeWithheld(Event):
    """A reminder was withheld before it went."""

    what = "nudge_withheld"
    rule: str
    because: str


@dataclass(frozen=True)
class NudgeSnoozed(Event):
    """A reminder was put off until a day."""

    what = "nudge_snoozed"
    rule: str
    until: str
    because: str
