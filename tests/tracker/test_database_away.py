"""PostgreSQL goes away and comes back: every address says so, keeps what was typed, and is back by itself."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from sqlalchemy import text

from local import reset, servers
from local.postgres import Cluster
from migrations import runner
from tests import makers
from tests.browsing import Browser, inspect
from tests.conftest import pointed_at
from tests.tracker.addresses import address, methods, values
from tracker import council, tenancy
from tracker.app import create_app
from tracker.tenancy.absence import PatientConnection
from tracker.web import SIGNED_IN, Screens

PERSON = {"Accept": "text/html,application/xhtml+xml"}
TYPED = "Two officers call at one damp house, a week apart."
PLAIN = {  # what these answer needs no row of anybody
    "static",
    "papers.privacy",
    "papers.accessibility",
    "papers.cookies",
    "operations.healthz",
    "gallery.show",
    "sign_in.sign_in",
    "sign_in.forgotten",
    "guest_room.sign_in",
    "code.look",
}
WITHOUT_A_CODE = {"gallery.show", "code.look", "stopping.show"}  # what is sent names nothing to look up


loses = Screens("loses", __name__)


@loses.screen("/loses/<how>", needs=SIGNED_IN)
def lose(how):
    """End our own connection in the middle of a page, then go on in one of the ways in which pages work."""
    os.kill(tenancy.door().connection.connection.driver_connection.info.backend_pid, signal.SIGTERM)
    time.sleep(0.2)
    if how == "savepoint":
        with tenancy.attempt():
            tenancy.session().execute(text("SELECT 1"))
    elif how == "session":
        tenancy.session().execute(text("SELECT 1"))
    elif how == "rows":
        council.services()
    return "kept"


class House(NamedTuple):
    """An installation with a PostgreSQL of its own, which a test may stop."""

    cluster: Cluster
    app: object
    lead: makers.Someone
    operator: makers.Someone

    def browsers(self) -> dict[str, Browser]:
        return {"nobody": Browser(self.app), "lead": Browser(self.app, self.lead)}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    parent = tmp_path_factory.mktemp("house")
    parent.chmod(0o711)
    home = parent / "var"
    found = servers.start(home, durable=False).named("seedbed")
    runner.migrate(found.owner_url)
    with pointed_at(found):
        side = makers.a_world().ours
        app = create_app()
        app.config["TESTING"] = False
        app.register_blueprint(loses)
        yield House(Cluster.at(home), app, side.lead, makers.an_operator(found))
    servers.stop(home)
    reset.account.forget(home)


@pytest.fixture
def away(house) -> Iterator[dict[str, Browser]]:
    """The browsers of somebody and of nobody, with the database stopped behind them."""
    browsers = house.browsers() | {"operator": Browser(house.app, house.operator)}
    for browser in browsers.values():
        browser.token()
    house.cluster.stop()
    yield browsers
    house.cluster.start(durable=False)


def addresses(app):
    """Every address and method of the product, with identifiers of nobody."""
    for rule in app.url_map.iter_rules():
        filled = values(rule, {})
        for method in methods(rule):
            yield rule.endpoint, method, address(app, rule, filled)


def test_every_address_says_503_but_those_that_need_no_data_and_those_that_are_not_there(house, away):
    wrong = []
    for endpoint, method, path in addresses(house.app):
        for who, browser in away.items():
            sent = {"csrf_token": browser.token(), "words": TYPED, "email": "a@b.example", "password": "x" * 12}
            answer = browser.client.open(path, method=method, headers=PERSON, data=sent if method == "POST" else None)
            wanted = {503}
            if (endpoint in PLAIN and method == "GET") or endpoint in WITHOUT_A_CODE:
                wanted = {200, 404}
            elif who == "nobody" or endpoint.startswith("guest_room."):  # is asked to sign in first: that needs no row
                wanted = {303, 404, 503}
            elif endpoint.startswith(
                ("mailbox.", "metrics.")
            ):  # not there outside the demonstration, or its files alone
                wanted = {200, 404, 503}
            if endpoint == "trials.withdraw":  # a figure of a number that no row can have
                wanted = wanted | {404}
            if answer.status_code not in wanted:
                wrong.append((who, method, path, answer.status_code))
            if answer.status_code == 503:
                assert answer.headers["Retry-After"] == "30"
            if answer.mimetype == "text/html" and answer.status_code != 303:
                inspect(answer.text, path)
    assert wrong == []


def test_an_address_that_is_not_there_is_404_in_our_frame_for_everybody(away):
    for browser in away.values():
        answer = browser.client.get("/no-such-page", headers=PERSON)
        assert answer.status_code == 404
        assert 'class="foot"' in answer.text


def test_what_was_typed_is_given_back_and_a_page_is_tried_again_where_it_was(away):
    sent = {"csrf_token": away["lead"].token(), "title": "Damp", "problem": TYPED}
    answer = away["lead"].client.post("/ideas/new", data=sent, headers=PERSON)
    assert answer.status_code == 503
    assert TYPED in answer.text
    answer = away["lead"].client.get("/ideas?stage=design&q=damp", headers=PERSON)
    assert 'href="/ideas?stage=design&amp;q=damp"' in answer.text


def test_a_program_is_told_in_json(away):
    for who, status in (("lead", 503), ("operator", 503)):
        answer = away[who].client.get("/ops" if who == "operator" else "/ideas", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.headers["Retry-After"] == "30"
    answer = away["nobody"].client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "down")
    assert away["nobody"].client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/ideas", "/me", "/privacy", "/no-such-page"])
def test_a_page_writes_one_short_line_and_no_trace(away, caplog, path):
    with caplog.at_level(logging.INFO):
        away["lead"].client.get(path, headers=PERSON)
    [line] = caplog.records
    assert line.exc_info is None
    assert "\n" not in line.getMessage()
    assert "did not answer" in line.getMessage()


def test_it_is_back_by_itself_with_the_first_page_after_a_restart_or_a_crash(house):
    browser = house.browsers()["lead"]
    browser.get("/ideas")
    house.cluster.stop()
    browser.get("/ideas", status=503, headers=PERSON)
    house.cluster.start(durable=False)
    browser.get("/ideas")
    os.kill(house.cluster.pid(), signal.SIGKILL)
    house.cluster.start(durable=False)
    browser.get("/ideas")


def test_a_database_that_says_nothing_is_away_too(house, monkeypatch, caplog):
    """Stopped in its tracks, it neither answers nor ends the connection: the page does not wait for ever."""
    browser = house.browsers()["lead"]
    browser.get("/ideas")
    monkeypatch.setattr(PatientConnection, "patience", 1.0)
    with tenancy.engine().connect() as one:
        driver = one.connection.driver_connection
        backend = driver.info.backend_pid
        driver.patience = 0.5
    os.kill(backend, signal.SIGSTOP)
    try:
        with caplog.at_level(logging.INFO):
            browser.get("/ideas", status=503, headers=PERSON)
    finally:
        os.kill(backend, signal.SIGCONT)
    assert [record.exc_info for record in caplog.records] == [None]
    assert "said nothing for 0.5 seconds" in caplog.text
    browser.get("/ideas")


@pytest.mark.parametrize("how", ["session", "rows", "savepoint", "commit"])
def test_a_page_that_loses_the_database_half_way_says_so_in_the_readers_frame(house, caplog, how):
    browser = house.browsers()["lead"]
    with caplog.at_level(logging.INFO):
        answer = browser.get(f"/loses/{how}", status=503, headers=PERSON)
    assert "Lead" in answer.text or house.lead.name in answer.text
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("ERROR", None)]
    browser.get("/ideas")
