"""When too many are asked at one gate for anybody to decide. Pure functions."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

MANY = 4  # people asked to decide or give a view at one gate: whoever is one of so many waits for the others


def many_asked(people: Collection[UUID]) -> bool:
    """Whether four people or more are asked to decide or give a view at one gate: then one is to be agreed on."""
    return len(set(people)) >= MANY
