"""What is asked about answers to needs and offers: those that wait, what was said to ours, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from tracker.collaborative import AnyCollaborative, Collaborative
from tracker.idea import NotFoundError
from tracker.need.models import Posting, PostingAnswer
from tracker.need.words import NeedAnswerState
from tracker.tenancy import Query, current_council, rows, session

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


_IN = "x.collaborative_id = CAST(:collaborative AS uuid)"
_TO = "x.posting_id = CAST(:posting AS uuid)"
_WAITS = f"x.state = '{NeedAnswerState.ASKED}'"
_REFUSED = NeedAnswerState.OTHER_DAY, NeedAnswerState.DECLINED
_NEWEST, _ALL = str(MOST_SETTLED), "ALL"


def _answers(*kinds: tuple[str, str]) -> str:
    """Answers of several kinds, of each so many, the newest first: asked at once, for each table's wall costs anew."""
    one = "(SELECT * FROM posting_answer x WHERE {} ORDER BY x.at DESC, x.id DESC LIMIT {})"
    some = " UNION ALL ".join(one.format(which, most) for which, most in kinds)
    return f"""
SELECT CAST(a.id AS text) AS id, CAST(a.council_id AS text) AS council_id,
 CAST(a.to_council_id AS text) AS to_council_id, c.name AS council, t.name AS to_council, a.title, a.words,
 a.people, a.contact, a.at, a.state, a.reply, p.on, p.times, p.place, p.way,
 (SELECT json_agg(json_build_object('words', n.words, 'name', n.name, 'expenses', n.expenses_gbp, 'at', n.at)
   ORDER BY n.at, n.id) FROM visit_note n WHERE n.answer_id = a.id) AS notes
FROM ({some}) AS a
JOIN council c ON c.id = a.council_id JOIN council t ON t.id = a.to_council_id
LEFT JOIN posting p ON p.id = a.posting_id
ORDER BY a.at DESC, a.id DESC"""  # noqa: S608 - made of constants only


_HERE = _answers(
    (f"{_IN} AND {_WAITS} AND CAST(:here AS uuid) IN (x.council_id, x.to_council_id)", _ALL),
    (f"{_IN} AND x.state IN {tuple(map(str, _REFUSED))} AND x.council_id = CAST(:here AS uuid)", _NEWEST),
    (f"{_IN} AND x.state = '{NeedAnswerState.AGREED}'", _NEWEST),
)
_TO_ONE = _answers((f"{_TO} AND {_WAITS}", _ALL), (f"{_TO} AND NOT {_WAITS}", _NEWEST))


class AnswersHere(NamedTuple):
    """The answers of a collaborative that somebody of a council meets, the newest first.

    `waiting` are all that wait from or to the council, `refused` the newest of its own that were told no or another
    day, `agreed` the newest of whomever.
    """

    waiting: Sequence[PostingAnswerRow]
    refused: Sequence[PostingAnswerRow]
    agreed: Sequence[PostingAnswerRow]

    @classmethod
    def of(cls, found: Sequence[PostingAnswerRow]) -> AnswersHere:
        """Those of each kind among all that were read."""
        kinds: tuple[tuple[str, ...], ...] = (NeedAnswerState.ASKED,), _REFUSED, (NeedAnswerState.AGREED,)
        return cls(*([one for one in found if one.state in kind] for kind in kinds))


def answers_query(collaborative: AnyCollaborative) -> Query[AnswersHere]:
    """What was answered in a collaborative, as far as the open council meets it: to be asked with others."""
    given = {"collaborative": collaborative.id, "here": current_council()}
    return Query(PostingAnswerRow, _HERE, given, AnswersHere.of)


def answers_to(posting: Posting) -> list[PostingAnswerRow]:
    """The answers to a posting that the open council may read: all that wait, then the newest others. One statement."""
    found = rows(PostingAnswerRow, _TO_ONE, posting=posting.id)
    return sorted(found, key=lambda one: one.state != NeedAnswerState.ASKED)  # each as new first as before


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
