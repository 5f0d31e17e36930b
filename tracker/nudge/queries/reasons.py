"""Why somebody would be asked: what the watched rules find in the open council."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tracker import council
from tracker.clock import start_of
from tracker.idea import Sight, sights
from tracker.nudge.queries.people import staff
from tracker.nudge.rules import Staff, first_day, latest_beginning, rule_book
from tracker.nudge.watch import WATCHED, WatchEntry
from tracker.nudge.words import NudgeSubject, Reason, Rule
from tracker.tenancy import session


def reasons(day: date) -> list[Reason]:
    """Return every reason that the watched rules find in the open council for a day, in the order of the rule book."""
    people, nation = staff(), council.here().nation
    found = [(entry, rule_book()[code], subject) for code, entry in WATCHED.items() for subject in _subjects(code, day)]
    seen = sights(
        Sight(subject.idea_id, person)
        for _, rule, subject in found
        if not subject.open_to_all
        for person in people.recipients(rule, subject)
    )
    reasons = (_reason(*each, people=people, nation=nation, seen=seen) for each in found)
    return [reason for reason in reasons if reason and reason.first_day <= day]


def _subjects(code: str, day: date) -> Iterator[NudgeSubject]:
    """What one rule finds that may be due by a day."""
    rule = rule_book()[code]
    latest = latest_beginning(rule, day)
    wanted = {"day": day, "latest": latest, "before": start_of(latest + timedelta(days=1))}
    return (NudgeSubject(*row) for row in session().execute(WATCHED[code].statement(rule), wanted))


def _reason(
    entry: WatchEntry, rule: Rule, subject: NudgeSubject, *, people: Staff, nation: str | None, seen: set[Sight]
) -> Reason | None:
    """Why a rule asks; of a confidential idea it asks the first who also sees it."""
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
