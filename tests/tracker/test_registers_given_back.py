"""What did not come in goes back whole, with all that is wrong with it, in the words that the page said before."""

from __future__ import annotations

import csv
import io

from tests.tracker.test_registers import bring, come_in, text, told


def given_back(browser, where: str) -> list[list[str]]:
    rest = browser.get(where.replace("match", "rest")).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(rest)))[1:]


def test_a_row_whose_quotation_mark_is_broken_comes_back_as_it_was_written(world, browse):
    browser = browse(world.ours.lead)
    broken = b'P-2,"A "kettle" of steel,Live,The caf\xe9 board\r\n'
    content = b"Ref,Project,Status,Notes\r\nP-1,A gate,Live,\r\n" + broken + b"P-3,A bench,Live,\r\n"
    where = bring(browser, content)
    page = told(browser.get(where).text)
    assert 'P-2 | "A "kettle" of steel,Live,The café board The row is lost' in page
    page = told(come_in(browser, world.ours, where))
    assert "2 of 3 rows came in" in page
    [row] = given_back(browser, where)
    assert row[:2] == ["P-2", '"A "kettle" of steel,Live,The café board']
    assert row[-1].startswith("The row is lost")


def test_all_faults_of_a_row_are_named_with_their_columns(world, browse):
    browser = browse(world.ours.lead)
    rows = [["Project", "Ref", "Start date", "Budget"], ["A gate", "P-1", "31/02/2024", "1.2.3"], ["A bench", "P-2"]]
    where = bring(browser, text(rows))
    before = given_back(browser, where)
    page = told(come_in(browser, world.ours, where))
    for column, cell in (("Start date", "31/02/2024"), ("Budget", "1.2.3")):
        assert f"Line 2 {column} {cell} " in page
        assert f"{column}: " in before[0][-1]
    assert given_back(browser, where) == before


def test_a_title_that_no_database_holds_is_told_in_the_same_words_before_and_after(world, browse):
    browser = browse(world.ours.lead)
    where = bring(browser, b"Project,Ref,Status\r\nA ga\0te,P-1,Live\r\nA bench,P-2,Live\r\n")
    why = "Holds a NUL character, which no text can."
    assert why in told(browser.get(where).text)
    page = told(come_in(browser, world.ours, where))
    assert f"Line 2 Project A gate {why}" in page
    assert "the database refused it" not in page
    assert given_back(browser, where)[0][-1].startswith(f"Project: {why}")
