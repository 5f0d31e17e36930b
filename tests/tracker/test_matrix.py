"""The tenancy matrix: every route, as everybody, with things of its own council, the neighbour's and nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest
from werkzeug.test import TestResponse

from config.settings import settings
from tests.browsing import Browser, inspect
from tests.tracker.addresses import address, methods, nobodys, rules_of, values
from tests.tracker.cast import ANYONE, GUEST, NOBODY, RUNS, SIGNED_IN, WHOEVER, On, Row
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place, Thing, watched
from tests.tracker.things import RECORDED, a_place, a_whole_place
from tracker.council import PERMISSIONS, Role
from tracker.web import ANYONE as NEEDS_NOTHING
from tracker.web import GUEST as NEEDS_GUEST
from tracker.web import SIGNED_IN as NEEDS_SIGN_IN

# What every council has: nothing of a neighbour's.
WORDS = {
    *("gate_name", "stage", "part", "number", "office", "question", "kind", "entry", "step", "line"),
    *("method_key", "quarter"),
}
# The secret of a link opens it for whoever holds it.
OF_NO_COUNCIL = {"filename", "key", "letter_id", "token", "council_code", "proposed_id"}
# things that hang on one idea, and are not there on another
OF_AN_IDEA = {"message_id", "risk_id", "condition_id", "row_id", "activity_id", "partner_id", "telling_id", "step_id"}
TWICE = {"colleague", "other owner", "other sponsor"}  # a second person of a role; what is missing is so for both
LET_IN = {200, 303}


# --- the matrix itself ------------------------------------------------------------------------------------------------
@pytest.mark.declared
def test_every_route_and_method_is_in_the_matrix_and_nothing_else(app):
    routes = {rule.endpoint: set(methods(rule)) for rule in app.url_map.iter_rules()}
    tried = {
        endpoint: {name for on in row.on for name in ("GET", "POST") if statuses(on, name)}
        for endpoint, row in MATRIX.items()
    }
    assert tried == routes


@pytest.mark.declared
def test_the_matrix_says_what_the_permissions_say(app):
    for endpoint, row in MATRIX.items():
        needs = getattr(app.view_functions[endpoint], "needs", NEEDS_NOTHING)
        if needs is NEEDS_NOTHING:
            assert row.may == ANYONE, endpoint
        elif needs is NEEDS_SIGN_IN:
            assert row.may == SIGNED_IN, endpoint
        elif needs is NEEDS_GUEST:
            assert row.may == GUEST, endpoint
        else:
            wanted = needs if isinstance(needs, frozenset) else {needs}
            assert row.may == {str(role) for role in Role if wanted & PERMISSIONS[role]}, endpoint


def statuses(on: On, method: str):
    return on.get if method == "GET" else on.post


PRINTED = {"pack.pdf", "packs.pdf", "reports.pdf"}


def expected(row: Row, on: On, method: str, who: str) -> int:
    """The one status of a cell."""
    named = [status for status, people in statuses(on, method).items() if who in people]
    assert len(named) <= 1, f"{who} is named twice"
    if named:
        return named[0]
    assert row.may != ANYONE, f"{who} is not named"
    return 303 if who in NOBODY or row.may == GUEST else 403


# --- places and people ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def places(database, tmp_path_factory) -> Iterator[tuple[Place, Place]]:
    """Two look-alike councils; somebody who runs the platform; a mailbox, as the demonstration has one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DEV_MAILBOX", str(tmp_path_factory.mktemp("mailbox")))
        settings.cache_clear()
        with psycopg.connect(database.admin_url, autocommit=True) as admin:
            ours, theirs = a_whole_place(admin, database), a_place(admin, first=5_000)
            with watched(admin):
                yield ours, theirs
    settings.cache_clear()


class Asking:
    """Everybody's browsers at one screen; each page that somebody is let in to is inspected."""

    def __init__(self, app, browse, place: Place) -> None:
        self.app, self.browse, self.place = app, browse, place
        self.browsers: dict[str, Browser] = {}

    def by(self, who: str) -> Browser:
        """The browser of one of the people, signed in."""
        if who not in self.browsers:
            self.browsers[who] = self.place.browser(self.browse, who)
        return self.browsers[who]

    def ask(self, who: str, method: str, path: str, form: Mapping[str, Any]) -> TestResponse:
        """Open an address, or send it a form."""
        browser = self.by(who)
        sent = {"csrf_token": browser.token(), **form} if method == "POST" else None
        with browser.client.open(path, method=method, data=sent) as answer:
            if answer.status_code == 200 and answer.mimetype == "text/html":
                inspect(answer.text, path)
        return answer


def form_of(on: On, thing: Thing) -> Mapping[str, Any]:
    return on.send(thing) if callable(on.send) else on.send


def cells(app, endpoint: str) -> Iterator[tuple[On, Any, str]]:
    """Every thing, address and method that a screen is tried with."""
    for on in MATRIX[endpoint].on:
        for rule in rules_of(app, endpoint):
            for method in methods(rule):
                if statuses(on, method):
                    yield on, rule, method


# --- the cells --------------------------------------------------------------------------------------------------------
def changing(row: Row, on: On, method: str) -> set[str]:
    """Who changes something with the form; the page itself never does."""
    if method == "GET":
        return set()
    return (
        {who for who in WHOEVER if expected(row, on, method, who) == on.stored}
        - on.idle
        - (set() if row.may == ANYONE else NOBODY)
    )


@pytest.mark.parametrize("endpoint", sorted(MATRIX))
def test_everybody_gets_the_one_answer_of_the_matrix_and_only_who_is_let_in_changes_anything(
    app, browse, endpoint, places
):
    place, row = places[0], MATRIX[endpoint]
    for on, rule, method in cells(app, endpoint):
        asking = Asking(app, browse, place)

        def holds(who: str, thing: Thing, on=on, rule=rule, method=method, asking=asking) -> None:
            path = address(app, rule, values(rule, thing | on.at))
            answer = asking.ask(who, method, path, form_of(on, thing))
            assert answer.status_code == expected(row, on, method, who), (endpoint, method, who, on.thing)
            if answer.status_code == 303 and row.may == GUEST:
                assert answer.headers["Location"] == "/guests/sign-in", (endpoint, who)
            elif who in NOBODY and row.may not in {ANYONE, GUEST}:
                assert answer.headers["Location"].startswith("/sign-in"), (endpoint, method)

        changers, shared = changing(row, on, method), place.thing(on.thing)
        before = place.traces()
        # What is printed takes seconds for each: the page of the same is asked for by everybody.
        for who in sorted(WHOEVER - changers) if endpoint not in PRINTED else ("lead", *sorted(NOBODY)):
            holds(who, shared)
        assert place.traces() == before, (endpoint, method, on.thing)
        for who in sorted(changers):
            fresh = place.fresh(on.thing)
            before = place.traces()
            holds(who, fresh)
            assert place.traces() != before, (endpoint, who, on.thing)


@pytest.mark.parametrize("endpoint", sorted(MATRIX))
def test_the_neighbours_things_are_not_there_and_no_differently_from_what_never_existed(app, browse, endpoint, places):
    (place, neighbour), row = places, MATRIX[endpoint]
    for on, rule, method in cells(app, endpoint):
        asking, thing = Asking(app, browse, place), place.thing(on.thing)
        let_in = {who for status in LET_IN for who in statuses(on, method).get(status, ())}
        tried = [(name, other) for name in sorted(rule.arguments) for other in not_ours(name, on, place, neighbour)]
        if not tried:
            continue  # its address names nothing that could be somebody else's
        before = place.traces()
        for name, other in tried:
            path = address(app, rule, values(rule, thing | on.at, **{name: other}))
            for who in sorted(let_in - TWICE - (RUNS if row.may else NOBODY)) if endpoint not in PRINTED else ["lead"]:
                answer = asking.ask(who, method, path, form_of(on, thing))
                assert answer.status_code == on.missing, (endpoint, method, who, name)
        assert place.traces() == before, (endpoint, method)


def not_ours(name: str, on: On, place: Place, neighbour: Place) -> Iterator[object]:
    """What an address may name that is not to be found: what never was, the neighbour's, another idea's."""
    if name == "kind":
        yield from sorted({*RECORDED} - {place.thing(on.thing)[name]})
        return
    if name in {"entry", "what"}:
        return  # one of a closed list, and no row; what is recorded by a form is tried where it is put right
    if name == "kinds":
        yield from sorted({"services", "places"} - {place.thing(on.thing)[name]})
        return
    yield nobodys(name)
    if name not in WORDS | OF_NO_COUNCIL:
        yield neighbour.thing(on.thing)[name]
    if name in OF_AN_IDEA:
        yield place.fresh(on.thing)[name]


def test_no_two_pages_have_one_address(app):
    asked = [(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}]
    assert sorted(where for where in set(asked) if asked.count(where) > 1) == []
