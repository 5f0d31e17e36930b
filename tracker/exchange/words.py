"""Words about bringing in and taking out: the files, their columns and rows, findings, the report."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

LONGEST_ECHO = 60
# Files that others point into or are gathered from.
COUNCILS, IDEAS, COLLABORATIVES, STAGE_MOVES = "councils.csv", "ideas.csv", "collaboratives.csv", "stage_moves.csv"
COLLABORATIVE_MEMBERS, ADOPTIONS = "collaborative_members.csv", "adoptions.csv"


class FolderUnusableError(ValueError):
    """The folder cannot be read or written, or holds no case file."""


class DamagedError(ValueError):
    """A workbook that cannot be opened, and what to do about it."""


class BadCellError(ValueError):
    """A cell that cannot be taken, and why in a few words."""


class ExportKind(enum.StrEnum):
    """What is taken out: everything of a council, or what is recorded by and about one person."""

    COUNCIL = "council"
    PERSON = "person"


class Severity(enum.StrEnum):
    """How bad a finding is: an error leaves the row out, a warning never does."""

    ERROR = "error"
    WARNING = "warning"


class CellKind(enum.StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    KEY = "key"
    CODE = "code"  # of a council, a collaborative, a case: blanks around it are none of it
    DATE = "date"  # as it was stated: a year, a month, a day, a financial year
    START = "start"  # the same, of something that starts
    DAY = "day"
    YES_NO = "yes_no"
    WORD = "word"
    SCORE = "score"  # one of five steps
    WHOLE = "whole"
    AMOUNT = "amount"


def quote(cell: str) -> str:
    """Quote a cell on one line of a report, cut where it is long."""
    cell = "".join(" " if unicodedata.category(char) == "Zs" else char for char in cell)
    cut = cell if len(cell) <= LONGEST_ECHO else cell[: LONGEST_ECHO - 1] + "…"
    return '"' + "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut) + '"'


def letters_of(words: str) -> str:
    """The letters and digits of words, small and without accents: what a name in a file is known by."""
    return "".join(char for char in unicodedata.normalize("NFKD", words).casefold() if char.isalnum())


class CellReading(NamedTuple):
    """A cell in its one form and, where it was read otherwise than to the letter, in what manner and in which words."""

    cell: str
    manner: str = ""
    told: str = ""


@dataclass(frozen=True)
class SheetColumn:
    """One column of a file: its kind, whether it is needed, its closed list, its stored name, the file it points into.

    `kept_in` names the stored column where that is not called like the file's. A file has an `optional` column only
    where some row says something in it.
    """

    name: str
    kind: CellKind = CellKind.TEXT
    needed: bool = False
    words: tuple[str, ...] = ()
    kept_in: str = ""
    points_into: str = ""
    optional: bool = False

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
    """One row of a case file in its one form; a `good` one has no cell that cannot be taken.

    `key` names it by its whole content and occurrence, once its council is known; `council` is that of its case.
    `number` is its own among all rows of a folder.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    key: str = ""
    good: bool = True
    council: str = ""
    number: int = 0

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
class StoredDirectory:
    """What is stored here and belongs to no council: councils by code, and the rows of the directory's files."""

    councils: Mapping[str, CouncilPrefix]
    rows: Mapping[str, Sequence[StoredRow]]


@dataclass(frozen=True)
class StoredCases:
    """Cases stored here with all that hangs on them, by file; and the references of drafts, by council's code.

    `withdrawn` are what rows are known by, by council's code, that came once and were withdrawn here since.
    """

    rows: Mapping[str, Sequence[StoredRow]]
    drafts: frozenset[tuple[str, str]] = frozenset()
    withdrawn: frozenset[tuple[str, str]] = frozenset()


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
