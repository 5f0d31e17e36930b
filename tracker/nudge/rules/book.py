"""The rule book: config/reference/nudges.csv, read once."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from tracker.nudge.words import Basis, Rule, Who

FILE = Path(__file__).parents[2] / "config" / "reference" / "nudges.csv"

# domain.md: project lead and service manager are the owner, triage and innovation lead the lead; corporate contact and
# commissioner the one named on the idea, else the owner.
PEOPLE = {
    "triage lead": Who.LEAD,
    "innovation lead": Who.LEAD,
    "idea owner": Who.OWNER,
    "project lead": Who.OWNER,
    "service manager": Who.OWNER,
    "corporate contact": Who.OWNER,
    "commissioner": Who.OWNER,
    "sponsor": Who.SPONSOR,
    "owner of the condition": Who.KEEPER,
    "owner of the risk": Who.KEEPER,
}


@functools.cache
def rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row) for row in csv.DictReader(file)}


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        code=row["code"],
        stages=frozenset(row["stage"].split(";")) - {""},
        basis=Basis(row["basis"]),
        after_days=int(row["after_days"] or 0),
        lead_days=int(row["lead_days"] or 0),
        repeat_days=int(row["repeat_days"]),
        when=row["when"],
        who=PEOPLE[row["who"]],
        action=row["action"],
        source=row["source"],
    )
