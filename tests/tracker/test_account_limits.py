"""Signing in, links and passwords at the very edge of what is allowed."""

from __future__ import annotations

import re
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from tests import makers
from tests.tracker.test_signing_in import PASSWORD, letters_to, sign_in
from tracker import clock, council
from tracker.council import Role
from tracker.tenancy import directory, session

SECOND = timedelta(seconds=1)
WINDOW = timedelta(minutes=5)


@pytest.fixture
def lead(world):
    with directory():
        council.choose_password(person_id=world.ours.lead.id, password=PASSWORD)
    return world.ours.lead


def guess(person, address: str, times: int) -> None:
    """Get a password wrong so many times, from one address."""
    with directory():
        for _ in range(times):
            with pytest.raises(council.SignInError) as told:
                council.sign_in(email=person.email, password="a guess of many words", address=address)
            assert not told.value.wait


def may_try(person, address: str) -> bool:
    """Whether the right password lets its owner in now."""
    with directory():
        try:
            council.sign_in(email=person.email, password=PASSWORD, address=address)
        except council.SignInError as why:
            return not why.wait
    return True


# --- tries ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("tries", "lets_in"), [(9, True), (10, False)])
def test_the_tenth_failure_makes_an_account_wait_at_that_address_alone(lead, tries, lets_in):
    guess(lead, "127.8.0.1", tries)
    assert may_try(lead, "127.8.0.1") is lets_in
    assert may_try(lead, "127.8.0.2")


@pytest.mark.parametrize(("others", "lets_in"), [(99, True), (100, False)])
def test_the_hundredth_failure_of_one_address_makes_everybody_there_wait(lead, others, lets_in):
    for number in range(others // 9 + 1):
        somebody = makers.Someone(lead.id, "", f"nobody-{number}@x.example", lead.council_id)
        guess(somebody, f"127.8.{others}.1", min(9, others - 9 * number))
    assert may_try(lead, f"127.8.{others}.1") is lets_in


@pytest.mark.parametrize(("passed", "lets_in"), [(WINDOW - SECOND, False), (WINDOW, True), (WINDOW + SECOND, True)])
def test_tries_count_for_five_minutes(lead, passed, lets_in):
    began = clock.now()
    with clock.at(began):
        guess(lead, "127.8.3.1", 10)
    with clock.at(began + passed):
        assert may_try(lead, "127.8.3.1") is lets_in


def test_a_success_is_no_try_and_forgets_none(lead):
    for _ in range(12):
        assert may_try(lead, "127.8.4.1")
    guess(lead, "127.8.4.1", 9)
    assert may_try(lead, "127.8.4.1")
    guess(lead, "127.8.4.1", 1)
    assert not may_try(lead, "127.8.4.1")


# --- browsers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("unused", "status"), [(timedelta(hours=12), 200), (timedelta(hours=12) + SECOND, 303)])
def test_a_browser_is_signed_out_after_twelve_hours_without_use(browse, lead, unused, status):
    began = clock.now()
    with clock.at(began):
        browser = browse(lead)
    with clock.at(began + unused):
        browser.get("/account", status=status)


@pytest.mark.parametrize(("age", "status"), [(timedelta(days=7), 200), (timedelta(days=7) + SECOND, 303)])
def test_a_browser_in_daily_use_is_signed_out_after_seven_days(browse, lead, age, status):
    began = clock.now()
    with clock.at(began):
        browser = browse(lead)
    for half in range(1, 14):
        with clock.at(began + half * timedelta(hours=12)):
            browser.get("/account")
    with clock.at(began + age):
        browser.get("/account", status=status)


@pytest.mark.parametrize(("passed", "noted"), [(timedelta(minutes=1), False), (timedelta(minutes=1) + SECOND, True)])
def test_that_a_browser_was_used_is_noted_at_most_once_a_minute(browse, lead, database, passed, noted):
    began = clock.now()
    with clock.at(began):
        browser = browse(lead)
    with clock.at(began + passed):
        browser.get("/account")
    with psycopg.connect(database.admin_url) as server:
        [(seen,)] = server.execute("SELECT seen_at FROM sign_in WHERE person_id = %s", [lead.id]).fetchall()
    assert (seen == began + passed) is noted


# --- links ------------------------------------------------------------------------------------------------------------
def link_sent(person) -> str:
    """The address in the letter of a link that is sent now."""
    with directory() as door:
        council.send_link(person=door.get_one(council.Person, person.id))
    return re.findall(r"/reset/[\w-]+", letters_to(person)[-1])[0]


def invitation_sent(world) -> str:
    """The address in the letter of an invitation that is sent now."""
    email = f"new-{world.ours.code}@northmoor.example.org"
    with directory():
        council.invite(council_id=world.ours.id, email=email, name="Nia Rees", roles=[Role.OWNER])
    asked = makers.Someone(id=world.ours.id, name="Nia Rees", email=email, council_id=world.ours.id)
    return re.findall(r"/invite/[\w-]+", letters_to(asked)[-1])[0]


@pytest.mark.parametrize(("to_password", "lasts"), [(True, timedelta(hours=2)), (False, timedelta(days=7))])
def test_a_link_is_good_until_its_last_second_and_no_longer(browse, world, lead, to_password, lasts):
    began = clock.now()
    with clock.at(began):
        link = link_sent(lead) if to_password else invitation_sent(world)
    with clock.at(began + lasts):
        browse(None).get(link, status=404)
        browse(None).post(link, {"password": "three more words"}, status=404)
    with clock.at(began + lasts - SECOND):
        browse(None).get(link)
        browse(None).post(link, {"password": "three more words"})
        browse(None).get(link, status=404)
    if to_password:
        sign_in(browse(None), lead, "three more words")


@pytest.mark.parametrize(("passed", "letters"), [(WINDOW - SECOND, 1), (WINDOW, 2)])
def test_a_person_gets_one_reset_in_five_minutes(lead, passed, letters):
    began = clock.now()
    for moment in (began, began + passed):
        with clock.at(moment):
            with directory():
                council.ask_for_reset(email=lead.email.upper(), address=f"127.8.5.{letters}")
            council.answer_resets()
    assert len(letters_to(lead)) == letters


def test_who_asks_for_a_link_while_another_is_made_for_the_same_person_does_not_wait(lead, database):
    with psycopg.connect(database.admin_url) as other, directory():
        other.execute("SELECT FROM person WHERE id = %s FOR UPDATE", [lead.id])
        session().execute(text("SET LOCAL lock_timeout = '2s'"))
        council.ask_for_reset(email=lead.email, address="127.8.4.1")
    assert len(letters_to(lead)) == 1


@pytest.mark.parametrize(("before", "letters"), [(19, 1), (20, 0)])
def test_twenty_resets_in_five_minutes_are_all_that_one_address_gets(lead, before, letters):
    began = clock.now()
    with clock.at(began), directory():
        for number in range(before):
            council.ask_for_reset(email=f"nobody-{number}@x.example", address=f"127.8.{before}.9")
        council.ask_for_reset(email=lead.email, address=f"127.8.{before}.9")
    with clock.at(began):
        assert len(letters_to(lead)) == letters
    with clock.at(began + WINDOW):
        with directory():
            council.ask_for_reset(email=lead.email, address=f"127.8.{before}.9")
        assert len(letters_to(lead)) == letters + 1


# --- passwords --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "12 characters"),
        ("twelve chars", None),
        ("abcabcabcabc", "few different characters"),
        ("abcdabcdabcd", None),
        ("my name is priya", "without your name"),
        ("NAIR is my name", "without your name"),
        ("three more words", None),
    ],
)
def test_a_password_is_long_varied_and_not_ones_name(browse, lead, password, said):
    browser = browse(lead)
    sent = {"current": PASSWORD, "password": password}
    answer = browser.post("/account/password", sent, status=200 if said else 303)
    assert not said or said in answer.text
    sign_in(browse(None), lead, password if not said else PASSWORD)


def test_a_new_password_ends_every_other_browser_and_keeps_this_one(browse, lead):
    this, other = browse(lead), browse(lead)
    this.post("/account/password", {"current": PASSWORD, "password": "three more words"})
    this.get("/account")
    other.get("/account", status=303)
