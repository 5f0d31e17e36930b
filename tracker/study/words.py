"""Words about how it is known what an idea changes (domain.md, "Value and evidence")."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID


class Agreement(enum.StrEnum):
    """Whether those who evaluate may have the data that they need."""

    NOT_NEEDED = "not_needed"
    WANTED = "wanted"
    IN_PLACE = "in_place"


class EvaluationParticulars(TypedDict, total=False):
    """What is said of an evaluation beside who does it."""

    since: date | None
    agreement: Agreement | None
    agreement_note: str
    due_on: date | None
    reported_on: date | None
    note: str


class SumParticulars(TypedDict):
    """What a sum for scale is made of: pounds spent, results had for them, how many need it, and what is assumed."""

    unit: str
    spent_least: Decimal | None
    spent_most: Decimal | None
    results: int | None
    wanted_least: int | None
    wanted_most: int | None
    assumptions: str


class LinkParticulars(TypedDict, total=False):
    """What is said of a link beside its address: what is there, when somebody last looked, and which claim it is on."""

    title: str
    looked_on: date | None
    claim_id: UUID | None
