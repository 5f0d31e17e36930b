"""What a page offers to do: to those who may do it, and to nobody whom it would refuse."""

from __future__ import annotations

import re

import psycopg
import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browsing import Browser
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
    ("/ideas/{ref}", "idea", "/ideas/{ref}/edit", KEEPS),
    ("/ideas/{ref}", "latent", "/ideas/{ref}/edit", KEEPS | AUTHOR),
    ("/ideas/{ref}", "case", "/ideas/{ref}/edit", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current?part=claim#claim", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current?part=risk#risk", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/current?part=lesson#lesson", KEEPS),
    ("/ideas/{ref}", "parked", "/ideas/{ref}/current?part=claim#claim", set()),
    ("/ideas/{ref}", "stopped", "/ideas/{ref}/current?part=claim#claim", set()),
    ("/ideas/{ref}", "stopped", "/ideas/{ref}/current?part=lesson#lesson", KEEPS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/current?part=lesson#lesson", set()),
    ("/ideas/{ref}/current", "stopped", "/ideas/{ref}/current/lesson", KEEPS),
    ("/ideas/{ref}/current", "stopped", "/ideas/{ref}/current/claim", set()),
    ("/ideas/{ref}", "case", "/ideas/{ref}/current?part=claim#claim", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/follow", ALL_WRITERS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/follow", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/messages", ALL_WRITERS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/messages", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/messages/{message_id}/redact", AUTHOR | LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/owner", KEEPS),
    ("/ideas/{ref}", "case", "/ideas/{ref}/owner", set()),
    ("/ideas/{ref}", "case", "/ideas/{ref}/confidence", set()),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/gates/mobilise", ALL),
    ("/ideas/{ref}", "stopped", "/ideas/{ref}/gates/design", set()),
    ("/ideas/{ref}", "new", "/ideas/{ref}/triage", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/triage", set()),
    ("/ideas/{ref}", "parked", "/ideas/{ref}/wake", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/wake", set()),
    ("/ideas/{ref}", "joined", "/ideas/{ref}/merge/undo", LEAD),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/merge/undo", set()),
    ("/ideas/{ref}", "tried", "/ideas/{ref}/contact", KEEPS | SPONSOR),
    ("/ideas/{ref}", "adapted", "/ideas/{ref}/adaptation", KEEPS),
    ("/ideas/{ref}", "idea", "/ideas/{ref}/adaptation", set()),
    ("/ideas/{ref}/lineage", "adapted", "/ideas/{ref}/adaptation", KEEPS),
    ("/ideas/{ref}/lineage", "latent", "/ideas/{ref}/publish", LEAD),
    ("/ideas/{ref}/lineage", "idea", "/ideas/{ref}/publish/{code}", LEAD),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/answers", KEEPS),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/ask", {"owner"}),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/decision", LEAD),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/view", set(ALL) - {"admin"}),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/gates/mobilise/policy", set()),
    ("/ideas/{ref}/gates/mobilise", "idea", "/ideas/{ref}/current?part=risk#risk", KEEPS),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/decision", set()),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/answers", set()),
    ("/ideas/{ref}/gates/design", "idea", "/ideas/{ref}/gates/design/view", set()),
    ("/ideas/{ref}/gates/design", "stopped", "/ideas/{ref}/gates/design/decision", set()),
    ("/ideas/{ref}/decisions/{number}", "idea", "/ideas/{ref}/conditions/{condition_id}", LEAD | COLLEAGUE),
    ("/collaboratives/{code}/cards/{number}", "partner's card", "/collaboratives/{code}/cards/{number}/adapt", OWNERS),
    ("/portfolio", "", "/portfolio/nudges", LEAD),
    ("/", "", "/portfolio", OBSERVER | SPONSOR | {"other sponsor"}),
]


class Looking:
    """Everybody's browsers, and what each page offered to whom: looked at once."""

    def __init__(self, app, place: Place) -> None:
        self.place = place
        self.browsers = {who: Browser(app, someone) for who, someone in place.people.items()}
        self.offered: dict[tuple[str, str], set[str]] = {}

    def at(self, path: str, who: str) -> set[str]:
        """Where the main part of a page leads and where its forms go; nothing of a page that is refused."""
        if (path, who) not in self.offered:
            answer = self.browsers[who].client.get(path)
            assert answer.status_code in {200, 403}, (path, who, answer.status_code)
            page = answer.text if answer.status_code == 200 else "<main</main>"
            main = page[page.index("<main") : page.index("</main>")]
            self.offered[path, who] = set(re.findall(r'(?:href|action)="(/[^"]*)"', main))
        return self.offered[path, who]


@pytest.fixture(scope="module")
def looking(app, database):
    """A council with everybody and real things, only looked at."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        place = a_place(admin)
        place.thing("asked to join")  # an invitation waits, which leads alone may answer
        yield Looking(app, place)


@pytest.mark.parametrize(("where", "kind", "act", "people"), OFFERS)
def test_an_act_is_offered_to_those_who_may_do_it_and_to_nobody_else(looking: Looking, where, kind, act, people):
    thing = looking.place.thing(kind)
    path, offer = where.format_map(thing), act.format_map(thing)
    assert {who for who in ALL if offer in looking.at(path, who)} == set(people)


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
def test_nobody_is_led_to_a_page_that_refuses_them(app, looking: Looking, where, kind):
    path = where.format_map(looking.place.thing(kind))
    refused = [
        (who, link)
        for who in sorted(ALL)
        for link in sorted({link.partition("#")[0] for link in looking.at(path, who)})
        if is_page(app, link) and looking.browsers[who].client.get(link).status_code not in {200, 303}
    ]
    assert refused == []


def is_page(app, link: str) -> bool:
    """Whether a link opens a page, rather than a form going there."""

    def leads_to(method: str) -> str | None:
        try:
            return app.url_map.bind("localhost").match(link.partition("?")[0], method=method)[0]
        except (HTTPException, RequestRedirect):
            return None

    return leads_to("GET") is not None and leads_to("POST") in {None, leads_to("GET")}


def test_the_rooms_of_the_header_are_those_that_a_person_may_enter(looking: Looking):
    rooms = {
        "/ideas": ALL,
        "/triage": LEAD,
        "/portfolio": SEE_THE_WHOLE,
        "/council": LEAD | ADMIN,
        "/collaboratives": ALL,
        "/board": SEE_THE_WHOLE,
    }
    for who in sorted(ALL):
        page = looking.browsers[who].get("/account").text
        header = page[: page.index("<main")]
        assert {room for room in rooms if f'href="{room}"' in header} == {
            room for room, people in rooms.items() if who in people
        }, who
