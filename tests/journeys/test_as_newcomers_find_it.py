"""What newcomers stumbled over, in a browser: a desk worked by keys, folds on paper, rooms that go on, phones."""

from __future__ import annotations

import re

import pytest

from tests import makers
from tracker.idea import Stage

pytestmark = pytest.mark.browser

PAPER_SHOWS = "(fold) => [...fold.querySelectorAll('table, p, li, form')].every((one) => one.checkVisibility())"


def shows_folds(page) -> list[bool]:
    return page.locator("main details").evaluate_all(f"(folds) => folds.map({PAPER_SHOWS})")


def test_the_triage_desk_is_worked_by_keys_and_without_them(two_councils, visit):
    """J and K walk the queue, figures choose, the letter follows what is written; all of it stands on the page, too."""
    ours = two_councils.ours
    refs = [makers.a_sent_idea(ours, title=title) for title in ("One visit for damp", "Text before the gritter")]
    lead, plain = visit(ours.lead), visit(ours.lead, script=False)
    page = lead.go(f"/ideas/{refs[0]}/triage")
    assert "next, previous" in page.locator(".shortcuts").inner_text()
    page.keyboard.press("j")
    page.wait_for_url(re.compile(refs[1]))
    page.keyboard.press("k")
    page.wait_for_url(re.compile(refs[0]))
    page.keyboard.press("9")
    assert page.get_by_label("Decline").is_checked()
    page.keyboard.press("r")
    page.keyboard.insert_text("j is for jokes. Another team does it.")
    page.keyboard.press("Tab")
    page.get_by_text("Your idea is not going ahead: One visit for damp").wait_for()
    assert "Another team does it." in page.locator("#as-it-goes").inner_text()
    lead.look()
    page.get_by_role("button", name="Turn keys off").click()
    page.keyboard.press("1")
    assert page.get_by_label("Decline").is_checked()
    page.get_by_label("Your words").focus()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Its author is told.").wait_for()
    page = plain.go(f"/ideas/{refs[1]}/triage")
    assert not page.locator(".shortcuts").is_visible()
    page.get_by_label("Improve instead").check()
    page.get_by_label("Your words").fill("The depot does it this week.")
    plain.press("Show the letter")
    assert "The depot does it this week." in page.locator("#as-it-goes").inner_text()
    assert page.get_by_label("Your words").input_value() == "The depot does it this week."


@pytest.mark.parametrize("script", [True, False])
def test_what_is_folded_on_the_screen_is_open_on_paper(two_councils, visit, script):
    ours = two_councils.ours
    ref = makers.an_idea(ours, stage=Stage.DESIGN)
    lead = visit(ours.lead, script=script)
    for address in ("/portfolio", f"/ideas/{ref}/health", "/portfolio/nudges/rules"):
        page = lead.go(address)
        assert not all(shows_folds(page))
        page.emulate_media(media="print")
        assert shows_folds(page)
        assert all(shows_folds(page))
        page.emulate_media(media="screen")


def test_pages_hold_on_a_phone_and_rooms_show_that_they_go_on(two_councils, visit):
    ours = two_councils.ours
    ref = makers.an_idea(ours, stage=Stage.DESIGN, title="خدمة (جديدة) للمقيمين!")
    makers.a_sent_idea(ours)
    for phone in (True, False):
        lead = visit(ours.lead, phone=phone)
        for address in (
            "/board",
            "/board?quiet=y",
            "/portfolio",
            "/portfolio/mix",
            "/triage",
            f"/ideas/{ref}",
            f"/ideas/{ref}/current?part=claim",
            "/ideas/new",
        ):
            page = lead.go(address)
        if phone:
            rooms = page.locator(".rooms ul")
            wide, shown, drawn = rooms.evaluate(
                "(r) => [r.scrollWidth, r.clientWidth, getComputedStyle(r).backgroundImage]"
            )
            assert wide > shown
            assert drawn.count("gradient") == 4
            beside = page.goto(f"{lead.site.url}/ideas/{ref}") and page.locator(".govuk-grid-column-one-third").last
            assert beside.evaluate("(column) => parseFloat(getComputedStyle(column).marginTop)") >= 20
    admin = visit(ours.admin, phone=True)
    page = admin.go("/council")
    cell = page.locator("td[data-label]").first
    texts = cell.evaluate(
        "(c) => [...c.querySelectorAll('div, .minor')].map((one) => one.getBoundingClientRect().left)"
    )
    assert max(texts) - min(texts) < 2
