"""What the files about ideas have in common: cases, and the rows that hang on one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, any_, collate, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from tracker.clock import now, today
from tracker.db import new_id
from tracker.exchange.rules.cases import LATENT, CaseMove, case_moves
from tracker.exchange.rules.days import last_day, start_day
from tracker.exchange.sheets.sheet import Sheet, Values, add
from tracker.exchange.words import COUNCILS, IDEAS, STAGE_MOVES, CellKind, SheetColumn, SheetRow, StoredRow
from tracker.idea.models import Idea, StageMove
from tracker.idea.visible import OPEN
from tracker.tenancy import session

CASE = SheetColumn("case_id", CellKind.CODE, needed=True, points_into=IDEAS)
# Which council the case is of, where its name alone does not say.
COUNCIL = SheetColumn("council", CellKind.CODE, points_into=COUNCILS, optional=True)

AT_A_TIME = 500  # rows held of a large council


def case_id() -> ColumnElement[str]:
    """What a case is called in files: the number that was given with it, else its reference."""
    return func.coalesce(Idea.their_number, Idea.ref)


CASE_CELLS: dict[str, ColumnElement[Any]] = {CASE.name: case_id(), COUNCIL.name: literal("")}


@dataclass(frozen=True)
class Case:
    """A case to write things on: new (`row`) or stored already, with the moves that new rows tell of it."""

    id: UUID
    cells: Mapping[str, str]
    row: SheetRow | None
    move_rows: Sequence[SheetRow]
    moves: Sequence[CaseMove]

    @property
    def historical(self) -> bool:
        """Whether a report tells of it; without a source it is the council's own."""
        return bool(self.cells["source"])


@dataclass(frozen=True)
class CaseBatch:
    """New rows of one council by file, and the cases that they make or hang on; all bear the same moment.

    `besides` is what is stored of a new case, by its name, that its row has no column for.
    """

    new: Mapping[str, Sequence[SheetRow]]
    cases: Mapping[str, Case]
    at: datetime
    day: date
    besides: Mapping[str, Values] = field(default_factory=dict)

    def stamp(self, idea_id: UUID) -> Values:
        """Return what every new row on a case bears."""
        return {"id": new_id(), "idea_id": idea_id, "recorded_at": self.at}


@dataclass(frozen=True, eq=False, kw_only=True)
class CaseSheet(Sheet):
    """A file about cases, read and written in the door of one council after the other.

    `dated_by` names the column from whose last day a row counts; where there is none it always counts.
    """

    joined_cells: Mapping[str, Any] = field(default_factory=lambda: CASE_CELLS)
    dated_by: str = ""

    def stored(self, council: str, references: Collection[str] | None = None) -> list[StoredRow]:
        """Return what the file holds of the open council's submitted ideas, all or those named."""
        asked = self.select().where(text(OPEN.format("idea")))
        return self.rows(asked if references is None else asked.where(named_one_of(references)), council)

    def stream(self, council: str) -> Iterator[StoredRow]:
        """Yield the same of all its submitted ideas, in the same order, some at a time."""
        asked = self.select(collate(case_id(), "C")).where(text(OPEN.format("idea")))
        records = session().execute(asked, execution_options={"yield_per": AT_A_TIME}).mappings()
        for record in records:
            yield StoredRow(record["id"], self.cells(record), record["given_key"], council)

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join the idea that a row hangs on."""
        return asked.join(Idea, (Idea.council_id == self.model.council_id) & (Idea.id == self.model.idea_id))

    def order(self) -> Sequence[Any]:
        """The order given: as recorded, then by place in the file."""
        return (self.model.recorded_at, *super().order())

    def day(self, row: SheetRow, column: str) -> date | None:
        """The day from which a dated cell counts."""
        stated = row.cells[column]
        return start_day(stated) if self.by_name[column].kind is CellKind.START else last_day(stated)

    def write(self, batch: CaseBatch) -> None:
        """Store new rows of the open council."""
        add(self.model, [self.values_on(row, batch) for row in batch.new[self.file]])

    def values_on(self, row: SheetRow, batch: CaseBatch) -> Values:
        """Return what is stored of a row that hangs on a case."""
        counts_from = self.day(row, self.dated_by) if self.dated_by else None
        return self.values(row) | batch.stamp(batch.cases[row.cells[CASE.name]].id) | {"counts_from": counts_from}


def named_one_of(cases: Collection[str]) -> ColumnElement[bool]:
    """Say whether an idea is called one of these. One parameter for all of them: a statement has a limit of those."""
    named = any_(literal(list(cases), ARRAY(Text())))
    return (Idea.their_number == named) | (Idea.their_number.is_(None) & (Idea.ref == named))


# --- gathering a batch ------------------------------------------------------------------------------------------------
def case_batch(new: Mapping[str, Sequence[SheetRow]], stored: Iterable[StoredRow]) -> CaseBatch:
    """Gather the new rows of the open council with the cases they hang on: those stored here, then new ones."""
    move_rows: dict[str, list[SheetRow]] = defaultdict(list)
    for row in new[STAGE_MOVES]:
        move_rows[row.cells[CASE.name]].append(row)
    cases = {case.cells[CASE.name]: _stored_case(case, move_rows[case.cells[CASE.name]]) for case in stored}
    cases |= {row.cells[CASE.name]: _new_case(row, move_rows[row.cells[CASE.name]]) for row in new[IDEAS]}
    return CaseBatch(new, cases, now(), today())


def _new_case(row: SheetRow, move_rows: Sequence[SheetRow]) -> Case:
    moves = case_moves(move_rows, start=LATENT, end=row.cells["stage"])
    return Case(new_id(), row.cells, row, move_rows, moves)


def _stored_case(stored: StoredRow, move_rows: Sequence[SheetRow]) -> Case:
    moves: list[CaseMove] = []
    if move_rows:
        stage, since = _last_move(stored.id)
        moves = case_moves(move_rows, start=stage or LATENT, end=stored.cells["stage"], since=since)
    return Case(stored.id, stored.cells, None, move_rows, moves)


def _last_move(idea_id: UUID) -> tuple[str | None, date | None]:
    """Return the last stage that the moves of an idea lead to, and the latest day that one of them counts from."""
    last = select(StageMove.to_stage).where(StageMove.idea_id == idea_id).order_by(StageMove.number.desc()).limit(1)
    latest = select(func.max(StageMove.counts_from)).where(StageMove.idea_id == idea_id, StageMove.on.is_not(None))
    return session().scalar(last), session().scalar(latest)
