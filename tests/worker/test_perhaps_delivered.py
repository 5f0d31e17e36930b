"""A letter whose end nobody saw is repeated once, under its own Message-ID, and then somebody decides."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest

from bench.chaos.mail_server import ACCEPTING, UNSEEN, Behaviour, UnrulyServer, serving
from config.settings import settings
from tests.worker.test_post import due_now, write
from tracker import post, tenancy
from tracker.post import delivery
from tracker.post.carriers import SmtpCarrier
from tracker.post.outbox import claim, hand, mark
from tracker.post.rules import Fate

LEASE = 40
STANDING = """
    SELECT sent_at IS NOT NULL, given_up_at IS NOT NULL, doubts, extract(epoch FROM not_before - now())::int, last_error
      FROM letter WHERE person_id = %s"""


@pytest.fixture
def behaving(monkeypatch):
    """A mail server that behaves as it is told: `with behaving({address: behaviour}) as server`."""

    @contextmanager
    def served(behaviours, then=Behaviour.TAKE):
        server = UnrulyServer(lambda address, n: behaviours.get(address, then) if n < 3 else Behaviour.TAKE)
        for name, value in {
            "MAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "MAIL_TIMEOUT_SECONDS": "1",
            "MAIL_DATA_TIMEOUT_SECONDS": "1",
            "LETTER_LEASE_SECONDS": str(LEASE),
        }.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        with serving(server):
            yield server

    yield served
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("behaviour", sorted(UNSEEN))
def test_what_ends_unseen_rests_for_a_lease_goes_once_more_and_then_waits_for_a_decision(
    world, outbox, behaving, behaviour
):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    with behaving({owner.email: behaviour}) as server:
        assert post.deliver() == 0
        sent, given_up, doubts, wait, error = outbox(STANDING, owner.id).fetchone()
        assert (sent, given_up, doubts, bool(error)) == (False, False, 1, True)
        assert wait == pytest.approx(LEASE, abs=8)
        assert post.deliver() == 0
        assert server.tries[owner.email] == 1, "not at once"
        due_now(outbox)
        assert post.deliver() == 0
        for _ in range(2):
            due_now(outbox)
            assert post.deliver() == 0
        assert server.tries[owner.email] == 2, "once more, and then somebody decides"
        ids = {message_id for _, message_id in server.handed}
        assert (len(server.handed), len(ids)) == (2, 1)
        assert len(server.accepted) == (2 if behaviour in ACCEPTING else 0)
    with tenancy.directory():
        [doubtful] = [one for one in post.troubled() if one.council_id == world.ours.id]
        assert doubtful.in_doubt
        assert doubtful.handed_at is not None
        assert post.outbox().in_doubt == 1


CERTAIN = {
    Behaviour.DEFER: ("451", 0),
    Behaviour.DEFER_ADDRESS: ("450", 0),
    Behaviour.GOING_AWAY: ("421", 0),
    Behaviour.REFUSE: ("554", 1),
    Behaviour.REFUSE_ADDRESS: ("550", 1),
    Behaviour.DEAF: ("TimeoutError: no answer within 1 seconds", 0),
    Behaviour.DIE_AT_ADDRESS: ("SMTPServerDisconnected", 0),
}


@pytest.mark.parametrize("behaviour", CERTAIN)
def test_what_surely_did_not_arrive_is_in_no_doubt_and_keeps_no_other_letter(world, outbox, behaving, behaviour):
    owner, lead = world.ours.owner, world.ours.lead
    with world.ours.door():
        write(owner)
        write(lead)
    outbox("UPDATE letter SET not_before = now() - interval '1 hour' WHERE person_id = %s", owner.id)
    with behaving({owner.email: behaviour}) as server:
        assert post.deliver() == 1, "the other one, in the same run"
    assert [address for address, _ in server.accepted] == [lead.email]
    sent, given_up, doubts, wait, error = outbox(STANDING, owner.id).fetchone()
    assert (sent, given_up, doubts) == (False, False, 0)
    assert wait == pytest.approx(30, abs=8)
    said, refusals = CERTAIN[behaviour]
    assert error.startswith(said)
    [[counted]] = outbox("SELECT refusals FROM letter WHERE person_id = %s", owner.id)
    assert counted == refusals


@pytest.mark.parametrize("behaviour", sorted(UNSEEN))
def test_a_letter_whose_end_goes_unseen_ends_nobody_elses_run(world, outbox, behaving, behaviour):
    owner, lead = world.ours.owner, world.ours.lead
    with world.ours.door():
        write(owner)
        write(lead)
    outbox("UPDATE letter SET not_before = now() - interval '1 hour' WHERE person_id = %s", owner.id)
    with behaving({owner.email: behaviour}) as server:
        assert post.deliver() == 1
    assert lead.email in {address for address, _ in server.accepted}


def test_a_server_that_breaks_off_twice_in_a_row_ends_the_run_and_costs_no_third_letter(world, outbox, behaving):
    people = [world.ours.owner, world.ours.lead, world.ours.sponsor, world.ours.admin]
    with world.ours.door():
        for person in people:
            write(person)
    with behaving({}, then=Behaviour.DIE) as server:
        assert post.deliver() == 0
    assert sum(server.tries.values()) == 2


def test_a_slow_server_is_waited_for(world, outbox, behaving):
    with world.ours.door():
        write(world.ours.owner)
    with behaving({world.ours.owner.email: Behaviour.SLOW}):
        assert post.deliver() == 1


def test_an_answer_that_trickles_holds_nobody_for_longer_than_the_time_out(world, outbox, behaving):
    with world.ours.door():
        write(world.ours.owner)
    with behaving({world.ours.owner.email: Behaviour.TRICKLE}):
        began = time.monotonic()
        post.deliver()
        assert time.monotonic() - began < 6


@pytest.fixture
def in_doubt(world, outbox):
    """A letter of ours that is perhaps delivered and waits for a decision; its identifier."""
    with world.ours.door():
        write(world.ours.owner)
    [[which]] = outbox(
        "UPDATE letter SET doubts = 2, attempts = 2, handed_at = now() - interval '2 hours', last_error = 'x'"
        " WHERE person_id = %s RETURNING id",
        world.ours.owner.id,
    )
    assert post.deliver() == 0, "nobody decided yet"
    return which


def test_sent_again_it_goes_once_more_and_where_that_too_goes_unseen_somebody_decides_again(
    world, outbox, behaving, in_doubt
):
    with behaving({world.ours.owner.email: Behaviour.HANG}) as server:
        with tenancy.directory():
            post.try_again(in_doubt)
        for _ in range(3):
            due_now(outbox)
            assert post.deliver() == 0
        assert server.tries[world.ours.owner.email] == 1
        with tenancy.directory():
            assert post.outbox().in_doubt == 1


def test_left_it_counts_as_delivered_when_its_words_went(world, outbox, mail, in_doubt):
    with tenancy.directory():
        post.leave(in_doubt)
    assert outbox("SELECT sent_at = handed_at FROM letter WHERE id = %s", in_doubt).fetchone() == (True,)
    assert post.deliver() == 0
    assert mail.accepted == []
    with tenancy.directory():
        assert not [one for one in post.troubled(limit=1000) if one.council_id == world.ours.id]


def test_only_what_is_in_doubt_is_left(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
        write(world.ours.lead)
    outbox("UPDATE letter SET given_up_at = now(), handed_at = now() WHERE person_id = %s", world.ours.owner.id)
    waiting = "SELECT id FROM letter WHERE sent_at IS NULL AND council_id = %s ORDER BY id"
    before = outbox(waiting, world.ours.id).fetchall()
    for [which] in before:
        with tenancy.directory():
            post.leave(which)
    assert outbox(waiting, world.ours.id).fetchall() == before
    assert len(before) >= 2


def test_the_secret_of_a_letter_that_is_left_goes_too(world, outbox, mail):
    with tenancy.directory():
        write(world.ours.owner, kind=post.LetterKind.ACCOUNT)
    [[which]] = outbox(
        "UPDATE letter SET doubts = 2, handed_at = now() WHERE person_id = %s RETURNING id", world.ours.owner.id
    )
    with tenancy.directory():
        post.leave(which)
    assert outbox("SELECT particulars FROM letter WHERE id = %s", which).fetchone() == (None,)


def test_a_worker_killed_once_the_words_went_leaves_a_doubt_and_one_killed_before_leaves_none(world, outbox, mail):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    lapsed = "UPDATE letter SET lease_until = now() - interval '1 second' WHERE person_id = %s"
    for doubts in (1, 2):
        claim()
        outbox(lapsed, owner.id)  # killed before
        assert hand(claim(), surely_absent=False)
        outbox(lapsed, owner.id)  # killed after
        assert outbox("SELECT doubts FROM letter WHERE person_id = %s", owner.id).fetchone() == (doubts,)
    assert claim() is None, "somebody decides"


def test_whoever_was_away_for_longer_than_the_lease_hands_nothing_over(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    slow = claim()
    outbox("UPDATE letter SET lease_until = now() - interval '1 second' WHERE person_id = %s", world.ours.owner.id)
    assert not hand(slow, surely_absent=False), "its lease ran out"
    quick = claim()
    assert not hand(slow, surely_absent=False), "another holds it"
    assert hand(quick, surely_absent=False)
    handed = delivery.Delivery(SmtpCarrier(), slow)
    with pytest.raises(delivery.TakenError):
        handed.run()
    assert mail.accepted == []


def test_a_process_that_dies_of_a_letter_three_times_has_it_given_up(world, outbox, mail):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    for _ in range(3):
        assert claim().to_email == owner.email
        outbox("UPDATE letter SET lease_until = now() - interval '1 second' WHERE person_id = %s", owner.id)
    assert post.deliver() == 0
    _, given_up, _, _, error = outbox(STANDING, owner.id).fetchone()
    assert (given_up, error) == (True, delivery.DIED)
    with tenancy.directory():
        assert post.try_all_again() >= 1
    assert post.deliver() >= 1
    assert len(mail.to(owner.email)) == 1


class Remembering(SmtpCarrier):
    """A carrier that can be asked: by the server's own list of what it accepted."""

    server: UnrulyServer

    def already_there(self, letter):
        return next((message_id for _, message_id in self.server.accepted if str(letter.id) in message_id), "")


@pytest.mark.parametrize(
    ("behaviour", "sent", "tries"), [(Behaviour.LOSE_ANSWER, 1, 1), (Behaviour.HANG, 0, 2), (Behaviour.DIE_AFTER, 1, 1)]
)
def test_where_the_carrier_can_be_asked_nothing_is_repeated_and_nobody_decides(
    world, outbox, behaving, monkeypatch, behaviour, sent, tries
):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    with behaving({owner.email: behaviour}) as server:
        monkeypatch.setattr(Remembering, "server", server, raising=False)
        monkeypatch.setattr(delivery, "the_carrier", Remembering)
        assert post.deliver() == 0
        due_now(outbox)
        assert post.deliver() == sent
        assert server.tries[owner.email] == tries
        due_now(outbox)
        assert post.deliver() == 1 - sent, "the third try of this server is accepted"
    assert [address for address, _ in server.accepted] == [owner.email]


def test_mail_about_accounts_goes_before_what_waits_longer(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
        write(world.ours.lead)
    with tenancy.directory():
        write(world.ours.sponsor, kind=post.LetterKind.ACCOUNT)
    outbox("UPDATE letter SET not_before = now() - interval '1 hour' WHERE person_id = %s", world.ours.lead.id)
    assert post.deliver() == 3
    order = [world.ours.sponsor.email, world.ours.lead.email, world.ours.owner.email]
    assert [taken[0] for taken, _ in mail.accepted] == order


def test_while_one_run_waits_for_the_mail_server_no_other_does(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    with tenancy.only_one(f"letters by {SmtpCarrier().where}", seconds=60) as ours:
        assert ours
        assert post.deliver() == 0
    assert mail.tried == 0
    assert post.deliver() == 1


def test_what_one_held_that_was_killed_is_free_at_once_and_its_end_harms_nobody(outbox, mail):
    work = f"letters by {SmtpCarrier().where}"
    holders = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with tenancy.only_one(work, seconds=60) as ours:
        with tenancy.only_one(work, seconds=60) as also:
            assert (ours, also) == (True, False)
        assert outbox(holders).fetchall() == [(True,)]
        with tenancy.only_one(work, seconds=60) as another:
            assert another
    with tenancy.only_one(work, seconds=60) as again:
        assert again


def test_what_one_holds_that_stands_still_is_free_after_its_time(outbox):
    with tenancy.only_one("a work", seconds=0.5) as ours:
        assert ours
        time.sleep(1.5)
        with tenancy.only_one("a work", seconds=60) as another:
            assert another


def test_letters_that_cannot_be_worded_written_or_addressed_end_nobodys_run(world, outbox, mail):
    people = [world.ours.owner, world.ours.lead, world.ours.sponsor, world.ours.admin]
    with world.ours.door():
        for person in people:
            write(person)
    spoil = {
        world.ours.owner: "template = 'no-such-letter'",
        world.ours.lead: "particulars = '{}'",
        world.ours.sponsor: "to_email = 'nobody at all'",
    }
    for person, change in spoil.items():
        outbox(f"UPDATE letter SET {change} WHERE person_id = %s", person.id)  # noqa: S608 - ours
    outbox("UPDATE letter SET not_before = now() - interval '1 hour' WHERE person_id <> %s", world.ours.admin.id)
    assert post.deliver() == 1
    assert [taken[0] for taken, _ in mail.accepted] == [world.ours.admin.email]
    for person in spoil:
        due_now(outbox)
        post.deliver()
        _, given_up, doubts, _, error = outbox(STANDING, person.id).fetchone()
        assert (given_up, doubts, bool(error)) == (True, 0, True)


@pytest.mark.parametrize("said", ["550 a NUL \0 in it", "550 \udcff half a character", "550 " + "x" * 10_000])
def test_whatever_a_server_says_can_be_kept(world, outbox, mail, said):
    with world.ours.door():
        write(world.ours.owner)
    mark(claim(), Fate.REFUSED, error=said)
    kept = outbox(STANDING, world.ours.owner.id).fetchone()[-1]
    assert kept.startswith("550 ")
    assert len(kept) <= 500
