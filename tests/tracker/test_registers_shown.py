"""What the page says before anything comes in: the first rows as they will be, and nothing that is not so."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests import makers
from tests.reading import Page
from tests.tracker.test_registers import KEEP, bring, come_in, text, told
from tracker import idea
from tracker.tenancy import session


def first_rows(page: str) -> list[list[str]]:
    return Page(page).table("The first rows as they will come in")


def test_the_first_rows_show_risks_savings_years_and_what_becomes_a_note(world, browse):
    makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Ref", "Savings proposal", "2026/27 £k", "2027/28 £k", "Budget (£)", "Cashable Y/N", "Board"]]
    where = bring(browser, text([*rows, ["S1", "Less agency", 100, 150, 500, "N", "Paper 7"]]))
    [head, row] = first_rows(browser.get(where).text)
    assert (head[-2], head[-1]) == ("Money", "Beside it"), "years are not taken for savings beside a budget"
    said = {"column-202627k": "saving_thousands", "column-202728k": "saving_thousands"}
    browser.post(where, {**KEEP, **said, "press": "again"})
    [head, row] = first_rows(browser.get(where).text)
    assert head[-3:] == ["Money", "Saving", "Beside it"]
    assert row[-3:] == [
        "£500 Budget (£)",
        "£100,000 2026/27 £k £150,000 2027/28 £k",
        "non-cash releasing; a note of Board",
    ]
    risks = [["Project", "Risk description", "Likelihood", "Impact", "Controls", "Owner", "Status"]]
    where = bring(browser, text([*risks, ["Damp flats", "It leaks", 3, 4, "Look daily", "Tom", "Closed"]]))
    page = browser.get(where).text
    [head, row] = first_rows(page)
    assert row[head.index("Risk")] == "likelihood 3, impact 4 closed Look daily watched by Tom"
    assert "Service" not in head
    assert "triage" not in Page(page).under("when").words, "risks go to the ideas that are here"


def test_parked_ideas_are_asked_once_until_when_they_wait_or_stay_where_others_stand(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        ["Project", "Status"],
        ["A", "On hold"],
        ["B", "Paused"],
        ["C", "Deferred"],
        ["D", "Stalled"],
        ["E", "Live"],
    ]
    where = bring(browser, text(rows))
    page = browser.get(where).text
    assert page.count("1 March 2027") == 1, "one field for all of them"
    said = {"until-": "1 March 2099", "until-paused": "1 April 2099", "word-stage-deferred": "~"}
    browser.post(where, {**KEEP, **said, "press": "again"})
    page = browser.get(where).text
    assert "a note of Status" in told(page)
    assert "5 of 5 rows came in" in told(come_in(browser, world.ours, where, **said))
    with world.ours.door():
        asked = session().execute(select(idea.Idea.title, idea.Idea.parked_until, idea.Idea.stage))
        found = {title: (until, stage) for title, until, stage in asked}
    assert (found["A"][0], found["B"][0], found["D"][0]) == (date(2099, 3, 1), date(2099, 4, 1), date(2099, 3, 1))
    assert found["C"] == (None, "latent")


def test_nothing_is_said_to_be_well_while_rows_wait_or_none_can_come(world, browse):
    browser = browse(world.ours.lead)
    well = "Nothing is wrong"
    assert well in browser.get(bring(browser, text([["Project", "Status"], ["A", "Live"]]))).text
    assert well not in browser.get(bring(browser, text([["Project", "Status"], ["A", "Zebra"]]))).text
    assert well not in browser.get(bring(browser, text([["Votes", "Status"], ["1", "Live"]]))).text
    page = browser.get(bring(browser, text([["Project", "Status", "Why"], ["", "Live", "x"], ["B", "Live", "y"]]))).text
    assert well not in page
    assert "Mend it in the file that you download, and bring that." in told(page)
    page = browser.get(bring(browser, text([["Project", "Local authority", "RAG"], ["A", "Northmoor", "Red"]]))).text
    assert "It stays in your file: it tells of the file." in page
    assert "We keep reasons, not colours or scores." in page


def test_a_name_that_is_no_idea_here_is_told_once_and_asked_about(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Date paid", "Amount", "Supplier"], *(["Nowhere", "01/04/2026", n, "BT"] for n in range(1, 61))]
    page = browser.get(bring(browser, text(rows))).text
    assert len(Page(page).table("Rows that cannot come in")) == 2, "the heading and one row"
    assert "1 name of the file is that of no idea here." in told(page).replace("\u00a0", " ")


def test_a_reference_that_such_rows_have_no_place_for_is_a_note(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Project", "Benefit ID", "Benefit description"], ["Damp flats", "B-77", "Warmer homes"]]
    come_in(browser, world.ours, bring(browser, text(rows)), rows="benefit")
    assert "Benefit ID: B-77" in told(browser.get(f"/ideas/{ref}").text)


def test_only_what_joins_the_board_is_said_to(world, browse):
    browser = browse(world.ours.lead)
    page = told(browser.get(bring(browser, text([["Project", "Ref"], ["A", "A-1"]]))).text)
    assert ("goes to triage" in page, "join the board at their stage, marked" in page) == (True, False)
    page = told(browser.get(bring(browser, text([["Project", "Status"], ["A", "Live"]]))).text)
    assert "They join the board at their stage, marked" in page


def test_rows_that_are_left_out_are_counted_in_the_headline(world, browse):
    rows = [
        ["Project", "Budget", "Lead"],
        ["Total Mobile app", "10", "Ann"],
        ["A bench", "5", "Bo"],
        ["Total", "15", ""],
    ]
    page = told(browse(world.ours.lead).get(bring(browse(world.ours.lead), text(rows), "list.csv")).text)
    assert "3 rows of list.csv, of them 1 left out." in page
    assert "Bring in 2 rows" in page
    assert "Every other row is good." in page


def test_a_title_that_was_only_taken_for_one_is_told_before_it_comes_in(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        ["Owner body", "Facility", "Hectares"],
        ["Northmoor", "Old depot", "0.3"],
        ["Northmoor", "Town hall", "1.6"],
    ]
    page = told(browser.get(bring(browser, text(rows))).text)
    assert "No heading names a title, and Facility was taken for it: look whether it is" in page
    assert "Otherwise every row is good." in page
    rows[0][1] = "Asset name"
    page = told(browser.get(bring(browser, text(rows))).text)
    assert "Every row is good." in page
    assert "was taken for it" not in page


def test_what_rows_belong_to_is_asked_where_it_is_said(world, browse):
    browser = browse(world.ours.lead)
    risks = [["Risk identified", "Likelihood", "Impact", "Management of risk"], ["Flood", "3", "4", "Sandbags"]]
    page = browser.get(bring(browser, text(risks))).text
    assert "No column says which idea a risk is on." in told(page)
    assert 'href="#rows-are"' in page
    assert 'id="rows-are"' in page
