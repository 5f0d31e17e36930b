"""What happens at the gates: policies, answers, views, requests, decisions, conditions."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class GatePolicySet(Event):
    """A version of the gate policy was set."""

    what = "gate_policy_set"
    version: int


@dataclass(frozen=True)
class GatePolicyMoved(Event):
    """An idea is decided under another version of the gate policy from now on."""

    what = "gate_policy_moved"
    version: int


@dataclass(frozen=True)
class GateAnswered(Event):
    """So many questions were answered for a gate."""

    what = "gate_answered"
    gate: str
    answers: int


@dataclass(frozen=True)
class GateViewGiven(Event):
    """A panel member said what to do at a gate."""

    what = "gate_view"
    gate: str
    leaning: str


@dataclass(frozen=True)
class DecisionRequested(Event):
    """A decision was asked for by a day."""

    what = "decision_asked"
    gate: str
    due_on: str
    note: str | None


@dataclass(frozen=True)
class GateDecided(Event):
    """A decision was made at a gate: its number, its word, its reasons, where it led."""

    what = "gate_decided"
    ref: str
    number: int
    gate: str
    word: str
    because: str
    from_stage: str
    to_stage: str
    until: str | None
    stop_reason: str | None


@dataclass(frozen=True)
class IdeaReopened(Event):
    """A closed idea was taken up again at the stage it had: the number of that decision, and its reasons."""

    what = "idea_reopened"
    ref: str
    number: int
    stage: str
    because: str


@dataclass(frozen=True)
class ConditionMet(Event):
    """A condition was met, and how that can be seen."""

    what = "condition_met"
    text: str
    note: str


@dataclass(frozen=True)
class ExtensionAsked(Event):
    """Another date was asked for, for a condition: in place of which day, and why."""

    what = "extension_asked"
    text: str
    due_on: str
    wanted_on: str
    because: str


@dataclass(frozen=True)
class ExtensionAnswered(Event):
    """Another date for a condition was granted or not, with what was said to it."""

    what = "extension_answered"
    text: str
    due_on: str
    wanted_on: str
    granted: bool
    note: str | None


@dataclass(frozen=True)
class YearlyReviewHeld(Event):
    """An embedded idea was reviewed: how much better it got, and how new it is, of ten."""

    what = "yearly_review_held"
    improvement: int
    innovation: int


@dataclass(frozen=True)
class ArchiveConsentSet(Event):
    """A council agreed that others take up an idea that it stopped, or took that back."""

    what = "archive_consent_set"
    given: bool
