"""When an export is written at once, how often it is tried, how long it is kept. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

AT_ONCE = 500  # ideas of a council whose exports are written while the page waits
KEPT_FOR = timedelta(days=1)
MOST_ATTEMPTS = 3
PART = 1_000_000  # bytes of a piece


def is_kept(finished_at: datetime | None, *, now: datetime) -> bool:
    """Whether an export can still be had: for a day after it was finished."""
    return finished_at is not None and now - finished_at < KEPT_FOR


def parts(file: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a file, from its beginning."""
    file.seek(0)
    while piece := file.read(PART):
        yield piece
