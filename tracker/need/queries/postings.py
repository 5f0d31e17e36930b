"""What is asked about postings: the needs and offers that stand, one of them, whose it is, how many places are left."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker.collaborative import Collaborative
from tracker.idea import NotFoundError
from tracker.need.models import Posting, PostingAnswer
from tracker.need.rules import Matter
from tracker.need.words import NeedAnswerState
from tracker.tenancy import Query, current_council, rows, session

MOST_POSTINGS = 200


class PostingRow(NamedTuple):
    """A need or an offer as it is listed."""

    id: UUID
    council_id: UUID
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


_POSTINGS = f"""
SELECT p.id, p.council_id, c.name AS council, p.way, p.kind, p.title, p.details, p.on, p.times, p.place, p.places,
 p.needed_by, p.expenses, p.contact, p.posted_at
FROM posting p JOIN council c ON c.id = p.council_id
WHERE p.collaborative_id = CAST(:shared AS uuid) AND p.ended_at IS NULL
 AND EXISTS (SELECT FROM collaborative_member m WHERE m.collaborative_id = p.collaborative_id
  AND m.council_id = p.council_id AND m.left_on IS NULL)
ORDER BY p.posted_at DESC, p.id DESC LIMIT {MOST_POSTINGS}"""  # noqa: S608 - made of constants only


def postings_in(collaborative: Collaborative) -> list[PostingRow]:
    """The needs and offers that stand in a collaborative, the newest first: one statement."""
    return postings_query(collaborative).answer()


def postings_query(collaborative: Collaborative) -> Query[list[PostingRow]]:
    """The same, to be asked together with others."""
    return Query(PostingRow, _POSTINGS, {"shared": collaborative.id}, list)


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
