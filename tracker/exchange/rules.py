"""What is true of case files: which cells can be taken, what names a row, when a told fact counts. Pure functions."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.exchange.sheets import Column, Sheet
from tracker.exchange.words import BadCellError, Kind, Row, shown

LATENT = "latent"
LONGEST_KEY = 2_000  # bytes: keys stand in unique indexes, whose entries have a limit
HIGHEST_LEVEL_WITHOUT_GROUP = 2

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


# --- moves and outcomes -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """One move of a case between stages, told by a row, or placed at import to fill a gap."""

    from_stage: str
    to_stage: str
    on: date | None
    counts_from: date | None
    row: Row | None


def steps(told: Iterable[Row], *, start: str, end: str, since: date | None = None) -> list[Step]:
    """Return the moves of a case from stage to stage, each gap filled by one that was placed.

    A dated move counts from its last day; an undated or placed one no earlier than the dated ones before it, and
    always where there is none. `since` is the latest day of moves known before.
    """
    at, made = start, []
    for row in told:
        from_stage, to_stage, on = row.cells["from_stage"], row.cells["to_stage"], last_day(row.cells["date"])
        if from_stage != at:
            made.append(Step(at, from_stage, None, since, None))
        since = max(since or on, on) if on else since
        made.append(Step(from_stage, to_stage, on, on or since, row))
        at = to_stage
    return [*made, Step(at, end, None, since, None)] if at != end else made


def stage_since(made: Sequence[Step]) -> date | None:
    """Return the day the last change of stage counts from; none where it always held."""
    changes = [step for step in made if step.from_stage != step.to_stage]
    return changes[-1].counts_from if changes else None


def there_from(cells: Mapping[str, str], told: Iterable[Row]) -> date | None:
    """Return the first day on which a historical case is there: the earliest of its trigger, first date and moves.

    With neither trigger nor first date it was always there.
    """
    stated = [day for name in ("trigger_date", "first_date") if (day := last_day(cells[name]))]
    moves = [day for row in told if (day := last_day(row.cells["date"]))]
    return min(stated + moves) if stated else None


def closed_on(told: Iterable[Row]) -> date | None:
    """Return the day on which the outcome of a case began to hold: that of its last stop; none: it always held."""
    stops = [row for row in told if row.cells["decision"] == "stop"]
    return last_day(stops[-1].cells["date"]) if stops else None


def state_after(outcome: str, *, stage: str, historical: bool) -> tuple[str, str | None]:
    """Return the state and outcome that a stated outcome means; the council's own latent idea waits in triage."""
    if outcome in {"", "active"}:
        return ("triage" if stage == LATENT and not historical else "active"), None
    return ("parked" if outcome == "parked" else "closed"), outcome


def outcome_cell(given: str | None, *, imported: bool, state: str, outcome: str | None) -> str:
    """Return the cell that says how an idea stands: as it was given where that is still so."""
    meant = state_after(given or "", stage="", historical=True)
    if imported and meant == ("active" if state == "triage" else state, outcome):
        return given or ""
    if state in {"triage", "active"}:
        return "active" if state == "active" else ""
    return "declined" if outcome == "referred" else outcome or ""


# --- claims -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """What the evidence rows of one indicator say of its claim."""

    unit: str | None
    baseline: str | None
    baseline_date: str | None
    level_asked: int | None
    comparison_group: bool


def claim_told_by(rows: Sequence[Row]) -> Told:
    """Return the one claim of a case and indicator: the first baseline, the highest level that is asked of it.

    A comparison group is set only where a row of level 3 or more names a comparator.
    """

    def first(name: str) -> str | None:
        return next((row.cells[name] for row in rows if row.cells[name]), None)

    levels = [int(row.cells["ladder_level"]) for row in rows if row.cells["ladder_level"]]
    grouped = any(
        row.cells["comparator"] and int(row.cells["ladder_level"] or 0) > HIGHEST_LEVEL_WITHOUT_GROUP for row in rows
    )
    return Told(first("unit"), first("baseline"), first("baseline_date"), max(levels, default=None), grouped)


def next_number(prefix: str, references: Iterable[str]) -> int:
    """Return the number after the largest that references of a prefix bear; 1 where none does."""
    form = re.compile(re.escape(prefix) + r"-(\d{1,9})", re.ASCII)
    return max((int(found[1]) for ref in references if (found := form.fullmatch(ref))), default=0) + 1
