"""How a sweep is spread: a little between two councils, and never longer than a task may wait on the broker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

LONGEST_SECONDS = 240.0
BETWEEN_TWO_SECONDS = 0.25


def spread(councils: Sequence[UUID]) -> Iterator[tuple[float, UUID]]:
    """Return each council with the seconds that its task waits, evenly, at most four minutes over all of them."""
    step = min(BETWEEN_TWO_SECONDS, LONGEST_SECONDS / max(len(councils), 1))
    for place, council_id in enumerate(councils):
        yield round(place * step, 2), council_id
