"""The arithmetic of the figures: shares kept exact, rounded once, windows of days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction


def half_up(number: Fraction) -> Decimal:
    """Round half up to one decimal, exactly; never negative."""
    return Decimal((number * 10 + Fraction(1, 2)).__floor__()) / 10


def percentage(numerator: int, denominator: int) -> Fraction | None:
    """Return 100 × numerator ÷ denominator; None of nothing."""
    return Fraction(100 * numerator, denominator) if denominator else None


def within(then: date | None, day: date, days: int) -> bool:
    """Say whether `then` lies within the last `days` days of `day`; an age of exactly `days` still does."""
    return then is not None and 0 <= (day - then).days <= days


def told(day: date | None) -> str:
    """Say a day as people do: 3 October 2026."""
    return f"{day.day} {day:%B %Y}" if day else "a day not known"


def count_of(count: int, unit: str = "day") -> str:
    """Say how many: 1 day, 2 days."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
