"""No cell of a spreadsheet is lost without a word: of a second column, under no heading, or that no note can hold."""

from __future__ import annotations

from tests.tracker.test_registers import KEEP, bring, come_in, text, told


def test_a_second_column_of_one_meaning_is_told_beside_the_choice_and_kept_as_a_note(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Lead", "Sponsor", "Began", "Went live"]]
    rows += [["A gate", "P-1", "Tom Baker", "Ann Hill", "01/02/2025", "03/04/2026"]]
    where = bring(browser, text(rows))
    said = {
        "column-lead": "lead",
        "column-sponsor": "lead",
        "column-began": "first_date",
        "column-wentlive": "first_date",
    }
    browser.post(where, {**KEEP, "press": "again", **said})
    page = told(browser.get(where).text)
    assert "Lead is that already: this column stays as a note. Choose another for one of them." in page
    assert "Went live: “03/04/2026” The column Began means the same, and only one can" in page
    assert "Nothing is wrong" not in page
    come_in(browser, world.ours, where, **said)
    page = told(browser.get("/ideas/P-1").text)
    for kept in ("Sponsor: Ann Hill", "Went live: 03/04/2026", "Who leads it, by the file: Tom Baker"):
        assert kept in page


def test_a_kept_matching_makes_no_pair_by_itself(world, browse):
    browser = browse(world.ours.lead)
    first = [["Project", "Ref", "Review", "Status", "Board"], ["A gate", "P-1", "01/02/2025", "Live", "x"]]
    where = bring(browser, text(first), "april.csv")
    come_in(browser, world.ours, where, **{"column-review": "first_date"})
    second = [[*first[0], "Start date"], ["A bench", "P-2", "01/02/2025", "Live", "x", "05/06/2025"]]
    where = bring(browser, text(second), "may.csv")
    page = told(browser.get(where).text)
    assert "It opened as you matched" in page
    assert "is that already" not in page
    come_in(browser, world.ours, where)
    assert "Start date: 05/06/2025" in told(browser.get("/ideas/P-2").text)


def test_cells_to_the_right_of_the_last_heading_are_columns_and_none_is_lost(world, browse):
    browser = browse(world.ours.lead)
    many = [[f"Project {n}", f"P-{n}", "Live", f"Seen {n}", "Board paper"] for n in range(250)]
    rows = [["Project", "Ref", "Status"], *many, ["A far one", "P-X", "Live", "", "", "Far away"]]
    where = bring(browser, text(rows))
    page = told(browser.get(where).text)
    assert "Column 4 Seen 0 , Seen 1 , Seen 2" in page
    assert "Column 6: “Far away” It stands under no heading: it is kept as a note. Line 252." in page
    come_in(browser, world.ours, where)
    page = told(browser.get("/ideas/P-7").text)
    assert "Column 4: Seen 7" in page
    assert "Column 5: Board paper" in page
    assert "Column 6: Far away" in told(browser.get("/ideas/P-X").text)


def test_what_a_web_page_wrote_for_a_sign_is_that_sign(world, browse):
    browser = browse(world.ours.lead)
    rows = [
        ["Project", "Ref", "Directorate", "Notes"],
        ["Tanks &amp; &quot;bowsers&quot;", "P-1", "Parks &amp; Arts", "R&D"],
    ]
    where = bring(browser, text(rows))
    assert ("&amp;amp;" in browser.get(where).text, "“Parks & Arts”" in told(browser.get(where).text)) == (False, True)
    come_in(browser, world.ours, where)
    page = told(browser.get("/ideas/P-1").text)
    assert ('Tanks & "bowsers"' in page, "Notes: R&D" in page) == (True, True)


def test_what_no_note_can_hold_is_told(world, browse):
    browser = browse(world.ours.lead)
    content = b"Project,Ref,Board,Budget\r\nA gate,P-1,#N/A,0\r\nA bench,P-2,M\0 7,5\r\n"
    page = told(browser.get(bring(browser, content)).text)
    assert "Board: “#N/A”" in page
    assert "It is on no note: it stays in your file. Lines 2, 3." in page
    assert "Budget: “0” It is nought: no line is made. Line 2." in page


def test_cells_of_which_nothing_is_made_are_kept_as_notes_and_told(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Status", "Supplier", "Budget", "Cause of risk"], ["A gate", "P-1", "Live", "", 10, ""]]
    rows += [["A gate", "P-1", "Idea", "Gates Ltd", "", "Rust"]]
    where = bring(browser, text(rows))
    said = {"column-supplier": "funder", "column-causeofrisk": "cause", "repeats": "one"}
    browser.post(where, {**KEEP, "press": "again", **said})
    page = told(browser.get(where).text)
    told_so = "The first row of its idea says otherwise, and that holds: this is kept as a note."
    assert f"Status: “Idea” {told_so} Line 3." in page
    for column, cell in (("Supplier", "Gates Ltd"), ("Cause of risk", "Rust")):
        assert f"{column}: “{cell}” Nothing else is made of it in such a row: it is kept as a note." in page
    come_in(browser, world.ours, where, **said)
    page = told(browser.get("/ideas/P-1").text)
    for kept in ("Status: Idea", "Supplier: Gates Ltd", "Cause of risk: Rust"):
        assert kept in page


def test_notes_that_are_longer_than_one_holds_are_kept_whole(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Status", "Minutes", "Papers"], ["A gate", "P-1", "Live", "m" * 9_000, "p" * 9_000]]
    come_in(browser, world.ours, bring(browser, text(rows)))
    page = browser.get("/ideas/P-1").text
    assert "p" * 8_000 in page
    assert ("m" * 9_000 in page, page.count("Brought in from register.csv, line 2.")) == (True, 2)
