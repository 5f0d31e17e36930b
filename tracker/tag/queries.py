"""What is asked about tags: those of the council, with how many ideas have each, and those of an idea."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from tracker.council import NamedThing
from tracker.idea import SUBMITTED, Aside, Idea, NotFoundError
from tracker.tag.models import IdeaTag, Tag
from tracker.tenancy import Query, current_council, rows, session

MOST_COUNTED = 100

_OFFER = "SELECT 'tag' AS kind, t.id, t.name FROM tag t WHERE t.ended_at IS NULL ORDER BY lower(t.name), t.id"


def tag_offer_query() -> Query[list[NamedThing]]:
    """The tags to choose from, by name, to be asked together with others."""
    return Query(NamedThing, _OFFER, {}, list)


class TagCount(NamedTuple):
    """A tag, how many ideas that were sent have it, and the one that it was joined into."""

    id: UUID
    name: str
    ended_at: datetime | None
    merged_into: str | None
    ideas: int


# No more are counted than are worth a figure, so that a tag on every idea costs no more than any other.
_COUNTS = f"""
SELECT t.id, t.name, t.ended_at, (SELECT o.name FROM tag o WHERE o.id = t.merged_into_id) AS merged_into,
 (SELECT count(*) FROM (SELECT FROM idea_tag x JOIN idea i ON i.id = x.idea_id
   WHERE x.tag_id = t.id AND {SUBMITTED.format("i")} LIMIT {MOST_COUNTED}) AS few) AS ideas
FROM tag t ORDER BY t.ended_at IS NOT NULL, lower(t.name), t.id"""  # noqa: S608 - made of constants only


def tag_counts() -> list[TagCount]:
    """Every tag of the council, those that ended last; at most 100 ideas are counted of each."""
    return rows(TagCount, _COUNTS)


def live_tags() -> Sequence[Tag]:
    """The tags that can be set, by name."""
    return session().scalars(select(Tag).where(Tag.ended_at.is_(None)).order_by(func.lower(Tag.name), Tag.id)).all()


def tag(tag_id: UUID) -> Tag:
    """One tag of the council, one that ended, too. Raises NotFoundError."""
    found = session().get(Tag, (current_council(), tag_id))
    if found is None:
        raise NotFoundError(str(tag_id))
    return found


def tags_on(*, idea: Idea) -> Sequence[Tag]:
    """The tags of an idea, by name."""
    asked = select(Tag).join(IdeaTag, (IdeaTag.council_id == Tag.council_id) & (IdeaTag.tag_id == Tag.id))
    asked = asked.where(IdeaTag.idea_id == idea.id, Tag.ended_at.is_(None))
    return session().scalars(asked.order_by(func.lower(Tag.name), Tag.id)).all()


class TagName(NamedTuple):
    """A tag as an idea's page shows it."""

    id: str
    name: str


TAGS: Aside[Sequence[TagName]] = Aside(
    "tags",
    "SELECT json_agg(json_build_array(t.id, t.name) ORDER BY lower(t.name), t.id) FROM idea_tag x"
    " JOIN tag t ON t.id = x.tag_id AND t.ended_at IS NULL WHERE x.idea_id = idea.id",
    lambda told: [TagName(*each) for each in told or ()],
)
