"""Rows of a register as the files of the exchange hold them: an idea, its risk, its money, its savings."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.exchange.words import letters_of
from tracker.register.rules.periods import is_period, period_in
from tracker.register.words import ColumnSense, MoneyLine, RegisterChoices, RowReading, RowSense
from tracker.value.rules import in_pounds
from tracker.value.words import BenefitCategory

# Who is paid by the council: a heading with one of these in it, without its blanks.
PAID = ("supplier", "vendor", "payee", "creditor", "beneficiary", "merchant", "paidto", "whompaid", "cyflenwr")
_PAID_OR_FUNDED = (*PAID, "contractor", "provider", "recipient")


def row_name(row: RowReading, rows: RowSense) -> str:
    """What a row is called among others: an idea by its title, what is on one by what it is, for many may be on it.

    A payment is who is paid, or who pays, and how much; a risk what could go wrong.
    """
    if rows is RowSense.MONEY:
        return ", ".join([one for one in (row.funder or row.title, *_amounts(row.money)) if one]) or row.idea
    if rows is RowSense.BENEFIT:
        return ", ".join([one for one in (row.title, *_amounts(row.savings)) if one]) or row.idea
    if rows is RowSense.RISK:
        return row.risk.get("risk") or row.title or row.idea
    return row.title or row.idea


def _amounts(lines: Sequence[MoneyLine]) -> list[str]:
    return [in_pounds(one.amount) for one in lines if one.amount is not None]


def risk_cells(row: RowReading) -> dict[str, str]:
    """A risk: its cause and effect stand with what could go wrong."""
    risk = row.risk
    described = risk.get("risk") or row.title
    if risk.get("risk") and row.idea and row.title and row.title != risk["risk"]:
        described = f"{row.title}: {described}"
    cause = f"\nCause and effect: {risk['cause']}" if "cause" in risk else ""
    return {
        "category": risk.get("category", ""),
        "description": described + cause,
        "owner": risk.get("risk_owner", ""),
        "likelihood": risk.get("likelihood", ""),
        "impact": risk.get("impact", ""),
        "mitigation": risk.get("mitigation", ""),
        "date_raised": risk.get("raised", ""),
        "review_on": risk.get("review", ""),
    }


def _pounds(one: MoneyLine) -> str:
    return "" if one.amount is None else str(one.amount)


def names_who_is_paid(heading: str) -> bool:
    """Whether what stands under a heading is paid by the council, and funds nothing."""
    return any(word in letters_of(heading) for word in _PAID_OR_FUNDED)


def funding_cells(row: RowReading, one: MoneyLine, choices: RegisterChoices) -> dict[str, str]:
    """A line of money: what it is called in the register, who pays or is paid, how much, from when until when."""
    paid = bool(row.funder) and names_who_is_paid(row.said[ColumnSense.FUNDER].heading)
    return {
        "instrument": f"{one.heading}, paid to {row.funder}" if paid else one.heading,
        "funder": "" if paid else row.funder,
        "amount_gbp": _pounds(one),
        "start": row.money_start,
        "end": row.money_end,
        "note": row.title if choices.rows is RowSense.MONEY else row.period,
    }


def benefit_cells(row: RowReading, one: MoneyLine, choices: RegisterChoices) -> dict[str, str]:
    """A saving: money of the council's own that is set free. A heading that is a time says no more than for when.

    A benefit of its own row is called as that is; of one without an amount nothing is taken for granted.
    """
    named = one.heading.rpartition(": ")
    called = (named[0] or "Saving") if is_period(named[2]) else one.heading
    return {
        "category": BenefitCategory.OWN if one.amount is not None else "",
        "class": row.saving_class or (choices.saving if one.amount is not None else ""),
        "description": row.title or called if choices.rows is RowSense.BENEFIT else called,
        "amount_gbp": _pounds(one),
        "period": row.period or period_in(one.heading),
    }
