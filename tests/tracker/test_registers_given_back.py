"""What did not come in goes back whole, with all that is wrong with it, in the words that the page said before."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from tests.tracker.test_registers import bring, come_in, text, told
from tracker.tenancy import session
from tracker.value import Funding


def given_back(browser, where: str) -> list[list[str]]:
    rest = browser.get(where.replace("match", "rest")).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(rest)))[1:]


def test_a_row_whose_quotation_mark_is_broken_comes_back_as_it_was_written(world, browse):
    browser = browse(world.ours.lead)
    broken = b'P-2,"A "kettle" of steel,Live,The caf\xe9 board\r\n'
    content = b"Ref,Project,Status,Notes\r\nP-1,A gate,Live,\r\n" + broken + b"P-3,A bench,Live,\r\n"
    where = bring(browser, content)
    page = told(browser.get(where).text)
    assert 'P-2 | "A "kettle" of steel,Live,The café board The row is lost' in page
    page = told(come_in(browser, world.ours, where))
    assert "2 of 3 rows came in" in page
    [row] = given_back(browser, where)
    assert row[:2] == ["P-2", '"A "kettle" of steel,Live,The café board']
    assert row[-1].startswith("The row is lost")


def test_all_faults_of_a_row_are_named_with_their_columns(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Start date", "Budget"], ["A gate", "P-1", "31/02/2024", "1.2.3"], ["A bench", "P-2"]]
    where = bring(browser, text(rows))
    before = given_back(browser, where)
    page = told(come_in(browser, world.ours, where))
    for column, cell in (("Start date", "31/02/2024"), ("Budget", "1.2.3")):
        assert f"Line 2 {column} {cell} " in page
        assert f"{column}: " in before[0][-1]
    assert given_back(browser, where) == before


def test_a_title_that_no_database_holds_is_told_in_the_same_words_before_and_after(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, b"Project,Ref,Status\r\nA ga\0te,P-1,Live\r\nA bench,P-2,Live\r\n")
    why = "Holds a NUL character, which no text can."
    assert why in told(browser.get(where).text)
    page = told(come_in(browser, world.ours, where))
    assert f"Line 2 Project A gate {why}" in page
    assert "the database refused it" not in page
    assert given_back(browser, where)[0][-1].startswith(f"Project: {why}")


@pytest.mark.parametrize("place", ["below the headings", "in a footnote"])
def test_the_line_that_says_the_unit_goes_along_with_rows_that_stay(world, browse, place):
    browser = browse(world.ours.lead)
    rows = [["A gate", "P-1", "1/2/2026", "12"], ["A bench", "P-2", "31/02/2026", "2"]]
    said = ["", "", "", "£k"] if place.startswith("below") else ["All figures in £000", "", "", ""]
    lines = [said, *rows] if place.startswith("below") else [*rows, said]
    where = bring(browser, text([["Project", "Ref", "Start date", "Budget"], *lines]))
    come_in(browser, world.ours, where)
    back = given_back(browser, where)
    assert len(back) == 2
    mended = [[cell.replace("31/02", "28/02") for cell in row[:-1]] for row in back]
    where = bring(browser, text([["Project", "Ref", "Start date", "Budget"], *mended]), "mended.csv")
    assert "£2,000" in told(browser.get(where).text)
    come_in(browser, world.ours, where)
    with world.ours.door():
        found = session().scalars(select(Funding.amount_gbp).order_by(Funding.amount_gbp)).all()
    assert found == [2_000, 12_000]


def test_pounds_of_an_earlier_list_are_no_pounds_in_one_that_says_euros_above(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Budget"], ["A gate", "P-1", "250"]]
    come_in(browser, world.ours, bring(browser, text(rows)))
    rows = [["All amounts in euros", "", ""], rows[0], ["A bench", "P-2", "300"]]
    page = told(browser.get(bring(browser, text(rows), "abroad.csv")).text)
    assert "£300" not in page
