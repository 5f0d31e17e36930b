"""Words about value (domain.md, "Value and evidence")."""

from __future__ import annotations

import enum


class Certainty(enum.StrEnum):
    """Whether money is promised or only hoped for."""

    GRANTED = "granted"
    INDICATIVE = "indicative"


class Direction(enum.StrEnum):
    """Which way an indicator went, as who saw it says: where words stand for figures, this makes them a follow-up."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


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
