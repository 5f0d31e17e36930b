"""What may be found, and in which order."""

from __future__ import annotations

from enum import StrEnum


class HitKind(StrEnum):
    """What has the words that were sought."""

    IDEA = "idea"
    CLAIM = "claim"
    LESSON = "lesson"
    COMMENT = "comment"
    FILE = "file"


class HitOrder(StrEnum):
    """In which order hits stand."""

    CLOSEST = "closest"
    NEWEST = "newest"
