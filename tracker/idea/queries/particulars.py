"""What is told of listed ideas besides their lines: in a table that goes out, or on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.council import NAME, Reader
from tracker.idea.queries.desk import SERVICE
from tracker.idea.queries.filters import Filters
from tracker.idea.queries.listing import MOST_HITS, ListedIdea, listing
from tracker.tenancy import rows

AT_ONCE = 500


class IdeaParticulars(NamedTuple):
    """What is known of an idea beside its line; tags and places by name."""

    id: UUID
    service: str | None
    owner: str | None
    sponsor: str | None
    innovation_type: str | None
    origin_driver: str | None
    extent: str | None
    submitted_on: date | None
    tags: list[str] | None
    places: list[str] | None


_PARTICULARS = f"""
SELECT i.id, {SERVICE} AS service, {NAME.format("i.owner_id")} AS owner,
 coalesce({NAME.format("i.sponsor_id")}, i.sponsor_name) AS sponsor, i.innovation_type, i.origin_driver, i.extent,
 i.submitted_on,
 (SELECT json_agg(t.name ORDER BY lower(t.name), t.id) FROM idea_tag x JOIN tag t ON t.id = x.tag_id
   WHERE x.idea_id = i.id AND t.ended_at IS NULL) AS tags,
 (SELECT json_agg(p.name ORDER BY lower(p.name), p.id) FROM idea_place l JOIN place p ON p.id = l.place_id
   WHERE l.idea_id = i.id) AS places
FROM unnest(CAST(:ids AS uuid[])) AS wanted(id) CROSS JOIN LATERAL (SELECT * FROM idea j WHERE j.id = wanted.id) AS i"""  # noqa: S608 - constants


def listed_in_whole(
    *, reader: Reader, filters: Filters, most: int | None = None
) -> Iterator[tuple[ListedIdea, IdeaParticulars]]:
    """All ideas of a list in its order, or the first of them, with their particulars; some hundred are read at once."""
    left, key = most or MOST_HITS if filters.text else most, None
    while left is None or left > 0:
        page = listing(reader=reader, filters=filters, after=key, limit=min(AT_ONCE, left or AT_ONCE))
        told = {row.id: row for row in rows(IdeaParticulars, _PARTICULARS, ids=[one.id for one in page.rows])}
        yield from ((one, told[one.id]) for one in page.rows if one.id in told)
        left, key = None if left is None else left - len(page.rows), page.next_key
        if key is None:
            return
