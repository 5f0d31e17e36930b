"""Lines of a spreadsheet that are no rows of it, and payments that bring no money: told once, nothing to mend."""

from __future__ import annotations

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told


def test_a_total_below_payments_is_none_of_them_wherever_its_word_stands(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Project ref", "Transaction No", "Supplier Name", "Date", "Cost centre", "Amount"]]
    rows += [[ref, n, "Care Ltd", "01/04/2026", "D105", 250] for n in (1, 2)]
    where = bring(browser, text([*rows, ["", "", "", "", "Total", 500]]))
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    assert "3 rows of register.csv, of them 1 total left out." in told(browser.get(where).text).replace("\u00a0", " ")
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, where, rows="money"))
