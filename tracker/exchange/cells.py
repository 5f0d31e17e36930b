"""Which cells can be taken and in what one form, and what names a row: pure functions, as in rules."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tracker.exchange.sheets import Column, Sheet
from tracker.exchange.words import BadCellError, Kind, shown

LONGEST_KEY = 2_000  # bytes: keys and titles stand in indexes, whose entries have a limit

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\d{1,14}(?:\.\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_LEVEL = re.compile(r"[1-5]", re.ASCII)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


# --- cells ------------------------------------------------------------------------------------------------------------
def _begins_formula(text: str) -> bool:
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{text}" if _begins_formula(text) else text


def unguarded(cell: str) -> str:
    """Take away the one apostrophe that stands guard before a formula."""
    return cell[1:] if cell.startswith("'") and _begins_formula(cell[1:]) else cell


def last_day(given: str | None) -> date | None:
    """The day a stated date counts from: its last one ("2007" counts from 31 December 2007). Raises BadCellError."""
    if not given:
        return None
    if not (found := _DATE.fullmatch(given)):
        raise BadCellError(f"{shown(given)} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = found.groups()
    try:
        last = calendar.monthrange(int(year), int(month or 12))[1]
        return date(int(year), int(month or 12), int(day or last))
    except ValueError:
        raise BadCellError(f"{shown(given)} is not a day of the calendar") from None


def _as_date(cell: str) -> str:
    last_day(cell)
    return cell


def _as_key(cell: str) -> str:
    if len(cell.encode()) > LONGEST_KEY:
        raise BadCellError(f"is longer than {LONGEST_KEY:,} bytes")
    return cell


def _as_yes_or_no(cell: str) -> str:
    return _one_of(cell, ("yes", "no"))


def _one_of(cell: str, words: Sequence[str]) -> str:
    if cell not in words:
        raise BadCellError(f"{shown(cell)} is not one of: {', '.join(words)}")
    return cell


def _as_level(cell: str) -> str:
    if not _LEVEL.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is not a level of evidence: write 1 to 5")
    return cell


def _as_whole(cell: str) -> str:
    if not _WHOLE.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is not a whole number: write digits only")
    return str(int(cell))


def _as_amount(cell: str) -> str:
    if not _AMOUNT.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is not an amount in pounds: write digits only, such as 150000 or 99.50")
    return money(Decimal(cell))


def money(amount: Decimal) -> str:
    """Write an amount in its one form: whole pounds without pence, others with two digits of them."""
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:.2f}"


_TAKE: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: str,
    Kind.KEY: _as_key,
    Kind.DATE: _as_date,
    Kind.YES_NO: _as_yes_or_no,
    Kind.LEVEL: _as_level,
    Kind.WHOLE: _as_whole,
    Kind.AMOUNT: _as_amount,
}


def taken(column: Column, cell: str) -> str:
    """Return a cell in its one form. Raises BadCellError saying what is wrong with it."""
    if "\0" in cell:
        raise BadCellError("holds a NUL character, which no text can")
    cell = unguarded(cell)
    if not cell.strip():
        if column.needed:
            raise BadCellError("is needed")
        return ""
    return _one_of(cell, column.words) if column.kind is Kind.WORD else _TAKE[column.kind](cell)


def value_of(column: Column, cell: str) -> object:
    """Return what is stored for a cell in its one form."""
    if column.kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(cell)
    if column.kind in {Kind.WHOLE, Kind.LEVEL}:
        return int(cell) if cell else None
    if column.kind is Kind.AMOUNT:
        return Decimal(cell) if cell else None
    return cell or None


def cell_of(value: object) -> str:
    """Return the cell, in its one form, for what is stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return money(value)
    text = str(value)
    return text if text.strip() else ""


# --- rows -------------------------------------------------------------------------------------------------------------
def keys(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Name rows by their whole content and its occurrence: the second of two equal rows is another row."""
    seen: dict[str, int] = {}
    named = []
    for cells in rows:
        content = json.dumps([cells[column.name] for column in sheet.columns], ensure_ascii=False)
        digest = hashlib.sha256(content.encode()).hexdigest()[:40]
        seen[digest] = seen.get(digest, 0) + 1
        named.append(f"{digest}-{seen[digest]}")
    return named


def differing(kept: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    """Name the columns in which a row here differs from the row given."""
    return [name for name, cell in given.items() if kept.get(name, "") != cell]
