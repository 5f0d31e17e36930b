"""What columns and rows of a spreadsheet that a council brings may mean."""

from __future__ import annotations

import enum


class ColumnSense(enum.StrEnum):
    """What a heading of theirs means here."""

    TITLE = "title"
    NUMBER = "number"
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    STAGE = "stage"
    SERVICE = "service"
    LEAD = "lead"
    FIRST_DATE = "first_date"
    MONEY = "money"
    MONEY_THOUSANDS = "money_thousands"
    MONEY_MILLIONS = "money_millions"
    FUNDER = "funder"
    MONEY_START = "money_start"
    MONEY_END = "money_end"
    SAVING = "saving"
    SAVING_THOUSANDS = "saving_thousands"
    SAVING_MILLIONS = "saving_millions"
    SAVING_CLASS = "saving_class"
    PERIOD = "period"
    IDEA = "idea"
    RISK = "risk"
    CAUSE = "cause"
    CATEGORY = "category"
    LIKELIHOOD = "likelihood"
    IMPACT = "impact"
    MITIGATION = "mitigation"
    RISK_OWNER = "risk_owner"
    RAISED = "raised"
    REVIEW = "review"
    RISK_STATE = "risk_state"
    NOTE = "note"
    NOTHING = "nothing"

    @property
    def several(self) -> bool:
        """Whether more than one column may mean it: their texts, or their sums, stand beside each other."""
        return self in _SEVERAL

    @property
    def once(self) -> bool:
        """Whether only one column can mean it: the cells of another would take the place of its own."""
        return not self.several and self not in {ColumnSense.RISK, ColumnSense.RISK_OWNER}

    @property
    def times(self) -> int:
        """What an amount under it is multiplied by to be pounds."""
        return 1_000 if self.value.endswith("thousands") else 1_000_000 if self.value.endswith("millions") else 1


MONEYS = frozenset({ColumnSense.MONEY, ColumnSense.MONEY_THOUSANDS, ColumnSense.MONEY_MILLIONS})
SAVINGS = frozenset({ColumnSense.SAVING, ColumnSense.SAVING_THOUSANDS, ColumnSense.SAVING_MILLIONS})
OF_RISKS = frozenset(
    {
        ColumnSense.RISK,
        ColumnSense.CAUSE,
        ColumnSense.CATEGORY,
        ColumnSense.LIKELIHOOD,
        ColumnSense.IMPACT,
        ColumnSense.MITIGATION,
        ColumnSense.RISK_OWNER,
        ColumnSense.RAISED,
        ColumnSense.REVIEW,
        ColumnSense.RISK_STATE,
    }
)
DATED = frozenset(
    {ColumnSense.FIRST_DATE, ColumnSense.MONEY_START, ColumnSense.MONEY_END, ColumnSense.RAISED, ColumnSense.REVIEW}
)
SCORES = frozenset({ColumnSense.LIKELIHOOD, ColumnSense.IMPACT})
LISTS = (
    ColumnSense.STAGE,
    ColumnSense.SERVICE,
    ColumnSense.LIKELIHOOD,
    ColumnSense.IMPACT,
    ColumnSense.RISK_STATE,
    ColumnSense.SAVING_CLASS,
)
_SEVERAL = (
    MONEYS
    | SAVINGS
    | {
        ColumnSense.PROBLEM,
        ColumnSense.PROPOSAL,
        ColumnSense.CAUSE,
        ColumnSense.MITIGATION,
        ColumnSense.NOTE,
        ColumnSense.NOTHING,
    }
)


class RowSense(enum.StrEnum):
    """What each row of a register is."""

    IDEA = "idea"
    RISK = "risk"
    MONEY = "money"
    BENEFIT = "benefit"
