"""What is asked about answers to needs and offers: those that wait, what was said to ours, what was agreed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from tracker.collaborative import AnyCollaborative, Collaborative
from tracker.idea import NotFoundError
from tracker.need.models import Posting, PostingAnswer
from tracker.need.words import NeedAnswerState
from tracker.tenancy import Query, current_council, session, together

MOST_SETTLED = 50  # of those that wait none is left out


class PostingAnswerRow(NamedTuple):
    """An answer as it is listed: from whom to whom, to what, and how it stands."""

    id: str
    council_id: str
    to_council_id: str
    council: str
    to_council: str
    title: str
    words: str
    people: int | None
    contact: str
    at: datetime
    state: str
    reply: str | None
    on: date | None
    times: str | None
    place: str | None
    way: str | None
    notes: list[dict[str, str]] | None

    @property
    def spent(self) -> Decimal:
        """The fares of it, in pounds."""
        return sum((Decimal(str(one["expenses"])) for one in self.notes or () if one["expenses"]), Decimal(0))


_ANSWERS = """
SELECT CAST(a.id AS text) AS id, CAST(a.council_id AS text) AS council_id,
 CAST(a.to_council_id AS text) AS to_council_id, c.name AS council, t.name AS to_council, a.title, a.words,
 a.people, a.contact, a.at, a.state, a.reply, p.on, p.times, p.place, p.way,
 (SELECT json_agg(json_build_object('words', n.words, 'name', n.name, 'expenses', n.expenses_gbp, 'at', n.at)
   ORDER BY n.at, n.id) FROM visit_note n WHERE n.answer_id = a.id) AS notes
FROM (SELECT * FROM posting_answer x WHERE {which} ORDER BY x.at DESC, x.id DESC LIMIT {most}) AS a
JOIN council c ON c.id = a.council_id JOIN council t ON t.id = a.to_council_id
LEFT JOIN posting p ON p.id = a.posting_id
ORDER BY a.at DESC, a.id DESC"""
_NEWEST, _ALL = str(MOST_SETTLED), "ALL"
_REFUSALS = f"'{NeedAnswerState.OTHER_DAY}', '{NeedAnswerState.DECLINED}'"
_IN = "x.collaborative_id = CAST(:collaborative AS uuid)"
_WAITS = f"x.state = '{NeedAnswerState.ASKED}'"
_WAITING = _ANSWERS.format(
    which=f"{_IN} AND {_WAITS} AND CAST(:here AS uuid) IN (x.council_id, x.to_council_id)", most=_ALL
)
_REFUSED = _ANSWERS.format(
    which=f"{_IN} AND x.state IN ({_REFUSALS}) AND x.council_id = CAST(:here AS uuid)", most=_NEWEST
)
_AGREED = _ANSWERS.format(which=f"{_IN} AND x.state = '{NeedAnswerState.AGREED}'", most=_NEWEST)
_TO = "x.posting_id = CAST(:posting AS uuid)"
_WAITING_TO = _ANSWERS.format(which=f"{_TO} AND {_WAITS}", most=_ALL)
_SETTLED_TO = _ANSWERS.format(which=f"{_TO} AND NOT {_WAITS}", most=_NEWEST)


def waiting_query(collaborative: AnyCollaborative) -> Query[list[PostingAnswerRow]]:
    """The answers from or to the open council that wait, all of them, the newest first."""
    return _query(_WAITING, collaborative=collaborative.id, here=current_council())


def refused_query(collaborative: AnyCollaborative) -> Query[list[PostingAnswerRow]]:
    """What the open council answered and was told no to, or another day: the newest."""
    return _query(_REFUSED, collaborative=collaborative.id, here=current_council())


def agreed_query(collaborative: AnyCollaborative) -> Query[list[PostingAnswerRow]]:
    """What was agreed in a collaborative, by whomever: the newest."""
    return _query(_AGREED, collaborative=collaborative.id)


def answers_to(posting: Posting) -> list[PostingAnswerRow]:
    """The answers to a posting that the open council may read: all that wait, then the newest others. One statement."""
    asked = _query(_WAITING_TO, posting=posting.id), _query(_SETTLED_TO, posting=posting.id)
    found = together(asked)
    return [row for query in asked for row in found.of(query)]


def _query(statement: str, **given: object) -> Query[list[PostingAnswerRow]]:
    return Query(PostingAnswerRow, statement, given, list)


def answer_to_us(collaborative: Collaborative, answer_id: UUID) -> PostingAnswer:
    """An answer to what the open council posted. Raises NotFoundError."""
    return _answer(collaborative, answer_id, PostingAnswer.to_council_id == current_council())


def agreed_answer(collaborative: Collaborative, answer_id: UUID) -> PostingAnswer:
    """What the open council agreed with another, whoever of the two had asked. Raises NotFoundError."""
    here = current_council()
    ours = (PostingAnswer.council_id == here) | (PostingAnswer.to_council_id == here)
    return _answer(collaborative, answer_id, ours, PostingAnswer.state == NeedAnswerState.AGREED)


def _answer(collaborative: Collaborative, answer_id: UUID, *which: ColumnElement[bool]) -> PostingAnswer:
    here = PostingAnswer.id == answer_id, PostingAnswer.collaborative_id == collaborative.id
    if (found := session().scalar(select(PostingAnswer).where(*here, *which))) is None:
        raise NotFoundError(str(answer_id))
    return found
