"""Letters: written once, sent once, never lost, and never anything but letters."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import select, text

from config.settings import settings
from tests import makers
from tracker import post, tenancy
from tracker.clock import today
from tracker.post.outbox import claim, mark
from tracker.post.rules import REFUSALS, Fate

_keys = itertools.count()


def write(person, **changes):
    """Write one letter, that somebody asked for help, from its own key."""
    given = {
        "to": post.Addressee(person.name, person.email, person.id),
        "kind": post.LetterKind.NOTICE,
        "key": f"test:{person.id}:{next(_keys)}",
        "subject": "Help is asked for",
        "ref": "NOR-1",
        "title": "Key safes",
        "asker": "Tom Baker",
        "reply": "need_help",
        "note": "",
        "fact": "Nothing has been added since 3 October.",
        "council_name": "Northmoor Council",
        **changes,
    }
    return post.write("nudge_passed_on", **given)


def due_now(outbox):
    outbox("UPDATE letter SET not_before = now(), lease_until = NULL WHERE sent_at IS NULL")


def test_a_letter_goes_once_with_its_own_message_id(world, outbox, mail):
    with world.ours.door():
        assert write(world.ours.owner)

    assert post.deliver() == 1
    assert post.deliver() == 0

    [letter] = mail.to(world.ours.owner.email)
    [[key]] = outbox("SELECT id FROM letter WHERE person_id = %s", world.ours.owner.id)
    assert letter["Message-ID"] == f"<{key}@seedbed.invalid>"
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("way", ["enable_hashjoin", "enable_indexscan", "enable_nestloop", "enable_sort"])
def test_one_letter_is_claimed_at_a_time_whichever_way_the_database_goes_about_it(world, outbox, mail, way, database):
    with world.ours.door():
        for n in range(5):
            assert write(world.ours.owner, key=f"waits {way} {n}")
    avoided = {"enable_hashjoin", "enable_mergejoin", "enable_hashagg", "enable_material", way}
    with psycopg.connect(database.admin_url) as connection:
        for name in sorted(avoided):
            connection.execute(f"SET LOCAL {name} = off")
        claimed = connection.execute("SELECT id FROM claim_letters(1, 60)").fetchall()
        connection.rollback()
    assert len(claimed) == 1


def test_a_second_letter_of_the_same_key_is_not_written(world, outbox, mail):
    with world.ours.door():
        assert write(world.ours.owner, key="the same") is not None
        assert write(world.ours.owner, key="the same") is None
    with world.theirs.door():
        assert write(world.theirs.owner, key="the same") is None, "not even from another council"


def test_a_person_has_one_nudge_a_day_across_their_councils(world, outbox, mail):
    both = makers.a_person(world.ours.id, name="Grace Obi")
    makers.a_person(world.theirs.id, name="Grace Obi", email=both.email)
    with world.ours.door():
        assert write(both, kind=post.LetterKind.NUDGE, mail_day=today())
    with world.theirs.door():
        assert post.has_nudge_on(person_id=both.id, day=today())
        assert not write(both, kind=post.LetterKind.NUDGE, mail_day=today())
        assert write(both), "what is no nudge goes at once"


def test_a_letter_of_a_change_that_was_undone_was_never_written(world, outbox, mail):
    with pytest.raises(ZeroDivisionError), world.ours.door():
        write(world.ours.owner)
        _ = 1 / 0

    assert post.deliver() == 0


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: thief@example.com",
        "Hello\nBcc: thief@example.com\n\nand a body",
        "=?UTF-8?Q?=0ABcc:_thief@example.com?=",
        "=\0?UTF-8?Q?=0D=0ABcc:_thief@example.com?=",
        "\u2028Bcc: thief@example.com\x85X: y",
    ],
)
def test_a_subject_can_be_nothing_but_a_subject(world, outbox, mail, subject):
    with world.ours.door():
        write(world.ours.owner, subject=subject)

    assert post.deliver() == 1

    [(people, letter)] = mail.accepted
    assert people == [world.ours.owner.email]
    assert letter["Bcc"] is None
    assert letter["X"] is None
    assert "\n" not in str(letter["Subject"])


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: thief@example.com", '"Eve" <thief@example.com>, x', "=?utf-8?q?=0ABcc:?="]
)
def test_a_name_can_be_nothing_but_a_name(world, outbox, mail, name):
    with world.ours.door():
        write(world.ours.owner, to=post.Addressee(name, world.ours.owner.email, world.ours.owner.id))

    assert post.deliver() == 1
    [(people, letter)] = mail.accepted
    assert people == [world.ours.owner.email]
    assert [one.addr_spec for one in letter["To"].addresses] == [world.ours.owner.email]


def test_an_address_that_is_none_stops_no_other_letter(world, outbox, mail):
    with world.ours.door():
        write(
            world.ours.lead, to=post.Addressee("Eve", "eve@example.com\r\nBcc: thief@example.com", world.ours.lead.id)
        )
        write(world.ours.owner)

    assert post.deliver() == 1
    assert len(mail.to(world.ours.owner.email)) == 1
    assert mail.tried == 1


def test_what_somebody_wrote_is_no_markup_in_a_letter(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner, note="<script>alert(1)</script> & more")

    post.deliver()

    [letter] = mail.to(world.ours.owner.email)
    assert "<script>" in letter.get_body(("plain",)).get_content()
    assert "<script>" not in letter.get_body(("html",)).get_content()


def test_a_letter_refused_for_good_is_tried_a_few_times_and_then_given_up_and_shown(world, outbox, mail):
    mail.refuses = f"550 <{world.ours.owner.email}> no such mailbox"
    with world.ours.door():
        write(world.ours.owner)
    for _ in range(REFUSALS[post.LetterKind.NOTICE] + 2):
        due_now(outbox)
        assert post.deliver() == 0

    assert mail.tried == REFUSALS[post.LetterKind.NOTICE] == 2, "it is not tried again by itself"
    with tenancy.directory():
        [trouble] = [one for one in post.troubled() if one.council_id == world.ours.id]
    assert trouble.last_error == "550 <this address> no such mailbox"
    assert trouble.given_up_at
    assert world.ours.owner.email.partition("@")[0] not in trouble.address


def test_a_letter_that_was_given_up_can_be_tried_once_more(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    outbox(
        "UPDATE letter SET given_up_at = now(), attempts = 8, last_error = 'x' WHERE person_id = %s",
        world.ours.owner.id,
    )
    assert post.deliver() == 0
    with tenancy.directory():
        [trouble] = [one for one in post.troubled() if one.council_id == world.ours.id]
        post.try_again(trouble.id)

    assert post.deliver() == 1


def test_a_mail_server_that_is_away_costs_no_letter_an_attempt(world, outbox, mail, monkeypatch):
    with world.ours.door():
        write(world.ours.owner)
    monkeypatch.setenv("MAIL_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    for _ in range(10):
        due_now(outbox)
        assert post.deliver() == 0
    monkeypatch.undo()
    settings.cache_clear()
    due_now(outbox)

    assert outbox("SELECT attempts, given_up_at FROM letter WHERE person_id = %s", world.ours.owner.id).fetchone() == (
        0,
        None,
    )


def test_two_drains_at_once_send_each_letter_once(world, outbox, mail):
    with world.ours.door():
        for _ in range(30):
            write(world.ours.owner)

    with ThreadPoolExecutor(3) as drains:
        sent = list(drains.map(lambda _: post.deliver(), range(3)))

    assert sum(sent) == 30
    ids = [letter["Message-ID"] for letter in mail.to(world.ours.owner.email)]
    assert len(ids) == len(set(ids)) == 30


def test_a_letter_held_by_a_worker_that_died_comes_back_after_its_lease(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    assert claim() is not None
    assert post.deliver() == 0, "held"
    outbox("UPDATE letter SET lease_until = now() - interval '1 second' WHERE person_id = %s", world.ours.owner.id)

    assert post.deliver() == 1


def test_a_worker_that_was_away_too_long_cannot_undo_what_another_did(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    slow = claim()
    outbox("UPDATE letter SET lease_until = now() - interval '1 second' WHERE person_id = %s", world.ours.owner.id)
    quick = claim()

    mark(slow, Fate.REFUSED, error="too late")

    assert outbox("SELECT lease_until IS NOT NULL FROM letter WHERE id = %s", quick.id).fetchone() == (True,)


def test_the_secret_of_a_link_is_gone_once_its_letter_was_sent(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner, kind=post.LetterKind.NUDGE, mail_day=today(), note="secret")
    post.deliver()

    [[kept]] = outbox("SELECT row_to_json(letter)::text FROM letter WHERE person_id = %s", world.ours.owner.id)
    assert "secret" not in kept
    [letter] = mail.to(world.ours.owner.email)
    assert "secret" in letter.get_body(("plain",)).get_content()


def test_the_outbox_is_reached_from_the_directory_alone(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    with world.theirs.door() as door:
        assert door.execute(text("SELECT * FROM claim_letters(10, 60)")).all() == []
        assert door.execute(text("SELECT * FROM troubled_letters(10)")).all() == []
        assert door.scalars(select(post.Letter)).all() == []
