"""A table as it lies in a file, whatever kind of file that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from tracker.exchange.rules.lines import SheetLine


class TableRemark(NamedTuple):
    """Something to say of a whole table, or of the line where it was first seen."""

    told: str
    line: int = 0


class Table(Protocol):
    """Rows of cells, of which the one at `heading_line` names the columns (0: none does); `head` are the first of all.

    What was read otherwise than to the letter stands in `remarks`, in full once all lines were given.
    """

    head: list[SheetLine]
    heading: list[str]
    heading_line: int
    passed_over: bool
    remarks: list[TableRemark]

    def lines(self) -> Iterator[SheetLine]:
        """Give the rows behind the heading; where there is none, those that there are."""
        ...
