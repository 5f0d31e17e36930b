"""What happens to an idea itself: sent, put right, taken up again; its facts and its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.history.events.base import Event


@dataclass(frozen=True)
class IdeaSubmitted(Event):
    """An idea was sent in; its author is answered by a day."""

    what = "idea_submitted"
    reply_due_on: str


@dataclass(frozen=True)
class IdeaCorrected(Event):
    """An idea was put right: what stood there before and after, by column."""

    what = "idea_corrected"
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


@dataclass(frozen=True)
class IdeaWoken(Event):
    """A parked idea was taken up again, by somebody or by itself on its day."""

    what = "idea_woken"
    because: str
    on_its_day: bool = False


@dataclass(frozen=True)
class IdeaCarriedOn(Event):
    """An idea that came back on its day goes on as before."""

    what = "idea_carried_on"


@dataclass(frozen=True)
class FactStated(Event):
    """A dated fact was stated, or taken back where the value is empty."""

    what = "fact_stated"
    fact: str
    value: str
    because: str = ""


@dataclass(frozen=True)
class RiskOfNothingStated(Event):
    """What happens if nobody does anything was stated."""

    what = "risk_of_nothing_stated"
    words: str


@dataclass(frozen=True)
class KnownSinceStated(Event):
    """Since when a need is known, and when somebody decided to act, was stated."""

    what = "known_since_stated"
    known_since: str | None
    decided_to_act_on: str | None


@dataclass(frozen=True)
class OwnerAssigned(Event):
    """Somebody began to look after an idea, maybe after another."""

    what = "owner_assigned"
    owner: str
    handed_over: bool


@dataclass(frozen=True)
class IdeaHandedBack(Event):
    """Somebody gave an idea back that they were given: to whom had it before, or to nobody."""

    what = "idea_handed_back"
    owner: str | None
    because: str


@dataclass(frozen=True)
class SponsorNamed(Event):
    """The person with authority to act was named."""

    what = "sponsor_named"
    sponsor: str


@dataclass(frozen=True)
class SponsorContacted(Event):
    """The sponsor and the team were in contact on a day."""

    what = "sponsor_contacted"
    on: str
    note: str | None


@dataclass(frozen=True)
class AudienceSet(Event):
    """An idea is seen by an audience, and beside it by its author, who keeps it and so many people named."""

    what = "audience_set"
    former = MappingProxyType(
        {"idea_kept_confidential": {"audience": "confidential"}, "idea_opened": {"audience": "everybody"}}
    )
    audience: str
    people: int


@dataclass(frozen=True)
class TriggerStated(Event):
    """What set the idea off, and when, was stated."""

    what = "trigger_stated"
    trigger: str | None
    on: str | None


@dataclass(frozen=True)
class IdeaSorted(Event):
    """Of what kind an idea is, and who drives it, was stated."""

    what = "idea_sorted"
    innovation_type: str | None
    origin_driver: str | None


@dataclass(frozen=True)
class LikenessMarked(Event):
    """Somebody said of this idea and another that they are not alike, or variants of one need; or took it back."""

    what = "likeness_marked"
    another = ("ref", "title")
    mark: str
    ref: str
    title: str
