"""What is gathered of one row while its cells are read, and what there is to say of them."""

from __future__ import annotations

from typing import Any

from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of
from tracker.register.rules.context import RowContext
from tracker.register.rules.units import RowUnit
from tracker.register.words import ColumnSense, MoneyLine, RegisterChoices, RowFault, SaidCell, word_key
from tracker.text import as_text

NOT_KNOWN = frozenset("tbc tba tbd na none nil unknown notknown notyetknown ongoing pending various nodate".split())  # noqa: SIM905

# What stands in a cell of which nothing is known, and names nothing.
NOTHING_SAID = frozenset("na nd notapplicable notavailable notprovided notpublished notyetpublished".split())  # noqa: SIM905
_NAMING = frozenset({ColumnSense.TITLE, ColumnSense.IDEA, ColumnSense.SERVICE, ColumnSense.STAGE})


def says_nothing(sense: ColumnSense, cell: str, choices: RegisterChoices) -> bool:
    """Whether a cell that would name something says only that there is nothing to say, such as "N/A".

    A word of which somebody said what it means says that.
    """
    if sense not in _NAMING or letters_of(cell) not in NOTHING_SAID:
        return False
    return word_key(cell) not in choices.words.get(sense, {})


class RowDraft:
    """One row while it is read: what its cells said so far, as what, and what there is to say of them."""

    def __init__(self, line: SheetLine, reader: RowContext) -> None:
        self.line, self.reader = line, reader
        self.choices = reader.choices
        self.values: dict[str, Any] = {}
        self.texts: dict[ColumnSense, list[str]] = {}
        self.notes: list[tuple[str, str]] = []
        self.money: list[MoneyLine] = []
        self.savings: list[MoneyLine] = []
        self.risk: dict[str, str] = {}
        self.faults: list[RowFault] = []
        self.remarks: list[RowFault] = []
        self.waits: list[RowFault] = []
        self.stays_out = False
        self.credits = self.noughts = 0
        self.unit = RowUnit()
        self.content: list[str] = []
        self.headings: dict[ColumnSense, str] = {}
        self.said: dict[ColumnSense, SaidCell] = {}
        self.cells: list[tuple[ColumnSense, SaidCell]] = []
        self.unsaid: dict[ColumnSense, SaidCell] = {}

    def fault(self, column: str, cell: str, reason: str, *, kind: str = "") -> None:
        """Say why the row cannot come in."""
        self.faults.append(RowFault(self.line.number, column, as_text(cell), reason, kind))

    def remark(self, column: str, cell: str, reason: str, *, kind: str = "") -> None:
        """Say what does not keep the row out."""
        self.remarks.append(RowFault(self.line.number, column, as_text(cell), reason, kind))

    def wait(self, column: str, cell: str, asked: str) -> None:
        """Ask for what is still to be said, without which the row does not come in."""
        self.waits.append(RowFault(self.line.number, column, as_text(cell), asked))

    def leave_out(self, column: str, word: str) -> None:
        """Have the row stay out, as a word of it was said to mean."""
        self.stays_out = True
        self.remark(column, word, f"Rows that say “{word}” are left out, as you said.", kind=f"left out {word}")

    def note(self, column: str, cell: str, reason: str, *, kind: str) -> None:
        """Keep a cell as a note, and say why."""
        self.notes.append((column, cell))
        self.remark(column, cell[:100], reason, kind=f"{kind} {column}")
