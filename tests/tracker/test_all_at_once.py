"""Everything that is wrong with a form is told at once: whoever mends what was told is not told more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest

from tests.reading import Page
from tests.tracker.addresses import address, rules_of, values
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place
from tests.tracker.test_sent_twice import ACTS, doer
from tests.tracker.things import a_whole_place

# What is asked depends on these: they are chosen, and all else is left out.
CHOSEN = re.compile(
    r"(?:^|-)(?:outcome|answer|word|needs|status|level|says|seen|version|send|decide|rule|subject|audience|verdict)$"
)
MENDED = 25  # acts in which something has to be written, at least
SOMEBODYS = {"sign_in.sign_in", "invitation.show", "sign_in.reset"}  # links and passwords, good for one use


@pytest.fixture(scope="module")
def place(database) -> Iterator[Place]:
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        yield a_whole_place(admin, database)


def told(page: Page) -> set[str]:
    """The names of the fields that a page says something of, at its top; "" for what belongs to none."""
    found = set()
    for entry in page.part("govuk-error-summary__list").elements:
        for item in entry.iter("li"):
            link = item.find("a")
            found.add("" if link is None else name_at(page, link.get("href", "")[1:]))
    return found


def name_at(page: Page, identifier: str) -> str:
    """The name of the field that a link in the summary leads to; of a group, the name of its first field."""
    if not page.has(identifier):
        return identifier
    element = page.named(identifier)
    named = (one.get("name") for one in element.iter() if one.get("name"))
    return element.get("name") or next(named, identifier)


def mended(good: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """The form as it is in order where it was told, and left out elsewhere."""
    kept = {name: value for name, value in good.items() if CHOSEN.search(name) or name in names}
    several = {name.partition("-")[0] for name in names} & {"conditions", "parts"}
    if "kept" in names:  # what is kept, changed and dropped is one thing to say
        several |= {"changed", "dropped"}
    several |= {name.partition("-")[0] for name in names if name.endswith("_words")}  # one of the questions is enough
    if {"person", "person_id"} & names:  # chosen, or written
        several |= {"name"}
    return kept | {name: value for name, value in good.items() if name.partition("-")[0] in several}


def test_whoever_mends_what_was_told_is_told_no_more(app, browse, place):
    """Where nothing has to be written there is nothing to mend, and what is told on a page of its own is no form's."""
    mended_once = []
    for endpoint, n in ACTS:
        if endpoint in SOMEBODYS:
            continue
        on = MATRIX[endpoint].on[n]
        [rule] = [one for one in rules_of(app, endpoint) if "POST" in one.methods]
        browser, thing = browse(place.people[doer(on)]), place.fresh(on.thing)
        good = dict(on.send(thing) if callable(on.send) else on.send)
        path = address(app, rule, values(rule, thing | on.at))
        token = {"csrf_token": browser.token()}
        bare = browser.client.post(path, data=token | mended(good, set()))
        if first := told(Page(bare.text)) if bare.status_code == 200 else set():
            again = browser.client.post(path, data=token | mended(good, first))
            assert again.status_code == 303, (endpoint, sorted(first), sorted(told(Page(again.text))))
            mended_once.append(endpoint)
    assert len(mended_once) >= MENDED
