"""When each rule speaks, to whom and with which fact: not a day too early, and of nothing that is at rest or done.

Every idea falls due on one Wednesday; the day before it is the last on which nobody hears of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests import makers
from tracker import clock, nudge
from tracker.capacity.models import HandoverPlan, Partner, SignOff, ThankYou
from tracker.db import new_id
from tracker.gate.models import Condition, Decision, DecisionRequest, GateAnswer, PanelView
from tracker.idea import Idea, IdeaState, SponsorContact, Stage, State
from tracker.idea.models import StageMove
from tracker.lesson.models import Lesson
from tracker.nudge.queries.reasons import reasons
from tracker.portfolio.models import ItemAnswer
from tracker.risk import Risk
from tracker.routine.models import OldService
from tracker.tenancy import abandon, session
from tracker.value import Claim, Evidence, EvidenceReview
from tracker.value.models import Benefit, Funding

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

    def decided(self, word: str, number: int, *, gate: str = "design", **more: Any) -> None:
        made = self.decision if number == 1 else new_id()
        plain = {"because": "Yes.", "from_stage": "design", "to_stage": "design", "policy_version": 0, "snapshot": {}}
        by = {"by_id": self.side.lead.id, "on": LONG_AGO}
        self.put(Decision, id=made, number=number, gate=gate, word=word, **plain, **by, **more)

    def condition(self, due_on: date, **more: Any) -> None:
        about = {"decision_id": self.decision, "owner_id": self.side.admin.id, "text": "Cap the overtime"}
        self.put(Condition, due_on=due_on, **about, **more)

    def viewed(self, *days: date, gate: str = "mainstream") -> None:
        """As many people as days say what they think at a gate, each on theirs."""
        for who, day in zip(self.side.people.values(), days, strict=False):
            said = {"gate": gate, "leaning": "go", "because": "Yes.", "by_id": who.id, "at": noon(day)}
            session().add(PanelView(idea_id=self.id, **said))
        session().flush()

    def asked(self, due_on: date, **more: Any) -> None:
        self.put(DecisionRequest, gate="mobilise", by_id=self.side.owner.id, at=OLD, due_on=due_on, **more)

    def risk(self, review_on: date, **more: Any) -> None:
        self.put(Risk, description="Stock walks", owner_id=self.side.observer.id, review_on=review_on, **more)

    def moved(self, how: str, on: date) -> None:
        self.put(StageMove, from_stage="latent", to_stage="design", decision=how, on=on)

    def money(self, *ends: date) -> None:
        for on in ends:
            self.put(Funding, certainty="granted", ends_on=on)

    def claim(self, number: int, on: date) -> None:
        self.put(Claim, indicator=f"days {number}", counts_from=on, recorded_at=noon(on))

    def heard(self, *kinds: str) -> None:
        claim = new_id()
        self.put(Claim, id=claim, indicator="days", baseline="12")
        for kind in kinds:
            self.put(Evidence, claim_id=claim, kind=kind, value_on=DAY)

    def heard_as_well(self, kind: str) -> None:
        [claim] = session().scalars(select(Claim.id).where(Claim.idea_id == self.id))
        self.put(Evidence, claim_id=claim, kind=kind, value_on=DAY)

    def thanked(self, on: date, person_id: UUID | None = None) -> None:
        by = {"words": "Thank you.", "name": "Sam", "by_id": self.side.lead.id, "recorded_at": noon(on)}
        self.put(ThankYou, person_id=person_id or self.side.contributor.id, **by)

    def signed(self, *offices: str) -> None:
        for office in offices:
            self.put(SignOff, office=office, word="signed", person_id=self.side.admin.id)

    def gains(self, amounts: dict[str, int]) -> None:
        for category, pounds in amounts.items():
            self.put(Benefit, category=category, beneficiary="the NHS trust", amount_gbp=Decimal(pounds))

    def answered(self, gate: str, question: str) -> None:
        self.put(GateAnswer, gate=gate, question=question, words="Two.", by_id=self.side.owner.id)

    def lesson(self, **more: Any) -> None:
        self.put(Lesson, lesson="Ask first.", **more)

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
    "trigger": Due(
        "trigger_changed",
        "owner",
        "What set it off was last said on 20 August: A new duty.",
        {"stage": Stage.LATENT, "trigger": "A new duty", "trigger_on": before(90)},
    ),
    "a proposal alone": Due(
        "solution_first",
        "owner",
        "It has a proposal since 4 November, and no problem is written down.",
        {"stage": Stage.LATENT, "problem": " ", "proposal": "An app", "submitted_on": before(14)},
    ),
    "no users": Due(
        "no_end_users",
        "owner",
        "It has been tried since 28 October, and no part of those who will use it is recorded.",
        {**MOBILISE, "stage_since": before(21), "involvement": "told"},
    ),
    "a shield that ends": Due(
        "shield_ending",
        "owner",
        "Its protected time ends on 18 December.",
        {**MOBILISE, "shielded_until": after(30)},
    ),
    "alone": Due(
        "founder_alone",
        "owner",
        "It has been tried since 4 October, and one person alone looks after it.",
        {**MOBILISE, "stage_since": before(45)},
    ),
    "nobody follows": Due(
        "no_successor",
        "owner",
        "It has been becoming normal since 19 September, and nobody is named who would take it over.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(60)},
        lambda place: (place.put(HandoverPlan, plan="A team leader"), place.put(HandoverPlan, nobody=True)),
    ),
    "not thanked": Due(
        "not_thanked",
        "lead",
        "It went on to its next stage on 4 November, and nobody has thanked its author since.",
        {},
        lambda place: (place.moved("advance", before(40)), place.moved("advance_with_conditions", before(14))),
    ),
    "a year of money": Due(
        "runway_12",
        "owner",
        "The last granted money ends on 18 November 2027.",
        MOBILISE,
        lambda place: place.money(before(90), after(365)),
    ),
    "half a year of money": Due(
        "runway_6",
        "owner",
        "The last granted money ends on 17 May 2027.",
        MOBILISE,
        lambda place: place.money(after(180)),
    ),
    "a quarter of money": Due(
        "runway_3",
        "sponsor",
        "The last granted money ends on 16 February 2027, and no other is planned.",
        MOBILISE,
        lambda place: (place.money(after(90)), place.put(Funding, certainty="indicative", ends_on=after(80))),
    ),
    "six indicators": Due(
        "kpi_heavy",
        "lead",
        "It has more than five indicators since 19 October.",
        MOBILISE,
        lambda place: [place.claim(n, before(60) if n < 5 else before(30)) for n in range(7)],
    ),
    "no measure": Due(
        "no_measure",
        "owner",
        "It has been becoming normal since 19 October, and no indicator says where it began.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(30)},
        lambda place: place.put(Claim, indicator="days", baseline=" "),
    ),
    "unheard": Due(
        "feedback_gap",
        "owner",
        "It has been becoming normal since 4 October, and the public, its users or other agencies were not heard.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(45)},
        lambda place: place.heard("public_feedback", "user_reported"),
    ),
    "not signed off": Due(
        "corporate_unaligned",
        "owner",
        "It has been becoming normal since 19 October, and finance, HR, IT or performance has not signed it off.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(30)},
        lambda place: place.signed("finance", "hr", "it"),
    ),
    "nothing ends": Due(
        "old_service_open",
        "owner",
        "It has been becoming normal since 19 September, and nothing says when what it replaces ends.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(60)},
    ),
    "a gain elsewhere": Due(
        "benefit_elsewhere",
        "sponsor",
        "Most of what it brings goes to the NHS trust, which is no partner in it.",
        {"stage": Stage.MAINSTREAM, "stage_since": before(60)},
        lambda place: place.gains({"other_public_bodies": 900, "own_organisation": 100}),
    ),
    "risk not accepted": Due(
        "sponsor_unproven",
        "sponsor",
        "It has been in design since 19 October, and its sponsor has not said what risk they accept.",
        {"stage": Stage.DESIGN, "stage_since": before(30)},
        lambda place: place.put(ItemAnswer, item="team_suits", value=4, by_id=place.side.owner.id),
    ),
    "not looked elsewhere": Due(
        "not_scanned",
        "owner",
        "It has been in design since 19 October, and nothing is recorded of how others do it.",
        {"stage": Stage.DESIGN, "stage_since": before(30)},
        lambda place: place.answered("mobilise", "q1-2a"),
    ),
    "not shared": Due(
        "not_shared",
        "owner",
        "It has been part of everyday work since 20 August, and nobody else is known to have seen its evidence.",
        {**EMBEDDED, "stage_since": before(90)},
        lambda place: (place.evidence(DAY), place.put(EvidenceReview, on=DAY, by_id=place.side.owner.id)),
    ),
    "untapped": Due(
        "untapped",
        "lead",
        "It has been part of everyday work since 22 May, and no council has adapted it.",
        {**EMBEDDED, "stage_since": before(180)},
    ),
    "money without a lesson": Due(
        "funded_no_lesson",
        "owner",
        "Money was given for it, it was closed on 19 October, and no lesson of it is shared.",
        {"state": State.CLOSED, "outcome": "stopped"},
        lambda place: (place.closed(before(30)), place.money(before(99)), place.lesson(may_be_shared=False)),
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
    "too many asked": Due(
        "too_many_approvers",
        "lead",
        "Four people or more have been asked to decide or give a view at its gate since 4 November.",
        {"stage": Stage.MOBILISE},
        lambda place: place.viewed(before(20), before(19), before(14), before(16)),
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


def test_who_said_something_before_the_last_decision_at_a_gate_is_not_among_those_asked_since(world):
    views = (before(20), before(19), before(18), before(16))
    with world.ours.door():
        place = Place(world.ours, stage=Stage.MOBILISE)
        place.viewed(*views)
        assert told(world.ours, DAY, "too_many_approvers")
        place.decided("hold", 1, gate="mobilise", until=after(90), at=noon(before(3)))
        assert told(world.ours, DAY, "too_many_approvers"), "another gate decided"
        place.decided("hold", 2, gate="mainstream", until=after(90), at=noon(before(15)))
        assert not told(world.ours, DAY, "too_many_approvers")
        abandon()


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
    # Of a call for help, which an answer makes (worker/test_nudge_answers), of assessors (test_triage_several), of what
    # leads ask, elections and the council (test_asks).
    asked_for = {"help_due", "assessment_due", "lead_asks", "sponsor_elected"}
    asked_for |= {"election_near", "election_next", "collaborative_quiet"}
    assert {due.rule for due in CASES.values()} | asked_for == set(nudge.WATCHED)


# What makes each reason go: the thing that it asks for, done.
DONE: dict[str, Write] = {
    "not looked elsewhere": lambda place: place.answered("mobilise", "q1-1c"),
    "a year of money": lambda place: place.money(after(366)),
    "a quarter of money": lambda place: place.put(Funding, certainty="indicative", ends_on=after(200)),
    "no measure": lambda place: place.put(Claim, indicator="visits", baseline="12"),
    "unheard": lambda place: place.heard_as_well("agency_feedback"),
    "risk not accepted": lambda place: place.put(
        ItemAnswer, item="risk_accepted", value=2, by_id=place.side.sponsor.id
    ),
    "not signed off": lambda place: place.signed("performance"),
    "nothing ends": lambda place: place.put(
        OldService, service="The day centre", ends_on=after(90), by_id=place.side.owner.id
    ),
    "a gain elsewhere": lambda place: place.put(Partner, organisation="The NHS Trust"),
    "nobody follows": lambda place: place.put(HandoverPlan, plan="The team leader, from May"),
    "not shared": lambda place: place.put(EvidenceReview, on=DAY, by_id=place.side.lead.id),
    "money without a lesson": lambda place: place.lesson(),
    "not thanked": lambda place: place.thanked(DAY),
}


@pytest.mark.parametrize("name", DONE)
def test_a_reason_goes_with_what_it_asks_for(world, name):
    due, side = CASES[name], world.ours
    with side.door() as door:
        place = Place(side, **due.columns)
        due.write(place)
        DONE[name](place)
        assert told(side, DAY, due.rule) == []
        door.rollback()


def test_money_that_was_only_hoped_for_owes_no_lesson_and_where_no_sponsor_is_none_is_asked(world):
    hoped, unsponsored = CASES["money without a lesson"], {"sponsor_id": None, "sponsor_name": None}
    with world.ours.door() as door:
        place = Place(world.ours, **hoped.columns)
        place.closed(before(30))
        place.lesson(may_be_shared=False)
        place.put(Funding, certainty="indicative", ends_on=before(99))
        assert told(world.ours, DAY, hoped.rule) == []
        door.rollback()
    for name in ("contact", "no contact ever", "risk not accepted"):
        with world.ours.door() as door:
            place = Place(world.ours, **{**CASES[name].columns, **unsponsored})
            CASES[name].write(place)
            assert told(world.ours, DAY, CASES[name].rule) == [], name
            door.rollback()


def test_thanks_for_an_earlier_stage_and_to_somebody_else_are_none_for_this_one(world):
    with world.ours.door():
        place = Place(world.ours)
        CASES["not thanked"].write(place)
        place.thanked(before(20))
        place.thanked(DAY, world.ours.observer.id)
        assert len(told(world.ours, DAY, "not_thanked")) == 1
        abandon()


def test_money_is_told_of_once_by_how_long_it_lasts_and_not_where_none_is_needed(world):
    lasts = {90: ["runway_3"], 91: ["runway_6"], 180: ["runway_6"], 181: ["runway_12"], 365: ["runway_12"], 366: []}
    for days, rules in lasts.items():
        with world.ours.door() as door:
            Place(world.ours, **MOBILISE).money(after(days))
            found = [one.reason.rule.code for one in nudge.plan(day=DAY)]
            assert [code for code in found if code.startswith("runway")] == rules, days
            door.rollback()
    with world.ours.door():
        Place(world.ours, **MOBILISE, needs_no_money=True).money(after(30))
        assert [one for one in nudge.plan(day=DAY) if one.reason.rule.code.startswith("runway")] == []
        abandon()


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
        is_its_own = RESTS[rests].get("state", "") == due.columns.get("state", State.ACTIVE)
        if is_its_own or (rests == "shielded" and due.rule == "shield_ending"):
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
