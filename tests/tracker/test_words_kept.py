"""What somebody wrote is not lost: a sign-in ended, a page grew old, somebody was quicker, something failed."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests import makers
from tests.browsing import STRANGER, Browser
from tests.tracker.addresses import address, rules_of, values
from tests.tracker.matrix import MATRIX
from tests.tracker.places import PASSWORD, Place, watched
from tests.tracker.test_sent_twice import ACTS, doer, keyed
from tests.tracker.things import a_whole_place, give_passwords
from tracker import clock
from tracker.tenancy import directory
from tracker.web import form_key, sealing

WORDS = "It took me half an hour\nto write “this” & <that>."
SHOWN = "It took me half an hour\nto write “this” &amp; &lt;that&gt;."
GONE = "You were signed out before this could be sent."


@pytest.fixture(scope="module")
def place(database) -> Iterator[Place]:
    with psycopg.connect(database.admin_url, autocommit=True) as admin, watched(admin):
        yield a_whole_place(admin, database)


@pytest.fixture
def idea_of_ours(world) -> str:
    give_passwords(world.ours.contributor, world.ours.lead)
    return makers.a_sent_idea(world.ours)


def signs_in(browser: Browser, person: makers.Someone) -> Any:
    return browser.post("/sign-in", {"email": person.email, "password": PASSWORD})


def end_sign_in(database, person: makers.Someone) -> None:
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        admin.execute("DELETE FROM sign_in WHERE person_id = %s", [person.id])


# --- an ended sign-in -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("endpoint", "n"), ACTS)
def test_words_of_any_form_are_offered_again_once_their_writer_signed_in(app, browse, place, database, endpoint, n):
    on = MATRIX[endpoint].on[n]
    [rule] = [one for one in rules_of(app, endpoint) if "POST" in one.methods]
    who = place.people[doer(on)]
    browser, thing = browse(who), place.fresh(on.thing)
    sent = keyed(app, who, {**(on.send(thing) if callable(on.send) else on.send), "remark": WORDS})
    path = address(app, rule, values(rule, thing | on.at))
    end_sign_in(database, who)
    before = place.traces()
    led = browser.post(path, sent)
    assert led.headers["Location"].startswith("/sign-in")
    assert {one[0] for one in place.traces() - before} <= {"sealed_words"}
    assert GONE in browser.follow(led).text
    page = browser.follow(signs_in(browser, who))
    assert f">\n{SHOWN}</textarea>" in page.text
    form = forms_on(page.text)[path]
    assert {**dict(form), "remark": WORDS} == {
        **{name: str(value) for name, value in flat(sent)},
        **{name: dict(form)[name] for name in ("csrf_token", "kept_words")},
    }
    browser.post(path, {**sent, **{name: dict(form)[name] for name in ("csrf_token", "kept_words")}})
    assert path not in forms_on(browser.get("/account/words").text)


def flat(sent: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What comes back of a form: all but its files, which are chosen again."""
    for name, value in sent.items():
        if not isinstance(value, tuple):
            yield name, value[-1] if isinstance(value, list) else value


def forms_on(text: str) -> dict[str, list[tuple[str, str]]]:
    """The hidden fields and words of each form of words, by its address."""
    found = {}
    for action, inside in re.findall(r'<form method="post" action="([^"]+)" novalidate>(.*?)</form>', text, re.DOTALL):
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', inside)
        fields += re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\n?(.*?)</textarea>', inside, re.DOTALL)
        found[action] = [(name, unescaped(value)) for name, value in fields]
    return found


def unescaped(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def test_words_are_kept_for_whoever_had_signed_in_where_the_form_has_no_key(browse, world, idea_of_ours):
    writer = browse(world.ours.contributor)
    with clock.at(clock.now() + timedelta(hours=13)):
        writer.post(f"/ideas/{idea_of_ours}/messages", {"words": WORDS})
        assert SHOWN in writer.follow(signs_in(writer, world.ours.contributor)).text


def test_nobody_else_is_offered_them_in_the_same_browser_or_another(app, browse, world, database, idea_of_ours):
    writer, path = browse(world.ours.contributor), f"/ideas/{idea_of_ours}/messages"
    end_sign_in(database, world.ours.contributor)
    writer.post(path, keyed(app, world.ours.contributor, {"words": WORDS}))
    assert signs_in(writer, world.ours.lead).headers["Location"] == "/"
    assert "Nothing is kept." in writer.get("/account/words").text
    elsewhere = browse(None)
    assert SHOWN in elsewhere.follow(signs_in(elsewhere, world.ours.contributor)).text


def test_what_is_kept_is_sealed_and_opens_for_its_writer_alone(app, browse, world, database, idea_of_ours):
    writer = browse(world.ours.contributor)
    end_sign_in(database, world.ours.contributor)
    writer.post(f"/ideas/{idea_of_ours}/messages", keyed(app, world.ours.contributor, {"words": WORDS}))
    with psycopg.connect(database.admin_url) as admin:
        asked = "SELECT sealed, sealed_words::text FROM sealed_words WHERE person_id = %s"
        [(sealed, row)] = admin.execute(asked, [world.ours.contributor.id]).fetchall()
    assert b"half an hour" not in sealed
    assert "half an hour" not in row
    with app.app_context():
        assert b"half an hour" in sealing.unseal(sealed, world.ours.contributor.id)
        assert sealing.unseal(sealed, world.ours.lead.id) is None
        for n in (0, 20, len(sealed) - 1):
            broken = sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :]
            assert sealing.unseal(broken, world.ours.contributor.id) is None


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, 4_000])
def test_what_is_sealed_opens_again(app, world, length):
    text = bytes(range(256)) * 16
    with app.app_context():
        sealed = sealing.seal(text[:length], world.ours.lead.id)
        assert sealing.unseal(sealed, world.ours.lead.id) == text[:length]
        assert sealing.seal(text[:length], world.ours.lead.id) != sealed


def test_a_browser_that_nobody_signed_in_keeps_nothing_and_no_more_than_a_few_are_kept(
    app, browse, world, database, idea_of_ours
):
    path = f"/ideas/{idea_of_ours}/messages"
    nobody = browse(None)
    nobody.bring(STRANGER)
    nobody.post(path, {"words": WORDS})
    gone = browse(None)
    gone.bring("a-token-that-never-was")
    gone.post(path, {"words": WORDS})
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        admin.execute("DELETE FROM sealed_words WHERE person_id = %s", [world.ours.lead.id])
        count = "SELECT count(*) FROM sealed_words"
        [(before,)] = admin.execute(count).fetchall()
        gone.post(path, {"words": WORDS, "form_key": "A" * 48})
        for n in range(8):
            gone.post(path, keyed(app, world.ours.lead, {"words": f"{WORDS} {n}"}))
        [(after,)] = admin.execute(count).fetchall()
    assert after - before == 5


def test_a_password_is_never_kept(app, browse, world, database):
    who = world.ours.contributor
    browser = browse(who)
    end_sign_in(database, who)
    sent = {"current": "three words remembered", "password": "three other words"}
    browser.post("/account/password", keyed(app, who, sent))
    with directory(), app.test_request_context():
        assert sealing.kept_words(who.id) == []


def test_kept_words_can_be_thrown_away(app, browse, world, database, idea_of_ours):
    writer, path = browse(world.ours.contributor), f"/ideas/{idea_of_ours}/messages"
    end_sign_in(database, world.ours.contributor)
    writer.post(path, keyed(app, world.ours.contributor, {"words": WORDS}))
    writer.follow(signs_in(writer, world.ours.contributor))
    writer.post("/account/words")
    assert "Nothing is kept." in writer.get("/account/words").text


# --- an old page, a decided triage, a page that fails -----------------------------------------------------------------
def test_a_form_that_came_too_late_gives_its_words_back(browse, world, idea_of_ours):
    writer = browse(world.ours.contributor)
    told = writer.post(f"/ideas/{idea_of_ours}/messages", {"words": WORDS, "csrf_token": "old"}, status=419)
    assert f">\n{SHOWN}</textarea>" in told.text
    assert "Send it again" not in told.text  # it might be another site's


def test_a_form_of_an_earlier_sign_in_of_the_same_person_may_be_sent_again(app, browse, world, idea_of_ours):
    writer, path = browse(world.ours.contributor), f"/ideas/{idea_of_ours}/messages"
    sent = keyed(app, world.ours.contributor, {"words": WORDS})
    told = writer.post(path, {**sent, "csrf_token": "old"}, status=419)
    again = dict(forms_on(told.text)[path])
    writer.post(path, {**again, "words": WORDS})
    another = keyed(app, world.ours.lead, {"words": WORDS, "csrf_token": "old"})
    assert "Send it again" not in writer.post(path, another, status=419).text


def test_words_about_an_idea_that_was_decided_meanwhile_are_given_back(browse, world, idea_of_ours):
    lead, path = browse(world.ours.lead), f"/ideas/{idea_of_ours}/triage"
    lead.post(path, {"outcome": "decline", "words": "Thank you, but not now."})
    told = lead.post(path, {"outcome": "park", "words": WORDS}, status=409)
    assert f"What happens to {idea_of_ours} was decided while you were writing." in told.text
    assert f">\n{SHOWN}</textarea>" in told.text


def test_words_to_an_idea_that_another_parked_meanwhile_are_given_back(browse, world, idea_of_ours):
    lead, path = browse(world.ours.lead), f"/ideas/{idea_of_ours}/triage"
    seen = re.search(r'name="seen" value="(\w+)"', lead.get(path).text)
    lead.post(path, {"outcome": "park", "words": "Later, perhaps.", "until": "1 June 2099"})
    lead.post(path, {"outcome": "decline", "words": WORDS, "seen": seen[1]}, status=409)


def test_words_to_an_older_version_stay_in_their_form(browse, world):
    ref = makers.an_idea(world.ours)
    owner, path = browse(world.ours.owner), f"/ideas/{ref}/edit"
    sent = {"title": "One visit", "problem": "Two call.", "proposal": "One.", "version": "1"}
    owner.post(path, sent)
    told = owner.post(path, {**sent, "problem": WORDS}, status=200)
    assert "Somebody changed this idea while you were writing." in told.text
    assert SHOWN.replace("\n", "\r\n") in told.text or SHOWN in told.text


@pytest.mark.parametrize(("what", "status"), [(RuntimeError("x"), 500), (psycopg.OperationalError("gone"), 503)])
def test_a_page_that_fails_offers_all_that_was_sent_to_be_sent_again(
    app, browse, world, monkeypatch, what, status, idea_of_ours
):
    from tracker import idea

    writer, path = browse(world.ours.contributor), f"/ideas/{idea_of_ours}/messages"

    def fails(**_):
        raise what

    with monkeypatch.context() as broken:
        broken.setattr(idea, "comment", fails)
        told = writer.post(path, keyed(app, world.ours.contributor, {"words": WORDS, "more": "y"}), status=status)
    again = dict(forms_on(told.text)[path])
    assert again["words"] == WORDS
    assert again["more"] == "y"
    led = writer.post(path, again)
    assert writer.post(path, again).headers["Location"] == led.headers["Location"]


def test_what_an_admin_wrote_into_a_form_without_errors_of_its_own_is_given_back(browse, world):
    admin = browse(world.ours.admin)
    sent = {"name": "Adult social care", "senior_owner": "The director of people"}
    admin.post("/council/services", sent)
    told = admin.post("/council/services", sent, status=422)
    assert "There is a service called Adult social care already." in told.text
    assert ">\nThe director of people</textarea>" in told.text


def test_a_key_tells_whose_it_is_and_is_never_the_same(app, world):
    who = world.ours.lead.id
    with app.app_context():
        key, another = form_key.key_for(who), form_key.key_for(who)
    assert key != another
    assert who.bytes not in base64.urlsafe_b64decode(key)
    with app.test_request_context(method="POST", data={"form_key": key}):
        assert form_key.sent_key().person_id == who


def test_a_program_is_told_in_a_sentence_without_its_words(browse, world, idea_of_ours):
    lead, path = browse(world.ours.lead), f"/ideas/{idea_of_ours}/triage"
    lead.post(path, {"outcome": "decline", "words": "Thank you, but not now."})
    sent = {"outcome": "park", "words": WORDS, "csrf_token": lead.token()}
    answer = lead.client.post(path, data=sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": f"What happens to {idea_of_ours} was decided while you were writing."
        " Priya Nair decided that it does not go ahead.",
    }
