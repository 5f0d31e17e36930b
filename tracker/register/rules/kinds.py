"""What the rows of a register are, by its headings, and what its columns mean in rows of that kind."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.register.rules.row import OF_IDEAS
from tracker.register.rules.senses import are_called, letters_in, match_columns
from tracker.register.words import OF_RISKS, ColumnMatch, ColumnSense, RegisterColumn, RowSense

_PAID = ("supplier", "vendor", "payee", "creditor", "beneficiary", "cyflenwr", "merchant")
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
        return RowSense.IDEA if _are_projects(columns) else RowSense.RISK
    if _are_benefits(columns, letters):
        return RowSense.BENEFIT
    pays = all(are_called(columns, RowSense.MONEY, sense) for sense in (ColumnSense.FUNDER, ColumnSense.MONEY))
    titled = any(name.endswith(("title", "teitl")) for name in letters)  # a payment has none
    supplied = not titled and any(word in name for name in letters for word in _PAID)
    return RowSense.MONEY if pays and supplied else RowSense.IDEA


def _are_risks(columns: Sequence[RegisterColumn], letters: Sequence[str]) -> bool:
    scored = are_called(columns, RowSense.RISK, ColumnSense.LIKELIHOOD, ColumnSense.IMPACT)
    told = any("risk" in name or "risg" in name for name in letters)
    mitigated = are_called(columns, RowSense.RISK, ColumnSense.MITIGATION)
    return (scored and (told or mitigated)) or (told and mitigated)


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
    if not _are_projects(columns) and ColumnSense.IDEA not in {one.sense for one in risks}:
        return risks  # a list of risks that names no idea: each is one
    return [
        risk if risk.sense in OF_RISKS and one.sense is ColumnSense.NOTE else one
        for one, risk in zip(matches, risks, strict=True)
    ]


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
