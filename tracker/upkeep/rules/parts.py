"""Which parts of an idea are out of date, each with its reason, from what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.upkeep.rules.ages import days
from tracker.upkeep.rules.facts import evidence_stale, money_short, sponsor_silent
from tracker.value.rules import runway_months


@dataclass(frozen=True, kw_only=True)
class UpkeepRecord:
    """What upkeep looks at on one idea.

    `newest_evidence` is the day of the newest evidence or review, `money_until` the latest end among granted lines,
    `next_review` the first day on which an open risk is looked at again, `next_look` the first for a claim; empty where
    no day is known.
    """

    claims: int = 0
    unmeasured_claims: int = 0
    next_look: date | None = None
    newest_evidence: date | None = None
    needs_no_money: bool = False
    funded: bool = False
    money_until: date | None = None
    has_sponsor: bool = False
    last_contact: date | None = None
    involvement: str | None = None
    extent: str | None = None
    risk_of_nothing_said: bool = False
    open_risks: int = 0
    next_review: date | None = None


def parts_due(record: UpkeepRecord, *, today: date) -> dict[str, str]:
    """Which parts are out of date, each with its reason, in the order in which they are shown; empty when none is."""
    reasons = ((part, reason(record, today)) for part, reason in REASONS)
    return {part: reason for part, reason in reasons if reason}


def _claim(record: UpkeepRecord, today: date) -> str | None:
    if not record.claims:
        return "What should get better, and by how much, is not said yet."
    if record.unmeasured_claims:
        return "A claim has no starting figure or no target yet."
    look = record.next_look
    return f"A claim was to be looked at again on {look.day} {look:%B}." if look and look < today else None


def _evidence(record: UpkeepRecord, today: date) -> str | None:
    newest = record.newest_evidence
    if newest is None:
        return "Nothing that was seen, heard or measured is recorded yet."
    if not evidence_stale(newest, extent=record.extent, today=today):
        return None
    fresh = days().evidence_of(record.extent)
    return f"The newest record is {(today - newest).days} days old; one in {fresh} days is enough."


def _money(record: UpkeepRecord, today: date) -> str | None:
    if record.needs_no_money:
        return None
    if not record.funded:
        return "Neither money nor that it needs none is recorded yet."
    months = runway_months(record.money_until, today=today)
    if months is None:
        return "The money has no end date, so how long it lasts is unknown."
    if not money_short(record.money_until, today=today):
        return None
    return f"The granted money lasts {months} more {'month' if months == 1 else 'months'}."


def _sponsor(record: UpkeepRecord, today: date) -> str | None:
    last = record.last_contact
    if not record.has_sponsor:
        return "Nobody with the authority to act is named yet."
    if last is None:
        return "No contact between the sponsor and the team is recorded yet."
    if not sponsor_silent(last, today=today):
        return None
    return f"The last contact was {(today - last).days} days ago; every {days().sponsor} days is enough."


def _involvement(record: UpkeepRecord, _today: date) -> str | None:
    return None if record.involvement else "What part the people who use it have is not said yet."


def _extent(record: UpkeepRecord, _today: date) -> str | None:
    return None if record.extent else "How big a change it is, is not said yet."


def _nothing(record: UpkeepRecord, _today: date) -> str | None:
    if record.risk_of_nothing_said:
        return None
    return "What happens if nobody does anything is not said yet."


def _risk(record: UpkeepRecord, today: date) -> str | None:
    review = record.next_review
    if not record.open_risks:
        return "Nothing that could go wrong is noted yet."
    return f"A risk was to be looked at again on {review.day} {review:%B}." if review and review < today else None


REASONS: tuple[tuple[str, Callable[[UpkeepRecord, date], str | None]], ...] = (
    ("claim", _claim),
    ("evidence", _evidence),
    ("money", _money),
    ("sponsor", _sponsor),
    ("involvement", _involvement),
    ("extent", _extent),
    ("nothing", _nothing),
    ("risk", _risk),
)
