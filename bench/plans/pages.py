"""Which pages are opened, as whom, and what their addresses name in a generated council: pages.csv and things.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import psycopg

HERE = Path(__file__).parent
# The people of a generated council by their numbers (bench/words.sql).
PEOPLE = {"lead": 1, "admin": 2, "sponsor": 3, "owner": 6, "contributor": 11, "observer": 21, "newcomer": 22}


class Page(NamedTuple):
    """One address of a screen, with names of things in braces, and who opens it; nobody where it is of no council."""

    endpoint: str
    people: str
    address: str


class Here(NamedTuple):
    """A generated council: its identifier, its people's by what they are, and what stands for each brace."""

    council_id: object
    people: Mapping[str, object]
    things: Mapping[str, object]


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read one of the tables beside this file."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def pages() -> list[Page]:
    """Every page in the order of the file."""
    return [Page(**row) for row in rows("pages")]


def here(admin: psycopg.Connection, number: int) -> Here:
    """A council by its number, with the first of each kind of thing in it."""
    council_id = _one(admin, "SELECT id FROM council WHERE code = %(code)s", {"code": f"bench-{number}"})
    people = {
        who: _one(
            admin,
            "SELECT id FROM person WHERE email = %(email)s",
            {"email": f"person-{place}@bench-{number}.invalid"},
        )
        for who, place in PEOPLE.items()
    }
    given = {"c": council_id, **people}
    things = {row["thing"]: _one(admin, f"{row['asked']} ORDER BY 1 DESC LIMIT 1", given) for row in rows("things")}
    return Here(council_id, people, things)


def _one(admin: psycopg.Connection, asked: str, given: Mapping[str, object]) -> object:
    row = admin.execute(asked.encode(), given).fetchone()
    return row[0] if row else None
