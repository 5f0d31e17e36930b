"""A letter is worded when it is carried: in its council's words of then, and without what was taken away by then."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from config.settings import settings
from tests import makers
from tests.letters import text_of
from tests.reading import Page
from tests.tracker import test_gates as gates
from tests.worker.test_post import due_now, write
from tracker import clock, council, idea, listening, post, tenancy
from tracker.gate import Term, Word
from tracker.idea import Message, MessageKind, spoken
from tracker.post import rendering

OF_ONE = "SELECT row_to_json(letter)::text FROM letter WHERE key LIKE %s AND council_id = %s"
OLD = (
    "INSERT INTO letter (id, council_id, person_id, kind, key, to_name, to_email, subject, body, html)"
    " VALUES (gen_random_uuid(), %s, %s, 'reply', 'from before', 'Tom', %s, 'As it was', 'In plain words',"
    " '<p>Shown</p>')"
)


def plain(letter) -> str:
    return letter.get_body(("plain",)).get_content()


def message_of(side, kind):
    """The one message of a kind in a council, in its open door."""
    return tenancy.session().scalars(select(Message).where(Message.kind == kind)).one()


def asked(side, ref):
    with side.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Is it Ada Pike of Mill Lane?", by=side.lead.id)
    return MessageKind.QUESTION, side.lead, side.contributor


def replied(side, ref):
    with side.door():
        idea.reply(idea=makers.idea_of(ref), words="Is it Ada Pike of Mill Lane?", by=side.lead.id)
    return MessageKind.REPLY, side.lead, side.contributor


def answered(side, ref):
    with side.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Who?", by=side.lead.id)
        idea.answer_question(idea=makers.idea_of(ref), answer="Is it Ada Pike of Mill Lane?", by=side.contributor.id)
    return MessageKind.ANSWER, side.contributor, side.lead


@pytest.mark.parametrize("spoken", [asked, replied, answered])
@pytest.mark.parametrize("redacted", [True, False])
def test_what_was_taken_away_before_its_letter_is_carried_does_not_go_out(world, outbox, mail, spoken, redacted):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    kind, by, to = spoken(ours, ref)
    if redacted:
        with ours.door():
            idea.redact(message=message_of(ours, kind), idea=makers.idea_of(ref), by=by.id)
    post.deliver()
    letter = mail.to(to.email)[-1]
    assert ("Ada Pike" in letter.as_string()) is not redacted
    assert ("These words were taken away." in plain(letter)) is redacted
    assert by.name in plain(letter)


def test_a_letter_keeps_no_copy_of_what_people_say_to_each_other(world, outbox):
    ref = makers.a_sent_idea(world.ours)
    replied(world.ours, ref)
    [(kept,)] = outbox(OF_ONE, "author_reply:%", world.ours.id)
    assert "Ada Pike" not in kept
    assert "template" in kept


def test_a_second_attempt_tells_what_stands_by_then(world, outbox, mail):
    ours = world.ours
    ref = makers.a_sent_idea(ours)
    mail.refuses = "450 later"
    kind, by, to = replied(ours, ref)
    post.deliver()
    mail.refuses = None
    with ours.door():
        idea.redact(message=message_of(ours, kind), idea=makers.idea_of(ref), by=by.id)
    due_now(outbox)
    post.deliver()
    assert not [letter for letter in mail.to(to.email) if "Ada Pike" in letter.as_string()]


def test_a_letter_that_was_written_out_before_is_carried_as_it_stands(world, outbox, mail):
    outbox(OLD, world.ours.id, world.ours.owner.id, world.ours.owner.email)
    assert post.deliver() == 1
    [letter] = mail.to(world.ours.owner.email)
    assert (letter["Subject"], plain(letter).strip()) == ("As it was", "In plain words")
    assert "<p>Shown</p>" in letter.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "kept", [("no_such_template", {}), ("nudge_passed_on", {}), ("author_reply", {"message_id": "x"})]
)
def test_a_letter_that_cannot_be_worded_says_so_without_its_words_and_stops_no_other(world, outbox, mail, kept):
    template, particulars = kept
    with world.ours.door():
        write(world.ours.lead)
        write(world.ours.owner)
    spoilt = (
        "UPDATE letter SET template = %s, particulars = %s, not_before = now() - interval '1 hour' WHERE person_id = %s"
    )
    outbox(spoilt, template, json.dumps(particulars), world.ours.lead.id)
    assert post.deliver() == 1
    assert [to for to, _ in mail.accepted] == [[world.ours.owner.email]]
    [(error, attempts)] = outbox("SELECT last_error, attempts FROM letter WHERE person_id = %s", world.ours.lead.id)
    assert error.startswith("it could not be worded (")
    assert attempts == 1


def test_a_letter_cannot_tell_what_was_said_in_another_council(world, outbox, mail):
    ref = makers.a_sent_idea(world.theirs)
    replied(world.theirs, ref)
    with world.theirs.door():
        strange = message_of(world.theirs, MessageKind.REPLY).id
    with world.ours.door():
        write(world.ours.owner)
    outbox(
        "UPDATE letter SET template = 'author_reply', particulars = %s WHERE person_id = %s",
        json.dumps({"ref": "NOR-1", "title": "T", "by": "B", "next_step": "", "message_id": str(strange)}),
        world.ours.owner.id,
    )
    post.deliver()
    assert mail.to(world.ours.owner.email) == []


def test_a_decision_tells_every_condition_and_step_to_its_author_as_the_author_and_to_its_owner_as_one_who_helps(
    world, outbox, mail
):
    ours, due = world.ours, clock.today() + timedelta(days=30)
    ref = gates.an_active_idea(ours, title="A van on Saturdays")
    terms = (Term("Hear five families", ours.owner.id, due), Term("Tell the union", ours.admin.id, due))
    made = gates.decide(ours, ref, gates.a_draft(Word.CONDITIONAL, terms=terms))
    post.deliver()
    address = f"{settings().base_url}/ideas/{ref}/decisions/{made.number}"
    told = {
        ours.contributor: ("Thank you for saying it.", f"You have this because it is your idea, {ref}."),
        ours.owner: ("Thank you for your part in it.", f"You have this because you work on {ref} or follow it."),
    }
    steps = ["From today it is ", f"{ours.owner.name} leads it, and will be asked how it goes."]
    for person, as_whom in told.items():
        letter = mail.to(person.email)[-1]
        shown = Page(letter.get_body(("html",)).get_content())
        for words in (plain(letter), shown.words):
            assert [said in words for both in told.values() for said in both] == [
                said in as_whom for both in told.values() for said in both
            ]
        lines = [line[2:] for line in plain(letter).splitlines() if line.startswith("- ")]
        for said in (lines, shown.items):
            assert [one[: len(step)] for one, step in zip(said, steps, strict=True)] == steps
        day = spoken(due, today=clock.today())
        for term, owner in zip(terms, (ours.owner.name, ours.admin.name), strict=True):
            assert f"The condition: {term.text} ({owner}, by {day})" in plain(letter)
            assert [one for one in shown.paragraphs if one.endswith(term.text)] == [f"The condition {term.text}"]
            assert [one for one in shown.paragraphs if one.startswith("Who does that") and owner in one]
        assert any(one.startswith("What was decided") for one in shown.paragraphs)
        assert f"Read the decision: {address}" in plain(letter)
        assert (shown.links["Read the decision"], shown.links[address]) == (address, address)


def test_account_mail_belongs_to_no_council_and_is_worded_all_the_same(world, outbox, mail):
    with tenancy.directory() as door:
        person = door.get_one(council.Person, world.ours.lead.id)
        council.send_link(person=person)
    assert post.deliver() == 1
    [letter] = mail.to(world.ours.lead.email)
    assert "/reset/" in plain(letter)
    [(kept,)] = outbox("SELECT row_to_json(letter)::text FROM letter WHERE person_id = %s", world.ours.lead.id)
    assert "/reset/" not in kept


def test_writing_a_letter_words_nothing(world, outbox, monkeypatch):
    monkeypatch.setattr(rendering, "_pages", None)
    with world.ours.door():
        assert write(world.ours.owner)
    makers.a_sent_idea(world.ours)


def test_a_process_that_hears_what_is_recorded_can_word_letters_too(world):
    """What is given to letters is given where a process is wired, and nowhere else."""
    rendering.word_with(**dict.fromkeys(("called", "capital", "message"), lambda *_, **__: "unworded"), secrets={})
    listening.wire(worker=False)
    asked(world.ours, makers.a_sent_idea(world.ours))
    with world.ours.door():
        letters = tenancy.session().scalars(select(post.Letter)).all()
        assert any("Ada Pike" in text_of(letter) for letter in letters)
