"""Signing in and out, links to choose a password, switching council, and one's account."""

from __future__ import annotations

import os
import re
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from tests import makers
from tracker import clock, council
from tracker.council import Role
from tracker.council.actions import accounts
from tracker.tenancy import directory

PASSWORD = "three words remembered"


@pytest.fixture
def lead(world):
    with directory():
        council.choose_password(person_id=world.ours.lead.id, password=PASSWORD)
    return world.ours.lead


def sign_in(browser, person, password=PASSWORD, *, status=303, **kwargs):
    return browser.post("/sign-in", {"email": person.email, "password": password}, status=status, **kwargs)


def letters_to(person) -> list[str]:
    """The links in the letters to a person, oldest first, once the worker answered who asked for one."""
    council.answer_resets()
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"]) as server:
        asked = "SELECT particulars ->> 'link' FROM letter WHERE to_email = %s ORDER BY created_at, id"
        return [link for (link,) in server.execute(asked, [person.email])]


def test_a_person_signs_in_and_sees_their_council(browse, lead):
    browser = browse(None)
    assert sign_in(browser, lead).headers["Location"] == "/"
    assert "Northmoor Council" in browser.get("/account").text


def test_signing_in_leads_back_to_the_page_that_was_wanted(browse, lead):
    browser = browse(None)
    turned = browser.get("/account", status=303).headers["Location"]
    assert turned == "/sign-in?next=/account"
    answer = browser.post(turned, {"email": lead.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/account"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/%09/evil.example", "https://evil.example", "/\\evil.example", "////evil.example"]
)
def test_signing_in_never_leads_off_the_site(browse, lead, elsewhere):
    answer = browse(None).post(f"/sign-in?next={elsewhere}", {"email": lead.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_email_are_told_alike(browse, lead, world):
    wrong = sign_in(browse(None), lead, "not the password", status=200).text
    unknown = browse(None).post("/sign-in", {"email": "nobody@northmoor.example.org", "password": "x"}, status=200).text
    assert "The email or the password is not right" in wrong
    assert "The email or the password is not right" in unknown
    assert lead.email in wrong, "what was typed stays typed"


def test_too_many_tries_have_to_wait_and_the_owner_gets_in_from_elsewhere(browse, lead):
    here = {"REMOTE_ADDR": "127.9.9.1"}
    for _ in range(10):
        sign_in(browse(None), lead, "a guess of many words", status=200, environ_base=here)
    assert "Wait five minutes" in sign_in(browse(None), lead, status=429, environ_base=here).text
    sign_in(browse(None), lead, environ_base={"REMOTE_ADDR": "127.9.9.2"})
    with clock.at(clock.now() + timedelta(minutes=6)):
        sign_in(browse(None), lead, environ_base=here)


def test_the_cookie_is_new_after_signing_in_and_useless_after_signing_out(browse, lead):
    browser = browse(None)
    sign_in(browser, lead)
    stolen = browser.client.get_cookie("seedbed").value
    browser.post("/sign-out")
    other = browse(None)
    other.client.set_cookie("seedbed", stolen)
    other.get("/account", status=303)


def test_sign_out_everywhere_ends_every_browser(browse, lead):
    first, second = browse(lead), browse(lead)
    first.post("/account/sign-out-everywhere")
    second.get("/account", status=303)


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
EDGE_ANDROID = "Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 EdgA/130.0"


def test_a_person_sees_where_they_are_signed_in_and_ends_one_with_their_password(browse, lead, world):
    here, phone, another = browse(None), browse(None), browse(world.ours.owner)
    sign_in(here, lead, headers={"User-Agent": FIREFOX})
    sign_in(phone, lead, headers={"User-Agent": EDGE_ANDROID})
    shown = here.get("/account/sign-ins").text
    assert "Here: Firefox on Windows." in shown
    assert "Edge on Android" in shown
    [key] = re.findall(r'name="ended"\s+type="checkbox"\s+value="(\w+)"', shown)
    refused = here.post("/account/sign-ins", {"ended": key, "current": "wrong"}, status=200).text
    assert "not the password you use now" in refused
    phone.get("/account")
    another.post("/account/sign-ins", {"ended": key, "current": "wrong"}, status=200)  # it is not theirs to end
    phone.get("/account")
    here.post("/account/sign-ins", {"ended": key, "current": PASSWORD})
    phone.get("/account", status=303)
    assert "signed in nowhere else" in here.get("/account/sign-ins").text


def test_a_browser_unused_for_long_has_to_sign_in_again(browse, lead):
    browser = browse(lead)
    with clock.at(clock.now() + timedelta(hours=13)):
        browser.get("/account", status=303)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(browse, lead):
    browser = browse(None)
    browser.post("/forgotten", {"email": lead.email}, status=200)
    link = re.search(r"/reset/\S+", letters_to(lead)[-1]).group()
    assert "12 characters" in browser.post(link, {"password": "short"}, status=200).text
    browser.post(link, {"password": "another set of words"})
    browser.get("/account")
    assert "used or has run out" in browse(None).get(link, status=404).text
    sign_in(browse(None), lead, status=200)
    sign_in(browse(None), lead, "another set of words")


def test_a_reset_costs_the_same_whether_or_not_the_email_is_known(browse, lead, statements):
    """The same words, statements and hints to the worker, which alone finds out who it is and writes the letter."""
    told, unknown = [], makers.Someone(lead.id, "Nobody", "nobody@northmoor.example.org", lead.council_id)
    browse(None).post("/forgotten", {"email": "first@northmoor.example.org"}, status=200)
    for person in (lead, unknown):
        with statements() as seen:
            answer = browse(None).post("/forgotten", {"email": person.email}, status=200)
        assert f"If {person.email} is known here" in answer.text
        told.append((answer.text.replace(person.email, "somebody"), list(seen)))
    assert re.sub(r"nonce-?\S+|[\w+/=-]{20,}", "", told[0][0]) == re.sub(r"nonce-?\S+|[\w+/=-]{20,}", "", told[1][0])
    assert told[0][1] == told[1][1]
    assert not any("person" in sql or "link" in sql or "letter" in sql for sql in told[0][1]), "the page finds nobody"
    assert len(letters_to(lead)) == 1
    assert letters_to(unknown) == []


def test_a_request_for_a_reset_is_forgotten_once_it_was_answered_or_ran_out(browse, lead):
    began = clock.now()
    with clock.at(began):
        browse(None).post("/forgotten", {"email": lead.email}, status=200)
    with clock.at(began + timedelta(hours=2, seconds=1)):
        assert letters_to(lead) == [], "its link would have run out"
    assert letters_to(lead) == []
    with directory() as door:
        assert door.execute(text("SELECT count(*) FROM reset_request")).scalar() == 0


def test_a_request_that_cannot_be_answered_keeps_none_of_the_others_waiting(browse, lead, world, monkeypatch):
    sends = accounts.send_link

    def fails_once(*, person, **more):
        if person.id == world.ours.owner.id:
            raise ZeroDivisionError
        sends(person=person, **more)

    monkeypatch.setattr("tracker.council.actions.accounts.send_link", fails_once)
    for person in (world.ours.owner, lead):
        browse(None).post("/forgotten", {"email": person.email}, status=200)
    assert len(letters_to(lead)) == 1
    monkeypatch.undo()
    assert len(letters_to(world.ours.owner)) == 1


def test_a_link_runs_out(browse, lead):
    browse(None).post("/forgotten", {"email": lead.email}, status=200)
    link = re.search(r"/reset/\S+", letters_to(lead)[-1]).group()
    with clock.at(clock.now() + timedelta(hours=3)):
        browse(None).get(link, status=404)


def test_an_invitation_without_an_email_says_so_beside_the_field_and_keeps_what_was_typed(browse, world):
    page = browse(world.ours.admin).post(
        "/council/invite", {"name": "Nia Rees", "email": "not an email", "roles": ["owner"]}, status=200
    )
    assert "Enter an email address like" in page.text
    assert "Nia Rees" in page.text


def test_the_last_admin_cannot_be_taken_away(browse, world):
    admin, joan = browse(world.ours.admin), world.ours.admin
    page = admin.post(f"/council/people/{joan.id}", {"roles": ["observer"]}, status=200)
    assert "keeps at least one admin" in page.text
    admin.post(f"/council/people/{joan.id}/end")
    assert "keeps at least one admin" in admin.get("/council").text


def test_somebody_who_left_can_no_longer_see_the_council(browse, world):
    gone = browse(world.ours.observer)
    gone.get("/council/permissions")
    browse(world.ours.admin).post(f"/council/people/{world.ours.observer.id}/end")
    assert gone.get("/council", status=403)
    assert "a former colleague" in browse(world.ours.admin).get("/council").text


def test_a_person_of_two_councils_switches_and_sees_only_the_chosen_one(browse, world):
    with directory():
        council.add_person(
            council_id=world.theirs.id, email=world.ours.lead.email, name="Priya Nair", roles=[Role.ADMIN]
        )
    browser = browse(world.ours.lead)
    assert "Work in" in browser.get("/switch").text
    browser.get("/council/invite", status=403)
    browser.post("/switch", {"council": world.theirs.code})
    assert world.theirs.admin.email in browser.get("/council").text
    browser.post("/switch", {"council": "no-such-council"}, status=404)


def test_changing_the_password_asks_for_the_old_one(browse, lead):
    browser, other = browse(lead), browse(lead)
    page = browser.post("/account/password", {"current": "wrong", "password": "a new set of words"}, status=200)
    assert "not the password you use now" in page.text
    browser.post("/account/password", {"current": PASSWORD, "password": "a new set of words"})
    browser.get("/account")
    other.get("/account", status=303)


def test_a_form_without_its_token_is_refused(browse, lead):
    answer = browse(lead).client.post("/account", data={"name": "Someone else", "digest": "daily"})
    assert answer.status_code == 419


def test_every_answer_says_what_a_browser_may_load(browse, lead):
    for answer in (
        browse(None).get("/sign-in"),
        browse(lead).get("/account"),
        browse(lead).get("/nowhere", status=404),
    ):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["/privacy", "/accessibility", "/cookies", "/forgotten", "/sign-in"])
def test_papers_are_there_for_anybody(browse, page, world):
    browse(None).get(page)


def test_an_expired_invitation_is_told_plainly(browse, world):
    email = f"late-{world.ours.code}@northmoor.example.org"
    with directory():
        council.invite(council_id=world.ours.id, email=email, name="Late Comer", roles=[Role.OWNER])
    late = makers.Someone(id=world.ours.id, name="Late Comer", email=email, council_id=world.ours.id)
    link = re.search(r"/invite/\S+", letters_to(late)[-1]).group()
    with clock.at(clock.now() + timedelta(days=8)):
        assert "used or has run out" in browse(None).get(link, status=404).text
