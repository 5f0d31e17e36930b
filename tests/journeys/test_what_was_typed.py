"""What somebody typed and did not send: it stands there again in the same window, and nowhere once it was sent."""

from __future__ import annotations

from tests import makers

BACK = "What you typed here before stands here again."


def two_ideas(side) -> list[str]:
    """Two ideas that wait for an answer."""
    return [
        makers.a_sent_idea(side, title=title) for title in ("One list of keys", "Bins that tell when they are full")
    ]


def words(lead):
    return lead.page.get_by_role("textbox", name="Your words")


def test_a_reply_that_was_not_sent_stands_there_again_until_it_is(site, two_councils, visit):
    side = two_councils.ours
    one, other = two_ideas(side)
    lead = visit(side.lead)
    lead.go(f"/ideas/{one}/triage")
    lead.page.get_by_role("radio", name="Ask").check()
    words(lead).fill("Which doors do you mean?")
    lead.go(f"/ideas/{other}/triage")
    assert words(lead).input_value() == ""
    lead.go(f"/ideas/{one}/triage")
    assert words(lead).input_value() == "Which doors do you mean?"
    assert lead.page.get_by_role("radio", name="Ask").is_checked()
    lead.says(BACK)
    lead.press("Send and open the next")
    lead.go(f"/ideas/{one}/triage")
    assert words(lead).input_value() == ""


def test_a_form_that_was_not_taken_keeps_its_words_too_and_they_can_be_cleared(site, two_councils, visit):
    side = two_councils.ours
    one, _ = two_ideas(side)
    lead = visit(side.lead, phone=True)
    lead.go(f"/ideas/{one}/triage")
    words(lead).fill("We look into it.")
    lead.press("Send and open the next")  # no outcome was chosen
    lead.says("There is a problem")
    lead.go("/triage")
    lead.go(f"/ideas/{one}/triage")
    assert words(lead).input_value() == "We look into it."
    lead.press("Clear it")
    assert words(lead).input_value() == ""
    lead.go(f"/ideas/{one}/triage")
    assert words(lead).input_value() == ""


def test_what_was_typed_goes_with_whoever_signs_out(site, two_councils, visit):
    side = two_councils.ours
    one, _ = two_ideas(side)
    lead = visit(side.lead)
    lead.go(f"/ideas/{one}/triage")
    words(lead).fill("Between us: no.")
    lead.page.locator("details.person summary").click()
    lead.press("Sign out")
    assert lead.page.evaluate("Object.keys(sessionStorage).length") == 0
