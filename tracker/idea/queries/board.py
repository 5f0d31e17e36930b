"""The board: where everything is, and how long it has been there."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker.council import OWNER_NAME, Reader
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import Stage
from tracker.tenancy import rows

ON_A_COLUMN = 30


class BoardCard(NamedTuple):
    """One idea on the board; one that its reader may not see says no more than that it is there."""

    stage: str
    ref: str
    title: str
    state: str
    stage_since: date | None
    reply_due_on: date | None
    first_reply_on: date | None
    shielded_until: date | None
    held_until: date | None
    historical: bool
    service: str | None
    owner: str | None
    last_move: str | None
    visible: bool


class StandingCount(NamedTuple):
    """How many ideas stand somewhere."""

    stage: str
    state: str
    historical: bool
    ideas: int


@dataclass(frozen=True)
class BoardColumn:
    """One stage on the board: how many are in it, and those longest in it."""

    stage: Stage
    count: int
    cards: Sequence[BoardCard]

    @property
    def more(self) -> int:
        """How many stand in the stage beyond those shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """Where everything is: a column per stage; parked, closed and historical ideas are counted aside."""

    columns: list[BoardColumn]
    parked: int
    closed: int
    historical: int

    @property
    def total(self) -> int:
        """Ideas on the board itself."""
        return sum(column.count for column in self.columns)


_COUNTS = """
SELECT c.stage, c.state, c.historical, CAST(sum(c.ideas) AS bigint) AS ideas FROM idea_count c
WHERE {submitted} AND c.service_id {service} AND c.owner_id {owner} GROUP BY 1, 2, 3"""


@functools.cache
def _counts(narrowed: tuple[str, ...]) -> str:
    """The statement for the counts of all, of a service, of an owner or of both, as they are kept."""
    sought = {name: f"= CAST(:{name} AS uuid)" if name in narrowed else "IS NULL" for name in ("service", "owner")}
    return _COUNTS.format(submitted=SUBMITTED.format("c"), **sought)


_CARDS = f"""
SELECT i.stage, i.ref, i.title, i.state, i.stage_since, i.reply_due_on, i.first_reply_on, i.shielded_until,
 i.held_until, i.source IS NOT NULL AS historical, {SERVICE} AS service, {OWNER_NAME.format("i.owner_id")} AS owner,
 (SELECT v.decision FROM stage_move v WHERE v.idea_id = i.id ORDER BY v.number DESC LIMIT 1) AS last_move,
 {VISIBLE.format("i")} AS visible
FROM unnest(ARRAY[{{stages}}]) WITH ORDINALITY AS wanted(stage, place) CROSS JOIN LATERAL (
 SELECT * FROM idea j WHERE j.stage = wanted.stage AND j.state IN ('triage', 'active') {{narrowed}}
 ORDER BY j.stage_since NULLS LAST, j.id LIMIT {{most}}) i
ORDER BY wanted.place, i.stage_since NULLS LAST, i.id"""  # noqa: S608 - made of constants only
_NARROWED = {
    "own": "AND j.source IS NULL",
    "service": "AND j.service_id = CAST(:service AS uuid)",
    "owner": "AND j.owner_id = CAST(:owner AS uuid)",
}


@functools.cache
def _cards(narrowed: tuple[str, ...], most: int) -> str:
    """The statement for one combination of what narrows the board, so that an index serves each column in its order."""
    return _CARDS.format(
        stages=", ".join(f"'{stage}'" for stage in Stage),
        narrowed=" ".join(_NARROWED[name] for name in narrowed),
        most=int(most),
    )


def board(
    *,
    reader: Reader,
    service_id: UUID | None = None,
    owner_id: UUID | None = None,
    historical: bool = False,
    most: int = ON_A_COLUMN,
) -> Board:
    """Everything by stage, longest in the stage first: two statements, whatever is on it.

    What the reader may not see counts all the same, and has a card that says no more than that it is there.
    """
    sought = {"service": service_id, "owner": owner_id}
    narrowed = tuple(name for name, one in sought.items() if one)
    counts = rows(StandingCount, _counts(narrowed), **sought)
    asked = _cards(narrowed if historical else ("own", *narrowed), most)
    cards: dict[str, list[BoardCard]] = {stage: [] for stage in Stage}
    for card in rows(BoardCard, asked, **sought, **seen_by(reader)):
        cards[card.stage].append(card)
    on_board = [row for row in counts if row.state in {"triage", "active"} and (historical or not row.historical)]
    return Board(
        columns=[
            BoardColumn(
                stage=stage,
                count=sum(row.ideas for row in on_board if row.stage == stage),
                cards=cards[stage],
            )
            for stage in Stage
        ],
        parked=sum(row.ideas for row in counts if row.state == "parked"),
        closed=sum(row.ideas for row in counts if row.state == "closed"),
        historical=sum(row.ideas for row in counts if row.historical and row.state in {"triage", "active"}),
    )
