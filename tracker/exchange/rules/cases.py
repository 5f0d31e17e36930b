"""What the files tell of a case: when a move counts, what an outcome means, since when the case is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tracker.exchange.rules.days import last_day
from tracker.exchange.words import SheetRow

REPORTS_END = date(2010, 12, 31)
LATENT = "latent"
_NUMBERED = re.compile(r"(.+)-(\d{1,9})", re.ASCII)


# --- moves ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CaseMove:
    """One move of a case between stages, told by a row, or placed at import to fill a gap."""

    from_stage: str
    to_stage: str
    on: date | None
    counts_from: date | None
    row: SheetRow | None


def case_moves(rows: Iterable[SheetRow], *, start: str, end: str, since: date | None = None) -> list[CaseMove]:
    """Return the moves of a case from stage to stage, each gap filled by one that was placed.

    A dated move counts from its last day; an undated or placed one no earlier than the dated ones before it, and
    always where there is none. `since` is the latest day of moves known before.
    """
    stage, moves = start, []
    for row in rows:
        from_stage, to_stage, on = row.cells["from_stage"], row.cells["to_stage"], last_day(row.cells["date"])
        if from_stage != stage:
            moves.append(CaseMove(stage, from_stage, None, since, None))
        since = max(since or on, on) if on else since
        moves.append(CaseMove(from_stage, to_stage, on, on or since, row))
        stage = to_stage
    return [*moves, CaseMove(stage, end, None, since, None)] if stage != end else moves


def stage_since(moves: Iterable[CaseMove]) -> date | None:
    """Return the day the last change of stage counts from; none where it always held."""
    changes = [move for move in moves if move.from_stage != move.to_stage]
    return changes[-1].counts_from if changes else None


def last_moved_at(moves: Iterable[CaseMove]) -> datetime:
    """Return when a historical case last moved, for lists: its import is no change to it.

    An undated one takes the day on which what the reports tell ends, 31 December 2010 (domain.md, "Fine print").
    """
    day = max((move.on for move in moves if move.on), default=REPORTS_END)
    return datetime.combine(day, time(12), tzinfo=UTC)


def there_from(cells: Mapping[str, str], move_rows: Iterable[SheetRow]) -> date | None:
    """Return the first day on which a historical case is there: the earliest of its trigger, first date and moves.

    With neither trigger nor first date it was always there.
    """
    stated = [day for name in ("trigger_date", "first_date") if (day := last_day(cells[name]))]
    moves = [day for row in move_rows if (day := last_day(row.cells["date"]))]
    return min(stated + moves) if stated else None


# --- outcomes ---------------------------------------------------------------------------------------------------------
def closed_on(move_rows: Iterable[SheetRow]) -> date | None:
    """Return the day on which the outcome of a case began to hold: that of its last stop; none: it always held."""
    stops = [row for row in move_rows if row.cells["decision"] == "stop"]
    return last_day(stops[-1].cells["date"]) if stops else None


def state_after(outcome: str, *, stage: str, historical: bool) -> tuple[str, str | None]:
    """Return the state and outcome that a stated outcome means; the council's own latent idea waits in triage.

    One of its own that is parked, without a date to come back on, comes in awake.
    """
    if outcome in {"", "active"} or (outcome == "parked" and not historical):
        return ("triage" if stage == LATENT and not historical else "active"), None
    return ("parked" if outcome == "parked" else "closed"), outcome


def outcome_cell(given: str | None, *, imported: bool, historical: bool, state: str, outcome: str | None) -> str:
    """Return the cell that says how an idea stands: as it was given where that is still so."""
    meaning = state_after(given or "", stage="", historical=historical)
    if imported and meaning == ("active" if state == "triage" else state, outcome):
        return given or ""
    if state in {"triage", "active"}:
        return "active" if state == "active" else ""
    return "declined" if outcome == "referred" else outcome or ""


# --- references -------------------------------------------------------------------------------------------------------
def next_numbers(references: Iterable[str]) -> dict[str, int]:
    """Return the number after the largest that references bear, by what these begin with."""
    numbers: dict[str, int] = {}
    for ref in references:
        if match := _NUMBERED.fullmatch(ref):
            numbers[match[1]] = max(numbers.get(match[1], 1), int(match[2]) + 1)
    return numbers
