"""What no column of a register says and its rows need: asked before anything comes in."""

from __future__ import annotations

from tracker.register.actions.file import RegisterSheet
from tracker.register.queries.here import ideas_named
from tracker.register.queries.placing import not_on
from tracker.register.words import NO_HEADINGS, ColumnSense, RegisterChoices, RowSense

NOT_SETTLED = (
    "No row was found that names the columns. Say below which line does, or that it has no headings; or look at another"
    " sheet."
)
WITHOUT_HEADINGS = (
    "It has no headings, so nothing says what its columns are. Say below what each row is, and what the columns mean by"
    " what they hold."
)
PAYMENTS = (
    "These look like payments, and a payment is no idea. Say below which column names the idea that each was for, or"
    " which idea all of them were for; or that each row is an idea, if it is a list of projects."
)


def missing(sheet: RegisterSheet, choices: RegisterChoices) -> str:
    """What no column says and every row needs, in words; nothing where all is there."""
    senses = set(choices.columns.values())
    if not sheet.columns:
        return NOT_SETTLED
    if sheet.headed == NO_HEADINGS and not senses - {ColumnSense.NOTE, ColumnSense.NOTHING}:
        return WITHOUT_HEADINGS
    if choices.rows is RowSense.IDEA and not senses & {ColumnSense.TITLE, ColumnSense.RISK, ColumnSense.PROBLEM}:
        return "No column is the title. Say below which one is."
    return "" if choices.rows is RowSense.IDEA else _missing_idea(choices)


def _missing_idea(choices: RegisterChoices) -> str:
    """What lacks to know which idea rows are on, in words; nothing where all is there."""
    if choices.idea:
        here = ideas_named({choices.idea}).get(" ".join(choices.idea.lower().split()), [])
        return "" if len(here) == 1 and not here[0].source else not_on(choices.idea, here)
    if ColumnSense.IDEA in choices.columns.values():
        return ""
    if choices.rows is RowSense.MONEY:
        return PAYMENTS
    what = "a benefit is of" if choices.rows is RowSense.BENEFIT else "a risk is on"
    return (
        f"No column says which idea {what}. Say below which one does, or which idea all of them belong to, or that each"
        " row is an idea."
    )
