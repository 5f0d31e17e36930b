"""Lists of ideas: columns only, so that fifty rows cost what one does; no list loads an idea."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from tracker.council import Reader
from tracker.idea.visible import OPEN, SENT_STATES, SUBMITTED, UNSENT, VISIBLE, seen_by
from tracker.idea.words import Stage, State
from tracker.tenancy import session

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. `mine` is the person whose own ideas are wanted."""

    stage: Stage | None = None
    state: State | None = None
    service_id: UUID | None = None
    owner_id: UUID | None = None
    mine: UUID | None = None
    text: str = ""
    historical: bool | None = None

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return self != Filters()


@dataclass(frozen=True)
class Key:
    """The last row of a page: the next page begins after it."""

    changed_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.changed_at.isoformat()}_{self.id}"

    @classmethod
    def read(cls, given: str | None) -> Key | None:
        """Read a key from an address; None for none, or for one that is no key."""
        try:
            moment, _, which = (given or "").partition("_")
            return cls(datetime.fromisoformat(moment), UUID(which))
        except ValueError:
            return None


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins."""

    rows: Sequence[Row[Any]]
    next_key: Key | None


_LIST = """
SELECT i.ref, i.title, i.stage, i.state, i.outcome, o.name AS owner, i.stage_since, i.source IS NOT NULL AS historical,
 i.changed_at, i.id
FROM {source} LEFT JOIN person o ON o.id = i.owner_id
ORDER BY i.changed_at DESC, i.id DESC LIMIT {most}"""
_FIRST = "SELECT i.* FROM idea i WHERE {where} ORDER BY i.changed_at DESC, i.id DESC LIMIT {most}"

_WHERE = {
    "visible": VISIBLE.format("i"),
    "submitted": SUBMITTED.format("i"),
    "open": OPEN.format("i"),
    "unsent": UNSENT.format("i"),
    "state": "i.state = CAST(:state AS text)",
    "stage": "i.stage = CAST(:stage AS text)",
    "service_id": "i.service_id = CAST(:service_id AS uuid)",
    "owner_id": "i.owner_id = CAST(:owner_id AS uuid)",
    "text": "(i.title ILIKE CAST(:like AS text) ESCAPE '/' OR i.ref = upper(CAST(:text AS text)))",
    "historical": "(i.source IS NOT NULL) = CAST(:historical AS boolean)",
    "after": "(i.changed_at, i.id) < (CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))",
}
# One index has the ideas of each stage by their states. What is narrowed to one of the two is read by the other's
# words, and is in order within each.
_READ_BY: dict[str, tuple[str, Sequence[str]]] = {
    "stage": ("state", SENT_STATES),
    "state": ("stage", tuple(Stage)),
}
_MINE = (
    "i.author_id = CAST(:mine AS uuid)",
    "i.owner_id = CAST(:mine AS uuid) AND i.author_id IS DISTINCT FROM CAST(:mine AS uuid)",
)


@functools.cache
def _asked(narrowed: tuple[str, ...], most: int) -> TextClause:
    """The statement for one combination of what narrows it, made once; what is sought comes as parameters.

    The length stands in it as it is: with a parameter, a plan that is kept would have to do for any.
    """
    where = " AND ".join(_WHERE[name] for name in narrowed if name != "mine")
    return text(_LIST.format(source=_source(frozenset(narrowed), where, most), most=most))


def _source(narrowed: frozenset[str], where: str, most: int) -> str:
    """Where the rows of a list come from: the first that an index gives, or the first of each of its parts."""

    def first(of: str) -> str:
        return _FIRST.format(where=f"{of} AND {where}" if of else where, most=most)

    if "mine" in narrowed:
        return "({}) i".format(" UNION ALL ".join(f"({first(whose)})" for whose in _MINE))
    given = narrowed & _READ_BY.keys()
    if len(given) != 1 or narrowed & {"service_id", "owner_id", "text"}:
        return f"({first('')}) i"
    column, words = _READ_BY[next(iter(given))]
    each = ", ".join(f"'{word}'" for word in words)
    return f"unnest(ARRAY[{each}]) AS each(word) CROSS JOIN LATERAL ({first(f'i.{column} = each.word')}) i"


def listing(*, reader: Reader, filters: Filters | None = None, after: Key | None = None, limit: int = PAGE) -> Page:
    """One page of the ideas that a reader may see, those changed last first: one statement, whatever is filtered.

    Drafts, which are the reader's own, are listed only where they are asked for.
    """
    given = _given(filters or Filters(), reader, after)
    narrowed = tuple(name for name in (*_WHERE, "mine") if name in given)
    rows = session().execute(_asked(narrowed, limit + 1), given).all()
    shown = rows[:limit]
    return Page(rows=shown, next_key=Key(shown[-1].changed_at, shown[-1].id) if len(rows) > limit else None)


def _given(filters: Filters, reader: Reader, after: Key | None) -> dict[str, Any]:
    """What narrows the list, by the name of its condition, with the parameters that the conditions take."""
    given: dict[str, Any] = {"visible": True, **seen_by(reader)}
    if filters.state is None:
        given["submitted"] = True
    elif filters.state in SENT_STATES:
        given["state"] = str(filters.state)
    else:
        given["unsent"] = True
    for name in ("stage", "service_id", "owner_id", "mine", "historical"):
        if (value := getattr(filters, name)) is not None:
            given[name] = str(value) if name == "stage" else value
    if filters.text:
        literal = filters.text.replace("/", "//").replace("%", "/%").replace("_", "/_")
        given |= {"open": True, "text": filters.text, "like": f"%{literal}%"}
    if after:
        given |= {"after": True, "after_at": after.changed_at, "after_id": after.id}
    return given
