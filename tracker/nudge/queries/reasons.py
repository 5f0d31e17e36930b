"""Why somebody would be asked: what the watched rules find in the open council."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from tracker import council
from tracker.clock import start_of
from tracker.idea import sees
from tracker.nudge.queries.people import staff
from tracker.nudge.rules import Staff, first_day, latest_beginning, rule_book
from tracker.nudge.watch import WATCHED, WatchEntry
from tracker.nudge.words import NudgeSubject, Reason, Rule
from tracker.tenancy import session


def reasons(day: date) -> list[Reason]:
    """Return every reason that the watched rules find in the open council for a day, in the order of the rule book."""
    people, nation = staff(), council.here().nation
    found = []
    for code, entry in WATCHED.items():
        rule = rule_book()[code]
        latest = latest_beginning(rule, day)
        wanted = {"day": day, "latest": latest, "before": start_of(latest + timedelta(days=1))}
        for row in session().execute(entry.statement(rule), wanted):
            reason = _reason(rule, entry, NudgeSubject(*row), people=people, nation=nation)
            if reason and reason.first_day <= day:
                found.append(reason)
    return found


def _reason(
    rule: Rule, entry: WatchEntry, subject: NudgeSubject, *, people: Staff, nation: str | None
) -> Reason | None:
    person_id = _asked(rule, subject, people)
    if person_id is None:
        return None
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


def _asked(rule: Rule, subject: NudgeSubject, people: Staff) -> UUID | None:
    """Whom a rule asks: of a confidential idea the first who also sees it."""
    person_id = people.recipient(rule, subject)
    if person_id is None or not subject.confidential or sees(council.reader(person_id), idea_id=subject.idea_id):
        return person_id
    others = subject.without(person_id)
    return None if others == subject else _asked(rule, others, people)
