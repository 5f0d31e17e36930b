"""Which cells can be read and in what one form, and what is stored for them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from tracker.clock import EARLIEST, LATEST, may_be_named
from tracker.exchange.words import BadCellError, CellKind, SheetColumn, quote
from tracker.value.rules import LARGEST_AMOUNT

LONGEST_KEY = 2_000  # bytes: keys and titles stand in indexes, whose entries have a limit

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\d{1,14}(?:\.\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_LEVEL = re.compile(r"[1-5]", re.ASCII)
# A spreadsheet looks past blanks, breaks and what has no width, and takes wide and small forms of a sign for the sign.
_PASSED_OVER = (
    r"'\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_SIGNS = r"=+\-@\u207a\u207c\u208a\u208c\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
_FORMULA = re.compile(rf"'*[\t\r\n]|[{_PASSED_OVER}]*[{_SIGNS}]")


# --- formulas ---------------------------------------------------------------------------------------------------------
def _begins_formula(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def guard(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{text}" if _begins_formula(text) else text


def unguard(cell: str) -> str:
    """Take away the one apostrophe that stands guard before a formula."""
    return cell[1:] if cell.startswith("'") and _begins_formula(cell[1:]) else cell


# --- one form for each kind -------------------------------------------------------------------------------------------
def last_day(stated: str | None) -> date | None:
    """The day a stated date counts from: its last one ("2007" counts from 31 December 2007). Raises BadCellError."""
    if not stated:
        return None
    if not (form := _DATE.fullmatch(stated)):
        raise BadCellError(f"{quote(stated)} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = form.groups()
    try:
        last = calendar.monthrange(int(year), int(month or 12))[1]
        return date(int(year), int(month or 12), int(day or last))
    except ValueError:
        raise BadCellError(f"{quote(stated)} is not a day of the calendar") from None


def _date(cell: str) -> str:
    day = last_day(cell)
    if day and not may_be_named(day):
        raise BadCellError(f"{quote(cell)} lies outside the years {EARLIEST.year} to {LATEST.year}")
    return cell


def _key(cell: str) -> str:
    if len(cell.encode()) > LONGEST_KEY:
        raise BadCellError(f"is longer than {LONGEST_KEY:,} bytes")
    return cell


def _yes_or_no(cell: str) -> str:
    return _word(cell, ("yes", "no"))


def _word(cell: str, words: Sequence[str]) -> str:
    if cell not in words:
        raise BadCellError(f"{quote(cell)} is not one of: {', '.join(words)}")
    return cell


def _level(cell: str) -> str:
    if not _LEVEL.fullmatch(cell):
        raise BadCellError(f"{quote(cell)} is not a level of evidence: write 1 to 5")
    return cell


def _whole(cell: str) -> str:
    if not _WHOLE.fullmatch(cell):
        raise BadCellError(f"{quote(cell)} is not a whole number: write digits only")
    return str(int(cell))


def _amount(cell: str) -> str:
    if not _AMOUNT.fullmatch(cell):
        raise BadCellError(f"{quote(cell)} is not an amount in pounds: write digits only, such as 150000 or 99.50")
    if abs(amount := Decimal(cell)) > LARGEST_AMOUNT:
        raise BadCellError(f"{quote(cell)} is more than {LARGEST_AMOUNT:,} pounds")
    return money(amount)


def money(amount: Decimal) -> str:
    """Write an amount in its one form: whole pounds without pence, others with two digits of them."""
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:.2f}"


_ONE_FORM: dict[CellKind, Callable[[str], str]] = {
    CellKind.TEXT: str,
    CellKind.KEY: _key,
    CellKind.DATE: _date,
    CellKind.YES_NO: _yes_or_no,
    CellKind.LEVEL: _level,
    CellKind.WHOLE: _whole,
    CellKind.AMOUNT: _amount,
}


# --- in and out -------------------------------------------------------------------------------------------------------
def read_cell(column: SheetColumn, cell: str) -> str:
    """Return a cell in its one form. Raises BadCellError saying what is wrong with it."""
    if "\0" in cell:
        raise BadCellError("holds a NUL character, which no text can")
    cell = unguard(cell)
    if not cell.strip():
        if column.needed:
            raise BadCellError("is needed")
        return ""
    return _word(cell, column.words) if column.kind is CellKind.WORD else _ONE_FORM[column.kind](cell)


def write_cell(column: SheetColumn, cell: str) -> str:
    """Return a cell as it goes out; what only numbers can stand in needs no guard."""
    return cell if column.kind in {CellKind.AMOUNT, CellKind.WHOLE} else guard(cell)


def stored_value(column: SheetColumn, cell: str) -> str | int | bool | Decimal | None:
    """Return what is stored for a cell in its one form."""
    if column.kind is CellKind.YES_NO:
        return {"yes": True, "no": False}.get(cell)
    if column.kind in {CellKind.WHOLE, CellKind.LEVEL}:
        return int(cell) if cell else None
    if column.kind is CellKind.AMOUNT:
        return Decimal(cell) if cell else None
    return cell or None


def cell_for(value: object) -> str:
    """Return the cell, in its one form, for what is stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return money(value)
    text = str(value)
    return text if text.strip() else ""
