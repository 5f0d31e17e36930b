"""What is found by its words: one statement, whatever is found, sought for and narrowed by.

It begins at what `search_words` finds (migrations/0075), at most one more than 1,000; those of the page alone are read.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from tracker.council import NAME, Reader
from tracker.idea import MOST_HITS, VISIBLE, Filters, Key, State, conditions, narrowed_by
from tracker.search.rules import Marker
from tracker.search.words import HitKind, HitOrder
from tracker.tenancy import rows

PAGE = 20
LONGEST_READ = 20_000  # letters of a text in which the words are looked for


class Hit(NamedTuple):
    """Something that has the words: what names it, if anything does, what it says, and the idea that it stands on."""

    kind: str
    row_id: UUID
    in_title: bool
    at: datetime
    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    service_id: UUID | None
    owner_id: UUID | None
    stage_since: date | None
    historical: bool
    parked_until: date | None
    held_until: date | None
    named: str | None
    said: str | None

    @property
    def standing(self) -> str:
        """Where its idea stands: its stage while it is active, else what became of it."""
        return self.stage if self.state == State.ACTIVE else self.outcome or self.state


class _FoundHit(NamedTuple):
    """A row as it is answered: what was found in all, and a hit; or no hit."""

    totals: dict[str, int] | None
    found: int
    forms: list[str] | None
    kind: str | None
    row_id: UUID
    in_title: bool
    at: datetime
    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    service_id: UUID | None
    owner_id: UUID | None
    stage_since: date | None
    historical: bool
    parked_until: date | None
    held_until: date | None
    named: str | None
    said: str | None


@dataclass(frozen=True)
class SearchPage:
    """One page of hits, how many of each kind fit, and whether more were found than are looked through.

    `only_common` says that nothing was sought: the words are such as "the", which are left out.
    """

    hits: Sequence[Hit]
    totals: Mapping[str, int]
    over: bool
    marker: Marker
    only_common: bool
    next_key: Key | None
    previous_key: Key | None

    @property
    def total(self) -> int:
        """How many hits there are; where there are too many, as many as were looked through and fit."""
        return min(sum(self.totals.values()), MOST_HITS)


_NARROWED = """
narrowed AS MATERIALIZED (
 SELECT hit.* FROM hit CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = hit.idea_id OFFSET 0) AS i
 WHERE {where}),"""
_EACH = f"""
 SELECT NULL AS named, concat_ws(E'\\n', i.problem, i.proposal) AS said WHERE page.kind = 'idea'
 UNION ALL SELECT c.indicator, concat_ws(E'\\n', c.need, c.who_benefits) FROM claim c
  WHERE page.kind = 'claim' AND c.id = page.row_id
 UNION ALL SELECT NULL, l.lesson FROM lesson l WHERE page.kind = 'lesson' AND l.id = page.row_id
 UNION ALL SELECT {NAME.format("g.by_id")}, g.text FROM message g
  WHERE page.kind = 'comment' AND g.id = page.row_id AND g.redacted_at IS NULL
  AND (g.kind <> 'note' OR {conditions(["keeper"])})
 UNION ALL SELECT a.name, NULL FROM attachment a
  WHERE page.kind = 'file' AND a.id = page.row_id AND a.removed_at IS NULL"""
_SEARCH = f"""
WITH hit AS MATERIALIZED (
 SELECT * FROM search_words(CAST(:text AS text), CAST(:kinds AS text[]), CAST(:reader_id AS uuid),
  CAST(:reader_leads AS boolean), CAST(:reader_owns AS boolean))), {{narrowed}}
page AS (SELECT * FROM {{source}} AS f {{from_key}} ORDER BY {{order}} LIMIT {{most}})
SELECT total.totals, total.found, total.forms, p.*
FROM (SELECT
       (SELECT json_object_agg(kind, hits) FROM (SELECT kind, count(*) AS hits FROM {{source}} GROUP BY kind) AS k)
       AS totals, (SELECT count(*) FROM hit) AS found, word_forms(CAST(:text AS text)) AS forms) AS total
LEFT JOIN (
 SELECT page.kind, page.row_id, page.in_title, page.at, i.ref, i.title, i.stage, i.state, i.outcome, i.service_id,
  i.owner_id, i.stage_since, i.source IS NOT NULL AS historical, i.parked_until, i.held_until,
  each.named, left(each.said, {LONGEST_READ}) AS said
 FROM page
 CROSS JOIN LATERAL (SELECT * FROM idea WHERE idea.id = page.idea_id AND {VISIBLE.format("idea")} OFFSET 0) AS i
 CROSS JOIN LATERAL ({_EACH}) AS each) AS p ON true
ORDER BY {{shown_order}}"""
# By how close a hit is and when it was written, or by that alone; and behind or before a hit in that order.
_CLOSEST = "{0}in_title {1}, {0}at {1}, {0}row_id {1}"
_NEWEST = "{0}at {1}, {0}row_id {1}"
_FROM_CLOSEST = (
    "WHERE (f.in_title, f.at, f.row_id) {}"
    " (CAST(:key_title AS boolean), CAST(:key_at AS timestamptz), CAST(:key_id AS uuid))"
)
_FROM_NEWEST = "WHERE (f.at, f.row_id) {} (CAST(:key_at AS timestamptz), CAST(:key_id AS uuid))"


class _Asked(NamedTuple):
    """What a statement of a search depends on; all else are its parameters."""

    narrowed: frozenset[str]
    order: HitOrder
    way: str
    from_key: bool
    most: int


@functools.cache
def _statement(asked: _Asked) -> str:
    beyond = "<" if asked.way == "DESC" else ">"
    by_age = asked.order is HitOrder.NEWEST
    order, from_key = (_NEWEST, _FROM_NEWEST) if by_age else (_CLOSEST, _FROM_CLOSEST)
    return _SEARCH.format(
        narrowed=_NARROWED.format(where=conditions(asked.narrowed)) if asked.narrowed else "",
        source="narrowed" if asked.narrowed else "hit",
        from_key=from_key.format(beyond) if asked.from_key else "",
        order=order.format("f.", asked.way),
        shown_order=order.format("p.", asked.way),
        most=int(asked.most),
    )


def search(
    *,
    reader: Reader,
    filters: Filters,
    kinds: Sequence[HitKind] = tuple(HitKind),
    order: HitOrder = HitOrder.CLOSEST,
    after: Key | None = None,
    before: Key | None = None,
    limit: int = PAGE,
) -> SearchPage:
    """One page of what has all of the words of `filters.text`, behind one hit or before another: one statement.

    What narrows the hits narrows them by the ideas that they stand on.
    """
    key, way = after or before, "ASC" if before and not after else "DESC"
    given = narrowed_by(filters, reader)
    narrowed = frozenset(given) if filters.more_than_words else frozenset()
    given |= {"kinds": [str(kind) for kind in kinds], "text": filters.text}
    if key:
        given |= {"key_title": key.in_title, "key_at": key.changed_at, "key_id": key.id}
    asked = _Asked(narrowed, order, way, key is not None, limit + 1)
    answered = rows(_FoundHit, _statement(asked), **given)
    hits = [Hit._make(row[len(_FoundHit._fields) - len(Hit._fields) :]) for row in answered if row.kind]
    older, newer = (len(hits) > limit, after is not None) if way == "DESC" else (True, len(hits) > limit)
    shown = hits[:limit] if way == "DESC" else hits[:limit][::-1]
    return SearchPage(
        hits=shown,
        totals=answered[0].totals or {},
        over=answered[0].found > MOST_HITS,
        only_common=not answered[0].forms,
        marker=Marker(answered[0].forms or (), begins=_last_word(filters.text)),
        next_key=_key(shown[-1:], wanted=older),
        previous_key=_key(shown[:1], wanted=newer),
    )


def _key(end: Sequence[Hit], *, wanted: bool) -> Key | None:
    """Where a page goes on from the hit at one of its ends."""
    return Key(end[0].at, end[0].row_id, end[0].in_title) if end and wanted else None


def _last_word(text: str) -> str:
    """The last of the words that were typed, which may be a beginning."""
    return (text.replace("-", " ").split() or [""])[-1].lower()
