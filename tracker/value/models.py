"""Claims, the evidence on them, benefits and funding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import BY_WORDS, Base, Dated, FromCase, OfIdea, one_of, points_at, points_at_member
from tracker.value.words import BenefitCategory, BenefitClass, Certainty, Confidence, Direction

# As the database writes it out itself.
CLAIM_WORDS = (
    "keyed_words(council_id, indicator, (((((coalesce(need, ''::text) || ' '::text)"
    " || coalesce(who_benefits, ''::text)) || ' '::text) || coalesce(baseline, ''::text)) || ' '::text)"
    " || coalesce(target, ''::text))"
)


class Claim(Dated, OfIdea, Base):
    """What an idea is said to change: the need, who gains, the indicator, where it starts and where it should get to.

    Baselines and targets may be words. One claim per idea and indicator. `level_asked` is the level of evidence that
    the claim states (1-5); what its records support is computed. It is compared with a group without it, the
    `comparator`, or known by another method that is stated and justified. `stated_change` is said of it outside.
    """

    __tablename__ = "claim"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        UniqueConstraint("council_id", "idea_id", "indicator"),
        CheckConstraint("level_asked BETWEEN 1 AND 5", name="level_asked"),
        Index("ix_claim_words", text(CLAIM_WORDS), **BY_WORDS),
    )

    idea_id: Mapped[UUID]
    indicator: Mapped[str]
    unit: Mapped[str | None]
    need: Mapped[str | None]
    who_benefits: Mapped[str | None]
    baseline: Mapped[str | None]
    baseline_date: Mapped[str | None]
    target: Mapped[str | None]
    target_on: Mapped[date | None]
    comparison_group: Mapped[bool] = mapped_column(server_default=text("false"))
    comparator: Mapped[str | None]
    method: Mapped[str | None]
    method_because: Mapped[str | None]
    level_asked: Mapped[int | None]
    stated_change: Mapped[str | None]
    stated_in: Mapped[str | None]
    review_on: Mapped[date | None]
    by_id: Mapped[UUID | None]


class Evidence(FromCase, Dated, OfIdea, Base):
    """One record on a claim: a value, a report, an inspection. `level_stated` is what its teller says of it.

    A baseline of its own stands here only where it differs from its claim's.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        points_at("idea"),
        points_at("claim"),
        points_at_member("by_id"),
        CheckConstraint("level_stated BETWEEN 1 AND 5", name="level_stated"),
        Index("ix_evidence_idea", "council_id", "idea_id", "value_on"),
    )

    idea_id: Mapped[UUID]
    claim_id: Mapped[UUID]
    kind: Mapped[str | None]
    unit: Mapped[str | None]
    baseline: Mapped[str | None]
    baseline_date: Mapped[str | None]
    value: Mapped[str | None]
    value_date: Mapped[str | None]
    value_on: Mapped[date | None]
    direction: Mapped[Direction | None] = mapped_column(one_of(Direction, "direction"))
    comparator: Mapped[str | None]
    level_stated: Mapped[int | None]
    level_inferred: Mapped[bool | None]
    note: Mapped[str | None]
    seen_by_sponsor_on: Mapped[date | None]
    by_id: Mapped[UUID | None]


class EvidenceReview(Dated, OfIdea, Base):
    """Somebody looked at the evidence again on a day, and it still stands."""

    __tablename__ = "evidence_review"
    __table_args__ = (
        points_at("idea"),
        points_at_member("by_id"),
        Index("ix_evidence_review_idea", "council_id", "idea_id", "on"),
    )

    idea_id: Mapped[UUID]
    on: Mapped[date]
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]


class Benefit(FromCase, Dated, OfIdea, Base):
    """A gain or loss, to whom and of what kind, who pays for it and who loses; what it came to stands by period.

    Who claims it and who verifies it are never the same person: `verified_by_id` is who said that it came.
    """

    __tablename__ = "benefit"
    __table_args__ = (
        points_at("idea"),
        points_at_member("claimed_by_id"),
        points_at_member("verified_by_id"),
        CheckConstraint("claimed_by_id <> verified_by_id", name="verified_by_another"),
        Index("ix_benefit_idea", "council_id", "idea_id"),
        Index("ix_benefit_benefit_class", "council_id", "benefit_class", "id"),
        Index("ix_benefit_category", "council_id", "category", "id"),
        Index("ix_benefit_state", "council_id", "state", "id"),
    )

    idea_id: Mapped[UUID]
    category: Mapped[BenefitCategory | None] = mapped_column(one_of(BenefitCategory, "category"))
    benefit_class: Mapped[BenefitClass | None] = mapped_column(one_of(BenefitClass, "class"))
    beneficiary: Mapped[str | None]
    description: Mapped[str | None]
    amount_gbp: Mapped[Decimal | None]
    period: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default="forecast")
    decision_id: Mapped[UUID | None]
    claimed_by_id: Mapped[UUID | None]
    verified_by_id: Mapped[UUID | None]
    disbenefit: Mapped[bool] = mapped_column(server_default=text("false"))
    unit: Mapped[str | None]
    payer: Mapped[str | None]
    paid: Mapped[str | None]
    loser: Mapped[str | None]
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence, "confidence"))
    confidence_because: Mapped[str | None]


class Funding(FromCase, Dated, OfIdea, Base):
    """A line of money: instrument, funder, amount in pounds, start and end as given, granted or indicative."""

    __tablename__ = "funding"
    __table_args__ = (points_at("idea"), points_at_member("by_id"), Index("ix_funding_idea", "council_id", "idea_id"))

    idea_id: Mapped[UUID]
    instrument: Mapped[str | None]
    funder: Mapped[str | None]
    amount_gbp: Mapped[Decimal | None]
    start: Mapped[str | None]
    end: Mapped[str | None]
    ends_on: Mapped[date | None]
    certainty: Mapped[Certainty | None] = mapped_column(one_of(Certainty, "certainty"))
    note: Mapped[str | None]
    by_id: Mapped[UUID | None]
