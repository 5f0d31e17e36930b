"""Rows on their way from files to tables: kept on disk, so that memory does not grow with the files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from tracker.exchange.words import Finding, SheetRow

AT_ONCE = 500  # rows, or cases with all their rows, that are held in memory at a time

Thing = TypeVar("Thing")

_TABLE = """
CREATE TABLE row (number INTEGER PRIMARY KEY, file TEXT, line INTEGER, ref TEXT, good INTEGER, cells TEXT,
                  new INTEGER DEFAULT 0, council TEXT DEFAULT '', key TEXT DEFAULT '')
"""
_COLUMNS = "file, line, cells, key, good, council, number"


class Spool:
    """Every row of a folder's case files, good and bad, by file and by the case that it names; what reading found.

    The rows lie in a file of their own that no name leads to: it is gone with the process, whatever ends it.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute(_TABLE)
        self.findings: list[Finding] = []
        self.shown: dict[str, str] = {}  # what a file is called in the folder, where that is not its own name

    def close(self) -> None:
        """Let go of the rows."""
        self._rows.close()

    def put(self, rows: Iterable[tuple[SheetRow, str]]) -> None:
        """Keep rows with the case that each names."""
        for some in _batches(rows):
            values = [(row.file, row.line, ref, row.good, _as_text(row.cells)) for row, ref in some]
            self._rows.executemany("INSERT INTO row (file, line, ref, good, cells) VALUES (?, ?, ?, ?, ?)", values)

    def complete(self) -> None:
        """Say that all rows are here."""
        self._rows.execute("CREATE INDEX row_ref ON row (ref, number)")
        self._rows.execute("CREATE INDEX row_file ON row (file, number)")

    def count(self) -> int:
        """How many rows there are."""
        return int(self._rows.execute("SELECT count(*) FROM row").fetchone()[0])

    def of_file(self, file: str) -> list[SheetRow]:
        """All rows of one file."""
        return self._asked("file = ?", file)

    def by_case(self) -> Iterator[list[SheetRow]]:
        """The rows that name a case, some cases at a time, all rows of each together."""
        for refs in self._some("SELECT ref FROM row WHERE ref <> '' GROUP BY ref ORDER BY min(number), ref"):
            yield self._asked(f"ref IN ({_marks(refs)})", *refs)

    def note_new(self, rows: Sequence[SheetRow]) -> None:
        """Note rows that are to be written, the council that each goes to, and what it is named by."""
        values = [(row.council, row.key, _as_text(row.cells), row.number) for row in rows]
        self._rows.executemany("UPDATE row SET new = 1, council = ?, key = ?, cells = ? WHERE number = ?", values)

    def leave_out(self, rows: Sequence[SheetRow]) -> None:
        """Take rows from those that are to be written."""
        self._rows.executemany("UPDATE row SET new = 0 WHERE number = ?", [(row.number,) for row in rows])

    def new_of_file(self, file: str) -> list[SheetRow]:
        """The new rows of one file."""
        return self._asked("file = ? AND new = 1", file)

    def new_values(self, file: str, column: str) -> Iterator[str]:
        """What the new rows of a file say in one column."""
        asked = "SELECT json_extract(cells, ?) FROM row WHERE file = ? AND new = 1 ORDER BY number"
        return (str(found) for (found,) in self._rows.execute(asked, (f"$.{column}", file)))

    def new_counts(self) -> dict[str, int]:
        """How many rows are new, by file."""
        return dict(self._rows.execute("SELECT file, count(*) FROM row WHERE new = 1 GROUP BY file"))

    def councils(self) -> list[str]:
        """The councils that new rows about cases go to."""
        asked = (
            "SELECT council AS code FROM row WHERE new = 1 AND council <> '' GROUP BY code ORDER BY min(number), code"
        )
        return [code for (code,) in self._rows.execute(asked)]

    def new_by_case(self, council: str) -> Iterator[list[SheetRow]]:
        """The new rows of one council, some cases at a time."""
        cases = "SELECT ref FROM row WHERE new = 1 AND council = ? AND ref <> '' GROUP BY ref ORDER BY min(number), ref"
        for refs in self._some(cases, council):
            yield self._asked(f"new = 1 AND council = ? AND ref IN ({_marks(refs)})", council, *refs)

    def _some(self, asked: str, *values: str) -> Iterator[list[str]]:
        refs = (ref for (ref,) in self._rows.execute(asked, values).fetchall())
        return _batches(refs)

    def _asked(self, condition: str, *values: str) -> list[SheetRow]:
        asked = f"SELECT {_COLUMNS} FROM row WHERE {condition} ORDER BY number"  # noqa: S608 - constants of this module
        return [_row(found) for found in self._rows.execute(asked, values)]


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _row(found: Sequence[Any]) -> SheetRow:
    file, line, cells, key, good, council, number = found
    return SheetRow(file, line, json.loads(cells), key, bool(good), council, number)


def _as_text(cells: object) -> str:
    return json.dumps(cells, ensure_ascii=False)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
