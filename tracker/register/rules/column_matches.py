"""The columns of a sheet as they were matched, by somebody or by what is thought of them, each with why."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.register.rules.kinds import matches_for
from tracker.register.rules.reading import beside
from tracker.register.rules.units import foreign_of, why_unit
from tracker.register.words import MONEYS, SAVINGS, ColumnMatch, ColumnSense, RegisterChoices, RegisterColumn


def column_matches(columns: Sequence[RegisterColumn], choices: RegisterChoices) -> list[ColumnMatch]:
    """The columns as they were chosen, each with why."""
    thought = {one.column.key: one for one in matches_for(columns, choices.rows)}
    second = beside(columns, choices)
    matches = []
    for column in columns:
        sense = choices.columns.get(column.key, ColumnSense.NOTE)
        guess = thought[column.key]
        if column.key in second:
            told = f"{second[column.key].heading} is that already: this column stays as a note."
            matches.append(ColumnMatch(column, sense, f"{told} Choose another for one of them."))
        else:
            matches.append(guess if guess.sense is sense else ColumnMatch(column, sense, _as_said(column, sense)))
    return matches


def _as_said(column: RegisterColumn, sense: ColumnSense) -> str:
    """That somebody said what a column means, with what that makes of its figures."""
    if sense not in MONEYS | SAVINGS:
        return "As you said."
    if currency := foreign_of(column):
        return f"As you said, though it is in {currency}: its figures are taken as pounds."
    return why_unit(column, sense.times) or "As you said."
