"""What is asked about councils together: my collaboratives, their members, the cards in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker.collaborative.models import Collaborative, CollaborativeClosing, Member, Publication
from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.idea import Aside
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, current_council, session

MOST_CARDS = 200  # of a collaborative, on one page


@dataclass(frozen=True)
class JoinedCollaborative:
    """A collaborative of the open council, with how many members it has and how many cards stand in it now.

    Cards are counted as far as its page shows them; `has_more` says that more stand there.
    """

    collaborative: Collaborative
    members: int
    counted: int
    closed: bool

    @property
    def cards(self) -> int:
        """How many cards stand in it, at most as many as its page shows."""
        return min(self.counted, MOST_CARDS)

    @property
    def has_more(self) -> bool:
        """Whether more stand there than are counted."""
        return self.counted > MOST_CARDS


def mine() -> list[JoinedCollaborative]:
    """The collaboratives that the open council belongs to, those at work first, then by name. One statement."""
    members = (
        select(func.count())
        .where(Member.collaborative_id == Collaborative.id, Member.left_on.is_(None))
        .scalar_subquery()
    )
    standing = (
        select(Publication.id)
        .where(
            Publication.collaborative_id == Collaborative.id,
            Publication.withdrawn_at.is_(None),
            Publication.for_archive.is_(False),
        )
        .order_by(Publication.refreshed_at, Publication.id)  # in the order of its index: no other is read
        .limit(MOST_CARDS + 1)
        .correlate(Collaborative)
        .subquery()
    )
    cards = select(func.count()).select_from(standing).scalar_subquery()
    closed = select(CollaborativeClosing.id).where(CollaborativeClosing.collaborative_id == Collaborative.id).exists()
    asked = (
        select(Collaborative, members, cards, closed)
        .where(Collaborative.id.in_(joined()))
        .order_by(Collaborative.source.is_not(None), func.lower(Collaborative.name), Collaborative.code)
    )
    return [JoinedCollaborative(*row) for row in session().execute(asked)]


def everywhere() -> Sequence[UUID]:
    """Every collaborative there is, for the worker. Asked in the directory."""
    return session().scalars(select(Collaborative.id).order_by(Collaborative.id)).all()


def joined() -> Any:
    """Which collaboratives the open council belongs to, as a subquery."""
    return select(Member.collaborative_id).where(Member.council_id == current_council(), Member.left_on.is_(None))


def get(code: str) -> Collaborative:
    """A collaborative that the open council belongs to. Raises NotFoundError for any other."""
    asked = select(Collaborative).where(Collaborative.code == code, Collaborative.id.in_(joined()))
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(code)
    return found


def members_of(collaborative: Collaborative) -> Sequence[Member]:
    """The members of a collaborative that have not left, by name."""
    asked = select(Member).where(Member.collaborative_id == collaborative.id, Member.left_on.is_(None))
    return session().scalars(asked.order_by(func.lower(Member.member), Member.id)).all()


class MemberLine(NamedTuple):
    """A member of a collaborative as its board tells it."""

    member: str
    council_id: str | None
    role: str | None


_MEMBERS = """
SELECT m.member, CAST(m.council_id AS text) AS council_id, m.role FROM collaborative_member m
 WHERE m.collaborative_id = CAST(:collaborative AS uuid) AND m.left_on IS NULL ORDER BY lower(m.member), m.id"""


def members_query(collaborative: AnyCollaborative) -> Query[list[MemberLine]]:
    """The members of a collaborative that have not left, by name: to be asked together with others."""
    return Query(MemberLine, _MEMBERS, {"collaborative": collaborative.id}, list)


def cards(collaborative: Collaborative, *, limit: int = MOST_CARDS) -> Sequence[Publication]:
    """The cards on the board of a collaborative now, the newest first, at most `limit`; not those of the archive."""
    asked = (
        select(Publication)
        .where(
            Publication.collaborative_id == collaborative.id,
            Publication.withdrawn_at.is_(None),
            Publication.for_archive.is_(False),
        )
        .order_by(Publication.refreshed_at.desc(), Publication.id.desc())
        .limit(limit)
    )
    return session().scalars(asked).all()


def card(collaborative: Collaborative, number: int) -> Publication:
    """A card that stands in a collaborative now. Raises NotFoundError for one withdrawn or never there."""
    asked = select(Publication).where(
        Publication.collaborative_id == collaborative.id,
        Publication.number == number,
        Publication.withdrawn_at.is_(None),
    )
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(f"{collaborative.code} {number}")
    return found


@dataclass(frozen=True)
class StandingCard:
    """Where an idea stands published now."""

    publication: Publication
    collaborative: Collaborative


def publications_of(idea: Idea) -> list[StandingCard]:
    """The cards of an idea that stand now, with their collaborative, in the order published."""
    asked = (
        select(Publication, Collaborative)
        .join(Collaborative, Collaborative.id == Publication.collaborative_id)
        .where(
            Publication.council_id == current_council(),  # whose own card it is: no other is looked at
            Publication.idea_id == idea.id,
            Publication.withdrawn_at.is_(None),
        )
        .order_by(Publication.published_at, Publication.id)
    )
    return [StandingCard(*row) for row in session().execute(asked)]


def standing_in(collaborative_id: UUID) -> list[StandingCard]:
    """The cards of the open council that stand in a collaborative now, by number."""
    asked = (
        select(Publication, Collaborative)
        .join(Collaborative, Collaborative.id == Publication.collaborative_id)
        .where(
            Publication.council_id == current_council(),
            Publication.collaborative_id == collaborative_id,
            Publication.withdrawn_at.is_(None),
        )
        .order_by(Publication.number, Publication.id)
    )
    return [StandingCard(*row) for row in session().execute(asked)]


def publication_in(idea: Idea, collaborative: Collaborative) -> Publication | None:
    """The card of an idea in one collaborative, if one stands."""
    asked = select(Publication).where(
        Publication.council_id == current_council(),
        Publication.idea_id == idea.id,
        Publication.collaborative_id == collaborative.id,
        Publication.withdrawn_at.is_(None),
    )
    return session().scalar(asked)


class SharedCard(NamedTuple):
    """Where an idea stands shared, as its own page tells it: the card, how many other councils see it, its health."""

    code: str
    name: str
    number: int
    level: str
    since: date
    others: int
    health: dict[str, Any]


class JoinedPlace(NamedTuple):
    """A collaborative of the open council that an idea may be published to, with how many other councils are in it."""

    code: str
    name: str
    others: int


_OTHERS = (
    "(SELECT count(*) FROM collaborative_member o WHERE o.collaborative_id = c.id AND o.left_on IS NULL"
    " AND (o.council_id IS NULL OR o.council_id <> idea.council_id))"
)
_NAMED = "c.code, coalesce(c.name, c.code)"
SHARED: Aside[Sequence[SharedCard]] = Aside(
    "shared_cards",
    f"""
    SELECT json_agg(json_build_array({_NAMED}, p.number, p.level,
             CAST(p.published_at AT TIME ZONE 'Europe/London' AS date), {_OTHERS}, p.health)
             ORDER BY p.published_at, p.id)
      FROM publication p JOIN collaborative c ON c.id = p.collaborative_id
     WHERE p.council_id = idea.council_id AND p.idea_id = idea.id AND p.withdrawn_at IS NULL""",  # noqa: S608 - constants
    lambda told: [
        SharedCard(code, name, number, level, date.fromisoformat(since), others, health)
        for code, name, number, level, since, others, health in told or ()
    ],
)
JOINED: Aside[Sequence[JoinedPlace]] = Aside(
    "joined_places",
    f"""
    SELECT json_agg(json_build_array({_NAMED}, {_OTHERS}) ORDER BY lower(c.name), c.code)
      FROM collaborative_member m JOIN collaborative c ON c.id = m.collaborative_id
     WHERE m.council_id = idea.council_id AND m.left_on IS NULL AND (c.source IS NULL OR idea.source IS NOT NULL)
       AND NOT EXISTS (SELECT FROM collaborative_closing g WHERE g.collaborative_id = c.id)""",  # noqa: S608 - constants
    lambda told: [JoinedPlace._make(each) for each in told or ()],
)
