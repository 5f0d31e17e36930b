"""A form is kept once, however often it is sent: by Back, a slow line or a second press, with or without script."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests import makers
from tests.browsing import Browser
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.cast import ANYONE, NOBODY, On
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place, watched
from tests.tracker.things import a_whole_place
from tracker import clock, form
from tracker.tenancy import directory
from tracker.web import form_key

# Acts that go through no council's door of their reader, each held to once by what it does itself.
BY_THEMSELVES = {
    "account.show": "sets a name and a rhythm: the same twice",
    "account.password": "sets a password: the second knows the old one no more",
    "account.sign_ins": "ends what was ended",
    "account.sign_out_everywhere": "ends what was ended",
    "account.switch": "gives this browser a new token, and ends its old one",
    "account.words": "throws away what is thrown away",
    "drafts.keep": "saves the draft that the key of its page names",
    "alike.typed": "looks, and changes nothing",
    "calendar.mine": "makes an address anew, and the page shows the last",
    "council.invite": "the same person, in the council once",
    "council.invite_again": "the same person, invited by the newest alone",
    "export.mine": "one is waiting at a time; what is ready is written anew, the same",
    "export.whole": "one is waiting at a time; what is ready is written anew, the same",
    "operations.all_again": "puts letters back that are back",
    "operations.leave": "leaves what is left",
    "proposals.new": "a second of the same name to the same council is refused (test_proposals)",
    "proposals.back": "what is taken back is told so (test_proposals)",
    "operations.again": "puts a letter back that is back",
}
DAY_AND_MORE = 3


@pytest.fixture(scope="module")
def place(database) -> Iterator[Place]:
    with psycopg.connect(database.admin_url, autocommit=True) as admin, watched(admin):
        yield a_whole_place(admin, database)


def keyed(app, person: makers.Someone, sent: dict) -> dict:
    """A form as it is sent from a page: with its once-only key."""
    with app.app_context():
        return {**sent, "form_key": form_key.key_for(person.id)}


def doer(on: On) -> str | None:
    """Somebody for whom a form, in order, does something."""
    may = on.post.get(303, frozenset()) - NOBODY
    return min(may - on.idle or may, default=None) if on.stored == 303 else None


ACTS = [
    (endpoint, n)
    for endpoint, row in sorted(MATRIX.items())
    for n, on in enumerate(row.on)
    if row.may != ANYONE and endpoint not in BY_THEMSELVES and doer(on)
]


def test_every_act_of_somebody_signed_in_is_tried_or_says_how_it_is_once_by_itself(app):
    acts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in methods(rule)}
    signed_in = {endpoint for endpoint in acts if MATRIX[endpoint].may != ANYONE}
    assert signed_in == {endpoint for endpoint, _ in ACTS} | set(BY_THEMSELVES)


@pytest.mark.parametrize(("endpoint", "n"), ACTS)
def test_a_form_sent_twice_is_one_act_and_leads_to_one_result(app, browse, place, endpoint, n):
    on = MATRIX[endpoint].on[n]
    [rule] = [one for one in rules_of(app, endpoint) if "POST" in one.methods]
    who, thing = doer(on), place.fresh(on.thing)
    browser = browse(place.people[who])
    path = address(app, rule, values(rule, thing | on.at))
    sent = keyed(app, place.people[who], dict(on.send(thing) if callable(on.send) else on.send))
    first = browser.post(path, sent)
    after = place.traces()
    again = browser.post(path, sent)
    assert again.headers["Location"] == first.headers["Location"]
    assert place.traces() == after


def test_a_form_that_was_changed_since_it_was_kept_is_given_back_and_may_be_sent_as_another(app, browse, world):
    ref = makers.a_sent_idea(world.ours)
    author, path = browse(world.ours.contributor), f"/ideas/{ref}/messages"
    sent = keyed(app, world.ours.contributor, {"words": "We see this too."})
    author.post(path, sent)
    told = author.post(path, {**sent, "words": "We see this too, in the north."}, status=409)
    assert "You sent this form before" in told.text
    assert f'href="/ideas/{ref}#conversation"' in told.text
    assert ">\nWe see this too, in the north.</textarea>" in told.text
    key = re.search(r'name="form_key" value="([^"]+)"', told.text.partition("typed-1")[0].rpartition("<form")[2])
    assert key
    author.post(path, {"words": "We see this too, in the north.", "form_key": key[1]})
    page = author.get(f"/ideas/{ref}").text
    assert page.count("We see this too.") == 1
    assert page.count("We see this too, in the north.") == 1


def test_the_forms_of_one_page_have_keys_of_their_own_that_differ_by_their_number(browse, world):
    page = browse(world.ours.admin).get("/council").text
    keys = re.findall(r'name="form_key" value="([^"]+)"', page)
    assert len(keys) > 2
    assert [key.rpartition(".")[2] for key in keys] == [str(n + 1) for n in range(len(keys))]
    assert len({key.rpartition(".")[0] for key in keys}) == 1


def test_two_forms_of_one_page_to_one_address_are_two_acts(app, browse, world):
    ref = makers.a_sent_idea(world.ours)
    author, sent = browse(world.ours.contributor), keyed(app, world.ours.contributor, {})
    for n in (1, 2):
        author.post(f"/ideas/{ref}/messages", {"words": f"Word {n}.", "form_key": f"{sent['form_key']}.{n}"})
    assert all(f"Word {n}." in author.get(f"/ideas/{ref}").text for n in (1, 2))


def test_a_form_that_was_refused_keeps_its_key_for_the_next_try(app, browse, world):
    ref = makers.a_sent_idea(world.ours)
    author, path = browse(world.ours.contributor), f"/ideas/{ref}/messages"
    sent = keyed(app, world.ours.contributor, {"words": " "})
    author.post(path, sent, status=200)
    author.post(path, {**sent, "words": "We see this too."})


def test_what_could_not_be_done_and_led_to_another_page_keeps_its_key(app, browse, world):
    admin = browse(world.ours.admin)
    sent = keyed(app, world.ours.admin, {"name": ""})
    admin.post("/council/services", sent)
    admin.post("/council/services", {**sent, "name": "Housing"})
    assert "Housing" in admin.get("/council").text


def test_the_key_of_somebody_else_is_no_key(app, browse, world):
    ref = makers.a_sent_idea(world.ours)
    stolen = keyed(app, world.ours.contributor, {"words": "We see this too."})
    for who in (world.ours.contributor, world.ours.lead):
        browse(who).post(f"/ideas/{ref}/messages", stolen)
    assert browse(world.ours.lead).get(f"/ideas/{ref}").text.count("We see this too.") == 2


@pytest.mark.parametrize("key", ["x", "é", "AAAA", "A" * 48, "\x00" * 3, "A" * 48 + ".1"])
def test_a_key_that_we_never_gave_is_none(browse, world, key):
    ref = makers.a_sent_idea(world.ours)
    author = browse(world.ours.contributor)
    for _ in range(2):
        author.post(f"/ideas/{ref}/messages", {"words": "We see this too.", "form_key": key})


def test_an_idea_sent_twice_at_the_same_moment_is_one(app, world, browse):
    person = world.ours.contributor
    title = "A twin of a kind"
    sent = keyed(app, person, {"title": title, "problem": "Two officers call.", "proposal": "One visit."})
    browsers: list[Browser] = [browse(person) for _ in range(4)]
    together, led = threading.Barrier(len(browsers)), []

    def send(browser: Browser) -> None:
        together.wait()
        led.append(browser.client.post("/ideas/new", data={"csrf_token": browser.token(), **sent}))

    threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in led] == [303] * len(browsers)
    assert len({answer.headers["Location"] for answer in led}) == 1
    assert browsers[0].get("/ideas?" + "mine=1").text.count(title) == 1


def test_logging_an_idea_with_a_key_takes_no_statement_more(app, world, browse, statements):
    person, path = world.ours.contributor, "/ideas/new"
    author, typed = browse(person), {"title": "Twice", "problem": "Two officers call.", "proposal": "One visit."}
    sent = keyed(app, person, typed)
    author.get(path)
    with statements() as seen:
        author.post(path, sent)
    assert len(seen) == 2, "one to enter, one to log"
    draft = keyed(app, person, {**typed, "draft": "y"})
    assert author.post(path, draft).headers["Location"] == author.post(path, draft).headers["Location"]


def test_keys_and_sealed_words_are_forgotten_after_some_days(app, browse, world, database):
    from worker.app import beat_heart

    ref = makers.a_sent_idea(world.ours)
    browse(world.ours.contributor).post(
        f"/ideas/{ref}/messages", keyed(app, world.ours.contributor, {"words": "We see this too."})
    )
    with directory():
        form.keep_sealed(person_id=world.ours.lead.id, sealed=b"x")
    with psycopg.connect(database.admin_url) as admin:
        mine = "SELECT count(*) FROM form_receipt WHERE person_id = %s"
        sealed = "SELECT count(*) FROM sealed_words WHERE person_id = %s"
        for days, left in ((0, 1), (DAY_AND_MORE + 1, 0)):
            with clock.at(clock.now() + timedelta(days=days)):
                beat_heart()
            assert admin.execute(mine, [world.ours.contributor.id]).fetchone() == (left,)
            assert admin.execute(sealed, [world.ours.lead.id]).fetchone() == (left,)
            admin.commit()
