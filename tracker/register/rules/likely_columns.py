"""What no heading says outright: which column is the title, and which the amount, by what is left and what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.register.rules.cells import FIGURE
from tracker.register.rules.names import (
    calls_it_something,
    can_mean,
    heading_words,
    may_be_title,
    names_a_body,
    names_a_person,
    names_an_idea,
    standing_of,
)
from tracker.register.rules.units import counts_others, foreign_of, in_unit, unit_of
from tracker.register.words import MONEYS, SAVINGS, ColumnMatch, ColumnSense, RegisterColumn, is_by_place

NEARLY = "Nearly the same words."
TITLE_THOUGHT = "No heading names a title, so this column was taken for it: look whether it is."
AMOUNT_THOUGHT = "No heading names an amount, and this one comes nearest: look whether it is."
_ADDRESS = re.compile(r"(?:https?://|www\.|[^\s@]+@[^\s@]+\.)\S+(?:\s.*)?", re.IGNORECASE | re.DOTALL)
_AMOUNTS = frozenset(
    {"amount", "cost", "costs", "value", "spend", "spent", "expenditure", "outturn", "price", "award", "budget"}
)
# What may stand behind what a heading speaks of: until when, and in which unit.
_TAIL = re.compile(
    r"\d+(?:st|nd|rd|th)?|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*|to|date|or|at|by|in|for|m|k|gbp"
)
# What is reckoned of amounts, and what is an amount of something else.
_RECKONED = frozenset(
    {
        "over", "under", "variation", "remaining", "balance", "vat", "per", "average", "rate", "centre", "center",
        "human", "type", "category", "percent", "percentage", "share", "proportion", "number",
    }
)  # fmt: skip


def says_the_same(column: RegisterColumn, columns: Sequence[RegisterColumn]) -> bool:
    """Whether a column holds one thing in every row, where others differ: it tells of the file."""
    return len(column.samples) == 1 and any(len(one.samples) > 1 for one in columns)


def title_thought(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> dict[str, ColumnMatch]:
    """The column of short words that nothing else claims and that tells rows apart, where no heading names a title."""
    if {ColumnSense.TITLE, ColumnSense.RISK} & set(sense_of.values()):
        return {}
    if all(is_by_place(one.key) for one in columns):
        return {}  # a table without headings says nothing of its columns: whoever brings it does
    free = [one for one in columns if sense_of.get(one.key) in {None, ColumnSense.PROBLEM, ColumnSense.PROPOSAL}]
    worded = [one for one in free if _may_tell_rows_apart(one, columns)]
    if not worded:
        return {}
    first = min(worded, key=_how_far)
    sense_of[first.key] = ColumnSense.TITLE
    why = NEARLY if names_an_idea(heading_words(first.heading)) else TITLE_THOUGHT
    return {first.key: ColumnMatch(first, ColumnSense.TITLE, why)}


def only_thought(matches: Sequence[ColumnMatch]) -> RegisterColumn | None:
    """The column that was taken for the title though its heading says nothing of one; None where there is no such."""
    return next((one.column for one in matches if one.why == TITLE_THOUGHT), None)


def _how_far(column: RegisterColumn) -> tuple[bool, bool, bool, int]:
    """How far a heading is from that of a title: one that says what something is called is near, that of a body far."""
    words = heading_words(column.heading)
    return names_a_body(words), not calls_it_something(words), not names_an_idea(words), column.place


def _may_tell_rows_apart(column: RegisterColumn, columns: Sequence[RegisterColumn]) -> bool:
    """Whether a column may be the title: it holds words, no addresses of the web, and not the same in every row."""
    if (
        not may_be_title(heading_words(column.heading))
        or names_a_person(column, columns)
        or says_the_same(column, columns)
    ):
        return False
    words = [held for held in column.samples if re.search(r"[^\W\d_]{3}", held)]
    return bool(words) and not all(map(_ADDRESS.fullmatch, words))


def amount_thought(columns: Sequence[RegisterColumn], sense_of: dict[str, ColumnSense]) -> dict[str, ColumnMatch]:
    """The column of figures whose heading speaks of money by its first or last word, where none names any.

    One alone: what was planned, approved and spent is the same money at another time.
    """
    if (MONEYS | SAVINGS) & set(sense_of.values()):
        return {}
    free = [one for one in columns if one.key not in sense_of and speaks_of_an_amount(one)]
    if not free:
        return {}
    best = max(free, key=lambda one: (standing_of(one), -one.place))
    sense_of[best.key] = ColumnSense.MONEY
    return {best.key: ColumnMatch(best, in_unit(ColumnSense.MONEY, unit_of(best)), AMOUNT_THOUGHT)}


def speaks_of_an_amount(column: RegisterColumn) -> bool:
    """Whether a heading speaks of money, by its first or last word or its sign, and figures stand under it."""
    words = heading_words(re.sub(r"\([^()]*\)", " ", column.heading))
    while words and _TAIL.fullmatch(words[-1]):
        words = words[:-1]
    if not words or _RECKONED & set(words) or not can_mean(ColumnSense.MONEY, words):
        return False
    if foreign_of(column) or counts_others(column.heading):
        return False
    told = words[-1] in _AMOUNTS or words[0] == "amount" or "£" in column.heading
    figures = all(FIGURE.fullmatch(held) and not held.endswith("%") for held in column.samples)
    return told and bool(column.samples) and figures
