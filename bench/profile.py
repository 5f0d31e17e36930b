"""Keeps the figures of councils and collaboratives as the worker does, in a process of its own.

`python -m bench.profile 99 bench-together`: councils by their numbers, collaboratives by their codes.
"""

from __future__ import annotations

import sys

from sqlalchemy import text

from tracker import council, portfolio, tenancy

PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = 0"  # a busy machine works long on 100,000 ideas


def main(named: list[str]) -> None:
    """Compute what the worker would, in each council named by its number and each collaborative by its code."""
    for code in [one for one in named if not one.isdecimal()]:
        _compute_joint(code)
    for number in [one for one in named if one.isdecimal()]:
        with tenancy.directory():
            place = council.by_code(f"bench-{number}").id
        with tenancy.as_council(place) as door:
            door.execute(text(PATIENCE))
            portfolio.compute_snapshot()


def _compute_joint(code: str) -> None:
    """Compute the figures of a collaborative, where it was generated."""
    with tenancy.directory() as door:
        found = door.scalar(text("SELECT id FROM collaborative WHERE code = :code"), {"code": code})
    if found:
        portfolio.compute_joint(found)


if __name__ == "__main__":
    main(sys.argv[1:])
