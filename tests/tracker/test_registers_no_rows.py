"""Lines of a spreadsheet that are no rows of it, and payments that bring no money: told once, nothing to mend."""

from __future__ import annotations

from tests import makers
from tests.tracker.test_registers import KEEP, bring, come_in, text, told
from tests.tracker.test_registers_given_back import given_back
from tracker.register.rules.groups import ONE_CELL


def test_a_total_below_payments_is_none_of_them_wherever_its_word_stands(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [["Project ref", "Transaction No", "Supplier Name", "Date", "Cost centre", "Amount"]]
    rows += [[ref, n, "Care Ltd", "01/04/2026", "D105", 250] for n in (1, 2)]
    where = bring(browser, text([*rows, ["", "", "", "", "Total", 500]]))
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    assert "3 rows of register.csv, of them 1 left out." in told(browser.get(where).text).replace("\u00a0", " ")
    assert "2 of 2 rows came in" in told(come_in(browser, world.ours, where, rows="money"))


def test_a_heading_within_the_list_and_a_note_below_it_are_left_out_with_nothing_to_mend(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        ["Ref", "Project", "Owner", "Budget", "Start date"],
        ["S-1", "No section", "Jo", 5, ""],
        ["", "Arts", "", "", ""],
    ]
    rows += [["S-2", "A stage", "Jo", 5, ""], ["S-3", "A choir", "Jo", 6, "31/02/2026"], ["", "Parks", "", "", ""]]
    rows += [["S-4", "A pond", "Jo", 5, ""], ["Note: budgets are those of May, before slippage.", "", "", "", ""]]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "7 rows of register.csv, of them 3 left out." in page
    assert f"“Arts” {ONE_CELL} Lines 3, 6, 8." in page
    assert "1 row cannot come in" in page
    assert [row[0] for row in given_back(browser, where)] == ["S-3"]
    come_in(browser, world.ours, where)
    assert [row[0] for row in given_back(browser, where)] == ["S-3"]
    for ref, group in (("S-2", "Group: Arts"), ("S-4", "Group: Parks")):
        assert group in told(browser.get(f"/ideas/{ref}").text)
    assert "Group: " not in told(browser.get("/ideas/S-1").text)


# --- payments that bring no money -------------------------------------------------------------------------------------
PAID = ["Project ref", "Date", "Supplier Name", "Details", "Amount"]


def test_credits_are_counted_apart_and_their_notes_keep_when_who_and_what_for(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [
        PAID,
        [ref, "01/04/2026", "Care Ltd", "Beds", "595.00"],
        [ref, "02/04/2026", "Care Ltd", "Sent back", "-502"],
    ]
    where = bring(browser, text([*rows, [ref, "03/04/2026", "Care Ltd", "Beds", "502.00"]]))
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "Bring in 3 rows 2 amounts come in; 1 credit stays as a note and is taken off nothing." in page
    assert "row is good" not in page
    come_in(browser, world.ours, where, rows="money")
    rows = [["Ref", "Scheme", "Budget", "Saving"], ["S-1", "One roof", "-5", "7"]]
    page = told(browser.get(bring(browser, text(rows))).text).replace("\u00a0", " ")
    assert "1 amount comes in; 1 credit stays as a note and is taken off nothing." in page
    page = told(browser.get(f"/ideas/{ref}").text)
    for kept in ("Amount: -502", "Date: 02/04/2026", "Supplier Name: Care Ltd", "Details: Sent back"):
        assert kept in page


def test_a_payment_of_nought_is_left_out_and_told_once(world, browse):
    ref = makers.an_idea(world.ours, title="Damp flats")
    browser = browse(world.ours.lead)
    rows = [PAID, [ref, "01/04/2026", "Care Ltd", "Beds", "£595.00"], [ref, "02/04/2026", "HMRC", "March", "£0.00"]]
    where = bring(browser, text(rows))
    browser.post(where, {**KEEP, "press": "again", "rows": "money"})
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert "2 rows of register.csv, of them 1 left out." in page
    assert "Amount: “£0.00” It is nought: no line is made. Line 3." in page
    assert "cannot come in" not in page
    assert "1 of 1 rows came in" in told(come_in(browser, world.ours, where, rows="money"))


def test_a_word_that_says_nothing_is_asked_about_by_nobody(world, browse):
    rows = [["Project", "Ref", "Status", "Directorate"], ["A gate", "P-1", "N/A", "NA"], ["A pond", "P-2", "Live", "x"]]
    page = browse(world.ours.lead).get(bring(browse(world.ours.lead), text(rows))).text
    assert "Bring in 2 rows" in told(page).replace("\u00a0", " ")
    assert ('name="word-stage-live"' in page, 'name="word-stage-na"' in page) == (True, False)
    assert ('name="word-service-x"' in page, 'name="word-service-na"' in page) == (True, False)


def test_that_no_payment_names_an_idea_is_told_once_behind_what_is_wrong_with_one(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Date", "Supplier Name", "Amount"], *([f"{n:02}/04/2026", "Kier", n] for n in range(1, 29))]
    where = bring(browser, text([*rows, ["31/02/2026", "Kier", 7]]))
    page = told(browser.get(where).text).replace("\u00a0", " ")
    assert page.count("It names no idea that it belongs to.") == 1
    wrong, lacks = (
        page.index("is not a day of the calendar"),
        page.index("29 rows: It names no idea that it belongs to."),
    )
    assert wrong < lacks
    assert "Lines 2, 3, 4, 5, " in page[lacks:]
    rest = given_back(browser, where)
    assert (len(rest), rest[0][-1]) == (29, "It names no idea that it belongs to.")
