"""What is asked about needs and offers: those that stand, what was agreed and came of it, who may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker import value
from tracker.collaborative import Collaborative, Publication
from tracker.idea import Idea, NotFoundError
from tracker.need.models import Posting, PostingAnswer
from tracker.need.rules import Matter, is_ahead, shared_words
from tracker.need.words import NeedAnswerState, NeedWay
from tracker.tenancy import current_council, rows, session

MOST_POSTINGS = 200
MOST_SHOWN = 50


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
    return rows(PostingRow, _POSTINGS, shared=collaborative.id)


def posting_in(collaborative: Collaborative, posting_id: UUID) -> Posting:
    """A need or an offer that stands, or stood, where the open council may read it. Raises NotFoundError."""
    asked = select(Posting).where(Posting.id == posting_id, Posting.collaborative_id == collaborative.id)
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(str(posting_id))
    return found


class _Name(NamedTuple):
    name: str


def poster_of(*, posting: Posting) -> str:
    """The name of the council that posted a need or an offer."""
    return rows(_Name, "SELECT name FROM council WHERE id = CAST(:id AS uuid)", id=posting.council_id)[0].name


def places_left(*, posting: Posting) -> int | None:
    """How many places are left: those agreed are taken, one where nobody said how many. None where none are counted."""
    if posting.places is None:
        return None
    agreed = PostingAnswer.posting_id == posting.id, PostingAnswer.state == NeedAnswerState.AGREED
    taken = session().scalar(select(func.sum(func.coalesce(PostingAnswer.people, 1))).where(*agreed))
    return posting.places - int(taken or 0)


class PostingAnswerRow(NamedTuple):
    """An answer as it is listed: from whom to whom, to what, and how it stands."""

    id: UUID
    posting_id: UUID
    council_id: UUID
    to_council_id: UUID
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


_ANSWERS = f"""
SELECT a.id, a.posting_id, a.council_id, a.to_council_id, c.name AS council, t.name AS to_council, a.title, a.words,
 a.people, a.contact, a.at, a.state, a.reply, p.on, p.times, p.place, p.way,
 (SELECT json_agg(json_build_object('words', n.words, 'name', n.name, 'expenses', n.expenses_gbp, 'at', n.at)
   ORDER BY n.at, n.id) FROM visit_note n WHERE n.answer_id = a.id) AS notes
FROM posting_answer a JOIN council c ON c.id = a.council_id JOIN council t ON t.id = a.to_council_id
LEFT JOIN posting p ON p.id = a.posting_id
WHERE a.collaborative_id = CAST(:shared AS uuid) AND a.state <> 'withdrawn'
 AND (CAST(:posting AS uuid) IS NULL OR a.posting_id = CAST(:posting AS uuid))
ORDER BY a.at DESC, a.id DESC LIMIT {MOST_SHOWN}"""  # noqa: S608 - made of constants only


def answers_in(collaborative: Collaborative, *, posting_id: UUID | None = None) -> list[PostingAnswerRow]:
    """Answers that the open council may read: its own, those to it, and what others agreed. One statement."""
    return rows(PostingAnswerRow, _ANSWERS, shared=collaborative.id, posting=posting_id)


def answer_in(collaborative: Collaborative, answer_id: UUID) -> PostingAnswer:
    """An answer from or to the open council. Raises NotFoundError."""
    here = current_council()
    asked = select(PostingAnswer).where(
        PostingAnswer.id == answer_id,
        PostingAnswer.collaborative_id == collaborative.id,
        (PostingAnswer.council_id == here) | (PostingAnswer.to_council_id == here),
    )
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(str(answer_id))
    return found


class HelperRow(NamedTuple):
    """Somebody who may be asked, and about what."""

    person_id: UUID
    council_id: UUID
    council: str
    name: str
    topics: str


_HELPERS = f"""
SELECT h.person_id, h.council_id, c.name AS council, h.name, h.topics
FROM helper h JOIN council c ON c.id = h.council_id
WHERE h.collaborative_id = CAST(:shared AS uuid) AND h.ended_at IS NULL ORDER BY h.at, h.id LIMIT {MOST_POSTINGS}"""  # noqa: S608 - made of constants only


def helpers_in(collaborative: Collaborative) -> list[HelperRow]:
    """Who agreed to be asked in a collaborative, the first to do so first."""
    return rows(HelperRow, _HELPERS, shared=collaborative.id)


class NeedMatch(NamedTuple):
    """What may answer a need, and the words that both have."""

    kind: str
    council: str
    title: str
    path: str
    shared: Sequence[str]


def matches_of(
    need: PostingRow,
    *,
    postings: Sequence[PostingRow],
    cards: Sequence[Publication],
    helpers: Sequence[HelperRow],
    code: str,
) -> list[NeedMatch]:
    """What of other councils speaks of the same as a need: offers, cards, and people who agreed to be asked."""
    at = f"/collaboratives/{code}"
    offered = [
        NeedMatch("offer", one.council, one.title, f"{at}/needs/{one.id}", shared_words(need.matter, one.matter))
        for one in postings
        if one.way == NeedWay.OFFER and one.council_id != need.council_id
    ]
    published = [
        NeedMatch(
            "card", one.shown["council"], one.title, f"{at}/cards/{one.number}", shared_words(need.matter, _matter(one))
        )
        for one in cards
        if one.council_id != need.council_id
    ]
    people = [
        NeedMatch("person", one.council, one.name, f"{at}/needs#people", shared_words(need.matter, Matter(one.topics)))
        for one in helpers
        if one.council_id != need.council_id
    ]
    return [one for one in (*offered, *published, *people) if one.shared]


def _matter(card: Publication) -> Matter:
    return Matter(card.title, card.shown.get("problem") or "")


class StepAhead(NamedTuple):
    """A card of another council that is further than an idea of ours, and by what."""

    card: Publication
    shared: Sequence[str]
    level: int
    our_level: int
    later: bool


def ahead_of(idea: Idea, *, cards: Sequence[Publication]) -> list[StepAhead]:
    """Who is a step ahead on an idea: cards of others on the same matter, in a later stage or with better evidence."""
    here, ours = current_council(), value.worth_of(idea=idea).level
    about = Matter(idea.title, idea.problem or "")
    found = []
    for card in cards:
        level = max((int(one["level"]) for one in card.shown.get("evidence", ()) if one["level"]), default=0)
        stage = card.shown["stage"]
        further = is_ahead(stage=stage, level=level, than_stage=idea.stage, than_level=ours)
        shared = shared_words(about, _matter(card)) if card.council_id != here and further else ()
        if shared:
            later = is_ahead(stage=stage, level=0, than_stage=idea.stage, than_level=0)
            found.append(StepAhead(card, shared, level, ours, later))
    return found
