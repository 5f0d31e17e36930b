"""What is asked about postings: the needs and offers that stand, one of them, whose it is, how many places are left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker.collaborative import AnyCollaborative, Collaborative
from tracker.idea import Key, NotFoundError
from tracker.need.models import Posting, PostingAnswer
from tracker.need.rules import Matter
from tracker.need.words import NeedAnswerState, NeedWay
from tracker.tenancy import Query, current_council, rows, session

ON_A_PAGE = 20
MOST_OFFERED = 200  # of the offers that may answer a need: the newest


class PostingRow(NamedTuple):
    """A need or an offer as it is listed."""

    id: str
    council_id: str
    council: str
    way: str
    kind: str
    title: str
    details: str | None
    on: date | None
    times: str | None
    place: str | None
    places: int | None
    needed_by: date | None
    expenses: str | None
    contact: str | None
    posted_at: datetime

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return Matter(self.title, self.details or "")


class PostingPage(NamedTuple):
    """A page of needs or of offers, the newest first, and from where the next goes on."""

    postings: Sequence[PostingRow]
    next_key: Key | None


_POSTINGS = """
SELECT CAST(p.id AS text) AS id, CAST(p.council_id AS text) AS council_id, c.name AS council, p.way, p.kind, p.title,
 p.details, p.on, p.times, p.place, p.places, p.needed_by, p.expenses, p.contact, p.posted_at
FROM (SELECT * FROM posting q
  WHERE q.collaborative_id = CAST(:collaborative AS uuid) AND q.way = '{way}' AND q.ended_at IS NULL {after}
   AND EXISTS (SELECT FROM collaborative_member m WHERE m.collaborative_id = q.collaborative_id
    AND m.council_id = q.council_id AND m.left_on IS NULL)
  ORDER BY q.posted_at DESC, q.id DESC LIMIT {most}) AS p JOIN council c ON c.id = p.council_id
ORDER BY p.posted_at DESC, p.id DESC"""
# Needs and offers are asked together: each has names of its own.
_AFTER = "AND (q.posted_at, q.id) < (CAST(:{way}_at AS timestamptz), CAST(:{way}_id AS uuid))"
_FIRST = {way: _POSTINGS.format(way=way, after="", most=ON_A_PAGE + 1) for way in NeedWay}
_NEXT = {way: _POSTINGS.format(way=way, after=_AFTER.format(way=way), most=ON_A_PAGE + 1) for way in NeedWay}
_OFFERED = _POSTINGS.format(way=NeedWay.OFFER, after="", most=MOST_OFFERED)


def page_query(collaborative: AnyCollaborative, way: NeedWay, *, after: Key | None = None) -> Query[PostingPage]:
    """A page of the needs or of the offers that stand in a collaborative, after a key: to be asked with others."""
    given: dict[str, object] = {"collaborative": collaborative.id}
    if after:
        given |= {f"{way}_at": after.changed_at, f"{way}_id": after.id}
    return Query(PostingRow, (_NEXT if after else _FIRST)[way], given, first_page)


def first_page(found: Sequence[PostingRow]) -> PostingPage:
    """The first page of postings, of those that were read for it or of more."""
    shown = found[:ON_A_PAGE]
    return PostingPage(shown, Key(shown[-1].posted_at, UUID(shown[-1].id)) if len(found) > ON_A_PAGE else None)


def offered_query(collaborative: AnyCollaborative) -> Query[list[PostingRow]]:
    """The offers that may answer a need, the newest first: to be asked together with others."""
    return Query(PostingRow, _OFFERED, {"collaborative": collaborative.id}, list)


def posting_in(collaborative: Collaborative, posting_id: UUID) -> Posting:
    """A need or an offer that stands, or stood, where the open council may read it. Raises NotFoundError."""
    asked = select(Posting).where(Posting.id == posting_id, Posting.collaborative_id == collaborative.id)
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(str(posting_id))
    return found


def own_posting(collaborative: Collaborative, posting_id: UUID) -> Posting:
    """A need or an offer of the open council. Raises NotFoundError, of another council's too."""
    found = posting_in(collaborative, posting_id)
    if found.council_id != current_council():
        raise NotFoundError(str(posting_id))
    return found


class _Name(NamedTuple):
    name: str


def council_of(said: Posting | PostingAnswer) -> str:
    """The name of the council that posted something, or answered."""
    return rows(_Name, "SELECT name FROM council WHERE id = CAST(:id AS uuid)", id=said.council_id)[0].name


def places_left(*, posting: Posting) -> int | None:
    """How many places are left: those agreed are taken, one where nobody said how many. None where none are counted."""
    if posting.places is None:
        return None
    agreed = PostingAnswer.posting_id == posting.id, PostingAnswer.state == NeedAnswerState.AGREED
    taken = session().scalar(select(func.sum(func.coalesce(PostingAnswer.people, 1))).where(*agreed))
    return posting.places - int(taken or 0)
