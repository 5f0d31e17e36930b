"""Who says that rows are of another kind, or that another line is the heading, has the columns guessed anew."""

from __future__ import annotations

from tests.tracker.test_registers import KEEP, bring, text, told
from tracker import register
from tracker.register import ColumnSense, RegisterChoices, RowSense

GRANTS = [
    ["Project", "Description", "Amount", "Date paid", "Supplier", "Board"],
    ["Food bank van", "To buy a van", "10,000", "2023-03-14", "Vans Ltd", "Yes"],
]


def senses(world, where: str) -> RegisterChoices:
    with world.ours.door():
        return RegisterChoices.of(register.register(int(where.split("/")[-2])).choices)


def test_another_kind_of_rows_has_the_columns_guessed_anew_and_keeps_what_was_chosen_by_hand(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, text(GRANTS))
    assert senses(world, where).rows is RowSense.MONEY
    said = {"rows": "idea", "column-board": "lead", "column-supplier": "note"}
    answer = browser.post(where, {**KEEP, **said, "press": "bring"})
    assert "matched anew" in told(browser.follow(answer).text), "nothing comes in by a guess that nobody saw"
    found = senses(world, where)
    assert found.columns["project"] is ColumnSense.TITLE
    assert found.columns["description"] is ColumnSense.PROBLEM
    assert (found.columns["board"], found.columns["supplier"]) == (ColumnSense.LEAD, ColumnSense.NOTE)
    assert "The same meaning." in browser.get(where).text
    browser.post(where, {**KEEP, "rows": "risk", "press": "again"})
    assert senses(world, where).columns["board"] is ColumnSense.LEAD


def test_what_has_no_place_in_rows_of_another_kind_gives_way(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Site", "Status"], ["A", "A-1", "Depot", "Live"]]
    where = bring(browser, text(rows))
    browser.post(where, {**KEEP, "press": "again", "column-site": "service"})
    assert senses(world, where).columns["site"] is ColumnSense.SERVICE
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    assert senses(world, where).columns["site"] is ColumnSense.NOTE


def test_a_list_of_projects_that_tells_a_risk_of_each_is_no_list_of_risks(world, browse):
    browser = browse(world.ours.lead)
    headings = "Ref,Project name,Start date,Budget,Status,Risk description,Likelihood,Impact"
    where = bring(browser, f"{headings}\r\nT-1,A gate,01/02/2026,£500,Live,It jams,3,4\r\n".encode())
    found = senses(world, where)
    assert found.rows is RowSense.IDEA
    assert [found.columns[key] for key in ("startdate", "budget", "riskdescription", "impact")] == [
        ColumnSense.FIRST_DATE,
        ColumnSense.MONEY,
        ColumnSense.RISK,
        ColumnSense.IMPACT,
    ]


def test_another_line_of_headings_keeps_the_kind_and_the_columns_that_were_chosen(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Site", "Status"], ["Scheme", "Site", "Risk"], ["A", "Depot", "It jams"]]
    where = bring(browser, text(rows))
    assert "The headings are on line 1" not in told(browser.get(where).text)
    said = {**KEEP, "press": "again", "rows": "idea", "column-site": "service", "source": "A report"}
    browser.post(where, {**said, "heading": "2", "headed": "1"})
    found = senses(world, where)
    assert (found.heading, found.source) == (2, "A report")
    assert (found.columns["scheme"], found.columns["site"]) == (ColumnSense.TITLE, ColumnSense.SERVICE)
