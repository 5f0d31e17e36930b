"""What is true of what case files tell: when a move counts, what an outcome means, what a claim rests on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from tracker.exchange.cells import last_day
from tracker.exchange.words import Row

REPORTS_END = date(2010, 12, 31)
LATENT = "latent"
HIGHEST_LEVEL_WITHOUT_GROUP = 2


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


def last_told(made: Sequence[Step]) -> datetime:
    """Return when a historical case last moved, for lists: its import is no change to it.

    An undated one takes the day on which what the reports tell ends, 31 December 2010 (domain.md, "Fine print").
    """
    day = max((step.on for step in made if step.on), default=REPORTS_END)
    return datetime.combine(day, time(12), tzinfo=UTC)


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
