"""What an idea is worth, what could go wrong with it, and what was learnt: as recorded here."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.tracker.test_ideas import an_active_idea
from tracker import clock, gate, idea, lesson, risk, upkeep, value
from tracker.idea import NotFoundError, Refused
from tracker.tenancy import session
from tracker.value import Certainty

TODAY = date(2026, 11, 20)


def a_claim(made, side, **told):
    said = {"indicator": "Days waiting", "unit": "days", "baseline": "9", "baseline_date": "2026-04", "target": "2"}
    return value.claim(idea=made, by=side.owner.id, **{**said, **told})


def test_a_claim_without_records_has_no_level_and_with_a_follow_up_the_second(world):
    ours = world.ours
    with clock.at(TODAY), ours.door():
        made = an_active_idea(ours)
        claim = a_claim(made, ours, level_asked=2)
        session().flush()
        assert [each.supported for each in value.worth_of(idea=made).claims] == [0]
        assert value.worth_of(idea=made).outrunning
        value.add_evidence(idea=made, by=ours.owner.id, claim_id=claim.id, value="4", note="Hub log")
        session().flush()
        worth = value.worth_of(idea=made)
        assert (worth.level, worth.outrunning) == (2, [])
        assert worth.claims[0].change == value.Change(Decimal("-55.6"))
        assert worth.newest_evidence == TODAY


def test_the_same_indicator_again_changes_the_claim_and_makes_no_second(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        a_claim(made, ours, need="People wait", level_asked=3)
        with pytest.raises(Refused) as refused:
            a_claim(made, ours, target="1")
        assert refused.value.field == "because"
        a_claim(made, ours, target="1", because="Two was too easy.")
        kept = value.worth_of(idea=made).claims
        assert [(claim.target, claim.need, claim.level_asked) for claim in kept] == [("1", "People wait", 3)]


def test_evidence_needs_words_or_a_figure_a_day_that_has_been_and_a_claim_of_this_idea(world):
    ours = world.ours
    with ours.door():
        made, other = an_active_idea(ours), an_active_idea(ours)
        claim = a_claim(made, ours)
        with pytest.raises(Refused):
            value.add_evidence(idea=made, by=ours.owner.id, claim_id=claim.id)
        with pytest.raises(Refused) as refused:
            value.add_evidence(
                idea=made, by=ours.owner.id, claim_id=claim.id, note="x", value_on=clock.today() + timedelta(days=1)
            )
        assert refused.value.field == "value_on"
        with pytest.raises(NotFoundError):
            value.add_evidence(idea=other, by=ours.owner.id, claim_id=claim.id, note="x")


def test_of_two_records_of_one_day_the_one_entered_last_is_the_newest(world):
    ours = world.ours
    with clock.at(TODAY), ours.door():
        made = an_active_idea(ours)
        told = {"idea": made, "by": ours.owner.id, "claim_id": a_claim(made, ours).id, "value_on": TODAY}
        first, last = (value.add_evidence(**told, value=figure) for figure in ("7", "4"))
        session().flush()
        [claim] = value.worth_of(idea=made).claims
        assert ([entry.id for entry in claim.records], claim.latest.value) == ([last.id, first.id], "4")


def test_an_account_in_words_alone_is_the_first_level(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        claim = a_claim(made, ours)
        value.add_evidence(idea=made, by=ours.owner.id, claim_id=claim.id, note="Families say it is quieter.")
        session().flush()
        assert value.worth_of(idea=made).level == 1


def test_a_review_needs_something_to_look_at_and_counts_from_the_day_it_was_recorded(world):
    ours = world.ours
    with clock.at(TODAY), ours.door():
        made = an_active_idea(ours)
        with pytest.raises(Refused):
            value.review_evidence(idea=made, by=ours.owner.id)
        value.add_evidence(
            idea=made, by=ours.owner.id, claim_id=a_claim(made, ours).id, note="x", value_on=TODAY - timedelta(days=200)
        )
        session().flush()
        assert "evidence" in upkeep.parts_due_by_idea(idea_ids=[made.id])[made.id]
        review = value.review_evidence(idea=made, by=ours.owner.id, on=TODAY - timedelta(days=2))
        session().flush()
        assert review.counts_from == TODAY
        assert "evidence" not in upkeep.parts_due_by_idea(idea_ids=[made.id])[made.id]


def test_indicative_money_is_no_runway(world):
    ours = world.ours
    with clock.at(TODAY), ours.door():
        made = an_active_idea(ours)
        value.add_funding(
            idea=made, by=ours.owner.id, funder="Hope", certainty=Certainty.INDICATIVE, end=date(2030, 1, 1)
        )
        session().flush()
        assert value.worth_of(idea=made).runway is None
        value.add_funding(idea=made, by=ours.owner.id, funder="Fund", amount_gbp=Decimal(12000), end=date(2027, 3, 31))
        session().flush()
        assert value.worth_of(idea=made).runway == 4
        with pytest.raises(Refused):
            value.add_funding(idea=made, by=ours.owner.id, funder="F", start=TODAY, end=TODAY - timedelta(days=1))


def test_worth_of_many_ideas_is_one_statement(world, statements):
    ours = world.ours
    with ours.door():
        ideas = [an_active_idea(ours) for _ in range(3)]
        for made in ideas:
            a_claim(made, ours)
        session().flush()
        with statements() as seen:
            found = value.worths(idea_ids=[made.id for made in ideas])
        assert len(seen) == 1
        assert {len(worth.claims) for worth in found.values()} == {1}


def test_a_risk_needs_something_done_about_it_or_a_reason_to_live_with_it(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        told = {"idea": made, "by": ours.owner.id, "description": "Stock walks", "likelihood": 3, "impact": 5}
        with pytest.raises(Refused) as refused:
            risk.raise_risk(**told)
        assert refused.value.field == "mitigation"
        with pytest.raises(Refused):
            risk.raise_risk(**{**told, "impact": 6, "mitigation": "x"})
        first = risk.raise_risk(**told, mitigation="Scan it", review_on=clock.today() + timedelta(days=30))
        risk.raise_risk(**{**told, "impact": 1}, accepted_because="It is small")
        assert [each.impact for each in risk.risks_on(idea=made)] == [5, 1]
        assert "risk" not in upkeep.parts_due_by_idea(idea_ids=[made.id])[made.id]
        risk.close_risk(idea=made, risk=first, by=ours.owner.id)
        session().flush()
        assert [each.impact for each in risk.risks_on(idea=made)] == [1]


def test_the_open_risks_stand_worst_first_on_the_idea_and_on_the_paper_of_its_gate(world, browse):
    ours = world.ours
    told = (("It rains in", 1, 1), ("The lift sticks", 2, 3), ("The lock jams", 3, 2), ("The floor gives", 5, 5))
    with ours.door():
        made = an_active_idea(ours)
        for words, likelihood, impact in told:
            risk.raise_risk(
                idea=made,
                by=ours.owner.id,
                description=words,
                likelihood=likelihood,
                impact=impact,
                mitigation="Look at it",
                review_on=clock.today(),
            )
            session().flush()
        ref = made.ref
    worst_first = [told[3][0], told[1][0], told[2][0], told[0][0]]  # of one score, the first that was raised
    for address in (f"/ideas/{ref}", f"/ideas/{ref}/gates/{gate.next_gate(made.stage)}"):
        page = browse(ours.owner).get(address).text
        assert sorted(worst_first, key=page.index) == worst_first
    with ours.door():
        risk.close_risk(idea=made, risk=risk.risks_on(idea=made)[0], by=ours.owner.id)
        session().flush()
        assert [each.description for each in risk.risks_on(idea=made)] == worst_first[1:]


def test_a_risk_of_another_idea_is_not_found(world):
    ours = world.ours
    with ours.door():
        made, other = an_active_idea(ours), an_active_idea(ours)
        noted = risk.raise_risk(idea=made, by=ours.owner.id, description="x", likelihood=1, impact=1, mitigation="y")
        with pytest.raises(NotFoundError):
            risk.get(idea=other, risk_id=noted.id)
        due = upkeep.parts_due_by_idea(idea_ids=[made.id, other.id])
        assert [idea_id for idea_id, parts in due.items() if "risk" in parts] == [other.id]


def test_a_lesson_says_something(world):
    ours = world.ours
    with ours.door():
        made = an_active_idea(ours)
        with pytest.raises(Refused):
            lesson.write_lesson(idea=made, by=ours.owner.id, lesson=" ")
        lesson.write_lesson(idea=made, by=ours.owner.id, lesson="Ask the night shift first", worked="mixed")
        assert [each.lesson for each in lesson.lessons_on(idea=made)] == ["Ask the night shift first"]
        story = idea.story(ref=made.ref, reader=ours.lead.reader)
        assert "lesson_written" in [entry.event.what for entry in story.events]
