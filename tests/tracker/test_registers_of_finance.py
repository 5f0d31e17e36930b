"""Registers as finance writes them: years for headings, totals beside them, savings with a minus; and what hides."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from sqlalchemy import select

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told, workbook
from tracker import idea
from tracker.exchange.rules.lines import SheetLine
from tracker.register.rules.headings import find_register_heading
from tracker.tenancy import session
from tracker.value.models import Benefit


def test_the_words_that_are_asked_for_stand_apart_from_how_many_rows_are_ready(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Status"], ["A", "A-1", "Zebra crossing"], ["B", "B-1", "Live"]]
    page = told(browser.get(bring(browser, text(rows))).text)
    assert "Say which of our stages it is. The other 1 row is ready." in page.replace("\u00a0", " ")
    page = told(browser.get(bring(browser, text([*rows, ["C", "C-1", "Live"]]))).text)
    assert "Say which of our stages it is. The other 2 rows are ready." in page.replace("\u00a0", " ")


def test_the_page_that_looks_again_names_where_so_that_no_fragment_holds_it(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text([["Project", "Ref"], ["A", "A-1"]]))
    report = where.removesuffix("/match")
    browser.post(where, {**KEEP, "press": "bring"})
    assert browser.get(report).headers["Refresh"] == f"3; url={report}"
    assert browser.get(f"{report}?of=not&after=5").headers["Refresh"] == f"3; url={report}?of=not&after=5"


# --- headings ---------------------------------------------------------------------------------------------------------
YEARS = [
    ["Ref,Directorate,Savings proposal,2026/27,2027/28,2028/29,Total", "S1,Adults,Less agency,100,150,0,250"],
    ["Scheme,2025/26,2026/27,2027/28,Total", "One roof,10,20,30,60"],
    ["Ref,Scheme,2025/26,2026/27,2027/28,2028/29,2029/30", "S1,One roof,10,20,30,60,70"],
    ["Scheme,2025,2026,2027", "One roof,10,20,30"],
    ["Scheme,Apr-26,May-26,Jun-26", "One roof,10,20,30"],
    ["Scheme,Q1,Q2,Q3,Q4", "One roof,10,20,30,40"],
    ["Scheme,01/04/2026,01/05/2026,01/06/2026", "One roof,10,20,30"],
    ["Vision,FY26/27,26/27 Q1,2026-04", "One roof,10,20,30"],
]


@pytest.mark.parametrize("lines", YEARS, ids=lambda lines: lines[0])
def test_years_quarters_months_and_days_are_headings(lines, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, "\r\n".join(["Savings 2026/27", *lines, lines[1].replace("One", "Two")]).encode())
    page = browser.get(where).text
    assert "The headings are on line 2" in told(page)
    assert all(f"Ours for “{heading}”" in page for heading in lines[0].split(","))
    assert "2 rows come in" in told(page).replace("\u00a0", " ")


@pytest.mark.parametrize("below", [",£000,£000", ",£m,£m", "Parks,-30.0,12"])
def test_years_alone_are_headings_above_figures_or_their_unit(below, world, browse):
    browser = browse(world.ours.lead)
    lines = ["STATEMENT OF SAVINGS,,", "For Cabinet,,", ",2009/10,2010/11", below, "Roads,-50.0,-61.0", "Art,-54.0,"]
    page = browser.get(bring(browser, "\r\n".join(lines).encode())).text
    assert "The headings are on line 3" in told(page)
    assert "Ours for “2010/11”" in page
    assert "names nothing that is known" not in page


def test_two_days_above_words_are_no_headings():
    rows = [["", "01/04/2026", "31/03/2027"], ["Zeal", "Mood", "Sum"], ["x", "y", "2"]]
    assert find_register_heading([SheetLine(n, cells) for n, cells in enumerate(rows, start=1)]).place == 1


def test_days_of_a_workbook_are_headings(world, browse):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page, days = book.add_worksheet(), book.add_format({"num_format": "mmm-yy"})
        page.write_row(0, 0, ["Ref", "Scheme"])
        for n, month in enumerate((4, 5, 6)):
            page.write_datetime(0, 2 + n, date(2026, month, 1), days)
        page.write_row(1, 0, ["S-1", "One roof", 10, 20, 30])
    browser = browse(world.ours.lead)
    page = browser.get(bring(browser, out.getvalue(), "months.xlsx")).text
    assert "Ours for “2026-05-01”" in page


def test_a_row_of_days_is_no_heading():
    rows = [["Old barn", "2026-04-01"], ["New barn", "2026-05-01"], ["No barn", "2027-05-01"]]
    assert find_register_heading([SheetLine(n, cells) for n, cells in enumerate(rows, start=1)]).place == -1


@pytest.mark.parametrize("above", [0, 17, 22, 70])
def test_any_line_can_be_said_to_be_the_heading(above, world, browse):
    browser = browse(world.ours.lead)
    notes = [[f"{n}", f"{n * n}", "7"] for n in range(above)]
    rows = [*notes, ["1", "3", "4.5"], ["9", "Old barn", "10"], ["8", "New barn", "20"]]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text)
    assert "Say below which line does" in page
    assert f"Line {above + 1}: 1, 3, 4.5" in page
    browser.post(where, {**KEEP, "press": "again", "heading": str(above + 1), "headed": ""})
    page = told(browser.get(where).text)
    assert "2 rows of register.csv" in page.replace("\u00a0", " ")
    said = {"column-1": "number", "column-3": "title", "column-45": "saving"}
    browser.post(where, {**KEEP, "press": "again", "heading": str(above + 1), "headed": str(above + 1), **said})
    page = come_in(browser, world.ours, where)
    assert "2 of 2 rows came in" in told(page)


def test_another_line_than_the_one_that_was_found_can_be_the_heading(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Ref", "Status", "Owner"], ["Scheme", "Budget", "Stage", "Lead"], ["One roof", 10, "Live", "Jo"]]
    for content, name in ((text(rows), "a.csv"), (workbook(("S", rows)), "a.xlsx")):
        where = bring(browser, content, name)
        found = "1" if "The headings are on line 2" not in told(browser.get(where).text) else "2"
        other = "2" if found == "1" else "1"
        browser.post(where, {**KEEP, "press": "bring", "heading": other, "headed": found})
        page = browser.get(where).text
        assert f'<option value="{other}" selected>' in page
        browser.post(where, {**KEEP, "press": "afresh"})
        assert f'<option value="{other}" selected>' in browser.get(where).text
        answer = browser.post(where, {**KEEP, "press": "again", "heading": "9", "headed": other})
        assert "Line 9 holds no headings" in browser.follow(answer).text


def test_headings_below_the_twentieth_line_are_found(world, browse):
    browser = browse(world.ours.lead)
    rows = [*([f"Note {n}"] for n in range(22)), ["Project name", "Ref", "Status"], ["One roof", "S-1", "Live"]]
    assert "The headings are on line 23" in told(browser.get(bring(browser, text(rows))).text)


# --- totals -----------------------------------------------------------------------------------------------------------
def benefits_of(ref: str) -> list[tuple[str | None, Decimal | None, str | None]]:
    asked = select(Benefit.description, Benefit.amount_gbp, Benefit.period).join(
        idea.Idea, idea.Idea.id == Benefit.idea_id
    )
    return [tuple(row) for row in session().execute(asked.where(idea.Idea.ref == ref).order_by(Benefit.amount_gbp))]


@pytest.mark.parametrize(
    ("years", "total"),
    [
        (["2026/27 saving", "2027/28 saving"], "Total savings"),
        (["2026/27 saving £", "2027/28 saving £"], "Overall saving"),
        (["2026/27", "2027/28"], "Total savings"),
        (["2026/27 total saving", "2027/28 total saving"], "Total saving"),
    ],
)
def test_a_column_that_adds_up_others_counts_no_second_time(years, total, world, browse):
    browser = browse(world.ours.lead)
    rows = [["Ref", "Proposal title", *years, total], ["S-1", "Less agency", "250,000", "500,000", "750,000"]]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text)
    assert "It adds up the columns beside it and would count twice: it stays as a note with the idea." in page
    assert "it counts twice" not in page
    come_in(browser, world.ours, where)
    with world.ours.door():
        assert [one[1:] for one in benefits_of("S-1")] == [(250_000, "2026/27"), (500_000, "2027/28")]
    assert "£1,500,000" not in told(browser.get("/portfolio/benefits").text)
    assert f"{total}: 750,000" in told(browser.get("/ideas/S-1").text)


def test_years_beside_a_total_in_thousands_are_in_thousands(world, browse):
    rows = [["Ref", "Scheme", "2026/27", "2027/28", "Total budget (£000)"], ["S-1", "One roof", 5, 7, 12]]
    browser = browse(world.ours.lead)
    where = bring(browser, text(rows))
    assert "A part of “Total budget (£000)”, by its time." in told(browser.get(where).text)
    come_in(browser, world.ours, where)
    page = told(browser.get("/ideas/S-1").text)
    assert ("£5,000" in page, "£7,000" in page, "£12,000" in page) == (True, True, False)


def test_a_total_that_stands_alone_counts_and_one_that_is_made_to_count_twice_is_told(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Ref", "Scheme", "Start", "Total savings"], ["S-1", "One roof", "2026", 12]]
    come_in(browser, world.ours, bring(browser, text(rows)))
    with world.ours.door():
        assert [one[1] for one in benefits_of("S-1")] == [12]
    rows = [["Ref", "Scheme", "Planned saving", "Total savings"], ["S-2", "Two roofs", 5, 5], ["S-3", "No roof", 6, 6]]
    where = bring(browser, text(rows))
    browser.post(where, {**KEEP, "press": "again", "column-totalsavings": "saving"})
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "columns beside it mean the same: it counts twice. Make it a note. Lines 2, 3." in page


# --- amounts ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "written", ["-250", "(250)", "£-250", "-£250", "(£250)", "\u2212250", "250-", "250 CR", "-0.25k"]
)
def test_a_saving_with_a_minus_or_in_brackets_is_that_saving(written, world, browse):
    browser = browse(world.ours.lead)
    rows = [["Ref", "Scheme", "Saving"], ["S-1", "Less agency", written], ["S-2", "Less paper", "(120)"]]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert (
        f"Saving: “{written}” A minus or brackets, under a saving: read as a saving of that much. Lines 2, 3." in page
    )
    assert "others not" not in page
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, where))
    with world.ours.door():
        assert (benefits_of("S-1")[0][1], benefits_of("S-2")[0][1]) == (250, 120)


def test_savings_of_both_signs_are_told_and_thousands_of_a_workbook_are_thousands(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        ["Ref", "Scheme", "Saving £000"],
        ["S-1", "Less agency", -33.333],
        ["S-2", "Less paper", 120],
        ["S-3", "x", 0],
    ]
    where = bring(browser, workbook(("S", rows)))
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "“120” Some amounts of this column have a minus or brackets, others not." in page
    assert page.count("Line 3.") == 1
    come_in(browser, world.ours, where)
    with world.ours.door():
        assert (benefits_of("S-1")[0][1], benefits_of("S-2")[0][1]) == (33_333, 120_000)


def test_a_credit_stops_no_row(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    paid = [["Project ref", "Date", "Transaction Number", "Amount", "Supplier Name"]]
    paid += [[ref, "01/04/2026", "1", "1,200.50", "Care Ltd"], [ref, "01/04/2026", "2", "-200.50", "Care Ltd"]]
    where = bring(browser, text(paid))
    page = told(browser.get(where).text)
    assert "Less than nothing, so a credit: kept as a note. It is taken off no other amount." in page
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, where, rows="money"))
    page = told(browser.get(f"/ideas/{ref}").text)
    assert ("£1,200.50" in page, "Amount: -200.50" in page) == (True, True)
    rows = [["Ref", "Scheme", "Budget"], ["S-1", "One roof", "-5"]]
    assert "1 of 1 rows came in" in told(come_in(browser, world.ours, bring(browser, text(rows))))


def test_a_unit_in_the_title_is_read_told_and_can_be_changed(world, browse):
    browser = browse(world.ours.lead)
    titled = [["Allocations 2024-25 (£000s)"], ["Project", "Ref", "Budget"], ["One roof", "S-1", 45]]
    where = bring(browser, text(titled), "april.csv")
    page = browser.get(where).text
    assert "Line 1 says thousands: 20 is £20,000." in page
    assert "“45” Read in thousands, as line 1 says: it is £45,000. Line 3." in told(page)
    assert "Nothing is wrong" not in page
    browser.post(where, {**KEEP, "press": "again", "column-budget": "money"})
    assert "As you said, though line 1 says thousands: 20 is £20." in browser.get(where).text
    come_in(browser, world.ours, where, **{"column-budget": "money_thousands"})
    assert "£45,000" in browser.get("/ideas/S-1").text
    in_millions = [["Allocations 2025-26"], ["Project", "Ref", "Budget"], ["", "", "£m"], ["Two roofs", "S-2", 4.5]]
    where = bring(browser, text(in_millions), "may.csv")
    page = browser.get(where).text
    assert "Line 3 says millions: 20 is £20,000,000." in page
    come_in(browser, world.ours, where)
    assert "£4,500,000" in browser.get("/ideas/S-2").text
    in_pounds = [["Project", "Ref", "Budget"], ["Three roofs", "S-3", 45]]
    where = bring(browser, text(in_pounds), "june.csv")
    assert "Nothing is wrong, and nothing was read otherwise than it is written." in told(browser.get(where).text)
    come_in(browser, world.ours, where, **{"column-budget": "money_thousands"})
    in_pounds[1:] = [["Four roofs", "S-4", 46]]
    page = told(browser.get(bring(browser, text(in_pounds), "july.csv")).text)
    assert "As you said: 20 is £20,000." in page
    assert "“46” Read in thousands, as the column was said to be: it is £46,000. Line 2." in page


def test_a_footnote_below_many_rows_says_the_unit(world, browse):
    rows = [["Project", "Ref", "Board", "Budget"], *([f"Roof {n}", f"S-{n}", "x", n] for n in range(1, 260))]
    browser = browse(world.ours.lead)
    page = told(browser.get(bring(browser, text([*rows, ["* Figures are in thousands of pounds."]]))).text)
    assert "Line 261 says thousands: 20 is £20,000." in page
    assert "It says in which unit the amounts are. Line 261." in page
    assert "cannot come in" not in page


def test_money_of_other_countries_is_a_note_unless_somebody_says_otherwise(world, browse):
    rows = [["Project", "Ref", "Total cost (€)", "Budget USD"], ["One roof", "S-1", 1_250_000, 10_000]]
    browser = browse(world.ours.lead)
    where = bring(browser, text(rows))
    page = told(browser.get(where).text)
    assert "It is in €, and we keep pounds: it stays as a note with the idea." in page
    browser.post(where, {**KEEP, "press": "again", "column-budgetusd": "money"})
    assert "As you said, though it is in USD: its figures are taken as pounds." in told(browser.get(where).text)


# --- days and what hides ----------------------------------------------------------------------------------------------
def test_what_holds_no_days_is_no_date_and_day_numbers_are_days(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Project Status", "Go live"], ["One roof", "S-1", "Amber", "Yes"]]
    page = browser.get(bring(browser, text([*rows, ["Two roofs", "S-2", "Green", "No"]]))).text
    assert '<option value="first_date" selected>' not in page
    rows = [["Project", "Ref", "Start date"], ["One roof", "S-1", 45839], ["Two roofs", "S-2", 45839.5]]
    where = bring(browser, workbook(("S", rows)))
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "“45839” It is a day number of Excel: read as 1 July 2025. Lines 2, 3." in page
    come_in(browser, world.ours, where)
    with world.ours.door():
        assert {makers.idea_of(ref).first_date for ref in ("S-1", "S-2")} == {"2025-07-01"}


def test_hidden_rows_are_told(world, browse):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for n, row in enumerate([["A list"], ["Project", "Ref"], *([f"Roof {n}", f"S-{n}"] for n in range(5))]):
            page.write_row(n, 0, row)
        for n in (0, 3, 5):
            page.set_row(n, None, None, {"hidden": True})
    browser = browse(world.ours.lead)
    page = told(browser.get(bring(browser, out.getvalue(), "hidden.xlsx")).text)
    assert "2 rows are hidden in the sheet and read as the others are, the first on line 4." in page
    assert "hidden" not in told(browser.get(bring(browser, workbook(("S", [["Project"], ["A"]])))).text)
