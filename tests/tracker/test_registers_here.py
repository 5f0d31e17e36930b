"""Rows whose idea is here already: told before they come in, counted, compared with what is here, and given back."""

from __future__ import annotations

import csv
import io

import pytest

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told
from tests.tracker.test_registers_undone import brought
from tracker import idea, register
from tracker.idea import Audience
from tracker.tenancy import session

HEADINGS = ["Project", "Ref", "Status", "Project lead", "Budget", "Board"]
APRIL = [
    HEADINGS,
    ["A gate", "P-1", "Live", "Tom Baker", 10, "M 7"],
    ["A kettle", "P-2", "Live", "Tom Baker", 20, "M 7"],
    ["Tablets", "P-3", "Idea", "J Hobbs", 30, ""],
]


def given_back(browser, report: str) -> dict[str, str]:
    """The rows of the file that comes back, by their reference, each with why not."""
    rest = browser.get(f"{report}/rest").data.decode("utf-8-sig")
    return {row["Ref"]: row["why not"] for row in csv.DictReader(io.StringIO(rest))}


def test_rows_that_are_here_are_told_with_what_differs_before_they_come_in_and_after(world, browse):
    own = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    brought(browser, world.ours, APRIL, "april.csv", repeats="each")
    may = [
        HEADINGS,
        ["A new gate", "P-1", "Idea", "Ann Hill", 15, "M 9"],
        APRIL[2],
        ["Damp roofs", own, "", "", "", ""],
        ["A bench", "P-4", "Idea", "", 5, ""],
    ]
    where = bring(browser, text(may), "may.csv")
    report = where.removesuffix("/match")
    page = told(browser.get(where).text)
    assert "Every row is good" not in page
    assert "1 row comes in." in page
    assert "3 rows are here already" in page
    assert "2 rows say otherwise than what is here" in page
    differing = {
        "Project": "“A gate”",
        "Status": "“mobilise”",
        "Project lead": "“Tom Baker”",
        "Budget": "“£10”",
        "Board": "“M 7”",
    }
    for column, stands in differing.items():
        said = dict(zip(HEADINGS, map(str, may[1]), strict=True))[column]
        said = {"Budget": "£15"}.get(column, said)
        assert f"Line 2 {column} {said} Here it is {stands}." in page, column
    assert f"{own} is here already and bears this reference." in page
    assert "Line 4 Project Damp roofs Here it is “Damp flats”." in page
    why = given_back(browser, report)
    assert set(why) == {"P-1", "P-2", own}
    assert "Budget: Here it is “£10”." in why["P-1"]
    page = told(come_in(browser, world.ours, where))
    assert "1 of 4 rows came in" in page
    assert "Everything came in" not in page
    assert f"It came before, as {own}" not in page
    assert "Status: the row says “ Idea ”. Here it is “mobilise”." in page
    assert "Look at the 3 rows that did not come in" in page
    assert given_back(browser, report) == why
    assert why["P-2"] == "It came before, as P-2. What is here stays as it is."
    assert "1 row came in, 3 did not" in told(browser.get("/council/import").text)
    with world.ours.door():
        assert makers.idea_of("P-1").title == "A gate"


ON_IDEAS = {
    "benefit": [["Project", "Benefit description", "Benefit value"], ["Damp flats", "Fewer repairs", 40]],
    "risk": [
        ["Project", "Risk title", "Likelihood", "Impact", "Mitigation"],
        ["Damp flats", "It leaks", 3, 4, "Dry it"],
    ],
    "money": [
        ["Project", "Supplier", "Payment date", "Amount", "Expense type"],
        ["Damp flats", "K", "2 May 2025", 9, "Fan"],
    ],
}


@pytest.mark.parametrize("rows", ON_IDEAS)
def test_what_stands_on_an_idea_already_does_not_differ_from_its_title(world, browse, rows):
    makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    where = bring(browser, text(ON_IDEAS[rows]), "april.csv")
    browser.post(where, {**KEEP, "rows": rows, "press": "bring"})
    register.bring_rows(world.ours.id)
    page = told(browser.get(bring(browser, text(ON_IDEAS[rows]), "may.csv")).text)
    assert "1 row is here already" in page
    assert "It says nothing else than what is here" in page


def test_what_a_confidential_idea_says_is_not_told_by_a_row_that_bears_its_reference(world, browse):
    own = makers.an_idea(world.ours, title="Damp flats")
    with world.ours.door():
        session().query(idea.Idea).filter_by(ref=own).update({"audience": Audience.CONFIDENTIAL})
    browser = browse(world.ours.admin)
    where = bring(browser, text([HEADINGS, ["Damp roofs", own, "", "", "", ""], ["A bench", "P-4", "", "", "", ""]]))
    page = told(browser.get(where).text)
    assert "1 row is here already" in page
    assert "Damp flats" not in page + told(come_in(browser, world.ours, where))


def test_a_file_of_which_nothing_is_new_says_so(world, browse):
    browser = browse(world.ours.lead)
    brought(browser, world.ours, APRIL, "april.csv", repeats="each")
    where = bring(browser, text(APRIL), "april.csv")
    page = told(browser.get(where).text)
    assert "Nothing of it is new" in page
    assert "They say nothing else than what is here" in page
    answer = browser.post(where, {**KEEP, "press": "bring"})
    assert "Nothing of it is new. What is here already does not come in again." in told(browser.follow(answer).text)


def test_rows_that_name_no_idea_here_are_told_before_they_come_in(world, browse):
    makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    risks = [["Project", "Risk", "Likelihood", "Impact", "Mitigation"]]
    risks += [["Damp flats", "It leaks", 3, 4, "Dry it"], ["Nowhere", "It is lost", 3, 4, "Look"]]
    page = told(browser.get(bring(browser, text(risks), "risks.csv")).text)
    assert "1 row cannot come in" in page
    assert "Line 3 Project Nowhere No idea here is called “Nowhere”" in page
    assert "Bring in 1 row" in page


def test_a_row_that_is_here_waits_for_no_word_and_is_told_and_counted_as_here(world, browse):
    browser = browse(world.ours.lead)
    brought(browser, world.ours, APRIL, "april.csv", repeats="each")
    may = [HEADINGS, ["A gate of oak", "P-1", "On a shelf", "Tom Baker", 10, "M 7"], *APRIL[2:]]
    where = bring(browser, text([*may, ["A bench", "P-4", "On a shelf", "", 5, ""]]), "may.csv")
    page = told(browser.get(where).text)
    assert "1 row waits for a word" in page
    assert "3 of them are here already" in page
    assert "Here it is “A gate”." in page


def test_a_file_matched_better_than_before_says_which_import_to_take_back(world, browse):
    browser = browse(world.ours.lead)
    first = brought(browser, world.ours, APRIL, "april.csv", **{"column-budget": "note"})
    where = bring(browser, text([APRIL[0], *APRIL[:0:-1]]), "april again.csv")
    browser.post(where, {**KEEP, "column-budget": "money", "press": "again"})
    answer = browser.get(where)
    page = told(answer.text)
    assert "Nothing of it is new" in page
    assert "take back import 1, april.csv, and bring this one anew" in page.replace(" ,", ",")
    assert "change the idea itself, or take the earlier import back and bring this one anew." in page
    assert f'href="{first}#undo"' in answer.text
    with world.ours.door():
        idea.comment(idea=makers.idea_of("P-2"), words="I know of this.", by=world.ours.owner.id)
    page = told(browser.get(where).text)
    assert ("Nothing of it is new" in page, "take back" in page) == (True, False), "somebody's work would be lost"
    assert "change the idea itself." in page


def test_an_import_that_brought_more_than_is_in_this_file_is_not_to_be_taken_back(world, browse):
    browser = browse(world.ours.lead)
    brought(browser, world.ours, APRIL, "april.csv", repeats="each")
    page = told(browser.get(bring(browser, text(APRIL[:3]), "some of april.csv")).text)
    assert ("Nothing of it is new" in page, "take back" in page) == (True, False), "the third row would be lost"


def test_rows_that_came_with_two_files_or_with_none_name_what_can_be_taken_back(world, browse):
    browser = browse(world.ours.lead)
    brought(browser, world.ours, APRIL[:2], "a.csv")
    brought(browser, world.ours, [HEADINGS, *APRIL[2:]], "b.csv")
    page = told(browser.get(bring(browser, text(APRIL), "both.csv")).text).replace(" ,", ",")
    assert "take back import 1, a.csv and import 2, b.csv, and bring this one anew." in page
    own = makers.an_idea(world.ours, title="Damp flats")
    page = told(browser.get(bring(browser, text([*APRIL, ["Damp flats", own, "", "", "", ""]]))).text)
    assert ("Nothing of it is new" in page, "take back" in page) == (True, False), "one of them came with no file"


def test_rows_on_ideas_are_not_asked_whether_several_are_one_idea(world, browse):
    makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Project", "Month", "Cost"], *(["Damp flats", f"2026-0{n % 9 + 1}", n] for n in range(1, 7))]
    where = bring(browser, text(rows))
    one = "One idea, with the money and notes of all its rows"
    assert one in browser.get(where).text
    for kind in ("money", "risk", "idea"):
        browser.post(where, {**KEEP, "rows": kind, "repeats": "one", "press": "again"})
        page = browser.get(where).text
        assert (one in page) == (kind == "idea"), kind
        assert 'name="repeats" value="one"' in page or kind == "idea", "what was chosen stays, should they be ideas"
