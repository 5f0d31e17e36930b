"""Who may come in, through the product as it runs: invited, asked, let in or not; a forgotten password."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.journeys.conftest import PASSWORD


def link_in(letter: str, what: str) -> str:
    return re.search(rf"http\S+/{what}/\S+", letter).group()


def shot(visitor, name: str) -> None:
    """Keep what is shown where SHOTS names a folder: for whoever changes these pages."""
    if folder := os.environ.get("SHOTS"):
        visitor.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def invite(visit, side, email: str) -> None:
    admin = visit(side.admin)
    page = admin.go("/council/invite")
    page.get_by_role("textbox", name="Name", exact=True).fill("Nia Rees")
    page.get_by_label("Work email address").fill(email)
    page.get_by_role("checkbox", name="owner").check()
    admin.press("Send the invitation")
    admin.says("They come in once they accept.")
    shot(admin, "council")


def test_somebody_with_an_account_elsewhere_is_asked_and_chooses_to_work_here(site, two_councils, visit):
    ours, lead = two_councils.ours, two_councils.theirs.lead
    invite(visit, ours, lead.email)
    link = link_in(site.letter_to(lead.email, "You are invited"), "invite")
    stranger = visit(None, phone=True)
    stranger.go(link)
    shot(stranger, "invited-390")
    stranger.follow("Sign in to accept")
    stranger.page.get_by_label("Work email address").fill(lead.email)
    stranger.page.get_by_label("Password", exact=True).fill(PASSWORD)
    stranger.press("Sign in")
    stranger.says("The invitation is for")
    stranger.press("Accept")
    stranger.says(f"You are in {ours.name} now")
    again = visit(None, script=False)  # a page that is gone is an error on the console of one with script
    again.go(link)
    again.says("no longer good")
    shot(again, "gone")


def test_somebody_new_declines_one_invitation_and_accepts_the_next_without_script(site, two_councils, visit):
    ours, email = two_councils.ours, f"nia-{two_councils.ours.code}@northmoor.example.org"
    invite(visit, ours, email)
    first = visit(None, script=False)
    first.go(link_in(site.letter_to(email, "You are invited"), "invite"))
    shot(first, "new-1280")
    first.press("Decline")
    first.says("You declined.")
    admin = visit(ours.admin, phone=True)
    admin.go("/council")
    admin.says("declined")
    shot(admin, "council-390")
    before = site.letters_to(email)
    invite(visit, ours, email)
    while site.letters_to(email) == before:
        first.page.wait_for_timeout(200)
    first.go(link_in(site.letter_to(email, "You are invited"), "invite"))
    first.page.get_by_label("Choose a password").fill(PASSWORD)
    first.press("Accept, and set my password")
    first.says(f"You are in {ours.name} now")


def test_a_forgotten_password_is_chosen_anew_by_the_letter_that_the_worker_writes(site, two_councils, visit):
    owner = two_councils.ours.owner
    somebody = visit(None)
    somebody.go("/forgotten").get_by_label("Work email address").fill(owner.email)
    somebody.press("Send the link")
    somebody.go(link_in(site.letter_to(owner.email, "Choose a new password"), "reset"))
    somebody.page.get_by_label("Choose a password").fill("another set of words")
    somebody.press("Set my password")
    somebody.says("you are signed in")
