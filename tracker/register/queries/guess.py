"""What is thought of a register before anybody said anything of it: as it was last time, else by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from tracker.exchange.words import letters_of
from tracker.register.actions.file import RegisterSheet
from tracker.register.models import Matching
from tracker.register.rules.headings import signature_of
from tracker.register.rules.kinds import has_place, matches_for, rows_of
from tracker.register.rules.likely_columns import only_thought
from tracker.register.rules.senses import can_hold
from tracker.register.rules.units import foreign_in, foreign_of, in_unit, unit_beside
from tracker.register.words import (
    MONEYS,
    SAVINGS,
    ColumnSense,
    RegisterChoices,
    RegisterColumn,
    Repetition,
    RowSense,
    is_by_place,
)
from tracker.tenancy import session

SHARED = 0.6  # of the headings of an older matching that a file has, so that the matching speaks for it
MOSTLY = 0.2  # of the rows that repeat an idea, so that they are taken for lines of one


def first_choices(sheet: RegisterSheet) -> tuple[RegisterChoices, str]:
    """What is thought of a register before anybody said anything: as it was last time, else by its headings.

    Returns the name of the matching that speaks for it, if one does.
    """
    found, guess = _matching_for(sheet.columns), guessed_choices(sheet)
    if found is None:
        return guess, ""
    kept = RegisterChoices.of(found.choices)
    # In which unit amounts are, each file says for itself: what was said of an earlier one holds where it does not.
    beside = {one.key: unit_beside(one) for one in sheet.columns if one.key in kept.columns}
    said = {key: in_unit(kept.columns[key], times) for key, times in beside.items()}
    # So does it of another currency: pounds of an earlier file are no pounds in one that says euros above.
    abroad = [one.key for one in sheet.columns if foreign_of(one) and not foreign_in(one.heading)]
    said |= {key: ColumnSense.NOTE for key in abroad if said.get(key) in MONEYS | SAVINGS}
    # What a column is only thought to mean gives way to one that was said to: a matching makes no pair by itself.
    thought = {
        key: ColumnSense.NOTE if sense.once and sense in said.values() else sense
        for key, sense in guess.columns.items()
        if key not in said
    }
    return replace(kept, columns=thought | said), found.name


def _matching_for(columns: Sequence[RegisterColumn]) -> Matching | None:
    """The matching of these headings, else the newest that shares most of its own with them.

    Columns that are called by their place share nothing with those of another list, but what they hold.
    """
    acts, signature = session(), signature_of(columns)
    exact = acts.scalar(select(Matching).where(Matching.signature == signature))
    if exact and (not all(is_by_place(one.key) for one in columns) or _can_hold_all(columns, exact)):
        return exact
    here = {one.key for one in columns if not is_by_place(one.key)}
    newest = select(Matching).order_by(Matching.used_at.desc(), Matching.id).limit(20)
    for one in acts.scalars(newest):
        if one.headings and len(here & set(one.headings)) >= max(SHARED * len(one.headings), 3):
            return one
    return None


def _can_hold_all(columns: Sequence[RegisterColumn], matching: Matching) -> bool:
    """Whether each column holds what the one at its place in an older list meant."""
    kept = RegisterChoices.of(matching.choices).columns
    return all(can_hold(kept.get(one.key, ColumnSense.NOTE), one) for one in columns)


def guessed_choices(sheet: RegisterSheet) -> RegisterChoices:
    """What is thought of a register by its headings and what stands under them."""
    rows = rows_of(sheet.columns)
    choices = RegisterChoices(rows=rows, columns=_senses(sheet, rows))
    return replace(choices, repeats=Repetition.ONE) if _repeats(sheet, choices) else choices


def _senses(sheet: RegisterSheet, rows: RowSense) -> dict[str, ColumnSense]:
    return {one.column.key: one.sense for one in matches_for(sheet.columns, rows)}


def chosen_by_hand(sheet: RegisterSheet, choices: RegisterChoices) -> dict[str, ColumnSense]:
    """The columns of which somebody says otherwise than is thought of them by their headings."""
    thought = _senses(sheet, choices.rows)
    return {key: sense for key, sense in choices.columns.items() if thought.get(key, sense) is not sense}


def guessed_anew(sheet: RegisterSheet, choices: RegisterChoices, by_hand: Mapping[str, ColumnSense]) -> RegisterChoices:
    """The same choices with columns guessed for the kind of rows that they name; what was chosen by hand stays.

    It gives way where the sheet has no such column, or where nothing is made of it in such rows.
    """
    thought = _senses(sheet, choices.rows)
    kept = {key: sense for key, sense in by_hand.items() if key in thought and has_place(sense, choices.rows)}
    taken = {sense for sense in kept.values() if sense.once}
    free = {key: ColumnSense.NOTE if sense in taken else sense for key, sense in thought.items()}
    return replace(choices, columns=free | kept)


def _repeats(sheet: RegisterSheet, choices: RegisterChoices) -> bool:
    """Whether many rows bear the number, or else the title, of one above them.

    A title that was only taken for one is not enough: the same words there make no two rows one idea.
    """
    named = choices.column_of(ColumnSense.NUMBER, sheet.columns) or choices.column_of(ColumnSense.TITLE, sheet.columns)
    if (
        named is None
        or choices.rows is not RowSense.IDEA
        or named == only_thought(matches_for(sheet.columns, RowSense.IDEA))
    ):
        return False
    held = Counter(
        letters_of(line.cells[named.place])
        for line in sheet.lines()
        if named.place < len(line.cells) and line.cells[named.place].strip()
    )
    return sum(held.values()) - len(held) > MOSTLY * sum(held.values())
