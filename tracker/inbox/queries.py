"""What a person missed: what others did with the ideas that they said, own, sponsor or follow."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tracker import clock
from tracker.council import NAME, Reader
from tracker.history import event_of
from tracker.idea import Headline
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.tenancy import rows
from tracker.upkeep import days

MANY = 200  # places on ideas, and events where somebody has more places
UNINTERESTING = ("nudge_sent", "nudge_withheld", "nudge_snoozed", "imported")


_ME = "CAST(:reader_id AS uuid)"
_TOLD = f"e.what, e.at, e.number, e.by_name, {NAME.format('e.by_id')} AS member, e.particulars, i.ref, i.title"
_LEFT_OUT = ", ".join(f"'{what}'" for what in UNINTERESTING)
_NEWS = f"e.at > CAST(:oldest AS timestamptz) AND e.by_id IS DISTINCT FROM {_ME} AND e.what NOT IN ({_LEFT_OUT})"
_IDEA = (
    f"SELECT ref, title FROM idea i WHERE i.source IS NULL AND {SUBMITTED.format('i')} AND {VISIBLE.format('i')}"
    " AND i.id = {0}"
)
_THEIRS = (
    f"({_ME} IN (i.author_id, i.owner_id, i.sponsor_id)"
    f" OR (SELECT true FROM follower f WHERE f.idea_id = i.id AND f.person_id = {_ME}))"
)
_PLACES = " UNION ALL ".join(
    f"SELECT {idea} AS id FROM {table} WHERE {person} = {_ME}"
    for idea, table, person in (
        ("id", "idea", "author_id"),
        ("id", "idea", "owner_id"),
        ("id", "idea", "sponsor_id"),
        ("idea_id", "follower", "person_id"),
    )
)
# News is found on the ideas where somebody has a place; who is on more than can be read finds what happened on so many
# of them, and among the last things that happened to any other. Little is read, however much happens in the council.
# An idea is looked up for each event by itself.
_ASKED = f"""
WITH place AS MATERIALIZED (SELECT id FROM ({_PLACES}) AS every LIMIT {MANY})
SELECT * FROM (
 SELECT each.* FROM (SELECT DISTINCT id FROM place) AS theirs CROSS JOIN LATERAL (
  SELECT {_TOLD} FROM event e CROSS JOIN ({_IDEA.format("theirs.id")} LIMIT 1) AS i
  WHERE e.idea_id = theirs.id AND {_NEWS} ORDER BY e.at DESC, e.number DESC LIMIT {{most}}) AS each
 ORDER BY at DESC, number DESC LIMIT {{most}}) AS on_few
UNION ALL
SELECT * FROM (
 SELECT {_TOLD} FROM (
  SELECT * FROM event e WHERE {_NEWS} AND (SELECT count(*) FROM place) = {MANY}
  ORDER BY e.at DESC, e.number DESC LIMIT {MANY}) AS e
 CROSS JOIN LATERAL ({_IDEA.format("e.idea_id")} AND {_THEIRS} LIMIT 1) AS i
 WHERE NOT e.idea_id IN (SELECT id FROM place) ORDER BY e.at DESC, e.number DESC LIMIT {{most}}) AS on_many
ORDER BY at DESC, number DESC LIMIT {{most}}"""


@functools.cache
def _asked(most: int) -> str:
    return _ASKED.format(most=int(most))


class NewsRow(NamedTuple):
    """Something that happened to an idea, as it is read; by whom, as they were named then or are called now."""

    what: str
    at: datetime
    number: int
    by_name: str | None
    member: str | None
    particulars: dict[str, Any]
    ref: str
    title: str


def news(*, reader: Reader, limit: int = 30) -> Sequence[Headline]:
    """What others did lately with the ideas of a person here, newest first, at most `limit`."""
    oldest = clock.now() - timedelta(days=days().news)
    found = rows(NewsRow, _asked(limit), oldest=oldest, **seen_by(reader))
    return [
        Headline(
            event=event_of(row.what, row.particulars),
            at=row.at,
            by_name=row.by_name or row.member,
            ref=row.ref,
            title=row.title,
        )
        for row in found
    ]
