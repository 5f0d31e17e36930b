"""What the rows of a register are, by its headings, and what its columns mean in rows of that kind."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from tracker.exchange.words import letters_of
from tracker.register.rules.likely_columns import speaks_of_an_amount
from tracker.register.rules.names import heading_words, last_part, names_a_number
from tracker.register.rules.ours import PAID
from tracker.register.rules.row import OF_IDEAS
from tracker.register.rules.senses import are_called, letters_in, match_columns
from tracker.register.rules.units import unit_in
from tracker.register.words import OF_RISKS, ColumnMatch, ColumnSense, RegisterColumn, RowSense

SLIP = 0.85  # how alike a word of a heading is to one for who is paid, where it is a slip of that
_NO_PLACE = {
    RowSense.IDEA: frozenset({ColumnSense.IDEA}),
    RowSense.RISK: frozenset(OF_IDEAS),
    RowSense.MONEY: frozenset(OF_IDEAS) | OF_RISKS,
    RowSense.BENEFIT: frozenset(OF_IDEAS) | OF_RISKS,
}


def rows_of(columns: Sequence[RegisterColumn]) -> RowSense:
    """What the rows of a register are, by its headings: risks, benefits, payments, or else ideas."""
    letters = letters_in(columns)
    if _are_risks(columns, letters):
        return RowSense.IDEA if _are_ideas_with_risks(columns) else RowSense.RISK
    if _are_benefits(columns, letters):
        return RowSense.BENEFIT
    pays = are_called(columns, RowSense.MONEY, ColumnSense.FUNDER) and _tells_what_was_paid(columns)
    titled = any(name.endswith(("title", "teitl")) for name in letters)  # a payment has none
    supplied = not titled and any(map(_says_who_is_paid, columns))
    return RowSense.MONEY if pays and supplied else RowSense.IDEA


def _says_who_is_paid(column: RegisterColumn) -> bool:
    """Whether a heading says whom a payment goes to, a slip of the pen or two in the word allowed."""
    words = heading_words(last_part(column.heading))
    if any(word in letters_of(column.heading) for word in PAID):
        return True
    return any(difflib.get_close_matches(word, PAID, n=1, cutoff=SLIP) for word in words)


def _tells_what_was_paid(columns: Sequence[RegisterColumn]) -> bool:
    """Whether a column is called what a payment came to, or at least speaks of an amount where none is of an idea."""
    if are_called(columns, RowSense.MONEY, ColumnSense.MONEY):
        return True
    of_ideas = are_called(columns, RowSense.IDEA, ColumnSense.TITLE, ColumnSense.STAGE)
    return not of_ideas and any(map(speaks_of_an_amount, columns))


def _are_risks(columns: Sequence[RegisterColumn], letters: Sequence[str]) -> bool:
    scored = are_called(columns, RowSense.RISK, ColumnSense.LIKELIHOOD, ColumnSense.IMPACT)
    worded = [not _tells_an_amount(one) for one in columns]  # "at risk £k" is money that may not come
    told = any(word and ("risk" in name or "risg" in name) for word, name in zip(worded, letters, strict=True))
    texts = [column for word, column in zip(worded, columns, strict=True) if word]
    mitigated = are_called(texts, RowSense.RISK, ColumnSense.MITIGATION)
    return (scored and (told or mitigated)) or (told and mitigated)


def _tells_an_amount(column: RegisterColumn) -> bool:
    """Whether a heading says pounds, or what is at risk: neither tells what could go wrong."""
    at_risk = " at risk" in f" {' '.join(heading_words(column.heading))}"
    return at_risk or "£" in column.heading or bool(unit_in(column.heading))


def _are_ideas_with_risks(columns: Sequence[RegisterColumn]) -> bool:
    """Whether what is told of risks stands in a list of ideas: of projects, or of titles that cost or save something.

    Where risks are scored or have numbers, a title may be that of the project that each is on.
    """
    if _are_projects(columns):
        return True
    counted = are_called(columns, RowSense.IDEA, ColumnSense.MONEY, ColumnSense.SAVING)
    titled = are_called(columns, RowSense.IDEA, ColumnSense.TITLE)
    words = [heading_words(one.heading) for one in columns]
    numbered = any("risk" in some and names_a_number(some) for some in words)
    scored = are_called(columns, RowSense.RISK, ColumnSense.LIKELIHOOD, ColumnSense.IMPACT)
    return counted and titled and not numbered and not scored


def _are_benefits(columns: Sequence[RegisterColumn], letters: Sequence[str]) -> bool:
    """Whether each row is a benefit of an idea that a column names: more than one heading speaks of benefits."""
    several = sum("benefit" in name for name in letters) > 1
    named = are_called(columns, RowSense.BENEFIT, ColumnSense.TITLE)
    return several and named and not _are_projects(columns) and are_called(columns, RowSense.BENEFIT, ColumnSense.IDEA)


def _are_projects(columns: Sequence[RegisterColumn]) -> bool:
    """Whether what is told of risks stands in a list of projects: it says what each costs, and where it stands."""
    costs = are_called(columns, RowSense.IDEA, ColumnSense.MONEY)
    return costs and are_called(columns, RowSense.IDEA, ColumnSense.STAGE, ColumnSense.FIRST_DATE)


def matches_for(columns: Sequence[RegisterColumn], rows: RowSense) -> list[ColumnMatch]:
    """What each column means in rows of a kind. An idea may have a risk of its own beside all else."""
    matches = [_placed(one, rows) for one in match_columns(columns, rows)]
    if rows is not RowSense.IDEA or not _are_risks(columns, letters_in(columns)):
        return matches
    risks = match_columns(columns, RowSense.RISK)
    if not _are_ideas_with_risks(columns) and ColumnSense.IDEA not in {one.sense for one in risks}:
        return risks  # a list of risks that names no idea: each is one
    described = ColumnSense.RISK in {one.sense for one in risks}
    beside = [one if described else _as_risk(one) for one in risks]
    return [
        risk if risk.sense in OF_RISKS and one.sense is ColumnSense.NOTE else one
        for one, risk in zip(matches, beside, strict=True)
    ]


def _as_risk(match: ColumnMatch) -> ColumnMatch:
    """What a list of risks calls them by, as the risk itself where each stands beside an idea."""
    titles = match.sense is ColumnSense.TITLE and "risk" in heading_words(match.column.heading)
    return replace(match, sense=ColumnSense.RISK) if titles else match


def _placed(match: ColumnMatch, rows: RowSense) -> ColumnMatch:
    """A column of which such rows make nothing is a note, so that nothing of it is lost."""
    if has_place(match.sense, rows):
        return match
    return ColumnMatch(
        match.column, ColumnSense.NOTE, "Such rows have no place for it: it stays as a note with the idea."
    )


def has_place(sense: ColumnSense, rows: RowSense) -> bool:
    """Whether something is made of a column in rows of a kind."""
    return sense not in _NO_PLACE[rows]
