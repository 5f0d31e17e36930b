"""What is true of case files, without a database."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.rules.cases import (
    case_moves,
    closed_on,
    last_moved_at,
    next_numbers,
    outcome_cell,
    stage_since,
    state_after,
    there_from,
)
from tracker.exchange.rules.cells import guard, keep_apostrophe, read_cell, unguard
from tracker.exchange.rules.claims import claim_cells
from tracker.exchange.rules.days import last_day
from tracker.exchange.rules.lines import lines_of
from tracker.exchange.rules.rows import row_keys
from tracker.exchange.sheets import SHEETS
from tracker.exchange.words import BadCellError, SheetRow

TODAY = date(2026, 11, 29)
FORMULAISH = st.text(alphabet="'=+-@\t\r\n1.5aé \u00a0\u200b\ufeff＝－＠﹢−", max_size=8)


def a_move(frm: str, to: str, on: str = "", decision: str = "advance") -> SheetRow:
    return SheetRow("stage_moves.csv", 2, {"from_stage": frm, "to_stage": to, "date": on, "decision": decision}, "k")


@given(FORMULAISH)
def test_what_goes_out_comes_in_as_it_was(text):
    assert unguard(guard(text)) == text
    assert unguard(keep_apostrophe(text)) == text


@given(FORMULAISH)
def test_what_came_in_goes_out_and_comes_in_the_same_for_ever(cell):
    once = guard(unguard(cell))
    assert guard(unguard(once)) == once


@pytest.mark.parametrize("text", ["=1+1", "+44 20 7946", "@home", "-", "\tx", "\rx", "\nx", "'=1", "--5", "-5%", " -5"])
def test_a_cell_that_begins_a_formula_goes_out_to_people_with_an_apostrophe_and_to_programs_as_it_is(text):
    assert guard(text) == f"'{text}"
    assert keep_apostrophe(text) == (f"'{text}" if text.startswith("'") else text)


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹢﹣﹦﹫−")
@pytest.mark.parametrize(
    "before",
    ["", " ", "  ", "\n", "\r\n", " \t", "\u00a0", "\u2003", "\u200b", "\ufeff", "\x0b", "' ", "\x1f", "\u2028"],
)
def test_nothing_that_a_spreadsheet_passes_over_hides_a_formula(before, sign):
    cell = f"{before}{sign}HYPERLINK(1)"
    assert guard(cell) == f"'{cell}"
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("text", ["-5", "+3.25", "-0.5", "a=b", "'quoted'", "5", "", "£=1"])
def test_a_plain_number_or_word_goes_out_as_it_is(text):
    assert guard(text) == text


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2007", date(2007, 12, 31)),
        ("2007-02", date(2007, 2, 28)),
        ("2008-02", date(2008, 2, 29)),
        ("2007-05-09", date(2007, 5, 9)),
        ("", None),
    ],
)
def test_a_partial_date_counts_from_its_last_day(stated, day):
    assert last_day(stated) == day


@pytest.mark.parametrize(
    "stated",
    [
        "2007-13",
        "2007-02-30",
        "2007-00",
        "2007-01-00",
        "0000",
        "07",
        "2007-5-9",
        "9 May 2007",
        "2007/05",
        "2007-05-09T10:00",
        "２００７",
    ],
)
def test_an_impossible_or_misshapen_date_is_refused(stated):
    with pytest.raises(BadCellError):
        last_day(stated)


@pytest.mark.parametrize(
    ("file", "column", "cell"),
    [
        ("ideas.csv", "stage", "Latent stage"),
        ("ideas.csv", "stage", ""),
        ("ideas.csv", "extent", "huge"),
        ("ideas.csv", "outcome", "referred"),
        ("ideas.csv", "social", "maybe"),
        ("ideas.csv", "title", "  "),
        ("evidence.csv", "ladder_level", "6"),
        ("evidence.csv", "ladder_level", "1.5"),
        ("funding.csv", "amount_gbp", "123456789012345"),
        ("councils.csv", "population", "many"),
        ("councils.csv", "nation", "france"),
        ("lessons.csv", "worked", "partly"),
        ("benefits.csv", "class", "cash"),
        ("lessons.csv", "lesson", "a\0b"),
        ("evidence.csv", "indicator", "x" * 3000),
    ],
)
def test_a_cell_that_no_list_or_form_knows_is_refused(file, column, cell):
    with pytest.raises(BadCellError):
        read_cell(SHEETS[file].by_name[column], cell, today=TODAY)


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("ideas.csv", "extent"),
        ("ideas.csv", "outcome"),
        ("ideas.csv", "social"),
        ("stage_moves.csv", "decision"),
        ("funding.csv", "certainty"),
        ("evidence.csv", "ladder_level"),
        ("risks.csv", "raised_at_stage"),
        ("lessons.csv", "worked"),
        ("councils.csv", "nation"),
    ],
)
def test_what_was_not_recorded_may_be_empty(file, column):
    assert read_cell(SHEETS[file].by_name[column], "", today=TODAY).cell == ""


@pytest.mark.parametrize(("given_as", "kept"), [("007", "7"), ("150000.00", "150000"), ("99.5", "99.50"), ("+3", "3")])
def test_an_amount_has_one_form(given_as, kept):
    assert read_cell(SHEETS["funding.csv"].by_name["amount_gbp"], given_as, today=TODAY).cell == kept


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_told_by_the_physical_line_where_it_begins(end):
    text = end.join(["a,b", '1,"two', 'lines"', "", "3,4"]) + end
    assert read_lines(text) == [(1, ["a", "b"]), (2, ["1", f"two{end}lines"]), (4, []), (5, ["3", "4"])]


def read_lines(text: str, width: int = 0) -> list[tuple[int, list[str]]]:
    """Rows with their lines; of one that is lost what stands before its mark."""
    return [(line.number, line.cells) for line in lines_of(io.StringIO(text, newline=""), width=width)]


def test_other_separators_of_lines_belong_to_the_text():
    assert read_lines("a\u2028b\x0b,c\nd,e\n") == [(1, ["a\u2028b\x0b", "c"]), (2, ["d", "e"])]


def test_rows_behind_a_quotation_mark_that_never_closes_are_read():
    lines = list(lines_of(io.StringIO('a,b\n1,"two\n3,4\n', newline="")))
    assert [(line.number, line.whole) for line in lines] == [(1, True), (2, False), (3, True)]
    assert lines[1].cells == ["1"]


MARKS = [
    (r'1,"He said \"no\"",x', ["1", 'He said "no"', "x"]),
    ('1, "a blank, then a mark",x', ["1", "a blank, then a mark", "x"]),
    ('1, "a blank" ,x', ["1", "a blank", "x"]),
    ('1,""Doubly quoted"",x', ["1", '"Doubly quoted"', "x"]),
    ('1,"He said "no" twice",x', ["1", 'He said "no" twice', "x"]),
    ('1,"5" pipes, and 6"",x', ["1", '5" pipes, and 6"', "x"]),
    ('1,5" and 6",x', ["1", '5" and 6"', "x"]),
    ('1,"said ""no"" twice",x', ["1", 'said "no" twice', "x"]),
    ('1,"C:\\notes\\",x', ["1", "C:\\notes\\", "x"]),
    ('1,"",x', ["1", "", "x"]),
    (r'1,"two\nlines, \"here\"",x'.replace(r"\n", "\n"), ["1", 'two\nlines, "here"', "x"]),
]


@pytest.mark.parametrize(("row", "cells"), MARKS)
def test_marks_that_do_not_match_are_read_as_they_were_surely_meant(row, cells):
    read = [found for _, found in read_lines(f"a,b,c\n{row}\n2,y,z\n", width=3)]
    assert read == [["a", "b", "c"], cells, ["2", "y", "z"]]


def test_a_mark_that_never_closes_swallows_no_other_row_though_they_make_as_many_cells_together():
    lines = read_lines('a,b,c\n1,"open,x\n2,"y, and z",w\n3,y,z\n', width=3)
    assert lines == [(1, ["a", "b", "c"]), (2, ["1"]), (3, ["2", "y, and z", "w"]), (4, ["3", "y", "z"])]


@given(st.lists(st.text(alphabet='ab",\n\r \\', max_size=6), max_size=6), st.integers(0, 4))
def test_every_row_begins_on_a_line_of_the_file(parts, width):
    begun = [line for line, _ in read_lines("".join(parts), width)]
    assert begun == sorted(set(begun))


@given(st.lists(st.lists(st.text(alphabet='ab",\n\r \\=', max_size=6), min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_by_the_rules_is_read_by_them(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    read = [cells for _, cells in read_lines(text.getvalue(), len(rows[0]))]
    assert read == rows or any(len(row) != len(rows[0]) or _behind_a_blank(row) for row in rows)


def _behind_a_blank(row: list[str]) -> bool:
    return any(cell.startswith(" ") and '"' in cell for cell in row)


def test_the_second_of_two_equal_rows_is_another_row():
    cells = dict.fromkeys(SHEETS["lessons.csv"].by_name, "x")
    one, two, other = row_keys(SHEETS["lessons.csv"].columns, [cells, cells, cells | {"worked": "no"}])
    assert len({one, two, other}) == 3
    assert one.removesuffix("-1") == two.removesuffix("-2")


def shape(made):
    return [(step.from_stage, step.to_stage, step.counts_from, step.row is None) for step in made]


def test_moves_that_start_above_latent_skip_or_fall_short_are_filled_by_placed_ones():
    told = [a_move("design", "mobilise", "2001"), a_move("mainstream", "mainstream", "2003-05", "hold")]
    assert shape(case_moves(told, start="latent", end="embedded")) == [
        ("latent", "design", None, True),
        ("design", "mobilise", date(2001, 12, 31), False),
        ("mobilise", "mainstream", date(2001, 12, 31), True),
        ("mainstream", "mainstream", date(2003, 5, 31), False),
        ("mainstream", "embedded", date(2003, 5, 31), True),
    ]


def test_an_undated_move_counts_no_earlier_than_the_dated_ones_before_it():
    told = [a_move("latent", "design"), a_move("design", "mobilise", "2004"), a_move("mobilise", "mainstream")]
    assert [step.counts_from for step in case_moves(told, start="latent", end="mainstream")] == [
        None,
        date(2004, 12, 31),
        date(2004, 12, 31),
    ]


@given(
    st.lists(st.tuples(*[st.sampled_from(["latent", "design", "mobilise", "mainstream", "embedded"])] * 2), max_size=6)
)
def test_the_moves_of_a_case_always_run_from_latent_to_its_stage_without_a_gap(told):
    made = case_moves([a_move(*one) for one in told], start="latent", end="mobilise")
    at = "latent"
    for step in made:
        assert step.from_stage == at
        at = step.to_stage
    assert at == "mobilise"


def test_a_stage_began_with_the_last_move_that_changed_it():
    told = [a_move("latent", "design", "2004"), a_move("design", "design", "2006", "hold")]
    assert stage_since(case_moves(told, start="latent", end="design")) == date(2004, 12, 31)


def test_a_case_moved_last_on_its_latest_day_told_and_without_one_where_the_reports_end():
    told = [
        a_move("latent", "design", "2006"),
        a_move("design", "mobilise", "2004"),
        a_move("mobilise", "mobilise", ""),
    ]
    assert last_moved_at(case_moves(told, start="latent", end="mobilise")).date() == date(2006, 12, 31)
    assert last_moved_at([]).date() == date(2010, 12, 31)


def test_an_outcome_holds_from_its_last_stop():
    assert closed_on([a_move("design", "design", "2003", "stop"), a_move("design", "design", "2005", "stop")]) == date(
        2005, 12, 31
    )
    assert closed_on([a_move("design", "design", "2003", "hold")]) is None


def test_a_historical_case_is_there_from_the_earliest_day_told_and_always_without_trigger_or_first_date():
    told = [a_move("latent", "design", "1999")]
    assert there_from({"trigger_date": "", "first_date": "2001"}, told) == date(1999, 12, 31)
    assert there_from({"trigger_date": "1998-03", "first_date": "2001"}, told) == date(1998, 3, 31)
    assert there_from({"trigger_date": "", "first_date": ""}, told) is None


@pytest.mark.parametrize(
    ("outcome", "stage", "historical", "meant"),
    [
        ("", "mobilise", True, ("active", None)),
        ("active", "latent", True, ("active", None)),
        ("", "latent", False, ("triage", None)),
        ("parked", "latent", False, ("triage", None)),
        ("parked", "design", False, ("active", None)),
        ("parked", "design", True, ("parked", "parked")),
        ("improved_instead", "design", True, ("closed", "improved_instead")),
    ],
)
def test_an_outcome_says_where_a_case_stands(outcome, stage, historical, meant):
    assert state_after(outcome, stage=stage, historical=historical) == meant


def test_an_outcome_goes_out_as_it_was_given_while_it_is_so():
    assert outcome_cell(None, imported=True, historical=True, state="active", outcome=None) == ""
    assert outcome_cell("active", imported=True, historical=True, state="triage", outcome=None) == "active"
    assert outcome_cell("active", imported=True, historical=True, state="closed", outcome="stopped") == "stopped"
    assert outcome_cell(None, imported=False, historical=True, state="active", outcome=None) == "active"
    assert outcome_cell(None, imported=False, historical=True, state="triage", outcome=None) == ""
    assert outcome_cell(None, imported=False, historical=True, state="closed", outcome="referred") == "declined"


def test_a_comparison_group_needs_level_three_and_a_named_comparator():
    def told(level: str, comparator: str) -> SheetRow:
        cells = dict.fromkeys(SHEETS["evidence.csv"].by_name, "") | {"ladder_level": level, "comparator": comparator}
        return SheetRow("evidence.csv", 2, cells, "k")

    assert not claim_cells([told("2", "last year")]).comparison_group
    assert not claim_cells([told("3", "")]).comparison_group
    assert claim_cells([told("1", ""), told("3", "other boroughs")]).comparison_group
    assert claim_cells([told("1", ""), told("3", "x"), told("2", "")]).level_asked == 3


def test_new_numbers_come_after_the_largest_imported_one():
    refs = ["KNW-001", "KNW-012", "OLD-99", "KNW-7b", "XKNW-50", "KNW-", "A-B-3"]
    assert next_numbers(refs) == {"KNW": 13, "OLD": 100, "XKNW": 51, "A-B": 4}
