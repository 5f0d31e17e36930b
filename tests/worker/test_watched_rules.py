"""Each watched rule speaks on its day, to its person, with its fact, and is quiet once that is settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from tests import makers
from tracker import clock, gate, idea, lesson, nudge, risk, value
from tracker.gate import Term, Word
from tracker.idea import Stage

BEGAN, PROMISED = date(2026, 6, 1), date(2026, 6, 30)


def nothing(_side, _subject) -> None:
    """The idea alone is the reason."""


def a_measure(side, subject) -> value.Claim:
    return value.claim(idea=subject, by=side.owner.id, indicator="Visits")


def evidence(side, subject) -> None:
    value.add_evidence(idea=subject, by=side.owner.id, claim_id=a_measure(side, subject).id, value="12")


def old_and_newer_evidence(side, subject) -> None:
    claim = a_measure(side, subject)
    for day in (date(2026, 1, 5), BEGAN):
        value.add_evidence(idea=subject, by=side.owner.id, claim_id=claim.id, value="12", value_on=day)


def evidence_looked_at(side, subject) -> None:
    value.review_evidence(idea=subject, by=side.owner.id)


def a_sign_of_life(side, subject) -> None:
    idea.comment(idea=subject, words="We go on in autumn.", by=side.owner.id)


def closed(side, subject) -> None:
    parked(side, subject)
    awake(side, subject)
    idea.decline(idea=subject, because="Another team does it.", by=side.lead.id)


def a_lesson(side, subject) -> None:
    lesson.write_lesson(idea=subject, by=side.owner.id, lesson="Ask the other team first.")


def decided(word: Word, **draft) -> Callable:
    def act(side, subject) -> None:
        terms = [Term(text="Ask the tenants.", owner_id=side.contributor.id, due_on=PROMISED)]
        given = draft | ({"terms": terms} if word is Word.CONDITIONAL else {})
        paper = gate.DecisionDraft(word=word, because="It was weighed.", waiver_because="Small.", **given)
        gate.decide(idea=subject, gate=gate.Gate.DESIGN, draft=paper, by=side.lead.id)

    return act


def the_condition_met(side, subject) -> None:
    [condition] = gate.conditions_on(subject.id)
    gate.meet_condition(condition=condition, note="They were asked.", by=side.contributor.id)


def a_request(side, subject) -> None:
    gate.ask_for_decision(idea=subject, gate=gate.Gate.DESIGN, by=side.owner.id, due_on=PROMISED)


def parked(side, subject) -> None:
    idea.park(idea=subject, until=PROMISED, because="After the elections.", by=side.lead.id)


def awake(side, subject) -> None:
    idea.wake(idea=subject, by=side.lead.id)


def a_risk(side, subject) -> None:
    risk.raise_risk(
        idea=subject,
        by=side.owner.id,
        description="Nobody answers the door.",
        likelihood=2,
        impact=2,
        mitigation="Ring first",
        owner_id=side.contributor.id,
        review_on=PROMISED,
    )


def the_risk_closed(side, subject) -> None:
    [found] = risk.risks_on(idea=subject)
    risk.close_risk(idea=subject, risk=found, by=side.owner.id)


@dataclass(frozen=True)
class Case:
    """What makes a rule speak, the last day of silence and the first of speech, whom it asks, and what ends it."""

    rule: str
    stage: Stage
    prepare: Callable
    quiet_on: date
    speaks_on: date
    asks: str
    fact: str
    settle: Callable


CASES = [
    Case(
        "no_evidence",
        Stage.MOBILISE,
        nothing,
        date(2026, 7, 30),
        date(2026, 7, 31),
        "owner",
        "It has been tried since 1 June, and no evidence is recorded.",
        evidence,
    ),
    Case(
        "evidence_stale",
        Stage.MOBILISE,
        old_and_newer_evidence,
        date(2026, 8, 30),
        date(2026, 9, 1),  # ninety days end on a Sunday, and Monday is a bank holiday
        "owner",
        "Its newest evidence is of 1 June.",
        evidence_looked_at,
    ),
    Case(
        "embedded_idle",
        Stage.EMBEDDED,
        nothing,
        date(2026, 11, 27),
        date(2026, 11, 30),
        "owner",
        "Nothing has been added to it since 1 June.",
        a_sign_of_life,
    ),
    Case(
        "idle",
        Stage.LATENT,
        nothing,
        date(2026, 8, 30),
        date(2026, 9, 1),
        "owner",
        "Nothing has been added to it since 1 June.",
        a_sign_of_life,
    ),
    Case(
        "no_lesson_after_stop",
        Stage.LATENT,
        closed,
        date(2026, 6, 14),
        date(2026, 6, 15),
        "owner",
        "It was closed on 1 June, and no lesson is recorded.",
        a_lesson,
    ),
    Case(
        "condition_due",
        Stage.LATENT,
        decided(Word.CONDITIONAL),
        date(2026, 6, 15),
        date(2026, 6, 16),
        "contributor",
        "A condition of its gate decision is due on 30 June: Ask the tenants.",
        the_condition_met,
    ),
    Case(
        "hold_due",
        Stage.LATENT,
        decided(Word.HOLD, until=PROMISED),
        date(2026, 6, 22),
        date(2026, 6, 23),
        "lead",
        "Its decision was held until 30 June.",
        decided(Word.GO),
    ),
    Case(
        "park_due",
        Stage.LATENT,
        parked,
        date(2026, 6, 22),
        date(2026, 6, 23),
        "owner",
        "It is parked until 30 June.",
        awake,
    ),
    Case(
        "decision_due",
        Stage.LATENT,
        a_request,
        date(2026, 6, 26),
        date(2026, 6, 29),
        "lead",
        "The decision that was asked for is due on 30 June.",
        decided(Word.GO),
    ),
    Case(
        "review_risk",
        Stage.LATENT,
        a_risk,
        date(2026, 6, 22),
        date(2026, 6, 23),
        "contributor",
        "One of its risks is for review on 30 June: Nobody answers the door.",
        the_risk_closed,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_speaks_on_its_day_to_its_person_until_it_is_settled(world, case):
    side = world.ours
    with clock.at(BEGAN):
        ref = makers.an_idea(side, stage=case.stage)
        with side.door():
            case.prepare(side, makers.idea_of(ref))

    def spoken(day: date) -> list[tuple[str, str]]:
        with clock.at(day), side.door():
            planned = [plan for plan in nudge.plan(day=day) if plan.reason.rule.code == case.rule]
            assert {plan.reason.idea_id for plan in planned} <= {makers.idea_of(ref).id}
            return [(plan.person_id, plan.reason.fact) for plan in planned]

    assert spoken(case.quiet_on) == []
    assert spoken(case.speaks_on) == [(getattr(side, case.asks).id, case.fact)]
    with clock.at(case.speaks_on), side.door():
        case.settle(side, makers.idea_of(ref))
    assert spoken(case.speaks_on) == []


def test_an_embedded_idea_that_lies_still_is_spoken_of_once_by_the_rule_of_its_own(world):
    with clock.at(BEGAN):
        makers.an_idea(world.ours, stage=Stage.EMBEDDED)
    with clock.at(date(2026, 11, 30)), world.ours.door():
        found = [planned.reason.rule.code for planned in nudge.plan(day=clock.today())]
        assert [code for code in found if "idle" in code] == ["embedded_idle"]


def test_a_contact_that_is_still_to_come_is_no_contact_yet(world):
    with clock.at(BEGAN):
        ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
        with world.ours.door() as door:
            subject = makers.idea_of(ref)
            idea.name_sponsor(idea=subject, by=world.ours.lead.id, person_id=world.ours.sponsor.id)
            door.add(idea.SponsorContact(idea_id=subject.id, on=date(2026, 8, 4), by_id=world.ours.lead.id))
    with clock.at(date(2026, 8, 3)), world.ours.door():
        facts = {planned.reason.rule.code: planned.reason.fact for planned in nudge.plan(day=clock.today())}
    assert facts["sponsor_silent"].endswith("it has been tried since 1 June.")
