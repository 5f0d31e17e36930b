"""Every page in a real browser, wide, on a phone and without its script: nothing for axe, nothing off its side.

A run opens one page in so many; `make looks` opens every one.
"""

from __future__ import annotations

import os
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Route

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


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("visit", [*plain(), *FORMS][::EVERY], ids=lambda visit: visit.name.removeprefix("pages/"))
def test_a_page_is_for_everybody(visit: Visit, way: str, people: People, browser: Browser):
    answer = people.answer(visit)
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    if answer.mimetype != "text/html" or answer.status_code in range(300, 400):
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
    found = looking.faults(page)
    page.close()
    assert not found, "\n".join(found)
    assert not said
