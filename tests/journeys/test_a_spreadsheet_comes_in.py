"""A council brings a spreadsheet in a real browser, and the page tells by itself when it is in."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

COMING_SECONDS = 60


def test_the_page_tells_by_itself_when_all_is_in_also_after_checking_again(two_councils, visit):
    """Checking again leads to a part of the page; the fragment of that address stays in the browser's."""
    ruth = visit(two_councils.ours.lead)
    page = ruth.go("/council/import")
    rows = "".join(f"Less paper {n},P-{n},Live\r\n" for n in range(600))
    file = {"name": "projects.csv", "mimeType": "text/csv", "buffer": f"Project name,Ref,Status\r\n{rows}".encode()}
    page.get_by_label("The spreadsheet").set_input_files(file)
    ruth.press("Look at it")
    ruth.press("Check again", exact=True)
    assert page.url.endswith("#what-comes")
    page.get_by_role("button", name="Bring in 600 rows").click()
    page.get_by_role("heading", name="of 600 rows are done").wait_for()
    page.get_by_role("heading", name="600 of 600 rows came in").wait_for(timeout=COMING_SECONDS * 1000)


def test_a_file_without_headings_asks_for_their_line_on_a_phone(two_councils, visit):
    """No row names anything, and the page can still be used."""
    ruth = visit(two_councils.ours.lead, phone=True)
    page = ruth.go("/council/import")
    file = {"name": "figures.csv", "mimeType": "text/csv", "buffer": b"1,2,3\r\n7,Old barn,8\r\n9,New barn,10\r\n"}
    page.get_by_label("The spreadsheet").set_input_files(file)
    ruth.press("Look at it")
    ruth.says("Say below which line does")
    page.get_by_label("Which line names the columns").select_option(label="Line 1: 1, 2, 3")
    ruth.press("Check again with my changes")
    ruth.says("2 rows of figures.csv")
    page.get_by_label("Ours for “2”").select_option(label="Title")
    ruth.press("Check again with my changes")
    page.get_by_role("button", name="Bring in 2 rows").wait_for()
