"""What waits in triage: the queue, its first at a glance, and how long authors wait for a first reply."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.clock import today, working_days_between
from tracker.council import NAME, Reader
from tracker.idea.queries.aside import Aside
from tracker.idea.queries.desk import LAST_TURN, SERVICE, first_of
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.tenancy import Query, rows

MOST_WAITING = 200


class WaitingIdea(NamedTuple):
    """An idea in triage; `last_turn` says whether a question to its author was the last that passed, or an answer.

    What came back by itself waits for us, whatever was asked before.
    """

    id: UUID
    ref: str
    title: str
    submitted_on: date | None
    reply_due_on: date | None
    first_reply_on: date | None
    last_turn: str | None


_WAITING = f"""
SELECT i.id, i.ref, i.title, i.submitted_on, i.reply_due_on, i.first_reply_on,
 CASE WHEN i.woken_on IS NULL THEN {LAST_TURN} END AS last_turn
FROM idea i WHERE i.state = 'triage' AND {VISIBLE.format("i")}
ORDER BY i.first_reply_on IS NOT NULL, i.reply_due_on NULLS LAST, i.ref"""  # noqa: S608 - made of constants only


def waiting_in_triage(*, reader: Reader, most: int = MOST_WAITING) -> list[WaitingIdea]:
    """Ideas in triage, those without a first reply first and the oldest promise at the top."""
    return rows(WaitingIdea, first_of(_WAITING, most), **seen_by(reader))


class OtherIdea(NamedTuple):
    """Another idea of the same author, and where it stands."""

    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    submitted_on: date | None


MOST_OTHERS = 5
_OTHERS = f"""
SELECT json_agg(json_build_array(o.ref, o.title, o.stage, o.state, o.outcome, o.submitted_on)
 ORDER BY o.changed_at DESC, o.id DESC) FROM (
 SELECT * FROM idea j WHERE j.author_id = idea.author_id AND j.id <> idea.id AND {SUBMITTED.format("j")}
  AND {VISIBLE.format("j")} ORDER BY j.changed_at DESC, j.id DESC LIMIT {MOST_OTHERS}) AS o"""  # noqa: S608 - constants


def _other(told: list[Any]) -> OtherIdea:
    other = OtherIdea._make(told)
    sent = other.submitted_on
    return other._replace(submitted_on=date.fromisoformat(str(sent)) if sent else None)


# The author's other ideas, those that changed last first, told beside the story of one.
OTHERS: Aside[Sequence[OtherIdea]] = Aside("others", _OTHERS, lambda told: [_other(each) for each in told or ()])


class WaitingReply(NamedTuple):
    """How many wait in triage, with one of the first that do; nothing of an idea where there is none."""

    waiting: int
    replies: int
    late: int
    undecided: int
    ref: str | None
    title: str
    submitted_on: date
    reply_due_on: date | None
    first_reply_on: date | None
    woken_on: date | None
    service: str | None
    author: str | None


@dataclass(frozen=True)
class TriageGlance:
    """The first that wait for a reply, and of those answered for what becomes of them, with how many there are.

    What waits for its author is in neither. `cut` says that more wait than were counted.
    """

    replies: Sequence[WaitingReply]
    reply_count: int
    late_count: int
    undecided: Sequence[WaitingReply]
    undecided_count: int
    cut: bool


# Each of those counted is looked at once; who said it, and of which service, is asked of the first alone.
_GLANCE = f"""
WITH waiting AS MATERIALIZED ({_WAITING} LIMIT {{most}}),
turn AS (
 SELECT w.*, w.first_reply_on IS NOT NULL AS answered,
  row_number() OVER (PARTITION BY w.first_reply_on IS NOT NULL ORDER BY w.reply_due_on NULLS LAST, w.ref) AS place
 FROM waiting w WHERE w.last_turn IS DISTINCT FROM 'question'),
total AS (
 SELECT (SELECT count(*) FROM waiting) AS waiting, count(*) FILTER (WHERE NOT answered) AS replies,
  count(*) FILTER (WHERE NOT answered AND reply_due_on < CAST(:today AS date)) AS late,
  count(*) FILTER (WHERE answered) AS undecided FROM turn)
SELECT total.*, i.ref, i.title, i.submitted_on, i.reply_due_on, i.first_reply_on, i.woken_on, {SERVICE} AS service,
 {NAME.format("i.author_id")} AS author
FROM total LEFT JOIN turn ON turn.place <= {{shown}} LEFT JOIN idea i ON i.id = turn.id
ORDER BY turn.answered, turn.place, turn.id"""  # noqa: S608 - made of constants only


@functools.cache
def _glance(shown: int, most: int) -> str:
    return _GLANCE.format(shown=int(shown), most=int(most))


def triage_query(*, reader: Reader, shown: int, most: int = MOST_WAITING) -> Query[TriageGlance]:
    """What waits in triage at a glance. Answered or not, the first `shown` come with their particulars.

    More than `most` are not counted.
    """
    given = {"today": today(), **seen_by(reader)}
    return Query(WaitingReply, _glance(shown, most), given, functools.partial(_glance_of, most=most))


def _glance_of(found: Sequence[WaitingReply], *, most: int) -> TriageGlance:
    total = found[0]
    return TriageGlance(
        replies=[row for row in found if row.ref and not row.first_reply_on],
        reply_count=total.replies,
        late_count=total.late,
        undecided=[row for row in found if row.ref and row.first_reply_on],
        undecided_count=total.undecided,
        cut=total.waiting == most,
    )


class AnsweredIdea(NamedTuple):
    """When an idea was sent, and when its author first heard."""

    submitted_on: date
    first_reply_on: date


_ANSWERED = f"""
SELECT submitted_on, first_reply_on FROM idea WHERE first_reply_on IS NOT NULL
 AND {SUBMITTED.format("idea")} AND submitted_on >= CAST(:today AS date) - CAST(:days AS int)"""  # noqa: S608 - constants


def median_first_reply(*, nation: str | None, days: int) -> float | None:
    """The median of working days to a first reply over ideas sent in the last days; None for none."""
    found = rows(AnsweredIdea, _ANSWERED, today=today(), days=days)
    waits = sorted(working_days_between(row.submitted_on, row.first_reply_on, nation) for row in found)
    middle = len(waits) // 2
    if not waits:
        return None
    return float(waits[middle]) if len(waits) % 2 else (waits[middle - 1] + waits[middle]) / 2
