"""Lists of ideas: columns only, so that fifty rows cost what one does; no list loads an idea.

One that is narrowed by words begins at what `search_ideas` finds (migrations/versions/0008_search.py): with each hit
whether all of the words stand in its title, at most one more than 1,000 of them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.council import Reader
from tracker.idea.visible import OPEN, SENT_STATES, SUBMITTED, UNSENT, VISIBLE, seen_by
from tracker.idea.words import Stage, State
from tracker.tenancy import rows

PAGE = 50
MOST_HITS = 1_000


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

    @property
    def more_than_words(self) -> bool:
        """Whether anything is filtered besides the words."""
        return replace(self, text="") != Filters()


@dataclass(frozen=True)
class Key:
    """The last row of a page: the next page begins after it. Only what was found by its words may be `in_title`."""

    changed_at: datetime
    id: UUID
    in_title: bool = False

    def __str__(self) -> str:
        return f"{self.changed_at.isoformat()}_{self.id}{'_title' if self.in_title else ''}"

    @classmethod
    def read(cls, given: str | None) -> Key | None:
        """Read a key from an address; None for none, or for one that is no key."""
        try:
            moment, which, *title = (given or "").split("_")
            return cls(datetime.fromisoformat(moment), UUID(which), title == ["title"])
        except ValueError:
            return None


class ListedIdea(NamedTuple):
    """One line of a list; whoever lists knows what its owners are called (council.list_offer)."""

    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    owner_id: UUID | None
    stage_since: date | None
    historical: bool
    parked_until: date | None
    held_until: date | None
    changed_at: datetime
    id: UUID

    @property
    def standing(self) -> str:
        """Where it stands: its stage while it is active, else what became of it."""
        return self.stage if self.state == State.ACTIVE else self.outcome or self.state


class FoundIdea(NamedTuple):
    """One line of what a search found, whether all its words are in the title, and how many were found in all.

    Where none of those fits what else narrows the list, the one row holds their number alone.
    """

    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    owner_id: UUID | None
    stage_since: date | None
    historical: bool
    parked_until: date | None
    held_until: date | None
    changed_at: datetime
    id: UUID | None
    in_title: bool
    hits: int


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins; of a search also how many ideas have the words, none left out.

    Above `MOST_HITS` is one more than that, however many there are: the page goes through no others.
    """

    rows: Sequence[ListedIdea]
    next_key: Key | None
    hits: int | None = None


_COLUMNS = """i.ref, i.title, i.stage, i.state, i.outcome, i.owner_id, i.stage_since,
 i.source IS NOT NULL AS historical, i.parked_until, i.held_until, i.changed_at, i.id"""
_LIST = f"SELECT {_COLUMNS} FROM {{source}} ORDER BY i.changed_at DESC, i.id DESC LIMIT {{most}}"  # noqa: S608 - constants
_FIRST = "SELECT i.* FROM idea i WHERE {where} ORDER BY i.changed_at DESC, i.id DESC LIMIT {most}"
# In their order each hit is looked up by its key until the page is full; OFFSET keeps the planner from beginning at all
# ideas of an owner instead. The hits are counted also where none of them fits the rest: then one row comes, with their
# number alone.
_SEARCH = f"""
WITH hit AS MATERIALIZED (SELECT * FROM search_ideas(CAST(:text AS text))),
page AS (
 SELECT {_COLUMNS}, hit.in_title
 FROM (SELECT * FROM hit ORDER BY in_title DESC, changed_at DESC, idea_id DESC) AS hit
 CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = hit.idea_id OFFSET 0) AS i
 WHERE {{where}} ORDER BY hit.in_title DESC, hit.changed_at DESC, hit.idea_id DESC LIMIT {{most}})
SELECT page.*, found.hits FROM (SELECT count(*) AS hits FROM hit) AS found LEFT JOIN page ON true
ORDER BY page.in_title DESC, page.changed_at DESC, page.id DESC"""  # noqa: S608 - constants only

_WHERE = {
    "visible": VISIBLE.format("i"),
    "submitted": SUBMITTED.format("i"),
    "open": OPEN.format("i"),
    "unsent": UNSENT.format("i"),
    "state": "i.state = CAST(:state AS text)",
    "stage": "i.stage = CAST(:stage AS text)",
    "service_id": "i.service_id = CAST(:service_id AS uuid)",
    "owner_id": "i.owner_id = CAST(:owner_id AS uuid)",
    "mine": "(i.author_id = CAST(:mine AS uuid) OR i.owner_id = CAST(:mine AS uuid))",
    "historical": "(i.source IS NOT NULL) = CAST(:historical AS boolean)",
    "after": "(i.changed_at, i.id) < (CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))",
    "after_hit": "(hit.in_title, hit.changed_at, hit.idea_id)"
    " < (CAST(:after_title AS boolean), CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))",
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
def _found(narrowed: frozenset[str], most: int) -> str:
    """The statement of a search for one combination of what narrows it, made once; what is sought comes as parameters.

    The length stands in it as it is: with a parameter, a plan that is kept would have to do for any.
    """
    return _SEARCH.format(where=_all_of(narrowed), most=int(most))


@functools.cache
def _listed(narrowed: frozenset[str], most: int) -> str:
    """The same of a list without words."""
    return _LIST.format(source=_source(narrowed, int(most)), most=int(most))


def _all_of(narrowed: frozenset[str]) -> str:
    return " AND ".join(condition for name, condition in _WHERE.items() if name in narrowed)


def _source(narrowed: frozenset[str], most: int) -> str:
    """Where the rows of a list come from: the first that an index gives, or the first of each of its parts."""
    where = _all_of(narrowed - {"mine"})

    def first(of: str) -> str:
        return _FIRST.format(where=f"{of} AND {where}" if of else where, most=most)

    if "mine" in narrowed:
        return "({}) i".format(" UNION ALL ".join(f"({first(whose)})" for whose in _MINE))
    given = narrowed & _READ_BY.keys()
    if len(given) != 1 or narrowed & {"service_id", "owner_id"}:
        return f"({first('')}) i"
    column, words = _READ_BY[next(iter(given))]
    each = ", ".join(f"'{word}'" for word in words)
    return f"unnest(ARRAY[{each}]) AS each(word) CROSS JOIN LATERAL ({first(f'i.{column} = each.word')}) i"


def listing(*, reader: Reader, filters: Filters | None = None, after: Key | None = None, limit: int = PAGE) -> Page:
    """One page of the ideas that a reader may see: one statement, whatever is filtered.

    Those changed last come first; where words are sought, those with all of them in the title before. Drafts, which are
    the reader's own, are listed only where they are asked for.
    """
    wanted = filters or Filters()
    given = _given(wanted, reader, after)
    narrowed = frozenset(_WHERE.keys() & given.keys())
    if wanted.text:
        return _page_of_hits(rows(FoundIdea, _found(narrowed, limit + 1), **given), limit)
    found = rows(ListedIdea, _listed(narrowed, limit + 1), **given)
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], Key(last.changed_at, last.id) if last else None)


def _page_of_hits(answered: Sequence[FoundIdea], limit: int) -> Page:
    listed = [ListedIdea._make(hit[: len(ListedIdea._fields)]) for hit in answered if hit.id]
    last = listed[limit - 1] if len(listed) > limit else None
    key = Key(last.changed_at, last.id, answered[limit - 1].in_title) if last else None
    return Page(listed[:limit], key, answered[0].hits)


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
        given |= {"open": True, "text": filters.text}
    if after:
        given |= {"after_hit" if filters.text else "after": True}
        given |= {"after_title": after.in_title, "after_at": after.changed_at, "after_id": after.id}
    return given
