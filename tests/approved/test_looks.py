"""Every page in a real browser, wide, on a phone and without its script: nothing for axe, nothing off its side.

A run opens one page in so many; `make looks` opens every one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Page, Route

from tests import looking
from tests.approved.forms import FORMS
from tests.approved.people import People
from tests.approved.visits import Visit, plain

EVERY = int(os.environ.get("LOOK_AT_EVERY", "60"))
HOME = "http://localhost"
WAYS = {"wide": (looking.WIDE, True), "phone": (looking.PHONE, True), "no script": (looking.PHONE, False)}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the machine's Chromium, once for these and the journeys; pages come from the application itself."""
    if not looking.is_there():
        pytest.fail(looking.MISSING) if os.environ.get("CI") else pytest.skip(looking.MISSING)
    return looking.launching()


def ids_of(visit: Visit) -> str:
    return visit.name.removeprefix("pages/")


@contextlib.contextmanager
def opened(visit: Visit, way: str, people: People, browser: Browser) -> Iterator[Page | None]:
    """A visit's page in a browser; None where its answer is none."""
    answer = people.answer(visit)
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    if answer.mimetype != "text/html" or answer.status_code in range(300, 400):
        yield None
        return
    size, scripted = WAYS[way]
    said: list[str] = []

    def fetched(route: Route) -> None:
        if route.request.is_navigation_request():
            got = answer
        elif route.request.resource_type == "script" and not scripted:
            route.abort()
            return
        else:
            got = people.browser(visit.who).get(route.request.url.removeprefix(HOME))
        with got:
            route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.data)

    page = browser.new_page(viewport=size, bypass_csp=not scripted)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", fetched)
    page.goto(f"{HOME}{people.fill(visit.address)}")
    yield page
    page.close()
    assert not said


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("visit", [*plain(), *FORMS][::EVERY], ids=ids_of)
def test_a_page_is_for_everybody(visit: Visit, way: str, people: People, browser: Browser):
    with opened(visit, way, people, browser) as page:
        found = looking.faults(page) if page else []
    assert not found, "\n".join(found)


# Pages that say what ideas are called, each in its own manner: a heading, a caption, a label, a line, a cell.
OF_AN_IDEA = ("", "/card", "/comment", "/followers", "/assessors", "/outside", "/lineage", "/triage", "/gates/design")
NAMING = ("/", "/inbox", "/board", "/triage", "/triage/several", "/ideas", "/ideas/print", "/search?q=visit")
LONG = "Wheelchairaccess" * 12
# What ideas are called, in the middle of any sentence, without a blank.
NAME_ALL = """([titles, long]) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    for (const one of titles) walk.currentNode.data = walk.currentNode.data.replaceAll(one, long);
}"""


def naming() -> list[Visit]:
    """One visit in so many, and pages of each manner: two ideas that a lead has before them, one new."""
    of = [f"/ideas/{ref}{page}" for ref in ("KNW-36", "KNW-42") for page in OF_AN_IDEA]
    return list(dict.fromkeys([*plain()[::EVERY], *(Visit("ruth", address) for address in [*NAMING, *of])]))


@pytest.mark.parametrize("visit", naming(), ids=ids_of)
def test_a_word_without_an_end_pushes_no_page_sideways(visit: Visit, people: People, browser: Browser):
    titles = [title for (title,) in people.admin.execute("SELECT DISTINCT title FROM idea ORDER BY 1")]
    with opened(visit, "phone", people, browser) as page:
        if page is None:
            return
        page.evaluate(NAME_ALL, [titles, LONG])
        found = looking.scrolls(page)
    assert not found, found
