"""What is recorded of an idea's worth: claims, evidence, money, benefits."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class ClaimMade(Event):
    """It was said what an idea changes, by which indicator."""

    what = "claim_made"
    indicator: str
    target: str | None
    unit: str | None


@dataclass(frozen=True)
class EvidenceAdded(Event):
    """Something was seen, heard or measured."""

    what = "evidence_added"
    indicator: str
    value: str | None
    unit: str | None
    note: str | None


@dataclass(frozen=True)
class EvidenceReviewed(Event):
    """The evidence was looked at again on a day, and still stands."""

    what = "evidence_reviewed"
    on: str
    note: str | None


@dataclass(frozen=True)
class EvidenceSeenBySponsor(Event):
    """The sponsor has seen the newest evidence."""

    what = "evidence_seen_by_sponsor"


@dataclass(frozen=True)
class FundingAdded(Event):
    """A line of money was entered; the amount in pounds, as it is written."""

    what = "funding_added"
    funder: str
    amount: str | None
    until: str | None
    certainty: str


@dataclass(frozen=True)
class BenefitClaimed(Event):
    """A benefit was claimed."""

    what = "benefit_claimed"
    description: str


@dataclass(frozen=True)
class BenefitsQuestioned(Event):
    """So many benefits came under question: a decision that they rested on was reversed, or the idea was stopped."""

    what = "benefits_questioned"
    benefits: int
    stopped: bool = False
