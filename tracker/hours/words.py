"""Words about hours that people are given for an idea."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import TypedDict


class HoursUse(enum.StrEnum):
    """Whether hours that were granted are used."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class HoursParticulars(TypedDict, total=False):
    """What is said of hours beside who was given them."""

    granted_by: str
    hours_a_week: Decimal | None
    since: date | None
    until: date | None
    used: HoursUse | None
    note: str
