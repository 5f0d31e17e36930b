"""One file of the exchange: its columns, how it is read from the rows stored, how its new rows are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, insert, select

from tracker.db import new_id
from tracker.exchange.rules.cells import cell_for, stored_value
from tracker.exchange.words import IDEAS, CellKind, CouncilPrefix, Finding, SheetColumn, SheetRow, StoredRow
from tracker.tenancy import session

Values = dict[str, object]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """One file: its name, the model of its rows, its columns in order, the column that identifies its rows (if any).

    `joined_cells` are those that stand in another table; `recorded_cells` say what stands instead of an empty cell
    where a row was recorded here and never given in a file; `plural` is what a report calls its rows.
    """

    name: str
    model: Any  # the columns that all tables of the exchange share are asked for by name
    columns: tuple[SheetColumn, ...]
    key: str = ""
    plural: str = ""
    joined_cells: Mapping[str, Any] = field(default_factory=dict)
    recorded_cells: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    @cached_property
    def by_name(self) -> dict[str, SheetColumn]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def own_columns(self) -> list[SheetColumn]:
        """The columns that stand in the table of its rows."""
        return [column for column in self.columns if column.name not in self.joined_cells]

    def cases_named(self, rows: Iterable[SheetRow]) -> Iterator[str]:
        """Name the cases that rows point at."""
        pointing = [column.name for column in self.columns if column.points_into == IDEAS]
        return (row.cells[name] for row in rows for name in pointing)

    def check(self, rows: Sequence[SheetRow], councils: Mapping[str, CouncilPrefix]) -> Iterable[Finding]:  # noqa: ARG002
        """Say what is doubtful in good rows, beside the councils here; an error leaves its row out."""
        return ()

    # --- from stored rows to the file ---------------------------------------------------------------------------------
    def select(self, *first: ColumnElement[Any]) -> Select[Any]:
        """Ask for the cells of every row, in the order given, before that by what is named."""
        own = [getattr(self.model, column.stored_as).label(column.name) for column in self.own_columns]
        joined = [cell.label(name) for name, cell in self.joined_cells.items()]
        recorded = [cell.label(f"recorded_{name}") for name, cell in self.recorded_cells.items()]
        asked = select(self.model.id, self.model.given_key, *own, *joined, *recorded).select_from(self.model)
        return self.join(asked).order_by(*first, *self.order())

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join the tables in which the other cells stand."""
        return asked

    def order(self) -> Sequence[Any]:
        """The order given: by place in the file."""
        return (self.model.position.nulls_last(), self.model.id)

    def rows(self, asked: Select[Any], council: str = "") -> list[StoredRow]:
        """Return stored rows as the file holds them, by what they stand on (its first column), then in their order."""
        records = session().execute(asked).mappings()
        rows = [StoredRow(record["id"], self.cells(record), record["given_key"], council) for record in records]
        return sorted(rows, key=lambda row: row.cells[self.columns[0].name])

    def cells(self, stored: RowMapping) -> dict[str, str]:
        """Return the cells of a stored row in their one form."""
        cells = {column.name: cell_for(stored[column.name]) for column in self.columns}
        if stored["given_key"] is None:
            empty = [name for name in self.recorded_cells if not cells[name]]
            cells |= {name: cell_for(stored[f"recorded_{name}"]) for name in empty}
        return cells

    # --- from the file to stored rows ---------------------------------------------------------------------------------
    def values(self, row: SheetRow) -> Values:
        """Return what is stored of a row: its cells, its place in the file and what it is known by."""
        cells: Values = {column.stored_as: stored_value(column, row.cells[column.name]) for column in self.own_columns}
        return {"id": new_id(), "position": row.line, "given_key": row.key} | cells


class DirectorySheet(Sheet):
    """A file about no single council, read and written in the directory."""

    def stored(self) -> list[StoredRow]:
        """Return what the file holds."""
        return self.rows(self.select())

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Store new rows."""
        add(self.model, [self.values(row) for row in rows])


def texts(names: str) -> list[SheetColumn]:
    """Name columns of plain text."""
    return [SheetColumn(name) for name in names.split()]


def choice(name: str, words: Iterable[str], *, needed: bool = False, kept_in: str = "") -> SheetColumn:
    """Name a column that holds a word of a closed list."""
    return SheetColumn(name, CellKind.WORD, needed=needed, words=tuple(str(word) for word in words), kept_in=kept_in)


def add(model: Any, values: Sequence[Values]) -> None:
    """Store rows in bulk."""
    if values:
        session().execute(insert(model.__table__), values)


def ids_by_code(model: Any) -> dict[str, UUID]:
    """Return what codes stand for. Asked in the directory."""
    return {row.code: row.id for row in session().execute(select(model.code, model.id))}
