"""What is due of somebody, as their calendar reads it at a private address: theirs alone, until they end it."""

from __future__ import annotations

import re
from datetime import timedelta

from icalendar import Calendar

from tests import makers
from tracker import clock, council, idea, inbox, risk
from tracker.idea import Audience, Stage
from tracker.tenancy import directory


def feed(browser, path: str) -> dict[str, tuple[object, str]]:
    """What stands in a calendar: by what it says, its day and where it leads."""
    read = Calendar.from_ical(browser.get(path).data)
    return {str(e["summary"]): (e.decoded("dtstart"), str(e["url"])) for e in read.walk("VEVENT")}


def test_what_is_due_stands_in_the_calendar_of_whom_it_is_due_of_and_of_nobody_else(world, browse):
    side, other = world.ours, world.theirs
    today = clock.today()
    ref, due = makers.an_idea(side, title="Warm rooms", stage=Stage.MOBILISE), today + timedelta(days=9)
    hidden = makers.an_idea(side, title="A secret matter", stage=Stage.MOBILISE)
    theirs = makers.an_idea(other, title="Their own", stage=Stage.MOBILISE)
    for at, place, about in ((ref, side, "Nobody comes"), (hidden, side, "It leaks"), (theirs, other, "Not ours")):
        with place.door():
            found = makers.idea_of(at)
            given = {"likelihood": 2, "impact": 2, "mitigation": "Ring", "owner_id": place.owner.id}
            risk.raise_risk(idea=found, by=place.owner.id, description=about, review_on=due, **given)
    with side.door():
        idea.set_audience(idea=makers.idea_of(hidden), audience=Audience.CONFIDENTIAL, by=side.lead.id)
    owner = browse(side.owner)
    assert "no address yet" in owner.get("/account/calendar").text
    owner.post("/account/calendar", {"act": "make"})
    page = owner.get("/account/calendar").text
    path = re.search(r'value="[^"]*(/calendar/[\w-]+\.ics)"', page)[1]
    found = feed(browse(), path)
    assert found["Look at a risk again: Warm rooms"][0] == due
    assert found["Look at a risk again: Warm rooms"][1].endswith(f"/ideas/{ref}")
    assert f"Look at a risk again: {hidden}" in found
    text = browse().get(path).text
    assert [said for said in ("A secret matter", "It leaks", "Their own", "Not ours") if said in text] == []
    with side.door():
        assert [one.ref for one in inbox.due_of(reader=side.contributor.reader)] == []
        [row] = risk.risks_on(idea=makers.idea_of(ref))
        risk.close_risk(idea=makers.idea_of(ref), risk=row, by=side.owner.id)
    assert "Look at a risk again: Warm rooms" not in feed(browse(), path)

    owner.post("/account/calendar", {"act": "make"})
    browse().get(path, status=404)
    with directory():
        newer = inbox.calendar_secret(side.owner.id)
    assert feed(browse(), f"/calendar/{newer}.ics")
    owner.post("/account/calendar", {"act": "end"})
    browse().get(f"/calendar/{newer}.ics", status=404)


def test_leads_have_replies_and_decisions_and_who_left_has_nothing(world, browse):
    side = world.ours
    with side.door():
        begun = idea.log_draft(by=side.contributor.id, title="Bins", problem="They block.", proposal="Move them.")
        idea.submit(idea=begun, by=side.contributor.id)
    with directory():
        secret = inbox.make_calendar(side.lead.id)
    path = f"/calendar/{secret}.ics"
    assert "A first reply is promised: Bins" in feed(browse(), path)
    with side.door():
        council.end_membership(person_id=side.lead.id, by=side.admin.id)
    assert feed(browse(), path) == {}
