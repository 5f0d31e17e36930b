"""Letters of one kind are stopped with one press, from the letter itself; what they would tell waits in the inbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.worker.test_nudges import MONDAY, submitted, sweep, told, tried
from tracker import clock, council, idea, post
from tracker.post import MailKind, StopLink, stop_link, stop_secret

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
DUE = MONDAY + timedelta(days=64)


@pytest.fixture(autouse=True)
def alone(outbox):
    """No letters but this test's."""


def test_a_mail_program_stops_reminders_by_itself_and_only_a_press_does(world, mail, app, browse):
    side = world.ours
    tried(side, on=MONDAY)
    assert sweep(side, DUE) >= 1
    post.deliver()
    letter = mail.to(side.sponsor.email)[-1]
    address = letter["List-Unsubscribe"].strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.get_body(("plain",)).get_content()
    assert address in letter.get_body(("html",)).get_content()
    path = address[address.index("/stop/") :]
    with app.test_client() as program:  # no cookie, no form of ours
        assert program.get(path).status_code == 200
        assert side_stopped(side, side.sponsor) == frozenset()
        assert program.post(path, data=ONE_CLICK).status_code == 200
        assert program.post(path, data=ONE_CLICK).status_code == 200, "twice is once"
    assert side_stopped(side, side.sponsor) == {"reminders"}
    assert side_stopped(side, side.owner) == frozenset()
    assert "You stopped these emails" in browse().get(path).text
    assert path in browse(side.sponsor).get("/account/news").text

    sent = len(mail.to(side.sponsor.email))
    tried(side, on=MONDAY + timedelta(days=7), title="Bins")
    sweep(side, DUE + timedelta(days=7))
    post.deliver()
    assert len(mail.to(side.sponsor.email)) == sent
    assert told(side, side.sponsor).count(("sponsor_silent", "sent")) == 2, (
        "asked in the inbox, and escalated from there"
    )
    browse().post(path, {"act": "have"})
    assert side_stopped(side, side.sponsor) == frozenset()


def side_stopped(side, person):
    with side.door():
        return council.person(person.id).stopped


def test_answers_cannot_be_stopped_and_no_link_is_good_that_we_never_made(world, mail, app):
    side = world.ours
    made = submitted(side, on=clock.today())
    with side.door():
        idea.reply(idea=idea.by_id(idea_id=made), words="We read it.", by=side.lead.id)
    post.deliver()
    assert mail.to(side.contributor.email)[-1]["List-Unsubscribe"] is None
    secret = stop_secret(StopLink(side.id, side.owner.id, MailKind.NAMING))
    assert stop_link(secret) == StopLink(side.id, side.owner.id, MailKind.NAMING)
    forged = [
        secret[:-2],
        secret[2:],
        "A" * len(secret),
        "nothing",
        f"{secret[:30]}{'B' if secret[30] == 'A' else 'A'}{secret[31:]}",
    ]
    with app.test_client() as program:
        assert {program.post(f"/stop/{wrong}", data=ONE_CLICK).status_code for wrong in forged} == {404}
