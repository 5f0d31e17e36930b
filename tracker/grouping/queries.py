"""A council's services and places: those it sorts by now, those that ended, what they were called, what points at them.

All of them are read alike; `Grouping` says which. A name finds what is called so now, or was until it was renamed, and
what became part of another finds that other.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from tracker.council import OWNER_NAME
from tracker.db import Base
from tracker.grouping.words import Grouping
from tracker.idea.visible import SUBMITTED
from tracker.tenancy import Query, rows, together


class GroupingEntry(NamedTuple):
    """A service or a place: what it is called and was called, and, once that is so, since when it ended, in what."""

    id: UUID
    name: str
    senior_owner: str | None
    ended_at: datetime | None
    into_id: UUID | None
    into_name: str | None
    former_names: list[str]

    @property
    def is_offered(self) -> bool:
        """Whether it can be chosen: it has not ended."""
        return self.ended_at is None


class GroupingName(NamedTuple):
    """A service or a place, by what it is called now."""

    id: UUID
    name: str


def _owner(kind: Grouping) -> str:
    """Who answers for it: only a service has somebody."""
    return "g.senior_owner" if kind is Grouping.SERVICE else "CAST(NULL AS text)"


_ENTRIES = {
    kind: f"""
SELECT g.id, g.name, {_owner(kind)} AS senior_owner, g.ended_at, g.into_id, other.name AS into_name,
       coalesce((SELECT json_agg(f.name ORDER BY f.until DESC, f.id) FROM former_name f
                  WHERE f.kind = '{kind}' AND f.grouping_id = g.id AND f.name <> g.name), '[]') AS former_names
  FROM {kind} g LEFT JOIN {kind} other ON other.id = g.into_id
 ORDER BY g.ended_at IS NOT NULL, lower(g.name), g.id"""  # noqa: S608 - made of constants only
    for kind in Grouping
}
_FOLDED = "lower(regexp_replace(btrim({0}), '\\s+', ' ', 'g'))"
_CALLED = {
    kind: f"""
WITH RECURSIVE named AS (
  SELECT g.id, g.into_id, 0 AS place, now() AS until FROM {kind} g
   WHERE {_FOLDED.format("g.name")} = {_FOLDED.format("CAST(:name AS text)")}
  UNION ALL
  SELECT g.id, g.into_id, 1, f.until FROM former_name f JOIN {kind} g ON g.id = f.grouping_id
   WHERE f.kind = '{kind}' AND {_FOLDED.format("f.name")} = {_FOLDED.format("CAST(:name AS text)")}),
found AS (
  (SELECT id, into_id FROM named ORDER BY place, until DESC, id LIMIT 1)
  UNION SELECT g.id, g.into_id FROM found JOIN {kind} g ON g.id = found.into_id)
SELECT g.id, g.name FROM {kind} g JOIN found ON found.id = g.id WHERE found.into_id IS NULL"""  # noqa: S608 - the same
    for kind in Grouping
}
_NOW = {
    kind: f"""
WITH RECURSIVE found AS (
  SELECT g.id, g.name, g.into_id FROM {kind} g WHERE g.id = CAST(:id AS uuid)
  UNION SELECT g.id, g.name, g.into_id FROM found JOIN {kind} g ON g.id = found.into_id)
SELECT id, name FROM found WHERE into_id IS NULL"""  # noqa: S608 - the same
    for kind in Grouping
}


_READ = {kind: Query(GroupingEntry, statement, {}, list[GroupingEntry]) for kind, statement in _ENTRIES.items()}


def all_groupings() -> dict[Grouping, list[GroupingEntry]]:
    """All services and all places of the open council, each by name, those that ended last: one statement."""
    found = together(_READ.values())
    return {kind: found.of(query) for kind, query in _READ.items()}


def groupings(kind: Grouping) -> list[GroupingEntry]:
    """All services or all places of the open council: by name, those that ended last."""
    return rows(GroupingEntry, _ENTRIES[kind])


def grouping(kind: Grouping, grouping_id: UUID) -> GroupingEntry | None:
    """One service or place of the open council, also one that ended; None for anybody else's."""
    return next((one for one in groupings(kind) if one.id == grouping_id), None)


def grouping_called(kind: Grouping, name: str) -> GroupingName | None:
    """The service or place that a name means: whatever is called so now, else what was called so last.

    Capitals and blanks make no other name; what became part of another is that other.
    """
    return next(iter(rows(GroupingName, _CALLED[kind], name=name)), None)


def grouping_now(kind: Grouping, grouping_id: UUID) -> GroupingName | None:
    """What a service or a place is now: itself, or what it became part of."""
    return next(iter(rows(GroupingName, _NOW[kind], id=grouping_id)), None)


class NameBefore(NamedTuple):
    """A name that something offered had once, or that what became part of it has: then `was` is what that is."""

    id: UUID
    name: str
    was: UUID | None


_BEFORE = {
    kind: f"""
WITH RECURSIVE now AS (
  SELECT g.id AS was, g.id, g.into_id, g.ended_at FROM {kind} g
  UNION SELECT now.was, g.id, g.into_id, g.ended_at FROM now JOIN {kind} g ON g.id = now.into_id),
named AS (
  SELECT g.id AS was, g.name, now() AS until FROM {kind} g WHERE g.into_id IS NOT NULL
  UNION ALL SELECT f.grouping_id, f.name, f.until FROM former_name f WHERE f.kind = '{kind}')
SELECT now.id, named.name, CASE WHEN now.id <> now.was THEN now.was END AS was
  FROM named JOIN now ON now.was = named.was AND now.into_id IS NULL AND now.ended_at IS NULL
 ORDER BY named.until, named.name, now.id"""  # noqa: S608 - the same
    for kind in Grouping
}


def names_before(kind: Grouping) -> list[NameBefore]:
    """The names that services or places had before, of those that are offered: the oldest first."""
    return rows(NameBefore, _BEFORE[kind])


class Pointer(NamedTuple):
    """A column that says which service or place a row is about; in a key it makes the row what it is."""

    table: str
    column: str
    in_key: bool
    key: tuple[str, ...]


@functools.cache
def pointers(kind: Grouping) -> Sequence[Pointer]:
    """Every column that points at services or at places, in whatever table: what moves with one that is merged."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table.name == kind and table.name != kind:
                column = next(one.name for one in key.columns if one.name != "council_id")
                found.append(Pointer(table.name, column, _in_key(table, column), _key_of(table)))
    return tuple(found)


def _key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns if column.name != "council_id")


def _in_key(table: Table, column: str) -> bool:
    unique = [list(index.columns) for index in table.indexes if index.unique]
    unique += [
        list(one.columns) for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)
    ]
    return any(table.columns[column] in columns for columns in unique)


class Standing(NamedTuple):
    """What stands with a service or a place: ideas that were sent, those of them in play, and who looks after these."""

    ideas: int
    in_play: int
    owners: list[str]


def _stands_with(kind: Grouping) -> str:
    """Whether an idea stands with it: it has one service, and may name several places."""
    if kind is Grouping.SERVICE:
        return "i.service_id = CAST(:id AS uuid)"
    return "EXISTS (SELECT FROM idea_place l WHERE l.idea_id = i.id AND l.place_id = CAST(:id AS uuid))"


IN_PLAY = "i.state IN ('triage', 'active', 'parked') AND i.source IS NULL"
_STANDING = {
    kind: f"""
SELECT count(*) AS ideas, count(*) FILTER (WHERE {IN_PLAY}) AS in_play,
       coalesce(json_agg(DISTINCT {OWNER_NAME.format("i.owner_id")})
                FILTER (WHERE {IN_PLAY} AND i.owner_id IS NOT NULL), '[]') AS owners
  FROM idea i WHERE {_stands_with(kind)} AND {SUBMITTED.format("i")}"""  # noqa: S608 - the same
    for kind in Grouping
}


def standing_with(kind: Grouping, grouping_id: UUID) -> Standing:
    """What a change of a service or a place touches. Confidential ideas count, and are not named."""
    found = rows(Standing, _STANDING[kind], id=grouping_id)[0]
    return found._replace(owners=sorted(name for name in found.owners if name))
