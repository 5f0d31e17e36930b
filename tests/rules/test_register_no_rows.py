"""Lines of a register that are no rows of it: totals wherever they stand, units, headings within the list, notes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.rules.test_register_rows import MONEY, START, TITLE, read, read_one, told
from tracker.exchange.rules.lines import SheetLine
from tracker.register.rules.groups import ONE_CELL
from tracker.register.rules.headings import register_columns
from tracker.register.words import ColumnSense, RowReading, RowSense

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
        (["", "", "Total refurbishment of the old library and its reading room", "", "", "", "500"], False),
    ],
)
def test_a_total_says_so_in_any_cell_beside_its_amount(cells, is_total):
    row = read_one(SPENT, *cells, kind=RowSense.MONEY)
    assert row.left_out is is_total
    assert ("It is a total." in told(row)) is is_total


def test_a_line_of_figures_alone_that_sums_up_those_above_is_a_total():
    paid = {"Supplier": ColumnSense.FUNDER, "Idea": ColumnSense.IDEA, "Net": MONEY, "Gross": ColumnSense.NOTE}
    rows = [["Kier", "KNW-1", "1,060.50", "1,200"], ["Ann", "KNW-1", "£500", "585"], ["", "", "1,560.50", "1,785"]]
    assert [row.left_out for row in read(paid, rows, kind=RowSense.MONEY)] == [False, False, True]
    rows[2][2] = "1,560.51"
    assert not read(paid, rows, kind=RowSense.MONEY)[2].left_out


@pytest.mark.parametrize("cells", [["New boiler", "50,000", "Total"]])
def test_a_word_behind_the_amount_makes_no_total_of_a_row_with_a_name(cells):
    assert not read_one({"Project": TITLE, "Cost": MONEY, "Basis": ColumnSense.NOTE}, *cells).left_out


@pytest.mark.parametrize(
    ("nought", "other", "is_out"),
    [("0.00", "", True), ("(0.00)", "", True), ("-0.00", "0", True), ("0", "about 5k", False), ("0", "5", False)],
)
def test_a_payment_of_nought_is_left_out_where_nothing_else_is_said_of_money(nought, other, is_out):
    paid = {"Idea": ColumnSense.IDEA, "Net": MONEY, "Other": MONEY}
    row = read_one(paid, "KNW-1", nought, other, kind=RowSense.MONEY)
    assert (row.left_out, row.credits) == (is_out, 0)


# --- headings within the list, and notes ------------------------------------------------------------------------------
LISTED = {"Service": ColumnSense.SERVICE, "Project": TITLE, "Budget": MONEY, "Note": ColumnSense.NOTE}


def groups_of(rows: Sequence[RowReading]) -> list[str]:
    return ["out" if row.left_out else dict(row.notes).get("Group", "") for row in rows]


def test_a_heading_within_the_list_names_the_group_of_the_rows_below_it():
    lines = ["|Old mill|5|", "|Arts|", "|Choir|5|", "|Stage|7|", "|Sub-total|12|", "|Between|9|", "|Parks|", "|Pond|1|"]
    rows = read(LISTED, [[*line.split("|")] for line in lines])
    assert groups_of(rows) == ["", "out", "Arts", "Arts", "out", "", "out", "Parks"]
    assert (told(rows[1]), rows[1].faults) == (ONE_CELL, ())


def test_a_row_that_names_another_group_itself_ends_the_one_above():
    lines = ["Arts|||", "|Choir|5|", "Sport|Gym|3|", "|Pool|4|"]
    assert groups_of(read(LISTED, [line.split("|") for line in lines])) == ["out", "Arts", "", ""]


NOTES = [
    "Page 1 of 3",
    "www.council.example.org",
    "team@council.example.org",
    "Note: net of fees",
    "* Provisional",
    "Figures are those of May.",
    "12,500",
    "Source: finance",
    "a" * 121,
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_within_the_list_names_no_group(note):
    rows = read(LISTED, [["", "Arts", "", ""], ["", "Choir", "5", ""], ["", note, "", ""], ["", "Stage", "7", ""]])
    assert groups_of(rows) == ["out", "Arts", "out", "Arts"]
    assert ONE_CELL in told(rows[2])


def test_a_group_that_the_row_names_itself_is_no_note_as_well():
    arts, choir, pond = read(LISTED, [["Arts", "", "", ""], ["Arts", "Choir", "5", ""], ["Parks", "Pond", "1", ""]])
    assert (arts.left_out, choir.notes, pond.notes) == (True, (), ())


def test_a_list_of_nothing_but_titles_is_one_of_rows():
    titles = read(LISTED, [["", "A kettle", "", ""], ["", "A gate", "", ""], ["", "A bench", "", ""]])
    assert [(row.title, row.ready, row.notes) for row in titles] == [
        ("A kettle", True, ()),
        ("A gate", True, ()),
        ("A bench", True, ()),
    ]


def test_three_rows_of_one_cell_one_below_the_other_are_rows_too():
    lines = [
        "|Mill|5|",
        "|Barn|7|",
        "|Solar roofs|",
        "|Bike loans|",
        "|Shared vans|",
        "|Pool|1|",
        "|Hall|2|",
        "|Gym|3|",
    ]
    assert not any(row.left_out or row.faults for row in read(LISTED, [[*line.split("|")] for line in lines]))


# --- units ------------------------------------------------------------------------------------------------------------
FORECAST = {"Period": TITLE, "Actual": MONEY, "Programmed": MONEY, "Note": ColumnSense.NOTE}


@pytest.mark.parametrize("label", ["Sep-05", "Portfolio", ""])
def test_a_day_or_a_name_may_stand_before_the_units_of_the_columns(label):
    units, row = read(FORECAST, [[label, "£'000", "£'000", "%"], ["Highways", "1,491", "3,138", "1"]])
    assert (units.left_out, row.left_out) == (True, False)
    assert told(units) == "It says in which units the columns are."


def test_a_row_whose_amounts_are_still_to_be_filled_in_is_one():
    assert not read_one(FORECAST, "Highways", "£", "£", "").left_out
    assert not read_one(FORECAST, "Highways", "£000", "", "").left_out


def test_columns_under_one_heading_are_told_apart_by_their_units():
    lines = [["Programme", "Budget", "Variation", "", "Note", ""], ["", "£000", "£000", "%", "", ""]]
    rows = [["Pupil places", "41,620", "-3,595", "-9%", "Late", "A word"]]
    head = [SheetLine(n, cells) for n, cells in enumerate(lines + rows, start=1)]
    columns = register_columns(head, 1, head[2:])
    assert [one.heading for one in columns] == [
        "Programme", "Budget", "Variation", "Variation: %", "Note", "Column 6",
    ]  # fmt: skip
    assert register_columns(head[:1], 1, head[2:])[3].heading == "Column 4"
