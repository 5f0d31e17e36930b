"""A table that lies on its side: the headings stand in its first column, and each other column is a row."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told, workbook
from tracker import register
from tracker.exchange.rules.lines import SheetLine
from tracker.register.actions import bring as bringing
from tracker.register.rules.headings import lies_on_its_side
from tracker.register.rules.sideways import told_of, turned

PROJECTS = [
    ["Project ID", "MP-1", "MP-2", "MP-3"],
    ["Project Name", "Clearance Programme", "Testbeds and Trials", "Licence Competition"],
    ["Department", "Culture", "Culture", "Culture"],
    ["Start date", "01/04/2026", "31/02/2026", "01/06/2026"],
    ["Description / Aims", "Clear the band.", "Lead the field.", "Award the licence."],
]
KINDS = pytest.mark.parametrize("name", ["projects.csv", "projects.xlsx"])


def content(name: str, rows: list[list[str]]) -> bytes:
    return text(rows) if name.endswith(".csv") else workbook(("List", rows))


def lines(rows: list[list[str]]) -> list[SheetLine]:
    return [SheetLine(number, cells) for number, cells in enumerate(rows, start=1)]


def given_back(given: bytes) -> list[list[str]]:
    if given.startswith(b"PK"):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(given)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    return list(csv.reader(io.StringIO(given.decode("utf-8-sig"))))


def test_a_table_is_turned_with_a_line_for_each_column_also_where_lines_are_short():
    rows = turned(lines([["Name", "A", "B"], ["Aim", "x"], []]), before=1)
    assert rows == [SheetLine(2, ["Name", "Aim", ""]), SheetLine(3, ["A", "x", ""]), SheetLine(4, ["B", "", ""])]
    assert "line 3 is its column C, line 4 is its column D" in told_of(rows[1:])
    assert "line 27 is its column AA" in told_of([SheetLine(27, [])])


def test_a_table_lies_on_its_side_where_its_first_column_names_more_than_any_row():
    assert lies_on_its_side(lines(PROJECTS))
    assert not lies_on_its_side(turned(lines(PROJECTS)))
    assert not lies_on_its_side(lines([row[:1] for row in PROJECTS]))
    assert not lies_on_its_side(lines(PROJECTS[:2]))
    assert not lies_on_its_side([])


def test_a_list_of_risks_by_kind_does_not_lie_on_its_side():
    kinds = ["Budget", "Service", "Project", *(f"Area {n}" for n in range(12))]
    assert not lies_on_its_side(lines([["Kind", "What"], *([kind, "It may fail"] for kind in kinds)]))
    headed = ["Category", "Risk description", "Likelihood", "Impact"]
    assert not lies_on_its_side(lines([headed, *([kind, "It may fail", "2", "3"] for kind in kinds[:3])]))


def test_a_block_above_a_list_and_a_summary_do_not_make_it_lie_on_its_side():
    block = [["Title", "Brownfield sites", ""], ["Owner", "Planning", ""], ["Status", "Draft", ""], ["Date", "May", ""]]
    sites = [["Site", "Hectares", "Notes"], *(["Old mill", "0.3", "Wet"] for _ in range(5))]
    assert not lies_on_its_side(lines([*block, *sites]))
    summary = [["Area", "This year", "Change"], ["Savings", "3", "1"], ["Grant", "4", "2"], ["Budget", "5", "3"]]
    assert not lies_on_its_side(lines(summary))
    costs = [
        ["Scheme", "2025/26 £000", "2026/27 £000"],
        ["Total cost", "100", ""],
        ["Grant", "60", "1"],
        ["Savings", "4", "2"],
    ]
    assert not lies_on_its_side(lines(costs))


@KINDS
def test_a_table_on_its_side_is_seen_and_each_column_comes_in_as_a_row(name, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, content(name, PROJECTS), name)
    page = told(browser.get(where).text)
    assert "3 rows of projects" in page.replace("\u00a0", " ")
    assert "The table lies on its side, and each of its columns is read as a row: line 2 is its column B" in page
    assert "Project Name Clearance Programme , Testbeds and Trials , Licence Competition" in page
    assert "Line 3 Start date 31/02/2026" in page
    page = told(come_in(browser, world.ours, where))
    assert "2 of 3 rows came in" in page
    with world.ours.door():
        assert makers.idea_of("MP-1").title == "Clearance Programme"
        assert makers.idea_of("MP-3").problem == "Award the licence."


@KINDS
def test_what_stayed_of_it_goes_back_upright_and_comes_in_mended(name, world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, content(name, PROJECTS), name)
    come_in(browser, world.ours, where)
    heading, row = given_back(browser.get(where.replace("match", "rest")).data)
    assert heading == [*(row[0] for row in PROJECTS), "why not"]
    assert row[:2] == ["MP-2", "Testbeds and Trials"]
    mended = [heading, [cell.replace("31/02", "28/02") for cell in row]]
    again = bring(browser, content(name, mended), f"mended {name}")
    assert "It opened as you matched “Projects”" in told(browser.get(again).text)
    assert "1 of 1 rows came in" in told(come_in(browser, world.ours, again))
    again = bring(browser, content(name, PROJECTS), name)
    assert "What is here already cannot come in again" in told(browser.get(again).text)


@KINDS
def test_whoever_sees_it_otherwise_says_so_and_that_holds(name, world, browse):
    browser = browse(world.ours.lead)
    sheet = {} if name.endswith("csv") else {"sheet": "List"}
    where = bring(browser, content(name, PROJECTS), name)
    browser.post(where, {**KEEP, **sheet, "press": "again", "heading": "2", "headed": "column"})
    page = told(browser.get(where).text)
    assert "Testbeds and Trials Licence Competition" not in page
    assert "The headings are on line 2" in page
    browser.post(where, {**KEEP, **sheet, "press": "again", "heading": "column", "headed": "2"})
    page = browser.get(where).text
    assert '<option value="column" selected>' in page
    assert "3 rows of projects" in told(page).replace("\u00a0", " ")


def test_headings_of_a_column_that_are_not_known_can_be_named(world, browse, monkeypatch):
    monkeypatch.setattr(bringing, "SLICE", 1)
    monkeypatch.setattr(bringing, "LONGEST_SECONDS", 0)
    browser = browse(world.ours.lead)
    where = bring(
        browser,
        workbook(("S", [[], *(["", *row] for row in (["Was", "Old barn", "New barn"], ["Zu", 7, 8]))])),
        "b.xlsx",
    )
    browser.post(where, {**KEEP, "sheet": "S", "press": "again", "heading": "column", "headed": "2"})
    page = told(browser.get(where).text)
    assert "line 3 is its column C" in page
    assert "2 rows of b.xlsx" in page.replace("\u00a0", " ")
    said = {"sheet": "S", "column-was": "title"}
    assert "1 of 2 rows are done" in told(come_in(browser, world.ours, where, **said))
    for _ in range(2):
        register.bring_rows(world.ours.id)
    assert "2 of 2 rows came in" in told(browser.get(where.removesuffix("/match")).text)


def test_a_long_table_and_one_with_a_broken_mark_are_not_turned(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text([["Ref", "Project"], *([n, f"Barn {n}"] for n in range(150))]))
    answer = browser.post(where, {**KEEP, "press": "again", "heading": "column", "headed": "1"})
    assert "It has more than 120 lines" in told(browser.follow(answer).text)
    broken = text(PROJECTS) + b'Notes,"A "kettle" of steel,Live\r\n'
    where = bring(browser, broken)
    page = browser.get(where).text
    assert '<option value="column" selected>' not in page
    answer = browser.post(where, {**KEEP, "press": "again", "heading": "column", "headed": "1"})
    assert "A quotation mark on line 6 does not close" in told(browser.follow(answer).text)
