"""What is true of every change of a setting."""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST_REASON = 3
LONGEST_REASON = 500


def reason_faults(because: str) -> Iterator[str]:
    """A change has a reason that colleagues can read."""
    if len(because.strip()) < SHORTEST_REASON:
        yield "Say why you change it, for your colleagues"
    elif len(because.strip()) > LONGEST_REASON:
        yield f"Use {LONGEST_REASON} characters or fewer"
