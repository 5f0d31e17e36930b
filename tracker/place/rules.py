"""What a place may be called, and how many an idea may name. Pure functions."""

from __future__ import annotations

LONGEST_PLACE = 120
MOST_PLACES = 20


def place_fault(name: str) -> str | None:
    """Say what is wrong with the name of a place, in a sentence that tells what to do; None when it will do."""
    if not name.strip():
        return "Enter what the ward or area is called"
    if len(name.strip()) > LONGEST_PLACE:
        return f"Shorten the name to {LONGEST_PLACE} characters"
    return None
