"""Lines of a register that are no rows of it: totals wherever they stand, units, headings within the list, notes."""

from __future__ import annotations

import pytest

from tests.rules.test_register_rows import MONEY, START, read_one, told
from tracker.register.words import ColumnSense, RowSense

SPENT = {"Body": ColumnSense.NOTE, "No": ColumnSense.NOTE, "Supplier": ColumnSense.FUNDER, "Day": START}
SPENT |= {"For": ColumnSense.NOTE, "Cost centre": ColumnSense.NOTE, "Amount": MONEY}


@pytest.mark.parametrize(
    ("cells", "is_total"),
    [
        (["", "", "", "", "", "Total", "90,364.62"], True),
        (["Craven", "", "", "", "", "Grand total", "90,364.62"], True),
        (["", "", "", "", "SUBTOTAL", "", "$19,980"], True),
        (["", "", "", "", "Total paid in March", "", "90,364.62"], True),
        (["Craven", "", "", "", "Total refit of the hall", "", "500"], False),
        (["Craven", "7", "Kier", "", "", "Total", "500"], False),
        (["Craven", "", "", "1/3/2017", "", "Total", "500"], False),
        (["", "", "Total Gas & Power Ltd", "", "", "Heating", "500"], False),
        (["", "", "Total", "", "", "", "500"], True),
    ],
)
def test_a_total_says_so_in_any_cell_beside_its_amount(cells, is_total):
    row = read_one(SPENT, *cells, kind=RowSense.MONEY)
    assert row.left_out is is_total
    assert ("It is a total." in told(row)) is is_total
