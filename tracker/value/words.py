"""Words about value (domain.md, "Value and evidence")."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict


class Certainty(enum.StrEnum):
    """Whether money is promised or only hoped for."""

    GRANTED = "granted"
    INDICATIVE = "indicative"


class Direction(enum.StrEnum):
    """Which way an indicator went, as who saw it says: where words stand for figures, this makes them a follow-up."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Channel(enum.StrEnum):
    """Whose views of it are collected; the embed gate asks for all three."""

    USERS = "users"
    PUBLIC = "public"
    AGENCIES = "agencies"


# The kinds of evidence that come through each.
CHANNELS: Mapping[Channel, tuple[str, ...]] = {
    Channel.USERS: ("user_feedback", "user_reported"),
    Channel.PUBLIC: ("public_feedback",),
    Channel.AGENCIES: ("agency_feedback",),
}


class BenefitCategory(enum.StrEnum):
    """Who gains (after the Green Book's register)."""

    OWN = "own_organisation"
    PUBLIC = "other_public_bodies"
    SOCIETY = "wider_society"


class BenefitClass(enum.StrEnum):
    """What kind of gain it is."""

    CASH = "cash_releasing"
    NON_CASH = "non_cash_releasing"
    QUANTIFIABLE = "quantifiable"
    QUALITATIVE = "qualitative"


class Confidence(enum.StrEnum):
    """How sure whoever claims a benefit is of its forecast."""

    SURE = "sure"
    FAIR = "fair"
    GUESS = "guess"


class BenefitState(enum.StrEnum):
    """How a benefit stands. Under question it stays in the register, and counts as realised nowhere."""

    FORECAST = "forecast"
    IN_DELIVERY = "in_delivery"
    REALISED = "realised"
    UNDER_QUESTION = "under_question"
    WITHDRAWN = "withdrawn"


class ClaimContext(TypedDict, total=False):
    """How a claim is known beside its figures, what is said of it outside, and when it is looked at again."""

    comparator: str
    method: str
    method_because: str
    stated_change: str
    stated_in: str
    review_on: date | None


class ClaimParticulars(ClaimContext, total=False):
    """What is said of a claim beside its indicator. Dates as given: "2026", "2026-04" or a whole one."""

    unit: str
    need: str | None
    who_benefits: str
    baseline: str
    baseline_date: str
    target: str
    target_on: date | None
    comparison_group: bool
    level_asked: int | None


class EvidenceParticulars(TypedDict, total=False):
    """What is said of evidence; without a day it is of today."""

    kind: str
    value: str
    value_on: date | None
    direction: Direction | None
    baseline: str
    baseline_date: str
    comparator: str
    level_stated: int | None
    note: str


class FundingParticulars(TypedDict, total=False):
    """What is said of a line of money beside who gives it; the amount in pounds."""

    certainty: Certainty | None
    instrument: str
    amount_gbp: Decimal | None
    start: date | None
    end: date | None
    note: str


class BenefitParticulars(TypedDict, total=False):
    """What is said of a benefit beside what is gained; the amount in pounds, for all of its periods together."""

    category: BenefitCategory | None
    benefit_class: BenefitClass | None
    beneficiary: str
    amount_gbp: Decimal | None
    period: str
    disbenefit: bool
    unit: str
    payer: str
    paid: str
    loser: str
    confidence: Confidence | None
    confidence_because: str
