"""The arithmetic of the figures, and how they are said: shares kept exact, rounded once, windows of days."""

from __future__ import annotations

import functools
from datetime import date
from decimal import Decimal
from fractions import Fraction

NBSP = "\N{NO-BREAK SPACE}"


def half_up(number: Fraction) -> Decimal:
    """Round half up to one decimal, exactly; never negative."""
    return Decimal((20 * number.numerator + number.denominator) // (2 * number.denominator)) / 10


def percentage(numerator: int, denominator: int) -> Fraction | None:
    """Return 100 × numerator ÷ denominator; None of nothing."""
    return Fraction(100 * numerator, denominator) if denominator else None


def within(then: date | None, day: date, days: int) -> bool:
    """Say whether `then` lies within the last `days` days of `day`; an age of exactly `days` still does."""
    return then is not None and 0 <= (day - then).days <= days


@functools.lru_cache(maxsize=4096)
def day_in_words(day: date | None) -> str:
    """Say a day as people do: 3 October 2026."""
    return f"{day.day} {day:%B %Y}" if day else "a day not known"


def count_of(count: int, unit: str = "day") -> str:
    """Say how many: 1 day, 2 days."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def plural(count: int, noun: str) -> str:
    """Say how many on a page, where a count keeps beside its noun: 1 idea, 1,204 ideas."""
    return f"{count:,}{NBSP}{noun if count == 1 else noun + 's'}"


def number(figure: int | Decimal | None) -> str:
    """Say a figure as it is read: 90, 63.6; nothing where there is none."""
    return "" if figure is None else f"{float(figure):g}"


def plain(figure: int | Decimal | None) -> int | float | None:
    """Return a figure as JSON can say it; a Decimal has one decimal by now, so nothing is lost."""
    return float(figure) if isinstance(figure, Decimal) else figure
