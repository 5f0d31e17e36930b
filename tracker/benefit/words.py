"""Words about what a benefit came to: who checked a figure and what they say, and what a register is narrowed to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from tracker.value.words import BenefitCategory, BenefitClass, BenefitState


class CheckWord(enum.StrEnum):
    """What somebody who did not claim a figure says of it."""

    RIGHT = "right"
    OTHER = "other"
    UNCLEAR = "unclear"


class PeriodParticulars(TypedDict, total=False):
    """What is said of a benefit in one period: figures in what it is counted in, or words."""

    starts_on: date | None
    ends_on: date | None
    forecast: Decimal | None
    hoped: str
    actual: Decimal | None
    came: str
    why: str
    source: str


@dataclass(frozen=True)
class BenefitFilters:
    """What a register is narrowed to; empty means everything. `told`: cases from reports, too."""

    service_id: UUID | None = None
    benefit_class: BenefitClass | None = None
    category: BenefitCategory | None = None
    state: BenefitState | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    payer: str = ""
    gainer: str = ""
    waiting: bool = False
    told: bool = False
