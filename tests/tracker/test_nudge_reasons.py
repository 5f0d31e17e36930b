"""When each rule speaks, to whom and with which fact: not a day too early, and of nothing that is at rest or done.

Every idea falls due on one Wednesday; the day before it is the last on which nobody hears of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import makers
from tracker import clock, nudge
from tracker.db import new_id
from tracker.gate.models import Condition, Decision, DecisionRequest
from tracker.idea import Idea, IdeaState, SponsorContact, Stage, State
from tracker.nudge.queries.reasons import reasons
from tracker.risk import Risk
from tracker.tenancy import abandon, session
from tracker.value import Claim, Evidence, EvidenceReview

DAY = date(2026, 11, 18)
LONG_AGO = DAY - timedelta(days=700)
OLD = datetime(2024, 1, 1, tzinfo=UTC)
Write = Callable[["Place"], object]


def before(days: int) -> date:
    return DAY - timedelta(days=days)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Place:
    """One idea of a council, whose rows are written one by one, and forgotten when its door closes."""

    def __init__(self, side: makers.Side, **columns: Any) -> None:
        abandon()
        self.side, self.id, self.decision = side, new_id(), new_id()
        people = {"author_id": side.contributor.id, "owner_id": side.owner.id, "sponsor_id": side.sponsor.id}
        plain = {"state": State.ACTIVE, "stage_since": DAY, "changed_at": noon(DAY), "created_at": OLD}
        session().add(Idea(id=self.id, ref="ZZ-1", title="Damp", **{**people, **plain, **columns}))
        session().flush()

    def nothing(self) -> None:
        """Write no more than the idea."""

    def put(self, model: Any, **values: Any) -> None:
        session().add(model(idea_id=self.id, **values))
        session().flush()

    def contact(self, *days: date) -> None:
        for on in days:
            self.put(SponsorContact, on=on)

    def evidence(self, *days: date | None) -> None:
        claim = new_id()
        self.put(Claim, id=claim, indicator="days")
        for on in days:
            self.put(Evidence, claim_id=claim, value_on=on)

    def decided(self, word: str, number: int, **more: Any) -> None:
        made = self.decision if number == 1 else new_id()
        plain = {"because": "Yes.", "from_stage": "design", "to_stage": "design", "policy_version": 0, "snapshot": {}}
        by = {"by_id": self.side.lead.id, "on": LONG_AGO}
        self.put(Decision, id=made, number=number, gate="design", word=word, **plain, **by, **more)

    def condition(self, due_on: date, **more: Any) -> None:
        about = {"decision_id": self.decision, "owner_id": self.side.admin.id, "text": "Cap the overtime"}
        self.put(Condition, due_on=due_on, **about, **more)

    def asked(self, due_on: date, **more: Any) -> None:
        self.put(DecisionRequest, gate="mobilise", by_id=self.side.owner.id, at=OLD, due_on=due_on, **more)

    def risk(self, review_on: date, **more: Any) -> None:
        self.put(Risk, description="Stock walks", owner_id=self.side.observer.id, review_on=review_on, **more)

    def closed(self, *days: date) -> None:
        for on in days:
            self.put(IdeaState, state=State.CLOSED, on=on)


@dataclass(frozen=True)
class Due:
    """An idea on which a rule speaks from the day on: its columns and rows, who is asked, and the fact."""

    rule: str
    who: str
    fact: str
    columns: dict[str, Any] = field(default_factory=dict)
    write: Write = Place.nothing


MOBILISE = {"stage": Stage.MOBILISE}
EMBEDDED = {"stage": Stage.EMBEDDED}
CASES = {
    "reply": Due(
        "reply_overdue",
        "lead",
        "A first reply was promised by 17 November, and nobody has written one yet.",
        {"state": State.TRIAGE, "reply_due_on": before(1), "stage": Stage.LATENT},
    ),
    "sponsor": Due(
        "no_sponsor",
        "lead",
        "It has been in design since 28 October and has no sponsor.",
        {"stage": Stage.DESIGN, "stage_since": before(21), "sponsor_id": None},
    ),
    "sponsor, day of stage unknown": Due(
        "no_sponsor",
        "lead",
        "It has been in design since 28 October and has no sponsor.",
        {"stage": Stage.DESIGN, "stage_since": None, "sponsor_id": None, "created_at": noon(before(21))},
    ),
    "contact": Due(
        "sponsor_silent",
        "sponsor",
        "No contact between the sponsor and the team is recorded since 19 September.",
        {**MOBILISE, "stage_since": LONG_AGO},
        lambda place: place.contact(before(90), before(60), before(61), after(2)),
    ),
    "no contact ever": Due(
        "sponsor_silent",
        "sponsor",
        "No contact between the sponsor and the team is recorded; it has been tried since 19 September.",
        {**MOBILISE, "stage_since": before(60)},
    ),
    "no evidence": Due(
        "no_evidence",
        "owner",
        "It has been tried since 19 September, and no evidence is recorded.",
        {**MOBILISE, "stage_since": before(60)},
    ),
    "old evidence": Due(
        "evidence_stale",
        "owner",
        "Its newest evidence is of 20 August.",
        EMBEDDED,
        lambda place: place.evidence(before(300), before(90), None),
    ),
    "old evidence of a radical idea": Due(
        "evidence_stale",
        "owner",
        "Its newest evidence is of 22 May.",
        {**MOBILISE, "extent": "radical"},
        lambda place: place.evidence(before(180)),
    ),
    "old review": Due(
        "evidence_stale",
        "owner",
        "Its newest evidence is of 20 August.",
        {"stage": Stage.MAINSTREAM},
        lambda place: (place.evidence(before(200)), place.put(EvidenceReview, on=before(90))),
    ),
    "embedded and quiet": Due(
        "embedded_idle",
        "owner",
        "Nothing has been added to it since 22 May.",
        {**EMBEDDED, "changed_at": noon(before(180))},
    ),
    "quiet": Due("idle", "owner", "Nothing has been added to it since 20 August.", {"changed_at": noon(before(90))}),
    "quiet since a moment before midnight": Due(
        "idle",
        "owner",
        "Nothing has been added to it since 20 August.",
        {"changed_at": datetime(2026, 8, 19, 23, 30, tzinfo=UTC)},
    ),
    "quiet system": Due(
        "idle",
        "owner",
        "Nothing has been added to it since 22 May.",
        {"changed_at": noon(before(180)), "extent": "system"},
    ),
    "no lesson": Due(
        "no_lesson_after_stop",
        "owner",
        "It was closed on 4 November, and no lesson is recorded.",
        {"state": State.CLOSED, "outcome": "stopped"},
        lambda place: (place.closed(before(40), before(14)), place.put(IdeaState, state=State.PARKED, on=before(3))),
    ),
    "condition": Due(
        "condition_due",
        "admin",
        "A condition of its gate decision is due on 2 December: Cap the overtime.",
        {},
        lambda place: (place.decided("conditional_go", 1), place.condition(after(14))),
    ),
    "hold": Due(
        "hold_due",
        "lead",
        "Its decision was held until 25 November.",
        {},
        lambda place: (place.decided("hold", 1, until=before(9)), place.decided("hold", 2, until=after(7))),
    ),
    "parked": Due(
        "park_due",
        "owner",
        "It is parked until 25 November.",
        {"state": State.PARKED, "parked_until": after(7)},
    ),
    "decision": Due(
        "decision_due",
        "lead",
        "The decision that was asked for is due on 20 November.",
        {},
        lambda place: place.asked(after(2)),
    ),
    "risk": Due(
        "review_risk",
        "observer",
        "One of its risks is for review on 25 November: Stock walks.",
        {},
        lambda place: place.risk(after(7)),
    ),
}


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all: each test writes its idea and forgets it."""
    return makers.a_world()


def told(side: makers.Side, day: date, rule: str) -> list[tuple[UUID, date, str]]:
    """Whom a rule would ask on a day, since when it speaks, and the fact."""
    return [
        (one.person_id, one.turn.due_on, one.reason.fact) for one in nudge.plan(day=day) if one.reason.rule.code == rule
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_rule_speaks_from_its_first_day_on_to_the_right_person_with_its_fact(world, name):
    due, side = CASES[name], world.ours
    with side.door():
        due.write(Place(side, **due.columns))
        asked = (side.people[due.who].id, DAY, due.fact)
        found = {day: told(side, day, due.rule) for day in (before(1), DAY, after(1))}
    assert found == {before(1): [], DAY: [asked], after(1): [asked]}


def test_a_rule_that_waits_for_a_working_day_has_no_reason_at_the_weekend_before(world):
    friday = date(2026, 11, 13)
    with world.ours.door():
        Place(world.ours, state=State.TRIAGE, reply_due_on=friday, stage=Stage.LATENT)
        found = [
            [one.first_day for one in reasons(friday + timedelta(days=days)) if one.rule.code == "reply_overdue"]
            for days in range(4)
        ]
        abandon()
    assert found == [[], [], [], [friday + timedelta(days=3)]]


def test_contact_that_is_yet_to_come_is_no_contact(world):
    with world.ours.door():
        Place(world.ours, **MOBILISE, stage_since=LONG_AGO).contact(before(70), after(1))
        (_, _, fact) = told(world.ours, DAY, "sponsor_silent")[0]
        abandon()
    assert fact == "No contact between the sponsor and the team is recorded since 9 September."


def test_the_neighbour_hears_of_none_of_our_ideas(database):
    made = makers.a_world()
    makers.an_idea(made.ours, stage=Stage.MOBILISE)
    later = clock.today() + timedelta(days=300)
    with made.ours.door():
        assert nudge.plan(day=later)
    with made.theirs.door():
        assert nudge.plan(day=later) == []


def test_every_rule_that_is_watched_is_looked_at_here():
    # Of a call for help, which an answer makes (worker/test_nudge_answers), and of assessors (test_triage_several).
    asked_for = {"help_due", "assessment_due"}
    assert {due.rule for due in CASES.values()} | asked_for == set(nudge.WATCHED)


RESTS: dict[str, dict[str, Any]] = {
    "told by a report": {"source": "a report:1"},
    "shielded": {"shielded_until": after(1)},
    "a draft": {"state": State.DRAFT},
    "in triage": {"state": State.TRIAGE},
    "active": {"state": State.ACTIVE},
    "parked": {"state": State.PARKED},
    "closed": {"state": State.CLOSED},
}


@pytest.mark.parametrize("rests", RESTS)
def test_nobody_hears_of_an_idea_that_rests_or_is_in_another_state(world, rests):
    spoken = []
    for name, due in CASES.items():
        if RESTS[rests].get("state", "") == due.columns.get("state", State.ACTIVE):
            continue
        with world.ours.door() as door:
            due.write(Place(world.ours, **{**due.columns, **RESTS[rests]}))
            spoken += [name for _ in told(world.ours, DAY, due.rule)]
            door.rollback()
    assert spoken == []


def test_a_shield_that_ends_on_the_day_shields_no_more(world):
    with world.ours.door():
        due = CASES["no evidence"]
        Place(world.ours, **due.columns, shielded_until=DAY)
        assert len(told(world.ours, DAY, due.rule)) == 1
