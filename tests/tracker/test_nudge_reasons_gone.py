"""What takes the reason of a nudge away: what was asked for is done, or the idea is no longer where the rule looks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from tests import makers
from tests.tracker.test_nudge_reasons import CASES, DAY, Place, Write, after, before, noon, told
from tracker import council, nudge
from tracker.gate.models import Condition, DecisionRequest
from tracker.idea import Outcome, Stage, State
from tracker.lesson.models import Lesson
from tracker.risk import Risk
from tracker.tenancy import session
from tracker.value import EvidenceReview


def change(model: Any, **values: Any) -> Write:
    """Change what is recorded of a kind on the idea."""
    return lambda place: session().execute(update(model).where(model.idea_id == place.id).values(**values))


GONE: dict[str, tuple[str, dict[str, Any], Write]] = {
    "a first reply was written": ("reply", {"first_reply_on": before(4)}, Place.nothing),
    "a sponsor is named": ("sponsor", {"sponsor_name": "Cllr Reid"}, Place.nothing),
    "a contact is recorded": ("contact", {}, lambda place: place.contact(before(59))),
    "a first contact is recorded": ("no contact ever", {}, lambda place: place.contact(before(3))),
    "evidence without a day is recorded": ("no evidence", {}, lambda place: place.evidence(None)),
    "newer evidence is recorded": ("old review", {}, lambda place: place.put(EvidenceReview, on=before(89))),
    "a newer review is recorded": ("old evidence", {}, lambda place: place.put(EvidenceReview, on=before(89))),
    "evidence of an idea in design may be old": ("old evidence", {"stage": Stage.DESIGN}, Place.nothing),
    "a lesson is written": ("no lesson", {}, lambda place: place.put(Lesson, lesson="Ask first.")),
    "it was closed again since": ("no lesson", {}, lambda place: place.closed(before(13))),
    "what was merged owes no lesson": ("no lesson", {"outcome": Outcome.MERGED}, Place.nothing),
    "what was referred owes no lesson": ("no lesson", {"outcome": Outcome.REFERRED}, Place.nothing),
    "the condition is met": ("condition", {}, change(Condition, met_on=DAY)),
    "it was decided after the hold": ("hold", {}, lambda place: place.decided("go", 3, until=after(7))),
    "the decision was made": ("decision", {}, change(DecisionRequest, decided_at=noon(DAY))),
    "the risk is closed": ("risk", {}, change(Risk, closed_at=noon(DAY))),
    "in mobilise nobody is asked for a sponsor": ("sponsor", {"stage": Stage.MOBILISE}, Place.nothing),
    "in design nobody is asked for contact": ("contact", {"stage": Stage.DESIGN}, Place.nothing),
    "in mainstream no first evidence is asked for": ("no evidence", {"stage": Stage.MAINSTREAM}, Place.nothing),
    "in mainstream nobody asks whether it serves": ("embedded and quiet", {"stage": Stage.MAINSTREAM}, Place.nothing),
    "embedded, nobody asks whether it goes on": ("quiet", {"stage": Stage.EMBEDDED}, Place.nothing),
}


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all: each test writes its idea and forgets it."""
    return makers.a_world()


@pytest.mark.parametrize("name", GONE)
def test_nobody_is_asked_any_more_when(world, name):
    case, columns, write = GONE[name]
    due, side = CASES[case], world.ours
    with side.door():
        place = Place(side, **{**due.columns, **columns})
        due.write(place)
        write(place)
        assert told(side, DAY, due.rule) == []


def test_a_sponsor_who_is_of_the_council_is_a_sponsor(world):
    with world.ours.door():
        Place(world.ours, stage=Stage.DESIGN, stage_since=before(21))
        assert told(world.ours, DAY, "no_sponsor") == []


@pytest.mark.parametrize("outcome", [Outcome.STOPPED, Outcome.IMPROVED, Outcome.RESOURCED, Outcome.DECLINED])
def test_a_lesson_is_asked_of_what_was_tried_or_turned_down(world, outcome):
    due = CASES["no lesson"]
    with world.ours.door():
        due.write(Place(world.ours, **{**due.columns, "outcome": outcome}))
        assert len(told(world.ours, DAY, due.rule)) == 1


def test_what_is_slow_is_given_twice_as_long_and_an_incremental_idea_is_not(world):
    for extent, known in (("incremental", 1), (None, 1), ("radical", 0), ("system", 0)):
        for case in ("quiet", "old evidence"):
            with world.ours.door() as door:
                CASES[case].write(Place(world.ours, **{**CASES[case].columns, "extent": extent}))
                assert len(told(world.ours, DAY, CASES[case].rule)) == known, (extent, case)
                door.rollback()


def test_every_condition_and_risk_that_falls_due_is_asked_about_by_itself(world):
    with world.ours.door():
        place = Place(world.ours)
        place.decided("conditional_go", 1)
        for days in (15, 14, 0, -20):
            place.condition(after(days))
            place.risk(after(days - 7))
        for rule, due in (("condition_due", [-20, 0, 14]), ("review_risk", [-27, -7, 7])):
            found = [one.reason.began_on for one in nudge.plan(day=DAY) if one.reason.rule.code == rule]
            assert found == [after(days) for days in due]


@pytest.mark.parametrize(
    ("case", "gone", "asked"),
    [
        ("contact", {"sponsor_id": None, "sponsor_name": "Cllr Reid"}, "owner"),
        ("contact", {"sponsor_id": None, "sponsor_name": "Cllr Reid", "owner_id": None}, "lead"),
        ("quiet", {"owner_id": None}, "lead"),
    ],
)
def test_where_nobody_holds_the_place_the_owner_is_asked_and_then_the_lead(world, case, gone, asked):
    due, side = CASES[case], world.ours
    with side.door():
        due.write(Place(side, **{**due.columns, **gone}))
        assert [person for person, *_ in told(side, DAY, due.rule)] == [side.people[asked].id]


def test_a_sponsor_who_left_is_not_asked(world):
    due, side = CASES["contact"], world.ours
    with side.door():
        due.write(Place(side, **due.columns))
        council.end_membership(person_id=side.sponsor.id, by=side.admin.id)
        assert [person for person, *_ in told(side, DAY, due.rule)] == [side.owner.id]


def test_a_rest_day_is_passed_over_and_the_next_working_day_speaks(world):
    """The age of 90 days falls on a Saturday."""
    side, saturday = world.ours, after(3)
    with side.door():
        Place(side, state=State.ACTIVE, changed_at=noon(before(87)))
        assert told(side, saturday, "idle") == []
        assert [on for _, on, _ in told(side, after(5), "idle")] == [after(5)]
