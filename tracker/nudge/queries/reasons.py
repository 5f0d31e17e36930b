"""Why somebody would be asked: what the watched rules find in the open council."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select, union_all

from tracker import council
from tracker.idea import Sight, sights
from tracker.nudge.queries.people import staff
from tracker.nudge.rules import Staff, first_day, rule_book
from tracker.nudge.watch import WATCHED, WatchEntry
from tracker.nudge.words import NudgeSubject, Reason
from tracker.tenancy import session
from tracker.upkeep import UpkeepDays, days

_ORDER = {code: place for place, code in enumerate(WATCHED)}


def reasons(day: date) -> list[Reason]:
    """Return every reason that the watched rules find in the open council for a day, in the order of the rule book."""
    people, nation = staff(), council.here().nation
    found = _subjects(day)
    seen = sights(
        Sight(subject.idea_id, person)
        for entry, subject in found
        if not subject.open_to_all
        for person in people.recipients(rule_book()[entry.code], subject)
    )
    reasons = (_reason(*each, people=people, nation=nation, seen=seen) for each in found)
    return [reason for reason in reasons if reason and reason.first_day <= day]


def _subjects(day: date) -> list[tuple[WatchEntry, NudgeSubject]]:
    """What every watched rule finds that may be due by a day, one after the other: one statement for all."""
    given: dict[str, object] = {"day": day}
    for code, entry in WATCHED.items():
        given |= entry.given(rule_book()[code], day)
    found = [_subject(row) for row in session().execute(_watched(days()), given)]
    return sorted(found, key=lambda each: _ORDER[each[0].code])


@functools.lru_cache(maxsize=8)
def _watched(_limits: UpkeepDays) -> Select[Any]:
    """The statement of all rules as they are with these days, put together once."""
    asked = union_all(*(entry.statement(rule_book()[code]) for code, entry in WATCHED.items())).subquery()
    return select(asked).order_by(asked.c.began_on, asked.c.subject_id, asked.c.code)


def _subject(row: Row[Any]) -> tuple[WatchEntry, NudgeSubject]:
    told = row._asdict()
    code, day = told.pop("code"), told.pop("particular_on")
    return WATCHED[code], NudgeSubject(**{**told, "particular": day or told["particular"]})


def _reason(
    entry: WatchEntry, subject: NudgeSubject, *, people: Staff, nation: str | None, seen: set[Sight]
) -> Reason | None:
    """Why a rule asks; of a confidential idea it asks the first who also sees it."""
    rule = rule_book()[entry.code]
    asked = people.recipients(rule, subject)
    if not subject.open_to_all:
        asked = [person for person in asked if Sight(subject.idea_id, person) in seen]
    if not asked:
        return None
    person_id = asked[0]
    return Reason(
        rule=rule,
        subject_id=subject.subject_id,
        idea_id=subject.idea_id,
        person_id=person_id,
        lead_id=people.lead_behind(person_id),
        began_on=subject.began_on,
        first_day=first_day(rule, subject.began_on, nation=nation, large=bool(subject.large)),
        fact=entry.sentence(subject),
    )
