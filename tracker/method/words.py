"""Words about methods of working (config/reference/methods.csv) and the plans made of them."""

from __future__ import annotations

import enum


class Purpose(enum.StrEnum):
    """What a method is for."""

    INSIGHT = "insight"
    ENGAGE = "engage"
    GENERATE = "generate"
    INCUBATE = "incubate"
    EVALUATE = "evaluate"
    FUND = "fund"
    SCALE = "scale"
    NETWORK = "network"


class Effort(enum.StrEnum):
    """How much a method asks of a council."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FitFactor(enum.StrEnum):
    """What decides whether a method fits: the four that the research names (reports-2007-2008.md, A16)."""

    URGENCY = "urgency"
    CAPITAL = "capital"
    PROFESSIONS = "professions"
    KNOWN = "known"


AMOUNTS = ("little", "some", "much")
FIT_ANSWERS: dict[FitFactor, tuple[str, ...]] = {
    FitFactor.URGENCY: ("weeks", "months", "time"),
    FitFactor.CAPITAL: AMOUNTS,
    FitFactor.PROFESSIONS: AMOUNTS,
    FitFactor.KNOWN: AMOUNTS,
}


class StepState(enum.StrEnum):
    """How a step of a plan stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


REASONED = frozenset({StepState.SKIPPED, StepState.WITHDRAWN})  # these say why
