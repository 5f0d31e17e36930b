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
