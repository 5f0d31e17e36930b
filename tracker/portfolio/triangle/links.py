"""The links of the triangle: authority gives capacity, capacity makes value, value raises authority."""

from __future__ import annotations

from datetime import date

from tracker.portfolio.figures import day_in_words
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.portfolio.triangle.words import WORKING, TriangleLink
from tracker.portfolio.words import Corner
from tracker.upkeep import sponsor_silent


def links(record: IdeaRecord, day: date) -> list[TriangleLink]:
    """The three links, each weak or not by one recorded fact."""
    return [
        TriangleLink(Corner.AUTHORITY, Corner.CAPACITY, *_contact(record, day)),
        TriangleLink(Corner.CAPACITY, Corner.VALUE, *_evidence(record)),
        TriangleLink(Corner.VALUE, Corner.AUTHORITY, *_sight(record)),
    ]


def _contact(record: IdeaRecord, day: date) -> tuple[bool, str]:
    if record.newest_contact is None:
        return True, "no contact with a sponsor is recorded"
    silent = sponsor_silent(record.newest_contact, today=day)
    return silent, f"last contact with the sponsor {day_in_words(record.newest_contact)}"


def _evidence(record: IdeaRecord) -> tuple[bool, str]:
    if record.stage not in WORKING:
        return False, "work is not under way yet"
    if record.level <= 1:
        return True, "work is under way and no evidence is above level 1"
    return False, f"the evidence supports level {record.level}"


def _sight(record: IdeaRecord) -> tuple[bool, str]:
    if not record.evidence:
        return False, "no evidence to be seen yet"
    if seen_on := record.evidence[-1].seen_on:
        return False, f"the sponsor saw the newest evidence on {day_in_words(seen_on)}"
    return True, "the sponsor has not seen the newest evidence"
