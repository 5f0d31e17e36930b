"""The pages that are approved: plain visits of visits.txt, and the names that their answers are kept under.

A line of visits.txt says who looks at which address. `{nudge:no_sponsor}` in an address stands for an identifier
that every planting makes anew, found by what is known of the thing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.approved.files import lines_of, name_of

NAMED = re.compile(r"\{(\w+):([^{}]+)\}")
IDENTIFIERS = {
    "nudge": "SELECT n.id FROM nudge n JOIN idea i ON i.id = n.idea_id WHERE n.rule || '/' || i.ref = %s",
}


@dataclass(frozen=True)
class Visit:
    """Somebody at an address."""

    who: str
    address: str

    @property
    def name(self) -> str:
        """What its answer is kept under: a folder for the first word of its address, a file for the rest and who."""
        path = self.address.strip("/").replace("{", "").replace("}", "")
        return f"pages/{path.partition('/')[0].partition('?')[0] or 'home'}/{name_of(path or 'home', self.who)}"


@functools.cache
def visits() -> list[Visit]:
    """Every plain visit."""
    return [Visit(*line.split()) for line in lines_of(Path(__file__).parent / "visits.txt")]


def addressing(admin: psycopg.Connection[tuple[object, ...]]) -> Callable[[str], str]:
    """Fill the identifiers of a town into addresses."""

    def found(named: re.Match[str]) -> str:
        row = admin.execute(IDENTIFIERS[named[1]].encode(), [named[2]]).fetchone()
        assert row, f"nothing in the town is {named[0]}"
        return str(row[0])

    return lambda address: NAMED.sub(found, address)
