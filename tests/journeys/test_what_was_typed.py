"""What somebody typed and did not send: it stands there again in the same window, and nowhere once it was sent."""

from __future__ import annotations

from tests import makers
from tracker import contact

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


def a_poster(side) -> str:
    """The secret of a team's poster."""
    with side.door():
        made = contact.make_poster(team="Bin crews", line="What is in the way?", service_id=None, by=side.lead.id)
        return contact.token_of(contact.TokenKind.POSTER, made.id)


def ideas_of(side) -> int:
    """How many ideas came by the posters of a council."""
    with side.door():
        return sum(one.ideas for one in contact.posters())


def test_a_phone_at_a_poster_keeps_what_could_not_be_sent_and_sends_it_once(site, two_councils, visit):
    side = two_councils.ours
    address = f"/t/{a_poster(side)}"
    phone = visit(None, phone=True)
    phone.go(address)
    problem = phone.page.get_by_role("textbox", name="What is the problem?")
    problem.fill("Eleven gates, one key board.")
    phone.page.get_by_role("radio", name="email").check()
    phone.page.get_by_role("textbox", name="Your email address").fill("kit@home.example")
    phone.page.route(
        "**/t/**", lambda route: (route.fetch(max_redirects=0), route.abort())
    )  # it came, its answer was lost
    phone.page.get_by_role("button", name="Send it").click(no_wait_after=True)
    phone.page.wait_for_timeout(1500)
    phone.page.unroute_all()
    phone.page.goto(f"{site.url}{address}")
    assert problem.input_value() == "Eleven gates, one key board."
    assert phone.page.get_by_role("textbox", name="Your email address").input_value() == "kit@home.example"
    phone.says(BACK)
    phone.press("Send it")
    phone.says("It is in.")
    assert ideas_of(side) == 1
    phone.go(address)
    assert problem.input_value() == ""
    assert phone.page.evaluate("Object.keys(sessionStorage).length") == 0
