"""What rows of a register say: days, amounts and people as councils write them, and rows that are none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import quote
from tracker.idea.rules import personal_data_in
from tracker.register.queries.findings import FindingCount
from tracker.register.rules.facts import SheetFacts
from tracker.register.rules.ours import funding_cells
from tracker.register.rules.reading import RegisterReader
from tracker.register.words import (
    LEFT_OUT,
    ColumnSense,
    RegisterChoices,
    RegisterColumn,
    Repetition,
    RowFault,
    RowReading,
    RowSense,
    word_key,
)

TODAY = date(2026, 11, 30)
TITLE, MONEY, THOUSANDS = ColumnSense.TITLE, ColumnSense.MONEY, ColumnSense.MONEY_THOUSANDS
START, END, LEAD = ColumnSense.FIRST_DATE, ColumnSense.MONEY_END, ColumnSense.LEAD


def read(
    senses: dict[str, ColumnSense],
    rows: Sequence[Sequence[str]],
    *,
    kind: RowSense = RowSense.IDEA,
    repeats: Repetition = Repetition.EACH,
    source: str = "",
) -> list[RowReading]:
    """The rows of a list with these headings, its first on line 2."""
    lines = [SheetLine(n, list(cells)) for n, cells in enumerate(rows, start=2)]
    facts = SheetFacts([])
    for line in lines:
        facts.look(line)
    columns = [facts.of(RegisterColumn(n, name, name.lower(), ())) for n, name in enumerate(senses)]
    meant = {name.lower(): sense for name, sense in senses.items()}
    choices = RegisterChoices(rows=kind, columns=meant, repeats=repeats, source=source)
    reader = RegisterReader(columns, choices, [], today=TODAY)
    return [reader.read(line) for line in lines]


def read_one(senses: dict[str, ColumnSense], *cells: str, **said: str) -> RowReading:
    return read(senses, [cells], **said)[0]  # type: ignore[arg-type]


def told(row: RowReading) -> str:
    return " ".join(one.reason for one in row.remarks)


# --- rows that are none -----------------------------------------------------------------------------------------------
TOTALS = ["Total", "Total Highways", "Housing Total", "Sub-total", "Place subtotal:", "Grand Total", "Adults - total"]
TOTALS += ["TOTAL APPROVED SAVINGS (Budget Council 04 March 2009)", "Total (all funds)", "Housing total (net)"]
PARTS = ["Of which externally funded", "of which: grant", "Less: slippage", "LESS – savings found", "Less : slippage"]


@pytest.mark.parametrize("words", [*TOTALS, *PARTS])
def test_totals_and_what_they_are_made_of_are_no_rows(words):
    row = read_one({"Scheme": TITLE, "Budget": MONEY, "Notes": ColumnSense.NOTE}, words, "1,550", "")
    assert row.left_out
    assert "total" in told(row)


@pytest.mark.parametrize(
    "words", ["Less agency", "Less-paper office", "Totally new library", "Capital totalling £2m", "Wholesale"]
)
def test_what_only_sounds_like_a_total_is_a_row(words):
    assert not read_one({"Scheme": TITLE, "Budget": MONEY}, words, "1,550").left_out


SOUNDING = ["Total Mobile app for repairs", "Sub total metering", "Less: plastic in canteens", "Net total metering"]


@pytest.mark.parametrize("title", SOUNDING)
@pytest.mark.parametrize(
    ("heading", "sense", "says"),
    [
        ("Lead", LEAD, "Ann"),
        ("Service", ColumnSense.SERVICE, "Housing"),
        ("Start", START, "May 2026"),
        ("Status", ColumnSense.STAGE, "Live"),
        ("Ref", ColumnSense.NUMBER, "P-1"),
        ("Why", ColumnSense.PROBLEM, "Queues"),
    ],
)
def test_an_idea_that_says_more_than_a_total_does_is_one_whatever_its_title(title, heading, sense, says):
    assert not read_one({"Project": TITLE, "Budget": MONEY, heading: sense}, title, "500", says).left_out
    assert read_one({"Project": TITLE, "Budget": MONEY, heading: sense}, title, "500", "").left_out


@pytest.mark.parametrize(
    ("service", "title"), [("Housing", "Total"), ("Housing", "Total Housing"), ("Adults", "Total Adults savings 2026")]
)
def test_the_total_of_a_group_is_one_beside_the_name_of_its_group(service, title):
    senses = {"Service": ColumnSense.SERVICE, "Project": TITLE, "Budget": MONEY}
    assert read_one(senses, service, title, "500").left_out


def test_rows_that_say_the_unit_are_no_rows():
    senses = {"Scheme": TITLE, "Budget": MONEY, "Spend": ColumnSense.NOTE, "Why": ColumnSense.NOTE}
    rows = read(senses, [["", "£m", "£m", ""], ["Bridges", "2", "1", ""], ["Figures in £m", "", "", ""]])
    assert [(row.left_out, not row.faults) for row in rows] == [(True, True), (False, True), (True, True)]


# --- days -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("Q2 2024/25", "2024-07", "2024-09"),
        ("2024/25 Q4", "2025-01", "2025-03"),
        ("Q1 FY24/25", "2024-04", "2024-06"),
        ("Q3 2024", "2024-07", "2024-09"),
        ("H1 2024/25", "2024-04", "2024-09"),
        ("H2 2024", "2024-07", "2024-12"),
        ("Spring 2023", "2023-03", "2023-05"),
        ("Winter 2024/25", "2024-12", "2025-02"),
        ("20240401", "2024-04-01", "2024-04-01"),
        ("01–04–2024", "2024-04-01", "2024-04-01"),
        ("11/24", "2024-11", "2024-11"),
        ("01/04/2024 - 31/03/2025", "2024-04-01", "2025-03-31"),
        ("Jan - Mar 2024", "2024-01", "2024-03"),
        ("2024-2026", "2024", "2026"),
        ("2024/25", "2024/25", "2024/25"),
    ],
)
def test_quarters_halves_seasons_and_spans_are_read_by_their_start_or_end_and_told(written, start, end):
    row = read_one({"Scheme": TITLE, "Start": START, "End": END, "Budget": MONEY}, "A gate", written, written, "1")
    assert (row.first_date, row.money_end, row.faults) == (start, end, ())
    assert f"{quote(written.replace('–', '-'))} read as" in told(row)


def test_a_financial_year_starts_where_something_starts_and_ends_where_it_ends():
    row = read_one({"Scheme": TITLE, "Start": START, "End": END, "Budget": MONEY}, "A gate", "2024/25", "2024/25", "1")
    assert "1 April 2024, the start of a financial year" in told(row)
    assert "31 March 2025, the end of a financial year" in told(row)
    history = read_one({"Scheme": TITLE, "Start": START}, "A gate", "2024/25", source="A report")
    assert "31 March 2025, the end" in told(history)  # a historical case counts from the last day that it states


def test_a_year_that_may_be_two_is_a_note_and_no_day_stops_a_row():
    row = read_one({"Scheme": TITLE, "Start": START}, "A gate", "FY24")
    assert (row.first_date, row.notes, row.faults) == ("", (("Start", "FY24"),), ())
    assert "may be the financial year 2023/24 or 2024/25" in told(row)
    assert read_one({"Scheme": TITLE, "Start": START}, "A gate", "31/02/2024").faults


def test_the_month_stands_first_in_a_whole_column_or_in_none_of_it():
    senses = {"Scheme": TITLE, "Start": START}
    rows = read(senses, [["A", "06/01/2023"], ["B", "03/15/2023"], ["C", "1/9/22 10:00"], ["D", "2023"]])
    assert [row.first_date for row in rows] == ["2023-06-01", "2023-03-15", "2022-01-09", "2023"]
    assert told(rows[0]) == "The month stands first in this column, as line 3 shows: read as 1 June 2023."
    rows = read(senses, [["A", "06/01/2023"], ["B", "03/15/2023"], ["C", "15/03/2023"]])
    assert [row.first_date for row in rows] == ["2023-01-06", "", "2023-03-15"]
    assert rows[1].faults


def test_days_far_from_now_are_told_each_by_itself():
    senses = {"Scheme": TITLE, "Start": START}
    rows = read(senses, [["A", "01/01/1900"], ["B", "1/4/2044"], ["C", "01/04/2024"], ["D", "2000-01-01"]])
    kinds = [one.kind for row in rows for one in row.remarks if "far from now" in one.reason]
    assert len(set(kinds)) == 3
    end = read_one({"Scheme": TITLE, "End": END, "Budget": MONEY}, "A", "31/03/2044", "1")
    assert "far from now" not in told(end)


# --- amounts ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("written", ["nil", "Nil cost", "zero", "None"])
def test_words_for_none_are_none(written):
    row = read_one({"Scheme": TITLE, "Budget": MONEY}, "A gate", written)
    assert (row.money, row.notes, told(row)) == ((), (), "It says that there is none: no line is made.")


@pytest.mark.parametrize("written", ["TBC", "-", "n/a", "£"])
def test_money_that_is_not_known_is_not_none(written):
    row = read_one({"Scheme": TITLE, "Budget": MONEY}, "A gate", written)
    assert (row.money, told(row)) == ((), "The money is not known, which is not the same as none.")


@pytest.mark.parametrize("written", ["within existing budget", "HRA", "Happier", "five thousand"])
def test_words_under_money_are_kept_as_a_note(written):
    row = read_one({"Scheme": TITLE, "Budget": MONEY}, "A gate", written)
    assert (row.money, row.notes) == ((), (("Budget", written),))
    assert told(row) == "It names no amount: it is kept as a note."


@pytest.mark.parametrize("written", ["$1,200,000", "€1,000", "1000 EUR", "USD 500", "US$2m"])
def test_amounts_in_other_currencies_are_no_pounds(written):
    row = read_one({"Scheme": TITLE, "Budget": MONEY}, "A gate", written)
    assert (row.money, row.notes) == ((), (("Budget", written),))
    assert "and we keep pounds: it is kept as a note." in told(row)


@pytest.mark.parametrize(
    ("written", "pounds", "asked"),
    [
        ("12.75", 12_750, False),
        ("5,000", 5_000_000, False),
        ("£250k", 250_000, False),
        ("£999", 999_000, False),
        ("£5,000", 5_000_000, True),
        ("3000000", 3_000_000_000, True),
    ],
)
def test_what_looks_like_pounds_under_thousands_is_asked_about(written, pounds, asked):
    row = read_one({"Scheme": TITLE, "Budget (£k)": THOUSANDS}, "A gate", written)
    assert [one.amount for one in row.money] == [Decimal(pounds)]
    assert ("Is it pounds already?" in told(row)) is asked


def test_what_is_written_out_with_its_own_pounds_is_pounds_whatever_a_line_says():
    rows = [["", "£000", ""], ["A", "£45,000", ""], ["B", "45", ""], ["C", "£45", ""]]
    _, full, plain, short = read({"Scheme": TITLE, "Budget": THOUSANDS, "x": ColumnSense.NOTE}, rows)
    assert [row.money[0].amount for row in (full, plain, short)] == [Decimal(45_000)] * 3
    assert "written out with its own £" in told(full)
    assert "written out" not in told(plain) + told(short)


def test_a_column_says_in_which_unit_and_currency_each_row_is():
    senses = {"Scheme": TITLE, "Budget": ColumnSense.MONEY, "Unit": ColumnSense.NOTE, "Currency": ColumnSense.NOTE}
    rows = [["A", "1.5", "£m", "GBP"], ["B", "40", "£", ""], ["C", "10,000", "", "EUR"], ["D", "£7", "", "USD"]]
    million, pounds, euros, own = read(senses, rows)
    amounts = [[line.amount for line in row.money] for row in (million, pounds, euros, own)]
    assert amounts == [[Decimal(1_500_000)], [Decimal(40)], [], [Decimal(7)]]
    assert "Read in millions, as its row says" in told(million)
    assert "It is in EUR, and we keep pounds" in told(euros)


def test_a_unit_that_no_heading_says_is_told_with_what_says_it():
    rows = read({"Scheme": TITLE, "Budget": THOUSANDS, "x": ColumnSense.NOTE}, [["", "£000", ""], ["A", "45", ""]])
    assert told(rows[1]) == "Read in thousands, as line 2 says: it is £45,000."
    row = read_one({"Scheme": TITLE, "Budget": THOUSANDS}, "A", "45")
    assert told(row) == "Read in thousands, as the column was said to be: it is £45,000."
    assert not told(read_one({"Scheme": TITLE, "Budget £k": THOUSANDS}, "A", "45"))


@pytest.mark.parametrize("heading", ["Supplier Name", "Payee", "Enw cyflenwr"])
def test_who_is_paid_is_no_funder(heading):
    senses = {"Idea": ColumnSense.IDEA, heading: ColumnSense.FUNDER, "Amount": MONEY}
    row = read_one(senses, "Youth hub", "Kier", "100", kind=RowSense.MONEY)
    cells = funding_cells(row, row.money[0], RegisterChoices(rows=RowSense.MONEY))
    assert (cells["funder"], cells["instrument"]) == ("", "Amount, paid to Kier")
    assert told(row) == "It says who is paid, and no funder: it stands with the amount."
    row = read_one({"Scheme": TITLE, "Funded by": ColumnSense.FUNDER, "Cost": MONEY}, "A gate", "NHS", "100")
    assert funding_cells(row, row.money[0], RegisterChoices())["funder"] == "NHS"


# --- people, and what has no place ------------------------------------------------------------------------------------
@pytest.mark.parametrize("written", ["TBC", "n/a", "Vacant", "-", "tba", "To be confirmed", "Not yet published"])
def test_nobody_is_no_person(written):
    row = read_one({"Scheme": TITLE, "Lead": LEAD}, "A gate", written)
    assert (row.lead, told(row)) == ("", "Nobody is named yet.")


def test_a_word_of_which_somebody_said_what_it_means_says_that():
    columns = [RegisterColumn(0, "Project", "project", ()), RegisterColumn(1, "Status", "status", ())]
    senses = {"project": TITLE, "status": ColumnSense.STAGE}
    said = RegisterChoices(columns=senses, words={ColumnSense.STAGE: {word_key("N/A"): LEFT_OUT}})
    line = SheetLine(2, ["A gate", "N/A"])
    assert RegisterReader(columns, said, [], today=TODAY).read(line).left_out
    assert not RegisterReader(columns, RegisterChoices(columns=senses), [], today=TODAY).read(line).left_out


@pytest.mark.parametrize("written", ["NA", "N/A", "n/a", "Not yet published", "Not applicable"])
def test_what_says_nothing_names_nothing(written):
    senses = {"Project": TITLE, "Service": ColumnSense.SERVICE, "Status": ColumnSense.STAGE, "Board": ColumnSense.NOTE}
    row = read_one(senses, "A gate", written, written, written)
    assert (row.service, row.waits, row.notes) == ("", (), (("Board", written),))
    assert [one.column for one in row.remarks] == ["Service", "Status"]
    assert told(row).startswith("It says nothing: read as an empty cell.")
    assert read_one(senses, written, "", "", "Paper 7").faults[0].reason == "An idea needs a title."
    paid = read_one({"Idea": ColumnSense.IDEA, "Net": MONEY}, written, "5", kind=RowSense.MONEY)
    assert paid.faults[0].reason == "It names no idea that it belongs to."


@pytest.mark.parametrize("written", ["30/09/2022", "12345", "1 May 2024"])
def test_a_day_or_a_figure_is_no_person(written):
    row = read_one({"Scheme": TITLE, "Lead": LEAD}, "A gate", written)
    assert (row.lead, row.notes) == ("", (("Lead", written),))
    assert read_one({"Scheme": TITLE, "Lead": LEAD}, "A gate", "April May 2").lead == "April May 2"


def test_a_credit_keeps_who_and_when_as_notes():
    senses = {"Idea": ColumnSense.IDEA, "Supplier": ColumnSense.FUNDER, "Date": ColumnSense.MONEY_START}
    senses |= {"Amount": MONEY, "Service": ColumnSense.SERVICE}
    row = read_one(senses, "Youth hub", "Kier", "01/04/2024", "-500", "Place", kind=RowSense.MONEY)
    assert sorted(row.notes) == [
        ("Amount", "-500"),
        ("Date", "01/04/2024"),
        ("Service", "Place"),
        ("Supplier", "Kier"),
    ]


# --- sentences --------------------------------------------------------------------------------------------------------
def test_blanks_of_every_width_are_quoted_as_blanks():
    assert quote("1\u00a0April\u20092024") == '"1 April 2024"'
    assert quote("a\u0007b") == '"a\\x07b"'


def test_digits_behind_a_point_are_no_number_of_a_person():
    assert not list(personal_data_in("33.3333333333"))
    assert list(personal_data_in("Her number is 943 476 5919"))
    assert list(personal_data_in("He said so.9434765919"))


def test_a_finding_names_the_lines_that_somebody_can_look_through():
    first = RowFault(2, "Cost", "about 5", "It is no one amount: kept as a note.", "no amount Cost")
    count = FindingCount(first)
    for line in [*range(2, 42), 41]:
        count.count(line)
    found = count.finding()
    assert (found.lines, found.times) == (tuple(range(2, 32)), 40)
