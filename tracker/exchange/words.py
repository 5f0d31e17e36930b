"""Words about bringing in and taking out: the files, their columns and rows, findings, the report."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

LONGEST_ECHO = 60
# Files that others point into or are gathered from.
COUNCILS, IDEAS, COLLABORATIVES, STAGE_MOVES = "councils.csv", "ideas.csv", "collaboratives.csv", "stage_moves.csv"


class FolderUnusableError(ValueError):
    """The folder cannot be read or written, or holds no case file."""


class BadCellError(ValueError):
    """A cell that cannot be taken, and why in a few words."""


class Severity(enum.StrEnum):
    """How bad a finding is: an error leaves the row out, a warning never does."""

    ERROR = "error"
    WARNING = "warning"


class CellKind(enum.StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    KEY = "key"
    DATE = "date"
    YES_NO = "yes_no"
    WORD = "word"
    LEVEL = "level"
    WHOLE = "whole"
    AMOUNT = "amount"


def quote(cell: str) -> str:
    """Quote a cell on one line of a report, cut where it is long."""
    cut = cell if len(cell) <= LONGEST_ECHO else cell[: LONGEST_ECHO - 1] + "…"
    return '"' + "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut) + '"'


@dataclass(frozen=True)
class SheetColumn:
    """One column of a file: its kind, whether it is needed, its closed list, its stored name, the file it points into.

    `kept_in` names the stored column where that is not called like the file's.
    """

    name: str
    kind: CellKind = CellKind.TEXT
    needed: bool = False
    words: tuple[str, ...] = ()
    kept_in: str = ""
    points_into: str = ""

    @property
    def stored_as(self) -> str:
        """The name of the stored column."""
        return self.kept_in or self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say of a folder. `line` is the physical line where the row begins (the header is 1; 0: the file)."""

    file: str
    line: int
    severity: Severity
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.severity}: " + (f"{self.column}: {self.reason}" if self.column else self.reason)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a case file in its one form; `key` names it by its whole content and occurrence ("": a bad row)."""

    file: str
    line: int
    cells: Mapping[str, str]
    key: str

    @property
    def good(self) -> bool:
        """Whether every cell can be taken."""
        return bool(self.key)

    def finding(self, column: str, reason: str, severity: Severity = Severity.ERROR) -> Finding:
        """Say something of a cell of the row."""
        return Finding(self.file, self.line, severity, column, reason)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row stored here as its file would hold it, and the code of the council whose case it is on.

    `given_key` is what it was known by when a file brought it; none where it was recorded here.
    """

    id: UUID
    cells: Mapping[str, str]
    given_key: str | None
    council: str = ""


@dataclass(frozen=True, slots=True)
class CouncilPrefix:
    """A council by its identifier, its code and the letters that its references begin with."""

    id: UUID
    code: str
    prefix: str


@dataclass(frozen=True)
class StoredRows:
    """What is stored here: councils by code, rows by file, and the references of drafts, by council and reference.

    `withdrawn` are what rows are known by that were given here once and withdrawn since: they are never brought back.
    """

    councils: Mapping[str, CouncilPrefix]
    rows: Mapping[str, Sequence[StoredRow]]
    drafts: frozenset[tuple[str, str]] = frozenset()
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ImportReport:
    """What an import found, planned before anything is written. A dry run gives the same."""

    findings: tuple[Finding, ...]
    new: Mapping[str, int]
    already_here: int
    differing: int

    @property
    def errors(self) -> int:
        """How many findings leave something out."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings leave nothing out."""
        return len(self.findings) - self.errors

    @property
    def summary(self) -> str:
        """One line that sums up."""
        new = ", ".join(f"{count} {name}" for name, count in self.new.items()) or "nothing"
        return (
            f"New: {new}. Already here: {self.already_here}. Differing, left as they are: {self.differing}."
            f" Errors: {self.errors}. Warnings: {self.warnings}."
        )

    @property
    def lines(self) -> list[str]:
        """One line per finding, in the order of the files, and a last one that sums up."""
        return [*map(str, self.findings), self.summary]
