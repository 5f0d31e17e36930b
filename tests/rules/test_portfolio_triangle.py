"""The triangle of one idea: its items, score, links and flags, each by the sentence of the rule book."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.portfolio.reference import every_item, items_of
from tracker.portfolio.triangle.items import RULES, observe
from tracker.portfolio.triangle.record import AnswerRecord, ClaimRecord, EvidenceRecord, FundingRecord, IdeaRecord
from tracker.portfolio.triangle.score import triangle
from tracker.portfolio.triangle.words import IdeaTriangle
from tracker.portfolio.words import NOT_ENOUGH, Corner

DAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


LONG_AGO = ago(400)


def worked_out(stage: str = "design", **recorded) -> IdeaTriangle:
    return triangle(IdeaRecord(stage=stage, **{"stage_since": LONG_AGO, **recorded}), DAY)


def item(key: str, found: IdeaTriangle):
    return next(one for one in found.items if one.item.key == key)


# --- the reference data ----------------------------------------------------------------------------------------------
def test_every_item_says_what_makes_it_0_2_and_4_and_names_its_rule_or_who_is_asked():
    for one in every_item():
        assert all(text.endswith(".") for text in (one.zero, one.two, one.four)), one.key
        assert len({one.zero, one.two, one.four}) == 3, one.key
        if one.rule == "asked":
            assert one.asked_of in {"owner", "lead", "sponsor"}, one.key
        else:
            assert one.rule.split()[0] in RULES, one.key
            assert one.asked_of is None, one.key


def test_keys_are_unique_and_every_scored_stage_has_items_in_all_corners():
    assert len({one.key for one in every_item()}) == len(every_item()) == 42
    for stage in ("design", "mobilise", "mainstream", "embedded"):
        assert {one.corner for one in items_of(stage)} == set(Corner)
    assert {one.corner for one in items_of("latent")} == {None}


@given(st.sampled_from([one.rule for one in every_item() if one.rule != "asked"]))
def test_nothing_recorded_leaves_every_observed_item_unanswered(rule):
    assert observe(rule, IdeaRecord(), DAY)[0] is None


# --- items -----------------------------------------------------------------------------------------------------------
claim = ClaimRecord(indicator="days waited")
SHARED_LESSON = {"lessons": 1, "lessons_shared": 1}
CASES = [
    ("trigger_dated", {"trigger_date": "2026"}, {"trigger": "An inspection"}, {"trigger": "A", "trigger_date": "2026"}),
    (
        "leader_decided",
        {"decided_to_act_on": DAY},
        {"has_sponsor": True},
        {"has_sponsor": True, "decided_to_act_on": DAY},
    ),
    (
        "answered design q0-1a q0-1b",
        {"gate_answers": {"design q0-1a": AnswerRecord(" ", None)}},
        {"gate_answers": {"design q0-1a": AnswerRecord("The law.", None)}},
        {"gate_answers": {"design q0-1a": AnswerRecord("The law."), "design q0-1b": AnswerRecord("Wards.")}},
    ),
    (
        "sponsor_backs",
        {"has_sponsor": True, "sponsor_left": True, "newest_contact": DAY},
        {"has_sponsor": True, "newest_contact": ago(61)},
        {"has_sponsor": True, "sponsor_acted_on": ago(60)},
    ),
    ("sponsor_active", {"newest_contact": ago(121)}, {"sponsor_acted_on": ago(120)}, {"sponsor_acted_on": ago(60)}),
    ("in_contact", {"newest_contact": ago(121)}, {"newest_contact": ago(61)}, {"newest_contact": ago(60)}),
    (
        "money_shaping",
        {"funding": [FundingRecord(granted=True, ends_on=ago(1))]},
        {"funding": [FundingRecord(ends_on=DAY)]},
        {"funding": [FundingRecord(granted=True)]},
    ),
    (
        "money_covers",
        {"funding": [FundingRecord(granted=True, ends_on=ago(1))]},
        {"funding": [FundingRecord(granted=True)]},
        {"funding": [FundingRecord(granted=True, ends_on=DAY)]},
    ),
    (
        "rollout_money",
        {"funding": [FundingRecord("grant", granted=True)]},
        {"funding": [FundingRecord("mainstream_budget")]},
        {"funding": [FundingRecord("mainstream_budget", granted=True)]},
    ),
    (
        "outside_explored",
        {"gate_answers": {"mobilise q1-1a": AnswerRecord()}},
        {"gate_answers": {"mobilise q1-1a": AnswerRecord("Two networks.")}},
        {"partners": 1},
    ),
    (
        "need_stated",
        {"proposal": "A van"},
        {"problem": "People wait"},
        {"problem": "People wait", "claims": [ClaimRecord(who_benefits="patients")]},
    ),
    (
        "benefit_testable",
        {"claims": [claim]},
        {"claims": [ClaimRecord(target="1")]},
        {"claims": [ClaimRecord(baseline="3")]},
    ),
    (
        "first_evidence",
        {"claims": [ClaimRecord(level=1, evidence=[EvidenceRecord()])]},
        {"claims": [ClaimRecord(level=1, evidence=[EvidenceRecord(note="Heard it.")])]},
        {"claims": [ClaimRecord(level=2, evidence=[EvidenceRecord(value="2")])]},
    ),
    (
        "seen_outside",
        {"claims": [ClaimRecord(evidence=[EvidenceRecord(day=DAY)])]},
        {"claims": [ClaimRecord(evidence=[EvidenceRecord(day=ago(9), seen_on=ago(5)), EvidenceRecord(day=DAY)])]},
        {"claims": [ClaimRecord(evidence=[EvidenceRecord(day=ago(9))])], "reviewed_by_other_on": ago(9)},
    ),
    ("learns", {"lessons": 1, "newest_lesson": ago(181)}, {"newest_lesson": ago(91)}, {"newest_lesson": ago(90)}),
    ("partners_hold", {"partners": 1}, {"newest_partner": ago(61)}, {"adaptation_moved_on": ago(60)}),
    (
        "measured",
        {"claims": [claim]},
        {"claims": [ClaimRecord(baseline="3")]},
        {"claims": [ClaimRecord(baseline="3", evidence=[EvidenceRecord(value="2")])]},
    ),
    (
        "heard user_feedback",
        {"claims": [ClaimRecord(evidence=[EvidenceRecord("user_feedback")])]},
        {"claims": [ClaimRecord(evidence=[EvidenceRecord("user_feedback", note="Good.", day=ago(366))])]},
        {"claims": [ClaimRecord(evidence=[EvidenceRecord("user_feedback", note="Good.", day=ago(365))])]},
    ),
    ("convinced", {"adapted_failed": 1}, {"adapted_trying": 1, "adapted_failed": 1}, {"adapted_worked": 1}),
    ("lessons_spread", {"lessons": 1, "published": 1}, SHARED_LESSON, {**SHARED_LESSON, "published": 1}),
    (
        "managers_thanked",
        {"managers_owed": 1},
        {"managers_owed": 1, "managers_thanked": 1},
        {"managers_thanked": 1},
    ),
    (
        "handover_planned",
        {"handover_nobody": True},
        {"handover_plan": "Slowly."},
        {"handover_plan": "Slowly.", "handover_on": DAY},
    ),
    ("handover_planned", {"handover_nobody": True}, {"handover_plan": "Slowly."}, {"has_deputy": True}),
    (
        "shared_load",
        {"handover_nobody": True, "recently_by": 5},
        {"has_deputy": True, "recently_by": 1},
        {"has_deputy": True, "recently_by": 2},
    ),
    *(
        (
            f"signed_off {office}",
            {"sign_offs": {office: "refused"}},
            {"sign_offs": {office: "with_conditions"}},
            {"sign_offs": {office: "signed"}},
        )
        for office in ("finance", "hr", "it", "performance")
    ),
    (
        "money_covers",
        {"funding": [FundingRecord(granted=True, starts_on=ago(9), ends_on=ago(1))]},
        {"funding": [FundingRecord(granted=True, starts_on=DAY + timedelta(days=1), ends_on=DAY + timedelta(days=9))]},
        {"funding": [FundingRecord(granted=True, starts_on=DAY, ends_on=DAY)]},
    ),
    (
        "in_numbers",
        {"claims": [ClaimRecord(baseline="many")]},
        {"claims": [ClaimRecord(baseline="3")]},
        {"claims": [ClaimRecord(baseline="3", evidence=[EvidenceRecord(value="2")])]},
    ),
    (
        "strong",
        {"claims": [ClaimRecord(level=1, evidence=[EvidenceRecord()])]},
        {"claims": [ClaimRecord(level=2, evidence=[EvidenceRecord()])]},
        {"claims": [ClaimRecord(level=3, evidence=[EvidenceRecord()])]},
    ),
    (
        "communicated",
        {"withdrawn": 1},
        {"published": 1, "published_on": ago(366)},
        {"published": 1, "published_on": DAY},
    ),
]


@pytest.mark.parametrize(("rule", "zero", "two", "four"), CASES, ids=[case[0] for case in CASES])
def test_an_observed_item_is_0_2_or_4_by_what_is_recorded(rule, zero, two, four):
    assert [observe(rule, IdeaRecord(**recorded), DAY)[0] for recorded in (zero, two, four)] == [0, 2, 4]


@pytest.mark.parametrize(
    ("start", "value", "target", "met"),
    [
        ("2.9", "0.5", "0.5", 4),
        ("2.9", "1.5", "0.5", 2),
        ("2.9", "2.9", "0.5", 0),
        ("2.9", "4", "0.5", 0),
        ("40%", "61%", "60%", 4),
        ("few", "2", "1", None),
        ("2", "1", "few", None),
        ("2", "1", None, None),
        ("2", "fewer", "1", None),
        ("2", None, "1", None),
    ],
)
def test_the_need_is_met_when_the_newest_value_reaches_the_target_from_either_side(start, value, target, met):
    told = ClaimRecord(baseline=start, target=target, evidence=[EvidenceRecord(value=value)])
    assert observe("need_met", IdeaRecord(claims=[told]), DAY)[0] == met


def test_what_no_office_said_is_unanswered_and_one_office_does_not_speak_for_another():
    found = worked_out("mainstream", sign_offs={"finance": "signed"})
    assert [item(office, found).value for office in ("finance", "hr", "it", "performance")] == [4, None, None, None]


# --- score -----------------------------------------------------------------------------------------------------------
FULL_DESIGN = {
    "has_sponsor": True,
    "newest_contact": DAY,
    "needs_no_money": True,
    "partners": 1,
    "problem": "People wait",
    "claims": [ClaimRecord(who_benefits="patients", baseline="3")],
    "answers": {"risk_accepted": 4, "structure": 4},
}


def test_the_score_is_the_weighted_sum_of_the_corners_rounded_once():
    found = worked_out("design", **FULL_DESIGN)
    assert found.corners == {Corner.AUTHORITY: 100, Corner.CAPACITY: Decimal("75.0"), Corner.VALUE: 100}
    assert found.score == Decimal("92.5")  # capacity: three of four items, no frontline manager is recorded
    assert found.trust == Decimal("87.5")


def test_an_unanswered_item_is_left_out_for_30_days_in_the_stage_and_then_counts_0():
    within, after = (worked_out("design", **FULL_DESIGN, stage_since=ago(days)) for days in (30, 31))
    assert (within.score, after.score) == (100, Decimal("92.5"))
    assert (item("recognised", within).counts, item("recognised", after).counts) == (False, True)
    assert within.trust == after.trust == Decimal("87.5")


def test_a_corner_with_no_counted_item_has_no_value_and_then_there_is_not_enough_to_say():
    found = worked_out("design", stage_since=DAY, has_sponsor=True)
    assert found.corners[Corner.CAPACITY] is None
    assert (found.score, found.why) == (None, NOT_ENOUGH)


def test_embedded_multiplies_by_the_balance_of_the_corners():
    found = worked_out(
        "embedded",
        adapted_worked=1,
        lessons=1,
        lessons_shared=1,
        claims=[ClaimRecord(baseline="3", level=2, evidence=[EvidenceRecord(value="2")])],
    )
    # authority 1; capacity 4 and nothing of 8 = 1/2; value 4 + 2 + 0 of 12 = 1/2: mean 2/3, balance 1 - 1/2
    assert found.corners == {Corner.AUTHORITY: 100, Corner.CAPACITY: 50, Corner.VALUE: 50}
    assert found.score == Decimal("33.3")


@pytest.mark.parametrize(
    "unscored",
    [
        {"stage": "latent"},
        {"shielded_until": DAY + timedelta(days=1)},
        {"state": "parked"},
        {"state": "closed"},
        {"historical": True},
    ],
)
def test_latent_shielded_resting_and_historical_ideas_have_no_score_and_show_their_items(unscored):
    found = worked_out(**{"stage": "design", **FULL_DESIGN, **unscored})
    assert (found.score, set(found.corners.values())) == (None, {None})
    assert found.why
    assert found.why != NOT_ENOUGH
    assert found.items


answers = st.integers(0, 4)


@given(st.sampled_from(["design", "mobilise", "mainstream", "embedded"]), st.data())
def test_a_score_lies_between_0_and_100(stage, data):
    asked = {one.key: data.draw(answers) for one in items_of(stage) if one.rule == "asked"}
    recorded = data.draw(st.sampled_from(CASES))[data.draw(st.integers(1, 3))]
    score = triangle(IdeaRecord(stage=stage, stage_since=LONG_AGO, answers=asked, **recorded), DAY).score
    assert score is not None
    assert 0 <= score <= 100


# --- links -----------------------------------------------------------------------------------------------------------
def weak(**recorded) -> list[bool]:
    return [link.weak for link in worked_out(**{"stage": "mobilise", **recorded}).links]


def test_authority_to_capacity_is_weak_without_sponsor_contact_in_60_days():
    assert [weak(newest_contact=day)[0] for day in (ago(60), ago(61), None)] == [False, True, True]


def test_capacity_to_value_is_weak_with_work_under_way_and_no_evidence_above_level_1():
    assert [weak(claims=[ClaimRecord(level=level)])[1] for level in (0, 1, 2)] == [True, True, False]
    assert weak(stage="design")[1] is False


def test_value_to_authority_is_weak_when_the_sponsor_has_not_seen_the_newest_evidence():
    old, new = EvidenceRecord(day=ago(9), seen_on=ago(8)), EvidenceRecord(day=ago(1))
    assert weak(claims=[ClaimRecord(evidence=[old])])[2] is False
    assert weak(claims=[ClaimRecord(evidence=[old]), ClaimRecord(evidence=[new])])[2] is True
    first, last = EvidenceRecord(day=DAY, seen_on=DAY, entered=1), EvidenceRecord(day=DAY, entered=2)
    for claims in ([first], [last]), ([last], [first]):
        assert weak(claims=[ClaimRecord(evidence=evidence) for evidence in claims])[2] is True


# --- flags -----------------------------------------------------------------------------------------------------------
def flagged(**recorded) -> dict[str, str]:
    return {flag.key: flag.fact for flag in worked_out(**{"stage": "mobilise", **recorded}).flags}


@pytest.mark.parametrize(
    ("key", "recorded", "otherwise"),
    [
        ("one_person", {"recently_by": 1}, {"recently_by": 2}),
        (
            "funding_cliff",
            {"funding": [FundingRecord(granted=True, ends_on=date(2027, 5, 19))]},
            {"funding": [FundingRecord(granted=True, ends_on=date(2027, 5, 20))]},
        ),
        (
            "outruns",
            {"claims": [ClaimRecord("days", level=1, level_stated=2)]},
            {"claims": [ClaimRecord("days", level=2)]},
        ),
        ("no_users", {"involvement": "told"}, {"involvement": "asked"}),
        ("idle", {"last_event_on": ago(90)}, {"last_event_on": ago(89)}),
        ("idle", {"last_event_on": ago(180), "extent": "radical"}, {"last_event_on": ago(179), "extent": "system"}),
        ("resistance", {"resistance": 1}, {"resistance": 0}),
        ("condition", {"lapsed_conditions": 1}, {"lapsed_conditions": 0}),
    ],
)
def test_a_flag_stands_with_its_fact_and_goes_with_it(key, recorded, otherwise):
    assert flagged(**recorded)[key].endswith(".")
    assert key not in flagged(**otherwise)


def test_a_flag_subtracts_nothing():
    assert worked_out("design", **FULL_DESIGN, resistance=3).score == worked_out("design", **FULL_DESIGN).score
