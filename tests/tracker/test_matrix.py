"""The tenancy matrix: every route, as every role, with identifiers of its own council, the neighbour's and nobody's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from tests import makers
from tests.tracker.matrix import ANYONE, MATRIX, SIGNED_IN
from tracker.council import PERMISSIONS, Role
from tracker.idea import Stage
from tracker.web import ANYONE as NEEDS_NOTHING
from tracker.web import SIGNED_IN as NEEDS_SIGN_IN

NOBODYS = {
    "ref": "NOR-9999",
    "stage": "nowhere",
    "number": 9999,
    "code": "no-such-collaborative",
    "part": "no-such-part",
    "token": "no-such-token",
    "filename": "no-such-file.css",
}
SHARED = {"stage", "part", "number"}  # words and numbers that every council has: nothing of a neighbour's to try


@dataclass(frozen=True)
class Things:
    """Identifiers of one side of the world, by the name that they have in addresses."""

    own: dict[str, Any]
    foreign: dict[str, Any]


def things_of(side: makers.Side, *, apart: int = 0) -> dict[str, Any]:
    """Everything of a council that an address may name. `apart` ideas more, so that its references are its own."""
    for _ in range(apart):
        makers.a_sent_idea(side)
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    code = makers.a_collaborative(side)
    number = makers.a_card(side, code, ref)
    return {
        "ref": ref,
        "code": code,
        "number": number,
        "stage": "mobilise",
        "part": "mix",
        "person_id": side.observer.id,
        "side": side,
        **makers.more_things(side, ref),
    }


def values(rule, own: dict[str, Any], **other: Any) -> dict[str, Any]:
    """What to fill into an address; identifiers without a maker are made up, and then exist nowhere."""
    filled = {name: own.get(name, NOBODYS.get(name, uuid.uuid4())) for name in rule.arguments}
    return {**filled, **{name: value for name, value in other.items() if name in rule.arguments}}


def address(app, rule, filled: dict[str, Any]) -> str:
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, filled, method=next(iter(methods(rule))))


def methods(rule) -> list[str]:
    return sorted(rule.methods & {"GET", "POST"})


def ask(browser, method: str, path: str) -> int:
    """Open an address, or send an empty form to it, and return the status. Any page that comes back is inspected."""
    if method == "GET":
        answer = browser.client.get(path)
        return browser.get(path, status=answer.status_code).status_code
    with browser.client.session_transaction() as kept:
        kept["csrf_token"] = makers.SECRET_OF_FORMS
    answer = browser.client.post(path, data={"csrf_token": browser.token()})
    return answer.status_code


def test_every_route_is_in_the_matrix_and_nothing_else(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MATRIX)


def test_the_matrix_says_what_the_permissions_say(app):
    for endpoint, row in MATRIX.items():
        needs = getattr(app.view_functions[endpoint], "needs", NEEDS_NOTHING)
        if needs is NEEDS_NOTHING:
            assert row.may == ANYONE, endpoint
        elif needs is NEEDS_SIGN_IN:
            assert row.may == SIGNED_IN, endpoint
        else:
            wanted = needs if isinstance(needs, frozenset) else {needs}
            assert row.may == {str(role) for role in Role if wanted & PERMISSIONS[role]}, endpoint


@pytest.fixture(params=sorted(name for name, row in MATRIX.items() if row.may not in (ANYONE, SIGNED_IN)))
def endpoint(request):
    return request.param


@pytest.fixture(scope="module")
def there(database) -> tuple[makers.World, Things]:
    """A world that is only looked at: what is refused changes nothing."""
    made = makers.a_world()
    return made, Things(own=things_of(made.ours), foreign=things_of(made.theirs, apart=5))


def rules_of(app, endpoint):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]


def test_nobody_gets_in_without_signing_in(app, browse, endpoint, there):
    for rule in rules_of(app, endpoint):
        for method in methods(rule):
            answer = browse(None).client.open(address(app, rule, values(rule, there[1].own)), method=method)
            assert answer.status_code in ({303} if method == "GET" else {303, 419}), (endpoint, method)
            assert "/sign-in" in answer.headers.get("Location", "/sign-in")


def test_only_the_roles_of_the_matrix_get_in(app, browse, endpoint, world):
    row, own = MATRIX[endpoint], things_of(world.ours)
    for rule in rules_of(app, endpoint):
        path = address(app, rule, values(rule, own))
        for role, person in world.ours.people.items():
            got = ask(browse(person), "GET" if "GET" in rule.methods else "POST", path)
            if role in row.may:
                allowed = {200, 303} | ({403, 404} if row.narrowed else set())
                assert got in allowed, (endpoint, role, got)
            else:
                assert got == 403, (endpoint, role, got)


NAMING = sorted(name for name, row in MATRIX.items() if row.may != ANYONE)


@pytest.mark.parametrize("endpoint", NAMING)
def test_the_neighbours_things_are_not_there_and_no_differently_from_what_never_existed(app, browse, endpoint, there):
    row, (world, things) = MATRIX[endpoint], there
    for rule in rules_of(app, endpoint):
        for name in sorted(rule.arguments):
            tried = [NOBODYS.get(name, uuid.uuid4())]
            tried += [things.foreign[name]] if name in things.foreign and name not in SHARED else []
            for role in sorted(set(world.ours.people) if row.may == SIGNED_IN else row.may):
                browser = browse(world.ours.people[role])
                for identifier in tried:
                    path = address(app, rule, values(rule, things.own, **{name: identifier}))
                    for method in methods(rule):
                        assert ask(browser, method, path) == 404, (endpoint, role, method, name)


def test_whoever_runs_the_platform_sees_no_idea(app, browse, endpoint, there, database):
    operator = makers.an_operator(database)
    for rule in rules_of(app, endpoint):
        path = address(app, rule, values(rule, there[1].own))
        got = ask(browse(operator), "GET" if "GET" in rule.methods else "POST", path)
        assert got == (303 if endpoint == "operations.show" else 403) or endpoint.startswith("operations"), endpoint
