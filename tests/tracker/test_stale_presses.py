"""What is pressed on a page that is older than what happened: the page that comes says what happened."""

from __future__ import annotations

import re

import psycopg

from tests import makers
from tracker import council, idea, post


def refused(browser, address: str) -> str:
    """The page that comes after a press that found nothing left to do."""
    return browser.follow(browser.post(address, {})).text


def test_two_ideas_taken_apart_in_another_window_are_said_to_stand_by_themselves(world, browse):
    side, lead = world.ours, browse(world.ours.lead)
    one, other = makers.a_sent_idea(side), makers.a_sent_idea(side, title="The same in other words")
    with side.door():
        idea.merge(idea=makers.idea_of(one), into=makers.idea_of(other), because="The same.", by=side.lead.id)
    lead.post(f"/ideas/{one}/merge/undo", {})
    assert f"Nothing was done: {one} stands by itself already." in refused(lead, f"/ideas/{one}/merge/undo")
    assert f"{one} does not wait any more" in refused(lead, f"/ideas/{one}/wake")
    assert f"{one} goes on already" in refused(lead, f"/ideas/{one}/carry-on")


def test_who_was_invited_already_is_not_invited_as_if_new(world, browse, database):
    side, admin = world.ours, browse(world.ours.admin)
    form = {"name": "Pat New", "email": "pat@new.example", "roles": ["lead", "contributor"]}
    assert "Pat New is invited" in admin.follow(admin.post("/council/invite", form)).text
    told = admin.post("/council/invite", {**form, "roles": ["contributor"]}, status=200).text
    assert "Pat New was invited on" in told
    assert 'name="again"' in told
    listed = admin.get("/council").text
    assert "Contributor, lead" in re.sub(r"\s+", " ", listed)
    assert (
        "Pat New is asked again"
        in admin.follow(admin.post("/council/invite", {**form, "roles": ["contributor"], "again": "y"})).text
    )
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", admin.get("/council").text))
    assert f"by {side.admin.name}, may answer until" in shown
    assert "Contributor, lead" not in shown
    with psycopg.connect(database.admin_url) as door:
        asked = "SELECT template, to_name, subject, particulars FROM letter WHERE to_email = 'pat@new.example'"
        letters = [
            post.words_of(template, to_name=name, subject=subject, particulars=particulars).text
            for template, name, subject, particulars in door.execute(asked).fetchall()
        ]
    assert [f"{side.admin.name} invites you to {side.name}" in letter for letter in letters] == [True, True]


def test_an_invitation_that_was_answered_meanwhile_is_said_to_be(world, browse):
    side, admin = world.ours, browse(world.ours.admin)
    admin.post("/council/invite", {"name": "Pat New", "email": "pat@new.example", "roles": ["contributor"]})
    with side.door():
        [asked] = council.invitations()
    admin.post(f"/council/invitations/{asked.id}/end", {})
    for act in ("again", "end"):
        assert "was answered, replaced or taken back in the meantime" in refused(
            admin, f"/council/invitations/{asked.id}/{act}"
        )


def test_a_reference_that_no_idea_has_is_told_beside_its_field(world, browse):
    lead, ref = browse(world.ours.lead), makers.a_sent_idea(world.ours)
    told = lead.get("/council/doors?ref=NOR-999").text
    assert "No idea here has the reference “NOR-999”." in told
    assert 'value="NOR-999"' in told
    assert (
        lead.get(f"/council/doors?ref={ref.lower()}", status=303).headers["Location"].endswith(f"/ideas/{ref}/outside")
    )
