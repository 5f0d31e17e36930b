"""Health as it is computed and kept: the profile for the command line, daily snapshots, triangles of ideas."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from tests import makers
from tests.makers import days_ago
from tracker import clock, idea, lesson, portfolio, value
from tracker.cli import seedbed
from tracker.council import SignedInReader, may
from tracker.idea import Extent, Fact, Involvement, Move, Outcome, Refused, Stage, State
from tracker.portfolio import PARTS, ProfilePart, standings
from tracker.portfolio.models import PartPage, Snapshot, Triangle
from tracker.portfolio.profile import rules
from tracker.portfolio.triangle.query import records
from tracker.portfolio.triangle.score import triangle
from tracker.portfolio.triangle.words import StoredTriangle
from tracker.tenancy import session


def an_active_idea(side, *, stage: Stage = Stage.MOBILISE, title: str = "A van on Saturdays") -> idea.Idea:
    """An idea of ours that went through triage to a stage, today."""
    made = idea.log_draft(by=side.contributor.id, title=title, problem="People wait.", proposal="Try a van.")
    idea.submit(idea=made, by=side.contributor.id)
    idea.send_to_design_gate(idea=made, owner_id=side.owner.id, because="Worth a look.", by=side.lead.id)
    for reached in list(Stage)[1 : stage.rank + 1]:
        idea.move(idea=made, to=reached, decision=Move.ADVANCE, rationale="It works.", by=side.lead.id)
    session().flush()
    return made


def told(name: str, side, *, as_of=None) -> dict:
    with side.door():
        return next(part for part in portfolio.profile_json(as_of=as_of)["parts"] if part["name"] == name)


@pytest.fixture
def five(world):
    """Five ideas of ours in mainstream, and their references in order."""
    with world.ours.door():
        return sorted(an_active_idea(world.ours, stage=Stage.MAINSTREAM, title=f"Van {n}").ref for n in range(5))


def test_a_part_holds_exactly_name_value_why_terms_and_items(five, world):
    part = told("involvement", world.ours)
    assert list(part) == ["name", "value", "why", "terms", "items"]
    assert (part["value"], part["why"]) == (0.0, None)
    assert part["terms"] == {"numerator": 0, "denominator": 5}
    assert part["items"] == [{"ref": ref, "counts": False, "why": "users: not recorded"} for ref in five]


def test_the_neighbours_ideas_are_in_no_part_of_ours(five, world):
    assert all(part["terms"]["denominator"] == 0 for part in (told(name, world.theirs) for name in PARTS))


def test_every_part_follows_what_is_recorded(five, world):
    owner = world.ours.owner.id
    with world.ours.door():
        for ref in five[:3]:
            one = makers.idea_of(ref)
            idea.set_fact(idea=one, fact=Fact.INVOLVEMENT, value=Involvement.DESIGNS, by=owner)
            idea.set_fact(idea=one, fact=Fact.NEEDS_NO_MONEY, value="yes", by=owner)
            idea.name_sponsor(idea=one, by=owner, person_id=world.ours.sponsor.id)
            idea.record_contact(idea=one, by=owner, on=days_ago(3))
            made = value.claim(idea=one, by=owner, indicator="days", baseline="3")
            value.add_evidence(idea=one, by=owner, claim_id=made.id, value="2", value_on=days_ago(5))
        for ref in five:
            idea.set_fact(idea=makers.idea_of(ref), fact=Fact.EXTENT, value=Extent.INCREMENTAL, by=owner)
    found = {name: told(name, world.ours)["value"] for name in PARTS}
    assert found == {
        "mix": 60.0,
        "runway": 60.0,
        "evidence": 60.0,
        "learning": None,
        "sponsorship": 60.0,
        "flow": 100.0,
        "involvement": 60.0,
        "spread": 0.0,
    }


def test_what_is_recorded_today_did_not_count_yesterday(five, world):
    with clock.at(clock.today() + timedelta(days=10)), world.ours.door():
        idea.set_fact(idea=makers.idea_of(five[0]), fact=Fact.INVOLVEMENT, value="designs_with", by=world.ours.owner.id)
    with clock.at(clock.today() + timedelta(days=20)):
        day = clock.today()
        after, on, before = (told("involvement", world.ours, as_of=day - timedelta(days=n)) for n in (9, 10, 11))
    assert [part["terms"]["numerator"] for part in (after, on, before)] == [1, 1, 0]


def test_an_idea_closed_with_a_lesson_counts_in_learning_for_a_year(five, world):
    with world.ours.door():
        for ref in five:
            one = makers.idea_of(ref)
            idea.change_state(idea=one, state=State.CLOSED, outcome=Outcome.STOPPED, by=world.ours.lead.id)
        lesson.write_lesson(idea=one, by=world.ours.owner.id, lesson="Ask the wards first.", worked="no")
    assert told("learning", world.ours)["value"] == 20.0
    with clock.at(clock.today() + timedelta(days=365)):
        assert told("learning", world.ours)["terms"]["denominator"] == 5
    with clock.at(clock.today() + timedelta(days=366)):
        assert told("learning", world.ours)["terms"]["denominator"] == 0


# --- the command -----------------------------------------------------------------------------------------------------
def test_the_command_prints_json_alone_on_stdout(five, world):
    ran = CliRunner().invoke(seedbed, ["health", "--council", world.ours.code, "--json"])
    printed = json.loads(ran.stdout)
    assert list(printed) == ["council", "as_of", "parts"]
    assert (printed["council"], printed["as_of"]) == (world.ours.code, clock.today().isoformat())
    assert [part["name"] for part in printed["parts"]] == list(PARTS)


def test_a_day_to_come_and_an_unknown_council_are_refused_with_a_reason(world):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    late = CliRunner().invoke(seedbed, ["health", "--council", world.ours.code, "--as-of", tomorrow, "--json"])
    assert (late.exit_code, late.stdout) == (1, "")
    assert "has not come yet" in late.stderr
    unknown = CliRunner().invoke(seedbed, ["health", "--council", "no-such-place", "--json"])
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "no-such-place" in unknown.stderr


def record() -> list[ProfilePart]:
    """The parts as they are kept."""
    return portfolio.profile_record(until=clock.today()).parts


# --- what the worker keeps -------------------------------------------------------------------------------------------
def test_computing_keeps_the_profile_of_the_day_and_again_writes_nothing(five, world):
    with world.ours.door():
        assert record() == []
        portfolio.compute()
    with world.ours.door():
        kept = record()
        assert [(part.name, part.day) for part in kept] == [(name, clock.today()) for name in PARTS]
        moments = session().execute(select(Snapshot.part, Snapshot.computed_at).order_by(Snapshot.part)).all()
        assert portfolio.compute_snapshot() == 0
    with world.ours.door():
        again = session().execute(select(Snapshot.part, Snapshot.computed_at).order_by(Snapshot.part)).all()
        assert again == moments


def test_a_part_is_read_back_as_it_was_computed(five, world):
    with world.ours.door():
        for ref, extent in zip(five, (Extent.RADICAL, Extent.RADICAL, Extent.SYSTEM), strict=False):
            idea.set_fact(idea=makers.idea_of(ref), fact=Fact.EXTENT, value=extent, by=world.ours.owner.id)
        portfolio.compute()
        computed = portfolio.profile_on(day=clock.today())
        assert record() == [replace(part, items=()) for part in computed]
        reader = world.ours.lead.reader
        for part, as_kept in zip(computed, record(), strict=True):
            lines = portfolio.part_lines(part=as_kept, page=1, reader=reader)
            assert lines == portfolio.part_lines_on(part=part, page=1, reader=reader)
            ordered = sorted(part.items, key=lambda item: item.counts)
            assert [line[:3] for line in lines] == [(item.ref, item.counts, item.why) for item in ordered]
            assert (as_kept.counted, as_kept.denominator) == (sum(item.counts for item in part.items), len(part.items))


def test_the_ideas_behind_each_part_are_kept_page_by_page_and_none_that_is_gone(five, world, monkeypatch):
    monkeypatch.setattr(rules, "ON_A_PAGE", 2)
    makers.an_idea(world.theirs)
    for after in (None, five[2], five[0], five[4]):
        with world.ours.door():
            if after:
                idea.change_state(
                    idea=makers.idea_of(after), state=State.CLOSED, outcome=Outcome.STOPPED, by=world.ours.lead.id
                )
            session().flush()
            portfolio.compute_snapshot()
            kept = session().execute(select(PartPage.part, PartPage.page, PartPage.items)).all()
            assert {(part, page): items for part, page, items in kept} == {
                (part.name, number): [item.as_plain() for item in page]
                for part in portfolio.profile_on(day=clock.today())
                for number, page in enumerate(rules.pages_of(part.items), start=1)
            }
            assert portfolio.compute_snapshot() == 0


def test_only_the_parts_that_changed_are_written_again(five, world):
    with world.ours.door():
        portfolio.compute()
        idea.set_fact(idea=makers.idea_of(five[0]), fact=Fact.NEEDS_NO_MONEY, value="yes", by=world.ours.owner.id)
        session().flush()
        assert portfolio.compute_snapshot() == 1
        kept = session().scalars(select(Snapshot).where(Snapshot.part == "runway")).one()
        assert float(kept.value) == 20.0


def test_every_own_idea_gets_its_triangle_and_those_that_did_not_change_are_not_rewritten(five, world):
    with world.ours.door():
        assert portfolio.compute_standings() == 5
        assert portfolio.compute_standings() == 0
        one = makers.idea_of(five[0])
        idea.set_fact(idea=one, fact=Fact.NEEDS_NO_MONEY, value="yes", by=world.ours.owner.id)
        assert portfolio.compute_standings() == 1
    with world.theirs.door():
        assert portfolio.compute_standings() == 0


def test_triangles_are_worked_out_some_at_a_time_and_none_twice(five, world, monkeypatch):
    monkeypatch.setattr(standings, "AT_ONCE", 2)
    makers.an_idea(world.theirs)
    with world.ours.door():
        assert portfolio.compute_standings() == 5
        assert session().scalar(select(func.count()).select_from(Triangle)) == 5
        assert portfolio.compute_standings() == 0


def test_a_new_day_alone_rewrites_no_triangle(five, world):
    with world.ours.door():
        portfolio.compute_standings()
    with clock.at(clock.today() + timedelta(days=1)), world.ours.door():
        assert portfolio.compute_standings() == 0


def test_the_triangle_follows_what_is_recorded(world):
    side = world.ours
    with side.door():
        one = an_active_idea(side, stage=Stage.DESIGN)
        idea.name_sponsor(idea=one, by=side.owner.id, person_id=side.sponsor.id)
        idea.record_contact(idea=one, by=side.owner.id, on=clock.today())
        idea.set_fact(idea=one, fact=Fact.NEEDS_NO_MONEY, value="yes", by=side.owner.id)
        made = value.claim(idea=one, by=side.owner.id, indicator="days", baseline="3", who_benefits="patients")
        value.add_evidence(idea=one, by=side.owner.id, claim_id=made.id, value="2", value_on=clock.today())
        portfolio.compute_standings()
        found = portfolio.triangle_of(idea_id=one.id)
    values = {reading.item.key: reading.value for reading in found.items}
    assert values["sponsor"] == values["resources"] == values["need"] == values["testable"] == 4
    assert values["risk_accepted"] is None
    assert (found.score, found.trust) == (100, 50)
    weak = {link.name: link.weak for link in found.links}
    assert weak == {"authority_capacity": False, "capacity_value": False, "value_authority": True}


def test_a_triangle_is_read_back_as_it_was_worked_out(five, world):
    with world.ours.door():
        embedded = an_active_idea(world.ours, stage=Stage.EMBEDDED, title="In everyday use")
        for idea_id in (makers.idea_of(five[0]).id, embedded.id):
            portfolio.compute_standings()
            stored = portfolio.triangle_of(idea_id=idea_id)
            worked_out = triangle(records(day=clock.today(), ideas=[idea_id])[idea_id], clock.today())
            assert stored.links
            assert stored.flags
            assert stored == StoredTriangle(
                **{column.name: getattr(worked_out, column.name) for column in fields(worked_out)},
                computed_on=clock.today(),
            )


def test_an_item_that_its_stage_no_longer_asks_about_is_left_out_of_a_stored_triangle(five, world):
    with world.ours.door():
        portfolio.compute_standings()
        session().execute(text("""UPDATE triangle SET items = replace(items::text, '"rollout"', '"bygone"')::jsonb"""))
        kept = portfolio.triangle_of(idea_id=makers.idea_of(five[0]).id)
    asked = [item.key for item in portfolio.items_of("mainstream")]
    assert [reading.item.key for reading in kept.items] == [key for key in asked if key != "rollout"]


def test_a_latent_idea_has_a_checklist_and_no_score(world):
    with world.ours.door():
        made = idea.log_draft(by=world.ours.contributor.id, title="A", problem="B", proposal="C")
        idea.submit(idea=made, by=world.ours.contributor.id)
        portfolio.compute_standings()
        found = portfolio.triangle_of(idea_id=made.id)
    assert (found.score, len(found.items)) == (None, 5)
    assert "checklist" in found.why


def test_a_draft_has_no_triangle_and_a_closed_idea_loses_its_score(world):
    with world.ours.door():
        draft = idea.log_draft(by=world.ours.contributor.id, title="A")
        one, never_scored = an_active_idea(world.ours), an_active_idea(world.ours)
        idea.change_state(idea=never_scored, state=State.CLOSED, outcome=Outcome.STOPPED, by=world.ours.lead.id)
        portfolio.compute_standings()
        session().execute(text("UPDATE triangle SET score = 50"))
        idea.change_state(idea=one, state=State.CLOSED, outcome=Outcome.STOPPED, by=world.ours.lead.id)
        portfolio.compute_standings()
        session().expire_all()
        assert portfolio.triangle_of(idea_id=draft.id) is None
        assert portfolio.triangle_of(idea_id=never_scored.id) is None
        assert portfolio.triangle_of(idea_id=one.id).score is None


def test_health_takes_as_many_statements_for_many_ideas_as_for_one(world, statements):
    with world.ours.door():
        an_active_idea(world.ours)
        with statements() as few:
            portfolio.compute()
        for n in range(12):
            an_active_idea(world.ours, title=f"Van {n}")
        with statements() as many:
            portfolio.compute()
    assert len(many) == len(few) <= 19  # with the savepoints of both sweeps, and what they set aside


# --- asked items -----------------------------------------------------------------------------------------------------
def signed_in(someone, *roles):
    """Who is signed in, as the actions see them."""
    return SignedInReader(
        person_id=someone.id,
        name=someone.name,
        email=someone.email,
        council_id=someone.council_id,
        council_code=None,
        seen_at=clock.now(),
        council_name=None,
        nation=None,
        promise_days=5,
        roles=frozenset(roles),
        allowed=may(roles),
        several=False,
        is_operator=False,
        own_words={},
        brand=None,
    )


def test_an_asked_item_is_answered_by_the_named_role_and_the_newest_answer_stands(world):
    side = world.ours
    with side.door():
        one = an_active_idea(side, stage=Stage.DESIGN)
        idea.name_sponsor(idea=one, by=side.owner.id, person_id=side.sponsor.id)
        for given in (1, 3):
            portfolio.answer_item(me=signed_in(side.sponsor, "sponsor"), idea=one, key="risk_accepted", value=given)
        session().expire_all()
        items = {reading.item.key: reading.value for reading in portfolio.triangle_of(idea_id=one.id).items}
        assert items["risk_accepted"] == 3
        for other in (signed_in(side.owner, "owner"), signed_in(side.lead, "lead")):
            with pytest.raises(Refused):
                portfolio.answer_item(me=other, idea=one, key="risk_accepted", value=4)
        assert session().scalar(select(Triangle.trust).where(Triangle.idea_id == one.id)) > 0


def test_an_observed_item_and_one_of_another_stage_cannot_be_answered(world):
    side = world.ours
    with side.door():
        one = an_active_idea(side, stage=Stage.DESIGN)
        for key in ("sponsor", "team"):
            with pytest.raises(Refused):
                portfolio.answer_item(me=signed_in(side.owner, "owner"), idea=one, key=key, value=4)


def test_the_profile_of_a_past_year_is_kept_by_month(world):
    for months in range(3):
        with clock.at(days_ago(31 * months)), world.ours.door():
            portfolio.compute_snapshot()
    with world.ours.door():
        past = portfolio.profile_record(until=clock.today()).past
    assert {part: len(rows) for part, rows in past.items()} == dict.fromkeys(PARTS, 3)
    assert all(row.value is None for row in past["mix"])
