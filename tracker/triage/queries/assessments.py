"""Who is asked what they think of an idea, and what they said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.council import FORMER, NAME, Reader
from tracker.idea import VISIBLE, Aside, Idea, seen_by
from tracker.tenancy import Query, rows
from tracker.triage.words import Criterion


class AssessorEntry(NamedTuple):
    """Somebody who is asked what they think of an idea; what they said, if they did."""

    person_id: UUID
    name: str
    due_on: date
    given_at: datetime | None
    judgements: Mapping[str, str]
    note: str | None

    @property
    def late(self) -> bool:
        """Whether the day by which they were asked has passed without a word."""
        return self.given_at is None and self.due_on < today()


# Who was released before they said anything is not told of.
_ASKED = f"""
SELECT a.person_id, coalesce({NAME.format("a.person_id")}, '{FORMER}') AS name, a.due_on, a.given_at, s.judgements,
 s.note
FROM assessor a
LEFT JOIN LATERAL (SELECT * FROM assessment w WHERE w.idea_id = a.idea_id AND w.by_id = a.person_id
 ORDER BY w.number DESC LIMIT 1) s ON true
WHERE a.idea_id = {{0}} AND (a.released_at IS NULL OR a.given_at IS NOT NULL)
ORDER BY a.at, a.id"""  # noqa: S608 - made of constants only
_OF_IDEA = _ASKED.format("CAST(:idea AS uuid)")


def assessors_of(*, idea: Idea) -> list[AssessorEntry]:
    """Who is asked about an idea, in the order in which they were."""
    found = rows(AssessorEntry, _OF_IDEA, idea=idea.id)
    return [entry._replace(judgements=_in_order(entry.judgements)) for entry in found]


def _in_order(judgements: Mapping[str, str] | None) -> dict[str, str]:
    return {str(name): judgements[name] for name in Criterion if judgements and name in judgements}


def _entry(told: list[Any]) -> AssessorEntry:
    person_id, name, due_on, given_at, judgements, note = told
    at = datetime.fromisoformat(given_at) if given_at else None
    return AssessorEntry(UUID(person_id), name, date.fromisoformat(due_on), at, _in_order(judgements), note)


# The same beside the story of an idea.
ASSESSORS: Aside[Sequence[AssessorEntry]] = Aside(
    "assessors",
    "SELECT json_agg(json_build_array(t.person_id, t.name, t.due_on, t.given_at, t.judgements, t.note))"  # noqa: S608 - constants
    f" FROM ({_ASKED.format('idea.id')}) AS t",
    lambda told: [_entry(each) for each in told or ()],
)


class AssessmentAsked(NamedTuple):
    """An idea of which somebody is asked what they think, by whom, and by when."""

    id: UUID
    ref: str
    title: str
    due_on: date
    asker: str | None


_ASKED_OF_ME = f"""
SELECT a.id, i.ref, i.title, a.due_on, {NAME.format("a.by_id")} AS asker
FROM assessor a CROSS JOIN LATERAL (
 SELECT * FROM idea WHERE idea.id = a.idea_id AND idea.state = 'triage' AND {VISIBLE.format("idea")} LIMIT 1) i
WHERE a.person_id = CAST(:reader_id AS uuid) AND a.given_at IS NULL AND a.released_at IS NULL
ORDER BY a.due_on, a.id LIMIT 50"""  # noqa: S608 - made of constants only


def assessments_query(*, reader: Reader) -> Query[list[AssessmentAsked]]:
    """The ideas in triage of which somebody is asked what they think and has not said it, what is due first first."""
    return Query(AssessmentAsked, _ASKED_OF_ME, seen_by(reader), list)
