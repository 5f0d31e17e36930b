"""The board: where everything is, and how long it has been there."""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.council import OWNER_NAME, Reader
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.idea.words import Extent, Stage
from tracker.tenancy import Query, rows, together

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
    gate_by: date | None
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


class FittingIdeas(NamedTuple):
    """How many ideas fit a sieve; `cut`: more do, and are not counted."""

    ideas: int
    cut: bool


class BoardOrder(StrEnum):
    """In which order the ideas of a stage stand."""

    LONGEST = "longest"
    NEWS = "news"


@dataclass(frozen=True)
class Sieve:
    """What narrows the board. `quiet_since`: nothing happened from then on; `beside`: a clause of another word's.

    How many ideas fit a service or an owner is kept; how many fit anything else is not counted.
    """

    service_id: UUID | None = None
    owner_id: UUID | None = None
    extent: Extent | None = None
    quiet_since: datetime | None = None
    beside: str = ""
    historical: bool = False
    order: BoardOrder = BoardOrder.LONGEST

    @property
    def is_counted(self) -> bool:
        """Whether it is kept how many ideas fit."""
        return self.extent is None and self.quiet_since is None and not self.beside

    @property
    def values(self) -> dict[str, object]:
        """What its clauses ask for."""
        sought = {
            "service": self.service_id,
            "owner": self.owner_id,
            "extent": self.extent and str(self.extent),
            "quiet": self.quiet_since,
        }
        return {name: value for name, value in sought.items() if value is not None}


@dataclass(frozen=True)
class BoardColumn:
    """One stage on the board: how many are in it, and the first of them; `cut`: more fit, and are not counted.

    `ages`: for how many days those longest in it have been there, where that is asked.
    """

    stage: Stage
    count: int
    cards: Sequence[BoardCard]
    cut: bool = False
    ages: Sequence[int] = ()

    @property
    def more(self) -> int:
        """How many stand in the stage beyond those shown."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """Where everything is: a column per stage; parked, closed and historical ideas are counted aside.

    Where it is not kept how many fit its sieve, only as many are counted as are shown. `beside`: how many ideas fit
    other sieves, in their order; None where that is not kept.
    """

    columns: list[BoardColumn]
    parked: int
    closed: int
    historical: int
    sieve: Sieve
    beside: Sequence[FittingIdeas | None] = ()

    @property
    def total(self) -> int:
        """Ideas on the board itself."""
        return sum(column.count for column in self.columns)


_COUNTS = """
SELECT c.stage, c.state, c.historical, CAST(sum(c.ideas) AS bigint) AS ideas FROM idea_count c
WHERE {submitted} AND c.service_id {service} AND c.owner_id {owner} GROUP BY 1, 2, 3"""


def _place(narrowed: tuple[str, ...], **names: str) -> dict[str, str]:
    """Where the counts of all stand, of a service, of an owner or of both."""
    sought = {name: f"= CAST(:{names.get(name, name)} AS uuid)" for name in narrowed}
    return {"service": "IS NULL", "owner": "IS NULL", **sought}


@functools.cache
def _counts(narrowed: tuple[str, ...]) -> str:
    """The statement for the counts of all, of a service, of an owner or of both, as they are kept."""
    return _COUNTS.format(submitted=SUBMITTED.format("c"), **_place(narrowed))


class StageAge(NamedTuple):
    """For how many days an idea has been in its stage."""

    stage: str
    days: int


# The ideas longest in each stage, as an index has them: no more are read than half of a stage that is told of.
MOST_AGES = 100
_AGES = f"""
SELECT wanted.stage, CAST(:today AS date) - i.stage_since AS days
FROM unnest(ARRAY[{", ".join(f"'{stage}'" for stage in Stage)}]) WITH ORDINALITY AS wanted(stage, place)
CROSS JOIN LATERAL (
 SELECT j.stage_since, j.id FROM idea j WHERE j.stage = wanted.stage AND j.state IN ('triage', 'active')
  AND j.stage_since <= CAST(:today AS date) {{narrowed}} ORDER BY j.stage_since, j.id LIMIT {MOST_AGES}) AS i
ORDER BY wanted.place, i.stage_since, i.id"""  # noqa: S608 - made of constants only

# How many fit a sieve, where that is kept; of those on which nothing happened for long, as many as are worth a figure.
MOST_QUIET = 100
_FITTING = """
SELECT coalesce(CAST(sum(c.ideas) AS bigint), 0) AS ideas, false AS cut FROM idea_count c
WHERE c.state IN ('triage', 'active') AND NOT c.historical AND c.service_id {service} AND c.owner_id {owner}"""
_QUIET = f"""
SELECT count(*) AS ideas, count(*) = {MOST_QUIET} AS cut FROM (
 SELECT FROM unnest(ARRAY[{", ".join(f"'{stage}'" for stage in Stage)}]) AS wanted(stage)
 CROSS JOIN LATERAL (SELECT FROM idea j WHERE j.stage = wanted.stage AND j.source IS NULL AND j.state = 'active'
  AND {SUBMITTED.format("j")} AND j.changed_at < CAST(:{{quiet}} AS timestamptz) LIMIT {MOST_QUIET}) AS i
 LIMIT {MOST_QUIET}) AS few"""  # noqa: S608 - made of constants only


def _fitting(sieve: Sieve, number: int) -> Query[FittingIdeas] | None:
    """How many ideas fit a sieve, to be asked together with others; None where it is not kept."""
    letter = string.ascii_lowercase[number % len(string.ascii_lowercase)]
    names = {name: f"{name}_{letter}" for name in sieve.values}
    given = {names[name]: value for name, value in sieve.values.items()}
    if sieve.values.keys() == {"quiet"} and not sieve.beside:
        statement = _QUIET.format(**names)
    elif sieve.is_counted:
        statement = _FITTING.format(**_place(tuple(sieve.values), **names))
    else:
        return None
    return Query(FittingIdeas, statement, given, lambda found: found[0])


_CARDS = f"""
SELECT i.stage, i.ref, i.title, i.state, i.stage_since, i.reply_due_on, i.first_reply_on, i.gate_by,
 i.shielded_until, i.held_until, i.source IS NOT NULL AS historical,
 {SERVICE} AS service, {OWNER_NAME.format("i.owner_id")} AS owner,
 (SELECT v.decision FROM stage_move v WHERE v.idea_id = i.id ORDER BY v.number DESC LIMIT 1) AS last_move,
 {VISIBLE.format("i")} AS visible
FROM unnest(ARRAY[{{stages}}]) WITH ORDINALITY AS wanted(stage, place) CROSS JOIN LATERAL (
 SELECT * FROM idea j WHERE j.stage = wanted.stage AND j.state IN ('triage', 'active') {{narrowed}}
 ORDER BY {{inner}}, j.id LIMIT {{most}}) i
ORDER BY wanted.place, {{outer}}, i.id"""  # noqa: S608 - made of constants only
_NARROWED = {
    "own": "AND j.source IS NULL",
    "service": "AND j.service_id = CAST(:service AS uuid)",
    "owner": "AND j.owner_id = CAST(:owner AS uuid)",
    "extent": "AND j.extent = CAST(:extent AS text)",
    "quiet": "AND j.state = 'active' AND j.changed_at < CAST(:quiet AS timestamptz)",
}
_BY_AGE, _BY_NEWS = "{}.stage_since NULLS LAST", "{}.changed_at DESC"


@functools.cache
def _cards(narrowed: tuple[str, ...], beside: str, order: BoardOrder, most: int) -> str:
    """The statement for one combination of what narrows the board, so that an index serves each column in its order."""
    clauses = [*(_NARROWED[name] for name in narrowed), *([f"AND {beside.format('j')}"] if beside else [])]
    by = _BY_NEWS if order is BoardOrder.NEWS else _BY_AGE
    return _CARDS.format(
        stages=", ".join(f"'{stage}'" for stage in Stage),
        narrowed=" ".join(clauses),
        inner=by.format("j"),
        outer=by.format("i"),
        most=int(most),
    )


def board(
    *, reader: Reader, sieve: Sieve | None = None, most: int = ON_A_COLUMN, beside: Sequence[Sieve] = ()
) -> Board:
    """Everything by stage, longest in the stage first: two statements, whatever is on it.

    What the reader may not see counts all the same, and has a card that says no more than that it is there. `beside`:
    other sieves of which it is told how many ideas fit.
    """
    sieve = sieve or Sieve()
    counts, ages, fitting = _counted(sieve, beside)
    narrowed = (*sieve.values,) if sieve.historical else ("own", *sieve.values)
    asked = _cards(narrowed, sieve.beside, sieve.order, most if sieve.is_counted else most + 1)
    cards: dict[str, list[BoardCard]] = {stage: [] for stage in Stage}
    for card in rows(BoardCard, asked, **sieve.values, **seen_by(reader)):
        cards[card.stage].append(card)
    on_board = [row for row in counts if row.state in {"triage", "active"} and (sieve.historical or not row.historical)]
    return Board(
        columns=[
            _column(stage, cards[stage], on_board, most, ages=ages.get(stage, ()), counted=sieve.is_counted)
            for stage in Stage
        ],
        parked=sum(row.ideas for row in counts if row.state == "parked"),
        closed=sum(row.ideas for row in counts if row.state == "closed"),
        historical=sum(row.ideas for row in counts if row.historical and row.state in {"triage", "active"}),
        sieve=sieve,
        beside=fitting,
    )


def _counted(
    sieve: Sieve, beside: Sequence[Sieve]
) -> tuple[Sequence[StandingCount], Mapping[str, Sequence[int]], Sequence[FittingIdeas | None]]:
    """How many stand where, how long those longest in each stage have been there, how many fit other sieves: at once.

    Ages are told where it is kept how many there are, and of ideas of the council's own alone.
    """
    kept = {"service": sieve.service_id, "owner": sieve.owner_id}
    named = tuple(name for name, one in kept.items() if one)
    counts = Query(StandingCount, _counts(named), {name: kept[name] for name in named}, list)
    narrowed = " ".join(_NARROWED[name] for name in ("own", *named))
    ages = Query(StageAge, _AGES.format(narrowed=narrowed), {**counts.given, "today": today()}, list)
    tells_ages = sieve.is_counted and not sieve.historical
    fitting = [_fitting(one, number) for number, one in enumerate(beside)]
    answers = together([counts, *([ages] if tells_ages else []), *filter(None, fitting)])
    by_stage: dict[str, list[int]] = {}
    for one in answers.of(ages) if tells_ages else ():
        by_stage.setdefault(one.stage, []).append(one.days)
    return answers.of(counts), by_stage, [answers.of(one) if one else None for one in fitting]


def _column(
    stage: Stage,
    found: Sequence[BoardCard],
    counts: Sequence[StandingCount],
    most: int,
    *,
    ages: Sequence[int],
    counted: bool,
) -> BoardColumn:
    shown = found[:most]
    if not counted:
        return BoardColumn(stage, len(shown), shown, cut=len(found) > most)
    return BoardColumn(stage, sum(row.ideas for row in counts if row.stage == stage), shown, ages=ages)
