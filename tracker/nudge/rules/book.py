"""The rule book: config/reference/nudges.csv, read once."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

from tracker.nudge.words import Basis, Recipient, Rule
from tracker.upkeep import UpkeepDays, days

FILE = Path(__file__).parents[3] / "config" / "reference" / "nudges.csv"

# domain.md: project lead and service manager are the owner, triage and innovation lead the lead; corporate contact and
# commissioner the one named on the idea, else the owner.
RECIPIENTS = {
    "triage lead": Recipient.LEAD,
    "innovation lead": Recipient.LEAD,
    "idea owner": Recipient.OWNER,
    "project lead": Recipient.OWNER,
    "service manager": Recipient.OWNER,
    "corporate contact": Recipient.CORPORATE_CONTACT,
    "commissioner": Recipient.COMMISSIONER,
    "sponsor": Recipient.SPONSOR,
    "owner of the condition": Recipient.KEEPER,
    "owner of the risk": Recipient.KEEPER,
    "assessor": Recipient.ASSESSOR,
}


def rule_book() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the file."""
    return _rules(days())


@functools.cache
def _rules(limits: UpkeepDays) -> Mapping[str, Rule]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row, limits) for row in csv.DictReader(file)}


def _rule(row: Mapping[str, str], limits: UpkeepDays) -> Rule:
    after_days, after_days_large = _ages(row["after_days"], limits)
    return Rule(
        code=row["code"],
        stages=frozenset(row["stage"].split(";")) - {""},
        basis=Basis(row["basis"]),
        after_days=after_days,
        after_days_large=after_days_large,
        lead_days=int(row["lead_days"] or 0),
        repeat_days=int(row["repeat_days"]),
        when=limits.with_days(row["when"]),
        recipient=RECIPIENTS[row["who"]],
        action=row["action"],
        way=row["way"],
        way_words=row["way_words"],
        source=row["source"],
    )


def _ages(cell: str, limits: UpkeepDays) -> tuple[int, int]:
    """Read after how many days a rule speaks: a number of its own, or the entry of upkeep that it names."""
    if not cell or cell.isdecimal():
        return int(cell or 0), int(cell or 0)
    return limits.by_extent(cell)
