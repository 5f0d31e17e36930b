"""Who may do what with the capacity of this idea."""

from __future__ import annotations

from tracker.capacity.queries import SignOffEntry
from tracker.council import Reader


def signs(entry: SignOffEntry, reader: Reader) -> bool:
    """Only the person who is named for an office says whether it signs an idea off."""
    return entry.person_id == reader.person_id
