"""A guest of a collaborative, through the product as it runs: asked in, reading on a phone, signing in again, ended."""

from __future__ import annotations

import os
from datetime import timedelta
from types import SimpleNamespace

from tests import makers
from tests.journeys.conftest import PASSWORD
from tests.journeys.test_who_comes_in import link_in, shot
from tracker import clock, council
from tracker.idea import Stage
from tracker.tenancy import directory

TITLE = "Keys on one board"


def test_somebody_of_another_body_is_asked_in_reads_on_a_phone_and_is_ended(site, two_councils, visit):
    ours, theirs = two_councils.ours, two_councils.theirs
    code, email = makers.a_collaborative(ours, theirs), f"nia-{ours.code}@charity.example.org"
    makers.a_card(theirs, code, makers.an_idea(theirs, stage=Stage.DESIGN, title=TITLE))
    lead = visit(ours.lead)
    lead.go(f"/collaboratives/{code}/members")
    shot(lead, "members-1280")
    lead.follow("Who reads the cards as a guest")
    shot(lead, "guests-none-1280")
    lead.follow("Ask a guest in")
    lead.page.get_by_label("Name", exact=True).fill("Nia Rees")
    lead.page.get_by_label("Which body are they from?").fill("Age Concern")
    lead.page.get_by_label("Work email address").fill(email)
    shot(lead, "ask-1280")
    lead.press("Send the invitation")
    lead.says("They read nothing until they accept")
    shot(lead, "guests-1280")
    guest = visit(None, phone=True)
    guest.go(link_in(site.letter_to(email, "You are asked to read along"), "guests/invitation"))
    shot(guest, "invitation-390")
    guest.press("Accept, and read")
    guest.says(TITLE)
    shot(guest, "board-390")
    guest.follow(TITLE)
    guest.says("The problem")
    shot(guest, "card-390")
    guest.page.get_by_text("Nia Rees", exact=True).click()
    guest.look()
    shot(guest, "menu-390")
    guest.press("Sign out")
    guest.says("Sign in as a guest")
    shot(guest, "sign-in-390")
    guest.page.get_by_label("Work email address").fill(email)
    guest.press("Send the link")
    shot(guest, "sent-390")
    wide = visit(None)
    wide.go(link_in(site.letter_to(email, "Your link to"), "guests/link"))
    shot(wide, "link-1280")
    wide.press("Sign in")
    shot(wide, "board-1280")
    wide.follow(TITLE)
    shot(wide, "card-1280")
    wide.go("/guests/cards")
    shot(wide, "cards-1280")
    lead.go(f"/collaboratives/{code}/guests")
    lead.press("End it")
    lead.says("Nobody of another body reads along")
    wide.go("/guests")
    wide.says("Sign in as a guest")


def test_an_operator_proposes_a_collaborative_and_a_lead_founds_it(site, two_councils, visit):
    ours = two_councils.ours
    operator = makers.an_operator(SimpleNamespace(admin_url=os.environ["DATABASE_ADMIN_URL"]))
    with directory():
        council.choose_password(person_id=operator.id, password=PASSWORD)
    runs = visit(operator)
    runs.go("/ops/collaboratives")
    shot(runs, "proposals-none-1280")
    runs.follow("Propose a collaborative")
    runs.page.get_by_label("Which council would convene it?").select_option(value=str(ours.id))
    runs.page.get_by_label("What is it called?").fill("Warm rooms this winter")
    runs.page.get_by_label("What would they reach together?").fill("Halve the second visits for damp")
    runs.page.get_by_label("Until when?").fill(f"{clock.today() + timedelta(days=300):%d/%m/%Y}")
    shot(runs, "proposal-1280")
    runs.press("Propose it")
    runs.says("Not answered yet.")
    lead = visit(ours.lead, phone=True)
    lead.go("/collaboratives")
    shot(lead, "collaboratives-390")
    lead.follow("Warm rooms this winter")
    shot(lead, "proposed-390")
    lead.press("Found it, and convene")
    lead.says("your council convenes it")
    runs.go("/ops/collaboratives")
    runs.says("It agreed on")
    shot(runs, "proposals-1280")
