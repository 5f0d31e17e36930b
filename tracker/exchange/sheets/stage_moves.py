"""stage_moves.csv: what is told of a case's moves between stages, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select

from tracker.exchange.rules.cases import CaseMove
from tracker.exchange.rules.days import first_day, last_day
from tracker.exchange.sheets.case import CASE, COUNCIL, Case, CaseBatch, CaseSheet
from tracker.exchange.sheets.sheet import Values, add, choice
from tracker.exchange.words import CellKind, CouncilPrefix, Finding, Severity, SheetColumn, SheetRow
from tracker.idea.models import StageMove
from tracker.idea.words import Move, Stage


class StageMovesSheet(CaseSheet):
    """Moves between stages; those placed at import fill gaps, and never go out."""

    def check(self, rows: Sequence[SheetRow], councils: Mapping[str, CouncilPrefix]) -> Iterable[Finding]:  # noqa: ARG002
        """Warn of a move that is dated before one that stands above it: the last one given holds all the same."""
        latest: dict[tuple[str, str], SheetRow] = {}
        for row in rows:
            case, day = (row.council, row.cells[CASE.name]), last_day(row.cells["date"])
            above = latest.get(case)
            if above and day and day < (first_day(above.cells["date"]) or day):
                reason = (
                    f"{row.cells['date']} is before {above.cells['date']} on line {above.line}; the order given holds"
                )
                yield row.finding("date", reason, Severity.WARNING)
            elif day:
                latest[case] = row

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Leave out moves that no file told."""
        return super().join(asked).where(~StageMove.placed)

    def order(self) -> Sequence[Any]:
        """The order of the moves themselves."""
        return (StageMove.number,)

    def write(self, batch: CaseBatch) -> None:
        """Store the moves of every case, those among them that fill a gap."""
        add(StageMove, [self._move(case, move, batch) for case in batch.cases.values() for move in case.moves])

    def _move(self, case: Case, move: CaseMove, batch: CaseBatch) -> Values:
        names = ("position", "given_key", *(column.stored_as for column in self.own_columns))
        cells = self.values(move.row) if move.row else dict.fromkeys(names)
        stages = {"from_stage": move.from_stage, "to_stage": move.to_stage}
        dated = {"on": move.on, "counts_from": move.counts_from, "placed": move.row is None}
        return cells | batch.stamp(case.id) | stages | dated


STAGE_MOVES = StageMovesSheet(
    name="stage_moves",
    plural="moves",
    model=StageMove,
    columns=(
        CASE,
        COUNCIL,
        choice("from_stage", Stage, needed=True),
        choice("to_stage", Stage, needed=True),
        SheetColumn("date", CellKind.DATE, kept_in="on_given"),
        choice("decision", Move),
        SheetColumn("rationale"),
        SheetColumn("inferred", CellKind.YES_NO, kept_in="move_inferred"),
        SheetColumn("source"),
    ),
    recorded_cells={"date": StageMove.on},
)
