"""What happens between councils: cards published and taken back, ideas adapted, results told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class CardPublished(Event):
    """A card of an idea was put into a collaborative: how much it shows, and which fields."""

    what = "card_published"
    collaborative: str
    code: str
    number: int
    level: str
    chosen: Sequence[str]


@dataclass(frozen=True)
class CardReplaced(Event):
    """The card that stands in a collaborative was replaced."""

    what = "card_replaced"
    collaborative: str
    code: str
    number: int
    level: str
    chosen: Sequence[str]


@dataclass(frozen=True)
class CardRefreshed(Event):
    """The health on a card was worked out anew and frozen."""

    what = "card_refreshed"
    collaborative: str
    code: str
    number: int


@dataclass(frozen=True)
class CardWithdrawn(Event):
    """A card was taken back, with the reason."""

    what = "card_withdrawn"
    collaborative: str
    code: str
    number: int
    level: str
    chosen: Sequence[str]
    because: str


@dataclass(frozen=True)
class CollaborativeChanged(Event):
    """The council founded, joined, left or closed a collaborative, or did something else as a member or its convenor.

    `act` is what it did, `council` the other council that was asked or that answers.
    """

    what = "collaborative_changed"
    act: str
    collaborative: str
    code: str
    council: str | None = None


@dataclass(frozen=True)
class IdeaAdapted(Event):
    """Another council's card was taken into this council's pipeline."""

    what = "idea_adapted"
    origin: str | None
    title: str
    number: int
    collaborative: str
    code: str


@dataclass(frozen=True)
class AdaptationReported(Event):
    """The origin was told how an adaptation went."""

    what = "adaptation_reported"
    origin: str
    status: str
    why_not: str | None
    result: str | None


@dataclass(frozen=True)
class FeedbackGiven(Event):
    """The origin was told what was learnt from its idea elsewhere, beside how it went."""

    what = "feedback_given"
    origin: str
    words: str


@dataclass(frozen=True)
class FeedbackAcknowledged(Event):
    """An adapter was answered on what it told."""

    what = "feedback_acknowledged"
    adapter: str
    words: str


@dataclass(frozen=True)
class TrialEntered(Event):
    """An idea is what its council tries in a trial with others."""

    what = "trial_entered"
    title: str
    number: int
    collaborative: str
    code: str
    variant: str
