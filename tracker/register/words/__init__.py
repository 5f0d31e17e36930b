"""Words about a spreadsheet that a council brings: what its headings, rows and words mean here, and what is found."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.exchange.words import letters_of
from tracker.idea.words import BROUGHT
from tracker.register.words.columns import DATED, LISTS, MONEYS, OF_RISKS, SAVINGS, SCORES, ColumnSense, RowSense

__all__ = [
    "AS_WRITTEN",
    "CLOSED",
    "DATED",
    "DECLINED",
    "EVERY_WORD",
    "IN_FIRST_COLUMN",
    "LEFT_OUT",
    "LISTS",
    "MONEYS",
    "NO_HEADINGS",
    "OF_RISKS",
    "OPEN",
    "PARKED",
    "SAVINGS",
    "SCORES",
    "STOPPED",
    "ColumnMatch",
    "ColumnSense",
    "ListWord",
    "MoneyLine",
    "RegisterChoices",
    "RegisterColumn",
    "RegisterState",
    "Repetition",
    "RowFate",
    "RowFault",
    "RowReading",
    "RowSense",
    "SaidCell",
    "ServiceName",
    "UnreadableFileError",
    "brought_from",
    "is_by_place",
    "word_key",
]

LEFT_OUT = "-"  # what a word of a closed list means where rows with it stay out
AS_WRITTEN = "~"  # what it means where it stays as they write it
PARKED, STOPPED, DECLINED = "parked", "stopped", "declined"
OPEN, CLOSED = "open", "closed"  # how a risk stands, where nobody says how it ended
# In place of the line of the headings: every line is a row; or the table lies on its side.
NO_HEADINGS, IN_FIRST_COLUMN = -1, -2
EVERY_WORD = ""  # what stands for all words of which nothing else is said: until when what is parked waits


def word_key(word: str) -> str:
    """By what a word of theirs is told from others, however it is written: its letters, or itself where it has none."""
    return letters_of(word) or word


def is_by_place(key: str) -> bool:
    """Whether what tells a column from others is its place, since no heading names it."""
    return bool(re.fullmatch(r"column\d+", key))


def brought_from(file_name: str, line: int) -> str:
    """The first line of the note that a row leaves with its idea."""
    return f"{BROUGHT}{file_name}, line {line}."


class UnreadableFileError(ValueError):
    """A file that is no spreadsheet we can read, and what to do about it in words."""


class Repetition(enum.StrEnum):
    """What rows are that bear the same number or title: an idea each, or one idea with their money and notes."""

    EACH = "each"
    ONE = "one"


class RegisterState(enum.StrEnum):
    """Where a register stands: matched, coming in, in, being taken back, gone, or thrown away before it came in."""

    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    LEAVING = "leaving"
    UNDONE = "undone"
    ENDED = "ended"


class RowFate(enum.StrEnum):
    """What became of a row: it came in, was here already, did not come in, or was taken back."""

    NEW = "new"
    HERE = "here"
    NOT = "not"
    BACK = "back"


class RegisterColumn(NamedTuple):
    """A column as it is in the file: its place, its heading, what tells it from others, and some of what it holds.

    Beside it stand, each with its line, what times a figure is to be pounds by what is written outside the heading (0:
    nothing says so), another currency that the sheet names for all, and where days say that their month stands first.
    `alone` says that most rows of the sheet hold a cell of it and no other.
    """

    place: int
    heading: str
    key: str
    samples: tuple[str, ...]
    unit: int = 0
    unit_line: int = 0
    foreign: str = ""
    month_line: int = 0
    alone: bool = False


class ServiceName(NamedTuple):
    """A service of the council: its identifier as text, and a name of it, now or before; and what became part of it."""

    id: str
    name: str
    was: str = ""


@dataclass(frozen=True)
class RegisterChoices:
    """What the person who brings a register says of it; kept for the next one with the same headings.

    `columns` says what each column means, by its key; `words` what each word of a closed list means, by its letters,
    and `until` until when what is parked waits. `stage` is that of rows which name none. `heading` is the line of the
    headings where somebody said so, of this file alone; 0 where what is found holds, NO_HEADINGS, or IN_FIRST_COLUMN.
    `idea` is what rows are on that name none; `apart` says that a reference which another list has is another thing,
    `saving` what kind of gain a saving is that says none. `down` names the columns in which an empty cell means the one
    above it.
    """

    rows: RowSense = RowSense.IDEA
    columns: Mapping[str, ColumnSense] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    until: Mapping[str, str] = field(default_factory=dict)
    stage: str = "latent"
    repeats: Repetition = Repetition.EACH
    source: str = ""
    heading: int = 0
    idea: str = ""
    apart: bool = False
    saving: str = "cash_releasing"
    down: frozenset[str] = frozenset()

    def as_plain(self) -> dict[str, Any]:
        """What is stored of them."""
        return {
            "rows": str(self.rows),
            "columns": {key: str(sense) for key, sense in self.columns.items()},
            "words": {name: dict(words) for name, words in self.words.items()},
            "until": dict(self.until),
            "stage": self.stage,
            "repeats": str(self.repeats),
            "source": self.source,
            "heading": self.heading,
            "idea": self.idea,
            "apart": self.apart,
            "saving": self.saving,
            "down": sorted(self.down),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> RegisterChoices:
        """Choices as they were stored."""
        return cls(
            rows=RowSense(plain.get("rows", "idea")),
            columns={key: ColumnSense(sense) for key, sense in plain.get("columns", {}).items()},
            words=plain.get("words", {}),
            until=plain.get("until", {}),
            stage=plain.get("stage", "latent"),
            repeats=Repetition(plain.get("repeats", "each")),
            source=plain.get("source", ""),
            heading=plain.get("heading", 0),
            idea=plain.get("idea", ""),
            apart=plain.get("apart", False),
            saving=plain.get("saving", "cash_releasing"),
            down=frozenset(plain.get("down", ())),
        )

    def until_of(self, word: str) -> str:
        """Until when those wait that a word has parked, as it was typed: by what was said of it, else of all."""
        return self.until.get(word_key(word)) or self.until.get(EVERY_WORD, "")

    def column_of(self, sense: ColumnSense, columns: Iterable[RegisterColumn]) -> RegisterColumn | None:
        """The column that means something, where one does."""
        return next((one for one in columns if self.columns.get(one.key) is sense), None)


class RowFault(NamedTuple):
    """Why a row cannot come in, or what to know of it: of which column, what it says, and why in words.

    One with a `kind` is told once for all rows of that kind.
    """

    line: int
    column: str
    cell: str
    reason: str
    kind: str = ""


class SaidCell(NamedTuple):
    """A cell as it was given, and the heading above it."""

    heading: str
    cell: str


class MoneyLine(NamedTuple):
    """An amount in pounds, none where it is not known, and under which heading it stood."""

    heading: str
    amount: Decimal | None


@dataclass(frozen=True)
class RowReading:
    """A row as it will be: its values in our terms. `faults` keep it out, `remarks` do not, `waits` for a word do.

    `identity` is what it is known by when it is brought again; `said` are the cells that it was read from, the first of
    each kind. `credits` is how many amounts less than nothing are kept as notes.
    """

    line: int
    identity: str = ""
    title: str = ""
    number: str = ""
    idea: str = ""
    problem: str = ""
    proposal: str = ""
    stage: str = ""
    outcome: str = ""
    parked_until: date | None = None
    service_id: str = ""
    service: str = ""
    lead: str = ""
    first_date: str = ""
    money: tuple[MoneyLine, ...] = ()
    funder: str = ""
    money_start: str = ""
    money_end: str = ""
    savings: tuple[MoneyLine, ...] = ()
    period: str = ""
    saving_class: str = ""
    risk: Mapping[str, str] = field(default_factory=dict)
    risk_state: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    said: Mapping[ColumnSense, SaidCell] = field(default_factory=dict)
    again: bool = False
    left_out: bool = False
    faults: tuple[RowFault, ...] = ()
    remarks: tuple[RowFault, ...] = ()
    waits: tuple[RowFault, ...] = ()
    credits: int = 0

    @property
    def ready(self) -> bool:
        """Whether it can come in."""
        return not (self.faults or self.waits or self.left_out)


class ListWord(NamedTuple):
    """A word of theirs in a column with a closed list: in how many rows, what it means here, and why.

    `near` says that it is only near a word that is known.
    """

    word: str
    key: str
    rows: int
    ours: str
    why: str
    until: str = ""
    near: bool = False


@dataclass(frozen=True)
class ColumnMatch:
    """A column with what it means here, and why that is thought."""

    column: RegisterColumn
    sense: ColumnSense
    why: str
