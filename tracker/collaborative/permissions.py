"""Who may do what with what is shared of this idea (domain.md, "Of this idea")."""

from __future__ import annotations

from tracker.council import Reader
from tracker.idea import Idea, keeps


def reports_adaptation(idea: Idea, reader: Reader) -> bool:
    """Who keeps the adapter's idea tells the origin how it went."""
    return keeps(idea, reader)


def acknowledges_feedback(idea: Idea, reader: Reader) -> bool:
    """Who keeps the idea that others adapted answers what they learnt."""
    return keeps(idea, reader)
