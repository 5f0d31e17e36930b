"""The change that the figures of a claim tell, as it is said wherever it is shown."""

from __future__ import annotations

from decimal import Decimal

from tracker.value import ClaimWorth, number_in


def change_in_words(claim: ClaimWorth) -> str:
    """A computed change, such as "3.4 percentage points less, from 14.2 to 10.8"; empty where numbers do not tell."""
    last, change = claim.latest, claim.change
    if last is None or change is None:
        return ""
    by, unit = abs(change.by), "percentage points" if change.in_points else "per cent"
    if not by:
        return f"No change: {last.value}, as at the start"
    way = ("more", "less")[(number_in(last.value) or 0) < (number_in(last.baseline) or 0)]
    return f"{_plain(by)} {unit} {way}, from {last.baseline} to {last.value}"


def _plain(number: Decimal) -> str:
    return f"{number:,.1f}".removesuffix(".0")
