"""Which cells can be read and in what one form, and what is stored for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tracker.exchange.rules.amounts import money, read_amount, read_score, read_whole
from tracker.exchange.rules.days import last_day, read_day
from tracker.exchange.words import BadCellError, CellKind, CellReading, SheetColumn, letters_of, quote
from tracker.text import is_blank, without_marks

LONGEST_KEY = 2_000  # bytes: keys and titles stand in indexes, whose entries have a limit

_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_FORMULA_FAULT = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|#{4,}")
_YES_NO = {"yes": "yes", "no": "no"}
_YES_NO_OTHERWISE = {"y": "yes", "n": "no", "true": "yes", "false": "no", "1": "yes", "0": "no"}
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
    """Put an apostrophe before a cell that a spreadsheet would run as a formula: in what people download."""
    return f"'{text}" if _begins_formula(text) else text


def keep_apostrophe(text: str) -> str:
    """Write a cell for programs: as it is, but that an apostrophe before a formula is doubled, since one is no text."""
    return guard(text) if text.startswith("'") else text


def unguard(cell: str) -> str:
    """Take away the one apostrophe that stands guard before a formula."""
    return cell[1:] if cell.startswith("'") and _begins_formula(cell[1:]) else cell


# --- one form for each kind -------------------------------------------------------------------------------------------
def _text(cell: str) -> CellReading:
    return CellReading(cell)


def _key(cell: str) -> CellReading:
    if len(cell.encode()) > LONGEST_KEY:
        raise BadCellError(f"is longer than {LONGEST_KEY:,} bytes")
    return CellReading(cell)


def _code(cell: str) -> CellReading:
    return _key(cell.strip())


def _yes_or_no(cell: str) -> CellReading:
    word = letters_of(cell)
    if word in _YES_NO_OTHERWISE:
        said = _YES_NO_OTHERWISE[word]
        return CellReading(said, f"yes or no {word}", f"{quote(cell)} read as {said}")
    return CellReading(_of_list(cell, _YES_NO))


def _of_list(cell: str, words: dict[str, str]) -> str:
    """Return the word of a closed list that a cell means: capitals, blanks and strokes make no other word."""
    if (word := words.get(letters_of(cell))) is None:
        raise BadCellError(f"{quote(cell)} is not one of: {', '.join(words.values())}")
    return word


def _day(cell: str, *, today: date) -> CellReading:
    """A day; a month or a year is its last one."""
    reading = read_day(cell, today=today)
    day = str(last_day(reading.cell) or "")
    if day == reading.cell:
        return reading
    return CellReading(day, reading.manner or "day last", f"{quote(cell)} read as its last day, {day}")


_ONE_FORM: dict[CellKind, Callable[[str], CellReading]] = {
    CellKind.TEXT: _text,
    CellKind.KEY: _key,
    CellKind.CODE: _code,
    CellKind.YES_NO: _yes_or_no,
    CellKind.SCORE: read_score,
    CellKind.WHOLE: read_whole,
    CellKind.AMOUNT: read_amount,
}


# --- in and out -------------------------------------------------------------------------------------------------------
def read_cell(column: SheetColumn, cell: str, *, today: date) -> CellReading:
    """Return a cell in its one form. Raises BadCellError saying what is wrong with it."""
    if "\0" in cell:
        raise BadCellError("holds a NUL character, which no text can")
    seen = unguard(without_marks(cell))
    if is_blank(seen):
        if column.needed:
            raise BadCellError("is needed")
        return CellReading("")
    if _FORMULA_FAULT.fullmatch(seen):
        raise BadCellError(
            f"{quote(seen)} stands where a formula failed or was never worked out, or a column is too narrow:"
            " open the file in Excel, and save it anew"
        )
    reading = _one_form(column, seen, today=today)
    if without_marks(cell) != cell and not reading.manner:
        return CellReading(reading.cell, "marks", "marks without width, or of direction, were taken out")
    return reading


def _one_form(column: SheetColumn, cell: str, *, today: date) -> CellReading:
    if column.kind is CellKind.WORD:
        return CellReading(_of_list(cell, {letters_of(word): word for word in column.words}))
    if column.kind is CellKind.DAY:
        return _day(cell, today=today)
    if column.kind in {CellKind.DATE, CellKind.START}:
        return read_day(cell, today=today, starts=column.kind is CellKind.START)
    return _ONE_FORM[column.kind](cell)


def write_cell(column: SheetColumn, cell: str) -> str:
    """Return a cell as it goes out in the exchange format: as it stands, whatever a spreadsheet makes of it."""
    return cell if column.kind in {CellKind.AMOUNT, CellKind.WHOLE} else keep_apostrophe(cell)


def stored_value(column: SheetColumn, cell: str) -> str | int | bool | date | Decimal | None:
    """Return what is stored for a cell in its one form."""
    if not cell:
        return None
    if column.kind is CellKind.YES_NO:
        return cell == "yes"
    if column.kind in {CellKind.WHOLE, CellKind.SCORE}:
        return int(cell)
    if column.kind is CellKind.AMOUNT:
        return Decimal(cell)
    return last_day(cell) if column.kind is CellKind.DAY else cell


def cell_for(value: object) -> str:
    """Return the cell, in its one form, for what is stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return money(value)
    text = str(value)
    return "" if is_blank(text) else text
