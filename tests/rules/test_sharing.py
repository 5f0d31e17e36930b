"""What stands on a card, what an adaptation must say (domain.md, "Sharing between councils")."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.collaborative.rules import (
    MOST_PARTS,
    CardFacts,
    Fit,
    PartFit,
    Statement,
    card_of,
    check_fit,
    check_result,
    check_saying,
    parts_in,
    sentence,
)
from tracker.collaborative.words import (
    ON_A_SUMMARY,
    AdaptationStatus,
    CardField,
    Level,
    NoticeKind,
    PartVerdict,
    WhyNot,
)
from tracker.idea.words import Refused
from tracker.wording import BUILT_IN

MARKS = {
    CardField.PROPOSAL: "the-proposal",
    CardField.CLAIMS: "the-claim",
    CardField.EVIDENCE: "the-evidence",
    CardField.LESSONS: "the-lesson",
    CardField.PLAN: "the-plan",
    CardField.STOP: "the-stop",
    CardField.RISKS: "the-risk",
    CardField.BENEFITS: "the-worth",
    CardField.CONTACT: "the-contact",
    CardField.PLACES: "the-place",
    CardField.TOPICS: "the-topic",
}
KNOWN = CardFacts(
    council="Northmoor Council",
    title="One visit for damp",
    stage="design",
    state="active",
    stage_since=date(2026, 10, 2),
    service="Housing",
    problem="Two visits.",
    proposal=MARKS[CardField.PROPOSAL],
    contact=MARKS[CardField.CONTACT],
    claims=[{"indicator": MARKS[CardField.CLAIMS]}],
    evidence=[{"note": MARKS[CardField.EVIDENCE]}],
    lessons=[{"lesson": MARKS[CardField.LESSONS]}],
    risks=[{"description": MARKS[CardField.RISKS]}],
    risk_of_nothing=MARKS[CardField.RISKS],
    plan=[{"phase": MARKS[CardField.PLAN]}],
    stop={"because": MARKS[CardField.STOP]},
    benefits=[{"description": MARKS[CardField.BENEFITS]}],
    places=[MARKS[CardField.PLACES]],
    topics=[MARKS[CardField.TOPICS]],
)


def card(level: Level, chosen: set[CardField]) -> str:
    return str(card_of(KNOWN, level=level, chosen=chosen, saying=Statement()))


@given(chosen=st.sets(st.sampled_from(CardField)))
def test_a_full_card_shows_what_was_chosen_and_nothing_else(chosen):
    shown = card(Level.FULL, chosen)
    assert {one for one, mark in MARKS.items() if mark in shown} == chosen - {CardField.HEALTH}


@given(chosen=st.sets(st.sampled_from(CardField)))
def test_a_summary_shows_the_problem_and_at_most_whom_to_ask(chosen):
    shown = card(Level.SUMMARY, chosen)
    assert "Two visits." in shown
    assert {one for one, mark in MARKS.items() if mark in shown} <= ON_A_SUMMARY


@pytest.mark.parametrize("waiver", [None, " "])
def test_proven_below_level_three_is_refused_without_a_waiver(waiver):
    with pytest.raises(Refused) as refused:
        check_saying(Statement(proven=True, waiver=waiver), supported=2)
    assert refused.value.field == "waiver"


@pytest.mark.parametrize(("supported", "waiver"), [(2, "An audit."), (3, None)])
def test_proven_stands_on_level_three_or_a_recorded_waiver(supported, waiver):
    check_saying(Statement(proven=True, waiver=waiver), supported=supported)


def test_being_tried_asks_for_nothing():
    check_saying(Statement(), supported=0)


def test_a_straight_copy_gets_a_caution_first():
    with pytest.raises(Refused) as refused:
        check_fit(Fit(fits_because="Same stock.", kept="All of it"))
    assert refused.value.field == "straight_copy"
    check_fit(Fit(fits_because="Same stock.", kept="All of it", straight_copy=True))
    check_fit(Fit(fits_because="Same stock.", kept="All of it", changed="The hours"))


@pytest.mark.parametrize(
    ("fit", "field"), [(Fit(fits_because=" ", kept="All"), "fits_because"), (Fit(fits_because="Fits."), "kept")]
)
def test_an_adaptation_says_why_and_what(fit, field):
    with pytest.raises(Refused) as refused:
        check_fit(fit)
    assert refused.value.field == field


def test_parts_are_told_before_the_rest():
    fit = Fit(
        fits_because="x",
        changed="The hours",
        parts=[PartFit("A van", PartVerdict.CHANGE, "a taxi"), PartFit("Scan", PartVerdict.KEEP)],
    )
    assert fit.summary(PartVerdict.CHANGE) == "A van: a taxi\nThe hours"
    assert fit.summary(PartVerdict.KEEP) == "Scan"
    assert fit.summary(PartVerdict.DROP) is None


def test_what_did_not_work_says_why():
    with pytest.raises(Refused) as refused:
        check_result(AdaptationStatus.DID_NOT, None, "No.")
    assert refused.value.field == "why_not"
    check_result(AdaptationStatus.DID_NOT, WhyNot.APPROVALS, "The Trust would not.")
    check_result(AdaptationStatus.TRYING, None, "")


def test_parts_are_read_one_to_a_line():
    assert parts_in("- A stock\n\n  * A scan \n") == ["A stock", "A scan"]
    with pytest.raises(Refused):
        parts_in("part\n" * (MOST_PARTS + 1))


BLINDED = {NoticeKind.SIGHT_ASKED, NoticeKind.SIGHT_SHOWN}


@pytest.mark.parametrize("tells", NoticeKind)
def test_every_notice_is_a_sentence(tells):
    told = {"title": "Damp", "collaborative": "Damp", "status": "worked_in_part", "to_stage": "design"}
    said = sentence(tells, BUILT_IN, council="Hartley", told=told)
    assert ("Hartley" in said) is (tells not in BLINDED), "no name is told before both agree"
    assert "Damp" in said
    assert "_" not in said
