"""The rule book: config/reference/nudges.csv, read once."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from tracker.nudge.words import Basis, Recipient, Rule

FILE = Path(__file__).parents[3] / "config" / "reference" / "nudges.csv"

# domain.md: project lead and service manager are the owner, triage and innovation lead the lead; corporate contact and
# commissioner the one named on the idea, else the owner.
RECIPIENTS = {
    "triage lead": Recipient.LEAD,
    "innovation lead": Recipient.LEAD,
    "idea owner": Recipient.OWNER,
    "project lead": Recipient.OWNER,
    "service manager": Recipient.OWNER,
    "corporate contact": Recipient.OWNER,
    "commissioner": Recipient.OWNER,
    "sponsor": Recipient.SPONSOR,
    "owner of the condition": Recipient.KEEPER,
    "owner of the risk": Recipient.KEEPER,
}


@functools.cache
def rule_book() -> dict[str, Rule]:
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
        recipient=RECIPIENTS[row["who"]],
        action=row["action"],
        source=row["source"],
    )
