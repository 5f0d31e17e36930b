"""Signing in, attacked: guessing, flooding, stolen cookies and links, a false Host, secrets at rest."""

from __future__ import annotations

import os
import re
import threading
from datetime import timedelta

import psycopg
import pytest

from config.settings import settings
from tests import makers
from tests.browsing import Browser
from tracker import clock, council
from tracker.council import Role
from tracker.council.rules import network_of
from tracker.tenancy import directory

PASSWORD = "three words remembered"


@pytest.fixture
def known():
    """Ask as the superuser, whom no policy binds: how things really are."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


@pytest.fixture
def lead(world):
    with directory():
        council.choose_password(person_id=world.ours.lead.id, password=PASSWORD)
    return world.ours.lead


def cookie_of(browser: Browser) -> str:
    return browser.client.get_cookie("seedbed").value


def with_cookie(browse, cookie: str) -> Browser:
    thief = browse(None)
    thief.client.set_cookie("seedbed", cookie)
    return thief


def enter(browser: Browser, person, password: str = PASSWORD, *, status: int = 303, **kwargs):
    return browser.post("/sign-in", {"email": person.email, "password": password}, status=status, **kwargs)


def reset_link(known, person) -> str:
    council.answer_resets()
    asked = "SELECT particulars ->> 'link' FROM letter WHERE to_email = %s ORDER BY created_at DESC LIMIT 1"
    [(link,)] = known(asked, person.email)
    return re.fullmatch(r"https?://\S+/(?:reset|invite)/\S+", link).group()


# --- cookies ----------------------------------------------------------------------------------------------------------
def test_a_cookie_from_before_signing_in_again_is_worth_nothing(browse, lead):
    browser = browse(lead)
    stolen = cookie_of(browser)
    enter(browser, lead)
    browser.get("/account")
    with_cookie(browse, stolen).get("/account", status=303)


def test_a_cookie_from_before_switching_councils_is_worth_nothing(browse, lead, world):
    with directory():
        council.add_person(council_id=world.theirs.id, email=lead.email, name=lead.name, roles=[Role.ADMIN])
    browser = browse(lead)
    stolen = cookie_of(browser)
    browser.post("/switch", {"council": world.theirs.code})
    browser.get("/council")
    with_cookie(browse, stolen).get("/account", status=303)


def test_a_planted_cookie_does_not_become_the_victims(browse, lead):
    """Session fixation: the attacker's own browser gains nothing when the victim signs in with its cookie."""
    attacker = browse(None)
    attacker.get("/sign-in")
    attacker.post("/sign-in", {"email": "x@y.example", "password": "wrong"}, status=200)
    planted = cookie_of(attacker)
    victim = with_cookie(browse, planted)
    enter(victim, lead)
    assert cookie_of(victim) != planted
    with_cookie(browse, planted).get("/account", status=303)


def test_a_cookie_that_was_tampered_with_signs_nobody_in(browse, lead):
    kept = cookie_of(browse(lead))
    for forged in (kept[:-1], f"{kept}x", kept.swapcase(), f"~{kept}", "~", "{}", "x" * 4000):
        with_cookie(browse, forged).get("/account", status=303)


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(app, browse, lead):
    answer = enter(browse(None), lead)
    [sent] = [value for name, value in answer.headers if name == "Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in sent.split(";")}
    assert "Domain" not in sent
    assert "Expires" not in sent


# --- secrets at rest --------------------------------------------------------------------------------------------------
def test_the_database_keeps_digests_and_no_token(browse, lead, known):
    browser = browse(None)
    enter(browser, lead)
    browse(None).post("/forgotten", {"email": lead.email}, status=200)
    token = browser.brings()
    link = reset_link(known, lead).rpartition("/")[2]
    for table in ("sign_in", "link", "nudge_token", "attempt", "credential", "person"):
        rows = str(known(f"SELECT to_jsonb(t) FROM {table} t"))  # noqa: S608 - names of this file
        assert token not in rows, table
        assert link not in rows, table
        assert PASSWORD not in rows, table
    assert known("SELECT count(*) FROM sign_in WHERE token_digest = %s", council.digest_of_token(token)) == [(1,)]
    [(kept_hash,)] = known("SELECT password_hash FROM credential WHERE person_id = %s", lead.id)
    assert kept_hash.startswith("$argon2id$")


# --- links ------------------------------------------------------------------------------------------------------------
def test_a_new_password_ends_every_link_that_was_sent_before(browse, lead, world, known):
    with directory():
        council.send_link(person=council.profile_of(lead.id))
    first = reset_link(known, lead).replace(settings().base_url, "")
    browser = browse(lead)
    browser.post("/account/password", {"current": PASSWORD, "password": "a new set of words"})
    browse(None).get(first, status=404)
    browse(None).post(first, {"password": "the thief's own words"}, status=404)
    enter(browse(None), lead, "a new set of words")


def test_an_invitation_does_not_open_the_door_of_a_reset(browse, lead, world, known):
    browse(None).post("/forgotten", {"email": lead.email}, status=200)
    token = reset_link(known, lead).rpartition("/")[2]
    browse(None).get(f"/invite/{token}", status=404)
    browse(None).get(f"/reset/{token}")


def test_links_in_letters_begin_with_our_address_whatever_host_was_asked_for(browse, lead, known):
    for name in ("Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded"):
        browse(None).client.post("/forgotten", data={"email": lead.email}, headers={name: "evil.example"})
    browse(None).post("/forgotten", {"email": lead.email}, status=200, headers={"X-Forwarded-Host": "evil.example"})
    assert reset_link(known, lead).startswith(f"{settings().base_url}/reset/")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "a b", ""])
def test_another_host_is_refused(browse, host):
    for path in ("/sign-in", "//x", "/ideas//x", "/healthz"):
        answer = browse(None).client.get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert "evil" not in answer.headers.get("Location", "") + answer.text


# --- guessing and flooding --------------------------------------------------------------------------------------------
def test_a_household_of_ipv6_addresses_is_one_guesser(browse, lead):
    for number in range(10):
        there = {"REMOTE_ADDR": f"2001:db8:0:7::{number:x}"}
        enter(browse(None), lead, "a guess of many words", status=200, environ_base=there)
    enter(browse(None), lead, status=429, environ_base={"REMOTE_ADDR": "2001:db8:0:7:ffff::1"})
    enter(browse(None), lead, environ_base={"REMOTE_ADDR": "2001:db8:0:8::1"})


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_whom_tries_are_counted_against(address, network):
    assert network_of(address) == network


def test_a_forwarded_address_is_not_believed_without_a_proxy(browse, lead):
    for number in range(10):
        told = {"X-Forwarded-For": f"198.51.100.{number}"}
        at = {"REMOTE_ADDR": "127.9.9.7"}
        enter(browse(None), lead, "a guess of many words", status=200, headers=told, environ_base=at)
    enter(
        browse(None),
        lead,
        status=429,
        headers={"X-Forwarded-For": "198.51.100.99"},
        environ_base={"REMOTE_ADDR": "127.9.9.7"},
    )


def test_many_accounts_guessed_from_one_address_have_to_wait_as_well(browse, world):
    at = {"REMOTE_ADDR": "127.9.9.8"}
    with directory():
        for number in range(100):
            with pytest.raises(council.SignInError):
                council.sign_in(email=f"nobody-{number}@x.example", password="a guess", address="127.9.9.8")
    enter(browse(None), world.ours.lead, status=429, environ_base=at)


def test_no_address_is_kept_and_old_tries_are_forgotten(browse, lead, known):
    enter(browse(None), lead, "a guess", status=200, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    assert "203.0.113.77" not in str(known("SELECT subject FROM attempt"))
    with clock.at(clock.now() + timedelta(minutes=6)):
        enter(browse(None), lead, "a guess", status=200, environ_base={"REMOTE_ADDR": "203.0.113.78"})
    assert known("SELECT count(*) FROM attempt WHERE at < %s", clock.now() - timedelta(seconds=30)) == [(0,)]


def test_asking_for_a_reset_again_and_again_sends_one_letter(browse, lead, known):
    def ask() -> None:
        with directory():
            council.ask_for_reset(email=lead.email, address="192.0.2.44")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(3):
        browse(None).post("/forgotten", {"email": lead.email}, status=200)
    workers = [threading.Thread(target=council.answer_resets) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert known("SELECT count(*) FROM letter WHERE to_email = %s", lead.email) == [(1,)]


def test_one_address_cannot_have_letters_sent_to_everybody(browse, world, known):
    at = {"REMOTE_ADDR": "127.9.9.9"}
    people = [makers.a_person(world.ours.id) for _ in range(24)]
    for person in people:
        told = browse(None).post("/forgotten", {"email": person.email}, status=200, environ_base=at)
        assert "is known here" in told.text
    council.answer_resets()
    sent = known("SELECT count(*) FROM letter WHERE to_email = ANY (%s)", [one.email for one in people])
    assert sent == [(20,)]
