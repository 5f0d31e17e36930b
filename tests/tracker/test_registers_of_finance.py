"""Registers as finance writes them: years for headings, totals beside them, savings with a minus; and what hides."""

from __future__ import annotations

from tests.tracker.test_registers import KEEP, bring, text, told


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
