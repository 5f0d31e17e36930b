"""Lists of ideas: columns only, so that fifty rows cost what one does; no list loads an idea.

One that is narrowed by words begins at what `search_words` finds (docs/decisions/0014): with each hit whether all of
the words stand in its title, at most one more than 1,000 of them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.council import Reader
from tracker.idea.queries.filters import PLACED, SOUGHT, TAGGED, WHERE, Filters, Key, conditions, narrowed_by
from tracker.idea.visible import SENT_STATES
from tracker.idea.words import Stage, State
from tracker.tenancy import rows

PAGE = 50
MOST_HITS = 1_000


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
    """One page of a list, and where the next and the one before begin; of a search also how many ideas have the words.

    Above `MOST_HITS` is one more than that, however many there are: the page goes through no others.
    """

    rows: Sequence[ListedIdea]
    next_key: Key | None
    previous_key: Key | None = None
    hits: int | None = None


_COLUMNS = """i.ref, i.title, i.stage, i.state, i.outcome, i.owner_id, i.stage_since,
 i.source IS NOT NULL AS historical, i.parked_until, i.held_until, i.changed_at, i.id"""
_LIST = f"SELECT {_COLUMNS} FROM {{source}} ORDER BY i.changed_at {{way}}, i.id {{way}} LIMIT {{most}}"  # noqa: S608 - constants
_FIRST = "SELECT i.* FROM idea i WHERE {where} ORDER BY i.changed_at {way}, i.id {way} LIMIT {most}"
# A list of a tag or a place begins at their rows, which are in no order of lists, and looks each idea up: left to the
# planner, which cannot know how many those are, it compared every idea of a service with every one of a tag.
_LED = """
SELECT i.* FROM (SELECT idea_id FROM {led_by}) AS led
CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = led.idea_id OFFSET 0) AS i
WHERE {where} ORDER BY i.changed_at {way}, i.id {way} LIMIT {most}"""
_LED_BY = {"tag_id": TAGGED, "place_id": PLACED}
# In their order each hit is looked up by its key until the page is full; OFFSET keeps the planner from beginning at all
# ideas of an owner instead. The hits are counted also where none of them fits the rest: then one row comes, with their
# number alone.
_SEARCH = f"""
WITH hit AS MATERIALIZED (
 SELECT row_id, in_title, at FROM search_words(CAST(:text AS text), ARRAY['idea'], CAST(:reader_id AS uuid),
  CAST(:reader_leads AS boolean), CAST(:reader_owns AS boolean))),
page AS (
 SELECT {_COLUMNS}, hit.in_title
 FROM (SELECT * FROM hit ORDER BY in_title {{way}}, at {{way}}, row_id {{way}}) AS hit
 CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = hit.row_id OFFSET 0) AS i
 WHERE {{where}} ORDER BY hit.in_title {{way}}, hit.at {{way}}, hit.row_id {{way}} LIMIT {{most}})
SELECT page.*, found.hits FROM (SELECT count(*) AS hits FROM hit) AS found LEFT JOIN page ON true
ORDER BY page.in_title {{way}}, page.changed_at {{way}}, page.id {{way}}"""  # noqa: S608 - constants only

# Where a page begins: behind a row or, read the other way, before one.
_FROM_KEY = {
    "after": "(i.changed_at, i.id) {} (CAST(:key_at AS timestamptz), CAST(:key_id AS uuid))",
    "after_hit": "(hit.in_title, hit.at, hit.row_id)"
    " {} (CAST(:key_title AS boolean), CAST(:key_at AS timestamptz), CAST(:key_id AS uuid))",
}
# One index has the ideas of each stage by their states. What is narrowed to one of the two is read by the other's
# words, and is in order within each; what has been in its stage for long, by its stages.
_READ_BY: dict[str, tuple[str, Sequence[str]]] = {
    "stage": ("state", SENT_STATES),
    "state": ("stage", tuple(Stage)),
    "in_stage_since": ("stage", tuple(Stage)),
}
# What has an index of its own, in the order of lists.
_BY_ITSELF = frozenset(SOUGHT) - {"stage"}
_MINE = (
    "i.author_id = CAST(:mine AS uuid)",
    "i.owner_id = CAST(:mine AS uuid) AND i.author_id IS DISTINCT FROM CAST(:mine AS uuid)",
)


@functools.cache
def _found(narrowed: frozenset[str], most: int, way: str) -> str:
    """The statement of a search for one combination of what narrows it, made once; what is sought comes as parameters.

    The length stands in it as it is: with a parameter, a plan that is kept would have to do for any.
    """
    return _SEARCH.format(where=_all_of(narrowed, way), most=int(most), way=way)


@functools.cache
def _listed(narrowed: frozenset[str], most: int, way: str) -> str:
    """The same of a list without words."""
    return _LIST.format(source=_source(narrowed, int(most), way), most=int(most), way=way)


def _all_of(narrowed: frozenset[str], way: str) -> str:
    beyond = "<" if way == "DESC" else ">"
    from_key = [condition.format(beyond) for name, condition in _FROM_KEY.items() if name in narrowed]
    return " AND ".join([conditions(narrowed), *from_key])


def _source(narrowed: frozenset[str], most: int, way: str) -> str:
    """Where the rows of a list come from: the first that an index gives, or the first of each of its parts."""
    where = _all_of(narrowed - {"mine"}, way)

    def first(of: str) -> str:
        return _FIRST.format(where=f"{of} AND {where}" if of else where, most=most, way=way)

    if "mine" in narrowed:
        return "({}) i".format(" UNION ALL ".join(f"({first(whose)})" for whose in _MINE))
    if led := next((name for name in _LED_BY if name in narrowed), None):
        where = _all_of(narrowed - {led}, way)
        return f"({_LED.format(led_by=_LED_BY[led], where=where, most=most, way=way)}) i"
    given = narrowed & _READ_BY.keys()
    if len(given) != 1 or narrowed & _BY_ITSELF:
        return f"({first('')}) i"
    column, words = _READ_BY[next(iter(given))]
    each = ", ".join(f"'{word}'" for word in words)
    return f"unnest(ARRAY[{each}]) AS each(word) CROSS JOIN LATERAL ({first(f'i.{column} = each.word')}) i"


def listing(
    *,
    reader: Reader,
    filters: Filters | None = None,
    after: Key | None = None,
    before: Key | None = None,
    limit: int = PAGE,
) -> Page:
    """One page of the ideas that a reader may see, behind a row or before one: one statement, whatever is filtered.

    Those changed last come first; where words are sought, those with all of them in the title before. Drafts, which are
    the reader's own, are listed only where they are asked for, or found by their words.
    """
    wanted = filters or Filters()
    given = narrowed_by(wanted, reader) | _from_key(after or before, in_hits=bool(wanted.text))
    narrowed = frozenset((WHERE | _FROM_KEY).keys() & given.keys())
    way = "ASC" if before and not after else "DESC"
    if wanted.text:
        answered = rows(FoundIdea, _found(narrowed, limit + 1, way), **given)
        found = [(ListedIdea._make(hit[: len(ListedIdea._fields)]), hit.in_title) for hit in answered if hit.id]
        return _page(found, limit, way, follows=after is not None, hits=answered[0].hits)
    listed = rows(ListedIdea, _listed(narrowed, limit + 1, way), **given)
    return _page([(row, False) for row in listed], limit, way, follows=after is not None)


def _page(
    found: Sequence[tuple[ListedIdea, bool]], limit: int, way: str, *, follows: bool, hits: int | None = None
) -> Page:
    """A page in the order of the list, with where it goes on at either end."""
    shown, cut = found[:limit], len(found) > limit
    if way == "ASC":
        shown = shown[::-1]
    keys = [Key(row.changed_at, row.id, in_title) for row, in_title in (*shown[:1], *shown[-1:])]
    older, newer = (cut, follows) if way == "DESC" else (True, cut)
    return Page(
        [row for row, _ in shown],
        keys[-1] if keys and older else None,
        keys[0] if keys and newer else None,
        hits,
    )


def _from_key(key: Key | None, *, in_hits: bool) -> dict[str, Any]:
    """Where a page begins, with what says so."""
    if key is None:
        return {}
    given = {"key_title": key.in_title, "key_at": key.changed_at, "key_id": key.id}
    return {"after_hit" if in_hits else "after": True, **given}
