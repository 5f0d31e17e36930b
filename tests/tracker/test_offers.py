"""What a page offers to do: to those who may do it, and to nobody whom it would refuse."""

from __future__ import annotations

import re

import psycopg
import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.tracker.cast import (
    ADMIN,
    ALL,
    ALL_WRITERS,
    AUTHOR,
    COLLEAGUE,
    KEEPS,
    LEAD,
    OBSERVER,
    OWNERS,
    SEE_THE_WHOLE,
    SPONSOR,
)
from tests.tracker.places import Place
from tests.tracker.things import a_place

# A page, the thing that it is about, what stands on it (a link or a form), and to whom it is offered.
OFFERS = [
    ("/ideas", "", "/ideas/new", ALL_WRITERS),
    ("/board", "", "/ideas/new", ALL_WRITERS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/edit", KEEPS | AUTHOR),
    ("/ideas/{ref}", "latent", "/ideas/{ref}/edit", KEEPS | AUTHOR),
    ("/ideas/{ref}", "case", "/ideas/{ref}/edit", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current#claim", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current#risk", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current#lesson", KEEPS),
    ("/ideas/{ref}", "parked", "/ideas/{ref}/current#claim", set()),
    ("/ideas/{ref}", "stopped", "/ideas/{ref}/current#claim", set()),
    ("/ideas/{ref}", "case", "/ideas/{ref}/current#claim", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/follow", ALL_WRITERS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/follow", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/messages", ALL_WRITERS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/messages", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/messages/{message_id}/redact", AUTHOR | LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/owner", LEAD),
    ("/ideas/{ref}", "case", "/ideas/{ref}/owner", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/gates/mobilise", ALL),
    ("/ideas/{ref}", "stopped", "/ideas/{ref}/gates/design", set()),
    ("/ideas/{ref}", "new", "/ideas/{ref}/triage", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/triage", set()),
    ("/ideas/{ref}", "parked", "/ideas/{ref}/wake", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/wake", set()),
    ("/ideas/{ref}", "joined", "/ideas/{ref}/merge/undo", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/merge/undo", set()),
    ("/ideas/{ref}", "tried", "/ideas/{ref}/contact", SPONSOR),
    ("/ideas/{ref}", "adapted", "/ideas/{ref}/adaptation", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/adaptation", set()),
    ("/ideas/{ref}/lineage", "adapted", "/ideas/{ref}/adaptation", KEEPS),
    ("/ideas/{ref}/lineage", "latent", "/ideas/{ref}/publish", LEAD),
    ("/ideas/{ref}/lineage", "idea", "/ideas/{ref}/publish/{code}", LEAD),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/answers", KEEPS),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/ask", {"owner"}),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/decision", LEAD),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/policy", set()),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/current", KEEPS),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/decision", set()),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/answers", set()),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/view", set()),
    ("/ideas/{ref}/gates/design", "stopped", "/ideas/{ref}/gates/design/decision", set()),
    ("/ideas/{ref}/decisions/{number}", "idea", "/ideas/{ref}/conditions/{condition_id}", KEEPS | COLLEAGUE),
    ("/collaboratives/{code}/cards/{number}", "partner's card", "/collaboratives/{code}/cards/{number}/adapt", OWNERS),
    ("/portfolio", "", "/portfolio/nudges", LEAD),
    ("/", "", "/portfolio", OBSERVER | SPONSOR | {"other sponsor"}),
]
KNOWN = {("admin", "/gates/mobilise/view")}  # "Add yours" stands on the gate for admins too, who may not


@pytest.fixture(scope="module")
def place(database):
    """A council with everybody and real things."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        yield a_place(admin)


def offered(page: str) -> set[str]:
    """Where the main part of a page leads, and where its forms go."""
    main = page[page.index("<main") : page.index("</main>")]
    return set(re.findall(r'(?:href|action)="(/[^"]*)"', main))


@pytest.mark.parametrize(("where", "kind", "act", "people"), OFFERS)
def test_an_act_is_offered_to_those_who_may_do_it_and_to_nobody_else(browse, place: Place, where, kind, act, people):
    thing = place.thing(kind)
    found = {
        who
        for who in sorted(ALL)
        if (answer := browse(place.people[who]).client.get(where.format_map(thing))).status_code == 200
        and act.format_map(thing) in offered(answer.text)
    }
    assert found == set(people)


PAGES = [
    ("/", ""),
    ("/ideas", ""),
    ("/board", ""),
    ("/inbox", ""),
    ("/collaboratives", ""),
    ("/account", ""),
    ("/portfolio", ""),
    ("/ideas/{ref}", "idea"),
    ("/ideas/{ref}", "new"),
    ("/ideas/{ref}", "parked"),
    ("/ideas/{ref}", "stopped"),
    ("/ideas/{ref}", "joined"),
    ("/ideas/{ref}", "adapted"),
    ("/ideas/{ref}", "case"),
    ("/ideas/{ref}/health", "tried"),
    ("/ideas/{ref}/lineage", "idea"),
    ("/ideas/{ref}/lineage", "adapted"),
    ("/ideas/{ref}/gates/mobilise", "idea"),
    ("/ideas/{ref}/decisions/{number}", "idea"),
    ("/collaboratives/{code}", "idea"),
    ("/collaboratives/{code}/cards/{number}", "partner's card"),
]


@pytest.mark.parametrize(("where", "kind"), PAGES)
def test_nobody_is_led_to_a_page_that_refuses_them(app, browse, place: Place, where, kind):
    path = where.format_map(place.thing(kind))
    refused = []
    for who in sorted(ALL):
        browser = browse(place.people[who])
        answer = browser.client.get(path)
        if answer.status_code != 200:
            continue
        for link in sorted({link.partition("#")[0] for link in offered(answer.text)}):
            if is_page(app, link) and browser.client.get(link).status_code not in {200, 303}:
                refused += [(who, link)] if not any(who == one and link.endswith(end) for one, end in KNOWN) else []
    assert refused == []


def is_page(app, link: str) -> bool:
    """Whether a link opens a page, rather than a form going there."""
    try:
        app.url_map.bind("localhost").match(link.partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def test_the_rooms_of_the_header_are_those_that_a_person_may_enter(browse, place: Place):
    rooms = {"/triage": LEAD, "/portfolio": SEE_THE_WHOLE, "/council": ADMIN, "/collaboratives": ALL, "/board": ALL}
    for who in sorted(ALL):
        page = browse(place.people[who]).get("/account").text
        header = page[: page.index("<main")]
        shown = {room for room in rooms if f'href="{room}"' in header}
        may = {room for room, people in rooms.items() if who in people}
        assert shown <= may, who
