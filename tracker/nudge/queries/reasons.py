"""Why somebody would be asked: what the watched rules find in the open council."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, union_all

from tracker import council, setting
from tracker.idea import SUBMITTED, IdeaName, Sight, sights
from tracker.nudge.queries.people import staff
from tracker.nudge.rules import Staff, first_day, rule_book
from tracker.nudge.watch import WATCHED, AnyEntry
from tracker.nudge.watch.council import elections
from tracker.nudge.watch.entry import lead_of
from tracker.nudge.words import NudgeSubject, Reason
from tracker.tenancy import current_council, rows, spelled

_ORDER = {code: place for place, code in enumerate(WATCHED)}


def ideas_asked_about() -> list[IdeaName]:
    """Every idea that a rule may find something of."""
    return rows(IdeaName, _IDEAS)


_IDEAS = f"SELECT i.id, i.ref FROM idea i WHERE i.source IS NULL AND {SUBMITTED.format('i')} ORDER BY i.id"  # noqa: S608 - made of constants only


def reasons(day: date, *, rules: Sequence[str] = tuple(WATCHED), only: Sequence[UUID] | None = None) -> list[Reason]:
    """Return every reason that the watched rules find in the open council for a day, in the order of the rule book.

    All of the rules, or some; of all ideas, or only of some.
    """
    people, nation = staff(), council.here().nation
    found = _subjects(day, [code for code in rules if rule_book()[code].on], only)
    seen = sights(
        Sight(subject.idea_id, person)
        for entry, subject in found
        if not subject.open_to_all and subject.idea_id
        for person in people.recipients(rule_book()[entry.code], subject)
    )
    reasons = (_reason(*each, people=people, nation=nation, seen=seen) for each in found)
    return [reason for reason in reasons if reason and reason.first_day <= day]


def _subjects(day: date, rules: Sequence[str], only: Sequence[UUID] | None) -> list[tuple[AnyEntry, NudgeSubject]]:
    """What some watched rules find that may be due by a day, one after the other: one statement for all."""
    given: dict[str, object] = {"day": day, "only": None if only is None else list(only)}
    given |= {lead_of(code): rule.lead_days for code, rule in rule_book().items()}
    given |= elections(held=setting.last_election(day), to_come=setting.next_election(day), here=current_council())
    if not rules:
        return []
    for code in rules:
        given |= WATCHED[code].given(rule_book()[code], day)
    found = [_subject(row) for row in rows(_Watched, _watched(tuple(rules), only is not None), **given)]
    return sorted(found, key=lambda each: _ORDER[each[0].code])


class _Watched(NamedTuple):
    """What one rule found, as the statement of all tells it."""

    code: str
    subject_id: UUID
    idea_id: UUID | None
    owner_id: UUID | None
    sponsor_id: UUID | None
    keeper_id: UUID | None
    large: bool | None
    began_on: date
    particular: str | None
    particular_on: date | None
    open_to_all: bool


@functools.lru_cache(maxsize=64)
def _watched(rules: tuple[str, ...], narrowed: bool) -> str:  # noqa: FBT001 - a key of what is kept
    """The statement of some rules, spelled out once: it is long, and the days of each are given with it."""
    each = (WATCHED[code].statement(rule_book()[code], narrowed=narrowed) for code in rules)
    asked = union_all(*each).subquery()
    return spelled(select(asked).order_by(asked.c.began_on, asked.c.subject_id, asked.c.code))


_LATTER = 3  # columns of a row that do not stand in a subject as they are


def _subject(row: _Watched) -> tuple[AnyEntry, NudgeSubject]:
    named = row.particular_on or row.particular
    return WATCHED[row.code], NudgeSubject._make((*row[1:-_LATTER], named, row.open_to_all))


def _reason(
    entry: AnyEntry, subject: NudgeSubject, *, people: Staff, nation: str | None, seen: set[Sight]
) -> Reason | None:
    """Why a rule asks; of a confidential idea it asks the first who also sees it."""
    rule = rule_book()[entry.code]
    asked = people.recipients(rule, subject)
    if not subject.open_to_all and subject.idea_id:
        asked = [person for person in asked if Sight(subject.idea_id, person) in seen]
    if not asked:
        return None
    person_id, away = asked[0], people.in_whose_place(asked)
    return Reason(
        rule=rule,
        subject=subject,
        person_id=person_id,
        lead_id=people.lead_behind(person_id),
        first_day=first_day(rule, subject.began_on, nation=nation, large=bool(subject.large)),
        sentence=entry.sentence,
        for_id=away,
        besides=people.told_of(away),
    )
