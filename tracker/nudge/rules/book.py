"""The rule book: config/reference/nudges.csv, read once."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

from tracker.nudge.words import Basis, Recipient, Rule, RuleGroup
from tracker.ours import AS_THEY_COME, Settings, settings
from tracker.upkeep import UpkeepDays, days_as_set

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
    "the person asked": Recipient.ASKED,
}


def rule_book() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the file, as the council at hand has set them."""
    return _rules(settings())


def as_they_come() -> Mapping[str, Rule]:
    """Return every rule as the file has it, whatever the council set."""
    return _rules(AS_THEY_COME)


@functools.lru_cache(maxsize=64)
def _rules(own: Settings) -> Mapping[str, Rule]:
    """The rules where a council set some of its own: days of their own, days that they share, on or off."""
    return {row["code"]: _rule(row, days_as_set(own), own) for row in _file()}


@functools.cache
def _file() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _rule(row: Mapping[str, str], limits: UpkeepDays, own: Settings) -> Rule:
    code = row["code"]
    after = row["after_days"]
    shared = "" if not after or after.isdecimal() else after
    small, large = limits.by_extent(shared) if shared else (own.number(after_of(code), int(after or 0)),) * 2
    return Rule(
        code=code,
        about=RuleGroup(row["about"]),
        stages=frozenset(row["stage"].split(";")) - {""},
        basis=Basis(row["basis"]),
        after_days=small,
        after_days_large=large,
        lead_days=own.number(after_of(code), int(row["lead_days"])) if row["lead_days"] else 0,
        repeat_days=own.number(again_of(code), int(row["repeat_days"])),
        when=limits.with_days(row["when"]),
        recipient=RECIPIENTS[row["who"]],
        action=row["action"],
        way=row["way"],
        way_words=row["way_words"],
        source=row["source"],
        shared=shared,
        on=not own.get(off_of(code)),
    )


def after_of(code: str) -> str:
    """The setting of the days after, or before, which a rule speaks, where they are its own."""
    return f"nudge.{code}.after"


def again_of(code: str) -> str:
    """The setting of the days after which a rule asks again."""
    return f"nudge.{code}.again"


def off_of(code: str) -> str:
    """The setting that switches a rule off."""
    return f"nudge.{code}.off"
