"""Every page says in which room it lies: by its address, whatever family of screens it is of."""

from __future__ import annotations

import pytest

from tests import makers
from tests.reading import Page


def room(page: Page) -> list[str]:
    """What the row of rooms marks as where one is."""
    marked = page.part("rooms").elements[0].iterfind(".//a[@aria-current]")
    return ["".join(one.itertext()) for one in marked]


@pytest.fixture
def at(world, browse):
    """The room of an address, as a lead of a council in a collaborative meets it."""
    there = {
        "code": makers.a_collaborative(world.ours, world.theirs),
        "ref": makers.an_idea(world.ours),
        "sent": makers.a_sent_idea(world.ours),
    }
    return lambda address: room(Page(browse(world.ours.lead).get(address.format_map(there)).text))


@pytest.mark.parametrize(
    ("address", "room"),
    [
        ("/", "Home"),
        ("/triage", "Triage"),
        ("/ideas/{sent}/triage", "Triage"),
        ("/ideas", "Ideas"),
        ("/ideas/{ref}/health", "Ideas"),
        ("/board", "Board"),
        ("/portfolio/risks", "Portfolio"),
        ("/network", "Portfolio"),  # at an address that does not say so
        ("/collaboratives", "Collaboratives"),
        ("/collaboratives/{code}/needs", "Collaboratives"),
        ("/collaboratives/{code}/guests", "Collaboratives"),
        ("/library/lessons", "Library"),
        ("/council/doors", "Council"),
    ],
)
def test_a_page_lies_in_the_one_room_that_its_address_says(at, address, room):
    assert at(address) == [room]


def test_what_is_ones_own_lies_in_no_room(at):
    assert at("/account") == []
    assert at("/inbox") == []
