"""What is asked about councils together: my collaboratives, their members, the cards in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from tracker.collaborative.models import Collaborative, Member, Publication
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError
from tracker.tenancy import current_council, session


@dataclass(frozen=True)
class JoinedCollaborative:
    """A collaborative of the open council, with how many members it has and how many cards stand in it now."""

    collaborative: Collaborative
    members: int
    cards: int


def mine() -> list[JoinedCollaborative]:
    """The collaboratives that the open council belongs to, those at work first, then by name. One statement."""
    members = (
        select(func.count())
        .where(Member.collaborative_id == Collaborative.id, Member.left_on.is_(None))
        .scalar_subquery()
    )
    cards = (
        select(func.count())
        .where(Publication.collaborative_id == Collaborative.id, Publication.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    asked = (
        select(Collaborative, members, cards)
        .where(Collaborative.id.in_(_joined()))
        .order_by(Collaborative.source.is_not(None), func.lower(Collaborative.name), Collaborative.code)
    )
    return [JoinedCollaborative(*row) for row in session().execute(asked)]


def _joined() -> Any:
    return select(Member.collaborative_id).where(Member.council_id == current_council(), Member.left_on.is_(None))


def get(code: str) -> Collaborative:
    """A collaborative that the open council belongs to. Raises NotFoundError for any other."""
    asked = select(Collaborative).where(Collaborative.code == code, Collaborative.id.in_(_joined()))
    if (found := session().scalar(asked)) is None:
        raise NotFoundError(code)
    return found


def members_of(collaborative: Collaborative) -> Sequence[Member]:
    """The members of a collaborative that have not left, by name."""
    asked = select(Member).where(Member.collaborative_id == collaborative.id, Member.left_on.is_(None))
    return session().scalars(asked.order_by(func.lower(Member.member), Member.id)).all()


def cards(collaborative: Collaborative, *, limit: int = 200) -> Sequence[Publication]:
    """The cards that stand in a collaborative now, the newest first, at most `limit`."""
    asked = (
        select(Publication)
        .where(Publication.collaborative_id == collaborative.id, Publication.withdrawn_at.is_(None))
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
        .where(Publication.idea_id == idea.id, Publication.withdrawn_at.is_(None))
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
        Publication.idea_id == idea.id,
        Publication.collaborative_id == collaborative.id,
        Publication.withdrawn_at.is_(None),
    )
    return session().scalar(asked)
