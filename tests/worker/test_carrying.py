"""How letters wait, how long they are held, when they are given up, and what is kept of them afterwards."""

from __future__ import annotations

import ssl
import subprocess

import pytest

from config.settings import settings
from tests.worker.mailing import serving
from tests.worker.test_post import due_now, write
from tracker import post, tenancy
from tracker.clock import today
from tracker.post.outbox import claim

WAITS = [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14400, 14400]  # seconds after the first refusal, the second ...
KEPT = "SELECT attempts, given_up_at IS NOT NULL, last_error, lease_until IS NULL FROM letter WHERE person_id = %s"


def wait_of(outbox, person) -> float:
    [[wait]] = outbox("SELECT extract(epoch FROM not_before - now()) FROM letter WHERE person_id = %s", person.id)
    return float(wait)


def test_a_letter_refused_for_now_waits_twice_as_long_each_time_and_at_most_four_hours(world, outbox, mail):
    mail.refuses = "450 greylisted"
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    for tried, wait in enumerate(WAITS, 1):
        due_now(outbox)
        assert post.deliver() == 0
        assert wait_of(outbox, owner) == pytest.approx(wait, abs=8)
        assert outbox(KEPT, owner.id).fetchone() == (tried, False, "450 greylisted", True)


def test_a_letter_refused_for_now_is_given_up_after_five_days_and_not_before(world, outbox, mail):
    mail.refuses = "450 greylisted"
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    outbox("UPDATE letter SET created_at = now() - interval '9 days' WHERE person_id = %s", owner.id)
    since = "UPDATE letter SET tried_since = now() - interval '{}' WHERE person_id = %s"
    for days in (None, "4 days 23 hours", "5 days 1 minute"):
        if days:
            outbox(since.format(days), owner.id)
        due_now(outbox)
        assert post.deliver() == 0
        [[given_up]] = outbox("SELECT given_up_at IS NOT NULL FROM letter WHERE person_id = %s", owner.id)
        assert given_up == (days == "5 days 1 minute"), "from its first attempt, not since it was written"


@pytest.mark.parametrize(
    ("answer", "refusals"),
    [("550 no", 1), ("554 no", 1), ("450 later", 0), ("421 I am going away", 0)],
)
def test_what_a_server_said_counts_as_it_said_it(world, outbox, mail, answer, refusals):
    mail.refuses = answer
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 0
    assert outbox(KEPT, world.ours.owner.id).fetchone() == (1, False, answer, True)
    assert wait_of(outbox, world.ours.owner) == pytest.approx(30, abs=8)
    known = "SELECT refusals, doubts, tried_since IS NOT NULL FROM letter WHERE person_id = %s"
    assert outbox(known, world.ours.owner.id).fetchone() == (refusals, 0, True)


@pytest.mark.parametrize("length", [496, 497])
def test_of_a_long_refusal_the_first_500_characters_are_kept(world, outbox, mail, length):
    mail.refuses = "550 " + "x" * (length - 1) + "y"
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 0
    [[kept]] = outbox("SELECT last_error FROM letter WHERE person_id = %s", world.ours.owner.id)
    assert kept == ("550 " + "x" * 495 + "y" if length == 496 else "550 " + "x" * 496)


ELSEWHERE = "127.0.0.2"  # this machine too, and yet not the address that counts as loopback


@pytest.mark.parametrize(
    ("host", "user", "certified", "signed_in"),
    [
        ("127.0.0.1", "seedbed", False, True),
        ("127.0.0.1", None, False, False),
        (ELSEWHERE, "seedbed", True, True),
        (ELSEWHERE, None, True, False),
        (ELSEWHERE, None, False, False),
    ],
)
def test_a_letter_goes_with_the_password_where_nobody_listens_and_without_one_anywhere(
    world, outbox, certificate, host, user, certified, signed_in
):
    with world.ours.door():
        write(world.ours.owner)
    with serving(host, user=user, certificate=certificate if certified else None) as mail:
        assert post.deliver() == 1
    assert mail.signed_in == ([("seedbed", "a-password")] if signed_in else [])
    assert len(mail.to(world.ours.owner.email)) == 1


def test_without_tls_elsewhere_the_password_stays_here(world, outbox):
    with world.ours.door():
        write(world.ours.owner)
    with serving(ELSEWHERE, user="seedbed") as mail:
        assert post.deliver() == 0
    assert (mail.signed_in, mail.accepted) == ([], [])
    [[kept]] = outbox("SELECT last_error FROM letter WHERE person_id = %s", world.ours.owner.id)
    assert kept == "SMTPException: the mail server offers no TLS: the password stays here"


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for the mail server elsewhere, which this process trusts for one test."""
    paper, key = tmp_path / "paper.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", paper]
    about = ["-subj", "/CN=mail", "-addext", f"subjectAltName=IP:{ELSEWHERE}", "-days", "2"]
    subprocess.run([*made, *about], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(paper))
    spoken = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    spoken.load_cert_chain(paper, key)
    return spoken


def test_a_mail_server_that_is_away_ends_the_run_and_the_next_letters_are_left_alone(world, outbox, monkeypatch):
    with world.ours.door():
        write(world.ours.owner)
        write(world.ours.lead)
    monkeypatch.setenv("MAIL_URL", "smtp://127.0.0.1:9")
    settings.cache_clear()
    assert post.deliver() == 0
    monkeypatch.undo()
    settings.cache_clear()
    tried = outbox("SELECT last_error IS NOT NULL FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL").fetchall()
    assert sorted(tried) == [(False,), (True,)]
    with tenancy.directory():
        assert all("127.0.0.1:9" not in one.last_error for one in post.troubled())


def test_a_letter_is_held_for_as_long_as_the_setting_says(world, outbox, monkeypatch):
    with world.ours.door():
        write(world.ours.owner)
    for name, seconds in {"MAIL_TIMEOUT_SECONDS": "7", "MAIL_DATA_TIMEOUT_SECONDS": "70"}.items():
        monkeypatch.setenv(name, seconds)
    monkeypatch.setenv("LETTER_LEASE_SECONDS", "77")
    settings.cache_clear()
    assert claim().to_email == world.ours.owner.email
    monkeypatch.undo()
    settings.cache_clear()
    [[held]] = outbox(
        "SELECT extract(epoch FROM lease_until - now()) FROM letter WHERE lease_until IS NOT NULL AND person_id = %s",
        world.ours.owner.id,
    )
    assert float(held) == pytest.approx(77, abs=8)
    assert claim() is None, "it is held"
    outbox("UPDATE letter SET lease_until = now() + interval '3 seconds' WHERE person_id = %s", world.ours.owner.id)
    assert claim() is None, "for three seconds yet"


def test_what_is_due_longest_goes_first_and_what_is_not_due_waits(world, outbox, mail):
    due = {world.ours.lead: -1, world.ours.owner: 60, world.ours.sponsor: 120}
    with world.ours.door():
        for person in due:
            write(person)
    for person, ago in due.items():
        outbox("UPDATE letter SET not_before = now() - make_interval(mins => %s) WHERE person_id = %s", ago, person.id)
    assert post.deliver() == 2
    assert [taken[0] for taken, _ in mail.accepted] == [world.ours.sponsor.email, world.ours.owner.email]


def test_a_run_that_has_no_time_left_carries_nothing(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver(seconds=0) == 0
    assert outbox(KEPT, world.ours.owner.id).fetchone()[0] == 0
    assert post.deliver() == 1


@pytest.mark.parametrize(
    ("kind", "emptied"),
    [
        (post.LetterKind.ACCOUNT, True),
        (post.LetterKind.NUDGE, True),
        (post.LetterKind.REPLY, False),
        (post.LetterKind.NOTICE, False),
    ],
)
def test_the_words_of_a_letter_with_a_secret_go_once_it_is_sent_and_those_of_others_stay(
    world, outbox, mail, kind, emptied
):
    day = today() if kind is post.LetterKind.NUDGE else None
    with tenancy.directory() if kind is post.LetterKind.ACCOUNT else world.ours.door():
        write(world.ours.owner, kind=kind, mail_day=day)
    kept = "SELECT particulars IS NULL FROM letter WHERE person_id = %s"
    mail.refuses = "450 later"
    post.deliver()
    assert outbox(kept, world.ours.owner.id).fetchone() == (False,), "it is not sent yet"
    mail.refuses = None
    due_now(outbox)
    assert post.deliver() == 1
    assert outbox(kept, world.ours.owner.id).fetchone() == (emptied,)


def test_a_letter_tried_once_more_begins_again_and_one_that_was_not_given_up_is_left(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
        write(world.ours.lead)
    gone = "UPDATE letter SET given_up_at = now(), attempts = 8, last_error = 'x' WHERE person_id = %s"
    outbox(gone, world.ours.owner.id)
    outbox("UPDATE letter SET attempts = 3 WHERE person_id = %s", world.ours.lead.id)
    outbox("UPDATE letter SET not_before = now() + interval '1 hour' WHERE sent_at IS NULL")
    ids = [
        row[0]
        for person in (world.ours.owner, world.ours.lead)
        for row in outbox("SELECT id FROM letter WHERE person_id = %s", person.id)
    ]
    with tenancy.directory():
        for letter_id in ids:
            post.try_again(letter_id)
    assert outbox(KEPT, world.ours.owner.id).fetchone() == (0, False, "x", True)
    assert outbox(KEPT, world.ours.lead.id).fetchone() == (3, False, None, True)
    assert post.deliver() == 1


def test_the_outbox_counts_what_waits_what_went_within_the_hour_and_what_was_given_up(world, outbox, mail):
    with tenancy.directory():
        before = post.outbox()
    with world.ours.door():
        for person in (world.ours.owner, world.ours.lead, world.ours.lead, world.ours.sponsor, world.ours.admin):
            write(person)
    outbox("UPDATE letter SET given_up_at = now() WHERE person_id = %s", world.ours.owner.id)
    outbox("UPDATE letter SET sent_at = now() - interval '59 minutes' WHERE person_id = %s", world.ours.lead.id)
    outbox("UPDATE letter SET sent_at = now() - interval '61 minutes' WHERE person_id = %s", world.ours.sponsor.id)
    with tenancy.directory():
        after = post.outbox()
    assert (after.waiting, after.given_up) == (before.waiting + 1, before.given_up + 1)
    assert after.sent_last_hour == before.sent_last_hour + 2
    assert after.oldest is not None


def test_a_letter_that_failed_is_shown_by_the_ends_of_its_address_and_never_its_words(world, outbox, mail):
    mail.refuses = "550 no"
    with world.ours.door():
        write(world.ours.owner, note="Nobody but Tom reads this")
    post.deliver()
    with tenancy.directory():
        [trouble] = [one for one in post.troubled() if one.council_id == world.ours.id]
    assert (trouble.attempts, trouble.last_error, trouble.given_up_at, trouble.kind) == (1, "550 no", None, "notice")
    name, _, domain = world.ours.owner.email.partition("@")
    assert trouble.address == f"{name[0]}…{name[-1]}@{domain}"
