"""Cards as rows: one as its page shows it, those of an idea as its own pages tell them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council


class ShownCard(NamedTuple):
    """A card as its page shows it, with what the strand is called that it stands in, where it stands in one."""

    number: int
    council_id: UUID
    level: str
    title: str
    shown: dict[str, Any]
    parts: list[Any]
    health: dict[str, Any]
    published_at: datetime
    strand: str | None


_CARD = """
SELECT p.number, p.council_id, p.level, p.title, p.shown, p.parts, p.health, p.published_at,
 (SELECT n.title FROM collaborative_note n WHERE n.id = p.strand_id AND n.withdrawn_at IS NULL) AS strand
 FROM publication p WHERE p.collaborative_id = CAST(:collaborative AS uuid) AND p.number = CAST(:number AS bigint)
  AND p.withdrawn_at IS NULL"""


def card_query(collaborative: AnyCollaborative, number: int) -> Query[ShownCard | None]:
    """A card that stands in a collaborative now; None for one withdrawn or never there."""
    given = {"collaborative": collaborative.id, "number": number}
    return Query(ShownCard, _CARD, given, lambda found: found[0] if found else None)


class PublishedCard(NamedTuple):
    """A card of an idea that stands now, as a page tells it: where, with how much, since when."""

    code: str
    name: str | None
    number: int
    level: str
    published_at: datetime


_PUBLISHED = """
SELECT c.code, c.name, p.number, p.level, p.published_at FROM publication p
  JOIN collaborative c ON c.id = p.collaborative_id
 WHERE p.council_id = CAST(:here AS uuid) AND p.idea_id = CAST(:idea AS uuid) AND p.withdrawn_at IS NULL
 ORDER BY p.published_at, p.id"""


def published_query(idea: Idea) -> Query[list[PublishedCard]]:
    """The cards of an idea that stand now, in the order published: to be asked together with others."""
    return Query(PublishedCard, _PUBLISHED, {"here": current_council(), "idea": idea.id}, list)


class OwnCard(NamedTuple):
    """The card of an idea as it stands in a collaborative, for whoever changes what it shows."""

    level: str
    shown: dict[str, Any]
    parts: list[Any]
    published_at: datetime
    strand_id: UUID | None


_OWN_CARD = """
SELECT p.level, p.shown, p.parts, p.published_at, p.strand_id FROM publication p
 WHERE p.council_id = CAST(:here AS uuid) AND p.idea_id = CAST(:idea AS uuid)
   AND p.collaborative_id = CAST(:collaborative AS uuid) AND p.withdrawn_at IS NULL"""


def own_card_query(collaborative: AnyCollaborative, idea: Idea) -> Query[OwnCard | None]:
    """The card of an idea of ours in a collaborative, if one stands: to be asked together with others."""
    given = {"here": current_council(), "idea": idea.id, "collaborative": collaborative.id}
    return Query(OwnCard, _OWN_CARD, given, lambda found: found[0] if found else None)
