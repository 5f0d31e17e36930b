"""Keeps today's profile of councils as the worker does, in a process of its own: `python -m bench.profile 99`."""

from __future__ import annotations

import sys

from sqlalchemy import text

from tracker import council, portfolio, tenancy

PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = 0"  # a busy machine works long on 100,000 ideas


def main(numbers: list[str]) -> None:
    """Compute what the worker would, in each council named by its number."""
    for number in numbers:
        with tenancy.directory():
            place = council.by_code(f"bench-{number}").id
        with tenancy.as_council(place) as door:
            door.execute(text(PATIENCE))
            portfolio.compute_snapshot()


if __name__ == "__main__":
    main(sys.argv[1:])
