"""What is true of risks. Pure functions."""

from __future__ import annotations

ASKS_FOR_SCRUTINY = 15


def score(*, likelihood: int | None, impact: int | None) -> int | None:
    """Likelihood times impact, 1 to 25; None where either is not said."""
    return likelihood * impact if likelihood and impact else None


def asks_for_scrutiny(*, likelihood: int | None, impact: int | None) -> bool:
    """Whether a risk asks for scrutiny at the gate (15 or more). It never rejects an idea."""
    return (score(likelihood=likelihood, impact=impact) or 0) >= ASKS_FOR_SCRUTINY
