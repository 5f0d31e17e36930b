"""A table that has no headings: every line is a row, from the first look to what goes back, and the next one."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told, workbook
from tracker import register
from tracker.register.actions import bring as bringing
from tracker.tenancy import session
from tracker.value import Funding

PAYMENTS = [
    ["30/06/2021", "PY2107-121", "S Nelson", "Cleaning May June", "510.00"],
    ["30/06/2021", "PY2107-122", "Garden Services", "Grass cutting", "150.00"],
    ["31/02/2021", "PY2107-123", "Deadline Accounting", "Payroll", "70.50"],
    ["16/06/2021", "PY2107-124", "HMRC", "P30 to 5th July", "316.09"],
]
SAID = {
    "rows": "money",
    "column-column1": "money_start",
    "column-column2": "note",
    "column-column3": "funder",
    "column-column4": "note",
    "column-column5": "money",
}
KINDS = pytest.mark.parametrize("name", ["paid.csv", "paid.xlsx"])


def content(name: str, rows: list[list[str]]) -> bytes:
    return text(rows) if name.endswith(".csv") else workbook(("Paid", rows))


def without_headings(browser, where: str, **said: str) -> None:
    """Say that the table has no headings, and then what its columns mean."""
    sheet = {"sheet": "Paid"} if "Paid" in browser.get(where).text else {}
    browser.post(where, {**KEEP, **sheet, "press": "again", "heading": "none", "headed": ""})
    browser.post(where, {**KEEP, **sheet, "press": "again", "heading": "none", "headed": "none", **SAID, **said})


def rows_of(given: bytes) -> list[list[str]]:
    """What stands in a file that goes back."""
    if given.startswith(b"PK"):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(given)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    return list(csv.reader(io.StringIO(given.decode("utf-8-sig"))))


def amounts(side) -> list[str]:
    with side.door():
        found = session().scalars(select(Funding.amount_gbp).order_by(Funding.amount_gbp)).all()
    return [f"{amount:.2f}" for amount in found]


@pytest.fixture
def path(world) -> str:
    return makers.an_idea(world.ours, title="A path")


@KINDS
def test_the_first_question_is_which_line_names_the_columns_and_none_is_an_answer(name, world, browse):
    browser = browse(world.ours.lead)
    page = told(browser.get(bring(browser, content(name, PAYMENTS), name)).text)
    assert "Which line names the columns?" in page
    assert "Say below which line does, or that it has no headings" in page
    assert "No line: it has no headings, and every line is a row" in page
    assert "Line 1: 30/06/2021, PY2107-121, S Nelson" in page


@KINDS
def test_every_line_of_a_table_without_headings_comes_in_and_its_columns_show_what_they_hold(name, path, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, content(name, [*PAYMENTS[:2], PAYMENTS[3]]), name)
    without_headings(browser, where, idea=path)
    page = told(browser.get(where).text)
    assert "every line is a row, and the columns are called by their place" in page
    assert "Column 3 S Nelson , Garden Services , HMRC" in page
    assert "Bring in 3 rows" in page
    assert "3 of 3 rows came in" in told(come_in(browser, world.ours, where, **SAID, idea=path))
    assert amounts(world.ours) == ["150.00", "316.09", "510.00"]


def test_what_the_columns_of_a_table_without_headings_are_is_asked_and_not_thought(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text(PAYMENTS))
    browser.post(where, {**KEEP, "press": "again", "heading": "none", "headed": ""})
    page = told(browser.get(where).text)
    assert "It has no headings, so nothing says what its columns are." in page
    assert "Bring in" not in page.partition("It has no headings")[2].partition("To know")[0]
    answer = browser.post(where, {**KEEP, "press": "bring", "heading": "none", "headed": "none"})
    assert "It has no headings, so nothing says" in told(browser.follow(answer).text)
    browser.post(where, {**KEEP, "press": "again", "heading": "none", "headed": "none", "column-column3": "title"})
    assert "Bring in 4 rows" in told(browser.get(where).text)


def test_a_worker_that_ends_goes_on_behind_the_last_row_of_a_table_without_headings(path, world, browse, monkeypatch):
    monkeypatch.setattr(bringing, "SLICE", 1)
    monkeypatch.setattr(bringing, "LONGEST_SECONDS", 0)
    browser = browse(world.ours.lead)
    where = bring(browser, text([*PAYMENTS[:2], PAYMENTS[3]]))
    without_headings(browser, where, idea=path)
    assert "1 of 3 rows are done" in told(come_in(browser, world.ours, where, **SAID, idea=path))
    for _ in range(3):
        register.bring_rows(world.ours.id)
    assert "3 of 3 rows came in" in told(browser.get(where.removesuffix("/match")).text)
    assert amounts(world.ours) == ["150.00", "316.09", "510.00"]


@KINDS
def test_what_stayed_goes_back_under_the_names_of_its_columns_and_comes_in_mended(name, path, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, content(name, PAYMENTS), name)
    without_headings(browser, where, idea=path)
    before = rows_of(browser.get(where.replace("match", "rest")).data)
    assert "3 of 4 rows came in" in told(come_in(browser, world.ours, where, **SAID, idea=path))
    heading, row = after = rows_of(browser.get(where.replace("match", "rest")).data)
    assert before == after
    assert heading == ["Column 1", "Column 2", "Column 3", "Column 4", "Column 5", "why not"]
    assert row[:2] == ["31/02/2021", "PY2107-123"]
    assert "not a day of the calendar" in row[-1]
    mended = content(name, [heading, ["28/02/2021", *row[1:]], ["28/02/2021", "PY2107-125", "HMRC", "P30", "7.00"]])
    again = bring(browser, mended, f"mended {name}")
    assert "It opened as you matched “Paid”" in told(browser.get(again).text)
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, again, **SAID, idea=path))
    assert amounts(world.ours) == ["7.00", "70.50", "150.00", "316.09", "510.00"]


def test_the_next_table_of_such_columns_opens_as_the_last_one_and_another_does_not(path, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text(PAYMENTS[:2]), "may.csv")
    without_headings(browser, where, idea=path)
    come_in(browser, world.ours, where, **SAID, idea=path)
    page = told(browser.get(bring(browser, text([PAYMENTS[3]] * 2), "june.csv")).text)
    assert "It opened as you matched “May”" in page
    assert "2 rows of june.csv" in page.replace("\u00a0", " ")
    where = bring(browser, text(PAYMENTS[:2]), "again.csv")
    browser.post(where, {**KEEP, **SAID, "press": "again", "heading": "none", "headed": "none", "idea": path})
    assert "What is here already cannot come in again" in told(browser.get(where).text)
    rota = [["04/05/2026", "AJ1234-1", "Huyton library", "12", "keys"]] * 2
    for other in ([[*PAYMENTS[3], "x"]] * 2, rota):
        assert "Which line names the columns?" in told(browser.get(bring(browser, text(other), "july.csv")).text)


def test_a_row_is_no_heading_because_a_word_of_it_might_be_one(world, browse):
    browser = browse(world.ours.lead)
    rows = [["30/06/2021", "Grant", "Supplier", "Cleaning", "510.00"], *PAYMENTS]
    assert "Which line names the columns?" in told(browser.get(bring(browser, text(rows))).text)


def test_a_line_that_was_said_to_be_the_headings_and_looks_like_a_row_is_told(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text(PAYMENTS))
    browser.post(where, {**KEEP, "press": "again", "heading": "1", "headed": ""})
    page = told(browser.get(where).text)
    assert "Line 1 holds a day and an amount, as a row does: if it is a row, say that there are no headings" in page


def test_words_that_were_taken_for_headings_and_are_none_that_is_known_are_told(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Mend the roof", "Town hall", "Soon"], ["Paint the gate", "Depot", "Later"]]
    where = bring(browser, text(rows))
    assert "Line 1 names nothing that is known here: if it is a row," in told(browser.get(where).text)
    browser.post(where, {**KEEP, "press": "again", "heading": "none", "headed": "1"})
    page = told(browser.get(where).text)
    assert "names nothing that is known" not in page
    assert "2 rows of register.csv" in page.replace("\u00a0", " ")
    browser.post(where, {**KEEP, "press": "again", "heading": "1", "headed": "none"})
    page = told(browser.get(where).text)
    assert "1 row of register.csv" in page.replace("\u00a0", " ")
    assert "names nothing that is known" not in page


def test_columns_between_others_that_hold_nothing_are_counted_and_what_separates_cells_is_seen(world, browse):
    browser = browse(world.ours.lead)
    rows = [["7", "", "Old barn, east", "8"], ["9", "", "New barn", "10,5"]]
    where = bring(browser, text(rows, separator=";"))
    browser.post(where, {**KEEP, "press": "again", "heading": "none", "headed": ""})
    page = told(browser.get(where).text)
    assert "Column 2 nothing" in page
    assert "Column 3 Old barn, east , New barn" in page
    assert "Column 5" not in page
