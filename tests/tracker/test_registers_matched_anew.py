"""Who says that rows are of another kind, or that another line is the heading, has the columns guessed anew."""

from __future__ import annotations

from sqlalchemy import select

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told
from tracker import council, idea, register
from tracker.register import ColumnSense, RegisterChoices, RowSense
from tracker.tenancy import session

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


GROUPS = [
    ["Directorate", "Project", "Status", "Notes"],
    ["Housing", "Warm flats", "Live", "One"],
    ["", "Dry cellars", "Live", ""],
    ["", "New boilers", "Live", ""],
    ["Libraries", "Late opening", "Live", "Two"],
    ["", "Loan a laptop", "Live", ""],
    ["", "Total", "", ""],
]


def test_what_is_said_once_for_a_group_of_rows_counts_for_each_where_that_is_chosen(world, browse):
    with world.ours.door():
        for name in ("Housing", "Libraries"):
            council.add_service(name=name, by=world.ours.admin.id)
    browser = browse(world.ours.lead)
    where = bring(browser, text(GROUPS))
    page = browser.get(where).text
    assert 'name="down-directorate"' in page
    assert 'name="down-notes"' not in page, "a note may well be empty"
    assert 'name="down-project"' not in page
    browser.post(where, {**KEEP, "press": "again", "down-directorate": "y", "column-directorate": "service"})
    assert "The cell is empty, which means the one above it, as you said." in told(browser.get(where).text)
    browser.post(where, {**KEEP, "press": "again"})  # what is not asked about stays as it was chosen
    assert senses(world, where).down == {"directorate"}
    come_in(browser, world.ours, where)
    with world.ours.door():
        found = dict(session().execute(select(idea.Idea.title, council.Service.name).join(council.Service)).all())
    assert found == {
        "Warm flats": "Housing",
        "Dry cellars": "Housing",
        "New boilers": "Housing",
        "Late opening": "Libraries",
        "Loan a laptop": "Libraries",
    }


def test_an_empty_cell_is_empty_where_nothing_else_was_said(world, browse):
    with world.ours.door():
        council.add_service(name="Housing", by=world.ours.admin.id)
    browser = browse(world.ours.lead)
    where = bring(browser, text(GROUPS[:4]))
    come_in(browser, world.ours, where, **{"column-directorate": "service", "down-directorate": ""})
    with world.ours.door():
        asked = select(idea.Idea.title).where(idea.Idea.service_id.is_not(None))
        assert session().scalars(asked).all() == ["Warm flats"]


def test_a_title_that_is_empty_below_another_may_mean_that_one_and_no_amount_may(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Notes"], ["Precept", "R-1", "Late"], ["", "R-2", "Not paid"], ["VAT", "R-3", ""]]
    where = bring(browser, text([*rows, ["Salaries", "R-4", "Wrong"]]))
    page = browser.get(where).text
    assert ('name="down-project"' in page, 'name="down-notes"' in page) == (True, False)
    assert "4 of 4 rows came in" in told(come_in(browser, world.ours, where, **{"down-project": "y"}))
    rows = [["Project ref", "Supplier Name", "Amount"], [ref, "Kier", 5], [ref, "Kier", 6], [ref, "Kier", ""]]
    where = bring(browser, text(rows))
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    page = browser.get(where).text
    assert ("It has no amount." in page, 'name="down-' in page) == (True, False)
