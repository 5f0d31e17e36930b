"""The joint pipeline: the cards of a collaborative by stage, narrowed, newest first; a page of them by keyset.

However many cards stand there, each column reads as many as it shows and counts as many as are worth a figure.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.collaborative.queries.opened import AnyCollaborative
from tracker.collaborative.words import CardSieve
from tracker.idea import Key
from tracker.idea.words import Stage
from tracker.tenancy import Query, current_council

ON_A_COLUMN = 12
ON_A_PAGE = 50
COUNTED = 100  # of a stage: more are not worth a figure


class CardLine(NamedTuple):
    """One card as board and list show it."""

    id: str
    number: int
    title: str
    stage: str
    standing: str
    level: str
    proven: bool
    ours: bool
    council: str
    came_from: str | None
    source: str | None
    strand: str | None
    refreshed_at: datetime


class CardCount(NamedTuple):
    """How many cards fit in a stage, as far as they are counted."""

    stage: str
    cards: int


@dataclass(frozen=True)
class JointColumn:
    """A stage of the joint pipeline: how many fit, the newest of them; `cut`: more fit, and are not counted."""

    stage: Stage
    count: int
    cards: Sequence[CardLine]

    @property
    def cut(self) -> bool:
        """Whether more fit than are counted."""
        return self.count >= COUNTED

    @property
    def has_more(self) -> bool:
        """Whether more fit than are shown."""
        return self.count > len(self.cards)


@dataclass(frozen=True)
class CardPage:
    """A page of cards, the newest first, and from where the next goes on."""

    cards: Sequence[CardLine]
    next_key: Key | None


_LINE = """CAST(p.id AS text) AS id, p.number, p.title, p.stage, p.shown ->> 'state' AS standing, p.level, p.proven,
 (p.council_id = (SELECT council_here())) IS TRUE AS ours,
 p.shown ->> 'council' AS council, p.shown ->> 'came_from' AS came_from, p.shown ->> 'source' AS source,
 (SELECT n.title FROM collaborative_note n WHERE n.id = p.strand_id AND n.withdrawn_at IS NULL) AS strand,
 p.refreshed_at"""
_NARROWED = {
    "member": "AND q.council_id = CAST(:member AS uuid)",
    "strand": "AND q.strand_id = CAST(:strand AS uuid)",
    "standing": "AND q.standing = CAST(:standing AS text)",
    "proven": "AND q.proven",
    "before": "AND (q.refreshed_at, q.id) < (CAST(:before AS timestamptz), CAST(:before_id AS uuid))",
}
_IN_ORDER = "ORDER BY q.refreshed_at DESC, q.id DESC"
_STANDS = "q.collaborative_id = CAST(:collaborative AS uuid) AND q.withdrawn_at IS NULL AND NOT q.for_archive"
# What was found by its words is at most 1,001 cards, each looked up by its key.
_FOUND = f"""
SELECT r.* FROM cards_with(CAST(:collaborative AS uuid), CAST(:words AS text), CAST(:about AS text)) AS found
 CROSS JOIN LATERAL (
  SELECT q.* FROM publication q WHERE q.id = found.card_id AND {_STANDS} {{narrowed}} OFFSET 0) AS r"""
_CARDS = f"""
SELECT {_LINE} FROM unnest(ARRAY[{{stages}}]) WITH ORDINALITY AS wanted(stage, place) CROSS JOIN LATERAL (
 SELECT * FROM publication q WHERE {_STANDS} AND q.stage = wanted.stage {{narrowed}} {_IN_ORDER} LIMIT {{most}}) AS p
ORDER BY {{outer}}p.refreshed_at DESC, p.id DESC LIMIT {{total}}"""
_SOUGHT = f"""
SELECT {_LINE} FROM unnest(ARRAY[{{stages}}]) WITH ORDINALITY AS wanted(stage, place) JOIN (
 SELECT f.*, row_number() OVER (PARTITION BY f.stage ORDER BY f.refreshed_at DESC, f.id DESC) AS nth
   FROM ({_FOUND}) AS f) AS p ON p.stage = wanted.stage AND p.nth <= {{most}}
ORDER BY {{outer}}p.refreshed_at DESC, p.id DESC LIMIT {{total}}"""
_COUNT = f"""
SELECT wanted.stage, few.cards FROM unnest(ARRAY[{{stages}}]) AS wanted(stage) CROSS JOIN LATERAL (
 SELECT count(*) AS cards FROM (SELECT FROM publication q WHERE {_STANDS} AND q.stage = wanted.stage {{narrowed}}
  {_IN_ORDER} LIMIT {COUNTED}) AS counted) AS few"""
_COUNT_SOUGHT = f"""
SELECT wanted.stage, count(p.id) AS cards FROM unnest(ARRAY[{{stages}}]) AS wanted(stage)
  LEFT JOIN ({_FOUND}) AS p ON p.stage = wanted.stage GROUP BY wanted.stage"""


@functools.cache
def _stated(form: str, narrowed: tuple[str, ...], stage: str | None, most: int, total: int, *, by_stage: bool) -> str:
    """One statement for a combination of what narrows, so that an index serves each stage in its order."""
    return form.format(
        narrowed=" ".join(_NARROWED[name] for name in narrowed),
        stages=", ".join(f"'{one}'" for one in Stage if stage in {None, str(one)}),
        most=int(most),
        total=int(total),
        outer="wanted.place, " if by_stage else "",
    )


def _given(collaborative: AnyCollaborative, sieve: CardSieve) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What narrows, by name, and all that its statements ask for."""
    sought: dict[str, Any] = {"member": sieve.council_id, "standing": sieve.standing and str(sieve.standing)}
    sought["strand"] = sieve.strand_id
    values = {name: value for name, value in sought.items() if value}
    words = {"words": sieve.words, "about": sieve.about} if sieve.is_sought else {}
    narrowed = (*values, *(["proven"] if sieve.proven else []))
    return narrowed, {"collaborative": collaborative.id, **values, **words}


def board_queries(
    collaborative: AnyCollaborative, sieve: CardSieve, *, most: int = ON_A_COLUMN
) -> tuple[Query[list[CardLine]], Query[Mapping[str, int]]]:
    """The newest cards of each stage, and how many fit: to be asked together with others."""
    narrowed, given = _given(collaborative, sieve)
    stage = sieve.stage and str(sieve.stage)
    cards, counts = (_SOUGHT, _COUNT_SOUGHT) if sieve.is_sought else (_CARDS, _COUNT)
    shown = _stated(cards, narrowed, stage, most, most * len(Stage), by_stage=True)
    counted = _stated(counts, narrowed, stage, most, 0, by_stage=True)
    return (
        Query(CardLine, shown, given, list),
        Query(CardCount, counted, given, lambda found: {one.stage: min(one.cards, COUNTED) for one in found}),
    )


_OTHERS = f"""
SELECT p.number FROM publication p WHERE p.collaborative_id = CAST(:collaborative AS uuid)
   AND p.withdrawn_at IS NULL AND NOT p.for_archive
 AND p.council_id <> CAST(:here AS uuid) ORDER BY p.refreshed_at DESC, p.id DESC LIMIT {COUNTED}"""


class CardNumber(NamedTuple):
    """A card by its number."""

    number: int


def others_query(collaborative: AnyCollaborative) -> Query[list[int]]:
    """The numbers of other councils' cards, the newest first, as far as they are counted."""
    given = {"collaborative": collaborative.id, "here": current_council()}
    return Query(CardNumber, _OTHERS, given, lambda found: [one.number for one in found])


class ReportedAdoption(NamedTuple):
    """What a report tells of an adoption from or by a council: a note, no lineage; it counts in no figure."""

    origin: str | None
    adopter: str | None
    kept: str | None
    changed: str | None
    dropped: str | None
    result: str | None
    source: str | None


_REPORTED = """
SELECT n.origin_description AS origin, coalesce(c.name || CASE WHEN n.adopter_description IS NULL THEN ''
  ELSE ': ' || n.adopter_description END, n.adopter_description) AS adopter, n.kept, n.changed, n.dropped,
  n.result, n.source
  FROM adoption_note n LEFT JOIN council c ON c.id = n.adopter_council_id
 WHERE (SELECT r.source FROM collaborative r WHERE r.id = CAST(:collaborative AS uuid)) IS NOT NULL
 ORDER BY n.position, n.id LIMIT 20"""


def reported_query(collaborative: AnyCollaborative) -> Query[list[ReportedAdoption]]:
    """What reports tell of adoptions from the open council's cases, or by it, as they are given.

    Nothing in a collaborative of which no report tells.
    """
    return Query(ReportedAdoption, _REPORTED, {"collaborative": collaborative.id}, list)


def columns_of(cards: Sequence[CardLine], counts: Mapping[str, int]) -> list[JointColumn]:
    """The board: a column for each stage that is asked for, in their order."""
    return [
        JointColumn(stage, counts[stage], [card for card in cards if card.stage == stage])
        for stage in Stage
        if stage in counts
    ]


def page_query(collaborative: AnyCollaborative, sieve: CardSieve, *, after: Key | None = None) -> Query[CardPage]:
    """A page of cards, the newest first, after a key: to be asked together with others."""
    narrowed, given = _given(collaborative, sieve)
    if after:
        narrowed, given = (*narrowed, "before"), {**given, "before": after.changed_at, "before_id": after.id}
    form = _SOUGHT if sieve.is_sought else _CARDS
    stage, most = sieve.stage and str(sieve.stage), ON_A_PAGE + 1
    asked = _stated(form, narrowed, stage, most, most, by_stage=False)
    return Query(CardLine, asked, given, _page)


def _page(found: Sequence[CardLine]) -> CardPage:
    shown = found[:ON_A_PAGE]
    more = len(found) > ON_A_PAGE
    return CardPage(shown, Key(shown[-1].refreshed_at, UUID(shown[-1].id)) if more else None)
