"""Letters by GOV.UK Notify: each once, whatever becomes of its answers, because it is asked before one goes again."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from bench.chaos.notify_server import TAKING, NotifyBehaviour, StandIn, notifying
from config.settings import settings
from tests.worker.test_post import due_now, write
from tracker import post, tenancy

STANDING = "SELECT sent_at IS NOT NULL, given_up_at IS NOT NULL, doubts, refusals, attempts, last_error FROM letter"


@pytest.fixture
def by_notify(monkeypatch):
    """Letters go to a stand-in that behaves as it is told at the first try, and takes what comes after."""

    @contextmanager
    def led(behaviour=NotifyBehaviour.TAKE):
        stand_in = StandIn(lambda _, n: behaviour if n == 1 else NotifyBehaviour.TAKE, disk=0)
        patience = {"MAIL_TIMEOUT_SECONDS": "1", "MAIL_DATA_TIMEOUT_SECONDS": "1", "LETTER_LEASE_SECONDS": "40"}
        for name, value in {**patience, **stand_in.settings}.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        yield stand_in

    yield led
    monkeypatch.undo()
    settings.cache_clear()


def standing(outbox, person):
    return outbox(f"{STANDING} WHERE person_id = %s", person.id).fetchone()


def test_a_letter_goes_as_the_templates_words_under_its_own_reference(world, outbox, by_notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner, title="Read [this](https://elsewhere.example.org)")
    with by_notify() as stand_in, notifying(stand_in):
        assert post.the_carrier().answers() == stand_in.settings["NOTIFY_URL"]
        assert post.deliver() == 1
        assert post.deliver() == 0
    [(address, reference, words)] = stand_in.taken
    [[kept]] = outbox("SELECT id::text FROM letter WHERE person_id = %s", owner.id)
    assert (address, reference) == (owner.email, kept)
    assert words["subject"] == "Help is asked for"
    assert "Tom Baker" in words["body"]
    assert "](" not in words["body"], "what people write makes no links"


# The error that is kept, what the next run delivers, and whether somebody was asked to wait for a lease first.
AFTER = {
    NotifyBehaviour.LOSE_ANSWER: (0, 1, 1),
    NotifyBehaviour.HANG: (0, 1, 1),
    NotifyBehaviour.GIBBERISH: (1, 0, 0),
    NotifyBehaviour.FAIL_AFTER: (1, 0, 0),
    NotifyBehaviour.FAIL: (0, 1, 0),
    NotifyBehaviour.DIE: (0, 1, 1),
    NotifyBehaviour.BUSY: (0, 1, 0),
}


@pytest.mark.parametrize("behaviour", AFTER)
def test_whatever_becomes_of_the_answer_it_goes_once_and_nobody_has_to_decide(world, outbox, by_notify, behaviour):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    first, second, doubts = AFTER[behaviour]
    with by_notify(behaviour) as stand_in, notifying(stand_in):
        assert post.deliver() == first
        assert standing(outbox, owner)[:3] == (bool(first), False, doubts)
        assert post.deliver() == 0, "not at once"
        due_now(outbox)
        assert post.deliver() == second
        assert stand_in.tries[owner.email] == (1 if behaviour in TAKING else 2)
    assert [address for address, *_ in stand_in.taken] == [owner.email]
    assert standing(outbox, owner)[:2] == (True, False)


def test_what_notify_refuses_is_refused_and_counted(world, outbox, by_notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    with by_notify(NotifyBehaviour.REFUSE) as stand_in, notifying(stand_in):
        assert post.deliver() == 0
    sent, given_up, doubts, refusals, _, error = standing(outbox, owner)
    assert (sent, given_up, doubts, refusals) == (False, False, 0, 1)
    assert error == "Notify: 400 - [{'error': 'Error', 'message': 'refuse'}]"


def test_a_wrong_key_or_nobody_there_costs_no_letter_a_try_and_the_doctor_says_which(world, outbox, by_notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    with by_notify() as stand_in:
        assert post.deliver() == 0, "nobody serves"
        with pytest.raises(post.UnreachableError, match="nobody answers"):
            post.the_carrier().answers()
        stand_in.secret = "0" * 36
        with notifying(stand_in):
            outbox("UPDATE letter SET not_before = now() WHERE sent_at IS NULL")
            assert post.deliver() == 0
            with pytest.raises(post.UnreachableError, match="403"):
                post.the_carrier().answers()
    sent, given_up, doubts, refusals, attempts, error = standing(outbox, owner)
    assert (sent, given_up, doubts, refusals, attempts) == (False, False, 0, 0, 0)
    assert "403" in error
    with tenancy.directory():
        assert post.outbox().waiting == 1


def test_where_notify_cannot_be_asked_what_is_in_doubt_waits(world, outbox, by_notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    with by_notify(NotifyBehaviour.LOSE_ANSWER) as stand_in:
        with notifying(stand_in):
            assert post.deliver() == 0
        due_now(outbox)
        assert post.deliver() == 0, "it is away"
        assert standing(outbox, owner)[2] == 1, "still in doubt"
        due_now(outbox)
        with notifying(stand_in):
            assert post.deliver() == 1
        assert stand_in.tries[owner.email] == 1
