"""How ideas stand is worked out where something changed or came of age, and equals what is worked out anew."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, timedelta

import psycopg
import pytest
from sqlalchemy import select, text

from tests import makers
from tracker import clock, collaborative, idea, lesson, portfolio, value
from tracker.gate import Gate, Word
from tracker.idea import Fact, Involvement, Stage
from tracker.idea.models import SponsorContact
from tracker.portfolio import standings
from tracker.portfolio.profile import queries as profile_queries
from tracker.portfolio.triangle import query, score
from tracker.portfolio.triangle.words import IdeaTriangle
from tracker.tenancy import abandon, session
from tracker.upkeep import days
from tracker.value import queries as value_queries

DAY = date(2026, 3, 3)
PASSING = (0, 1, 30, 31, 61, 62, 91, 121, 122, 183, 240, 366, 400, 740)


def whole(side) -> str:
    """An idea in mainstream with one of everything that health looks at."""
    ref = makers.an_idea(side, stage=Stage.MAINSTREAM)
    with side.door():
        one, owner = makers.idea_of(ref), side.owner.id
        idea.name_sponsor(idea=one, by=owner, person_id=side.sponsor.id)
        idea.record_contact(idea=one, by=owner, on=clock.today() - timedelta(days=20))
        idea.set_fact(idea=one, fact=Fact.INVOLVEMENT, value=Involvement.DESIGNS, by=owner)
        made = value.claim(idea=one, by=owner, indicator="days", baseline="3", target="1")
        value.add_evidence(
            idea=one, by=owner, claim_id=made.id, kind="user_feedback", value="2", value_on=clock.today()
        )
        value.add_funding(idea=one, by=owner, funder="NHS", end=clock.today() + timedelta(days=250))
        lesson.write_lesson(idea=one, by=owner, lesson="Ask first.", worked="yes")
    return ref


def held_anew(side) -> None:
    """What is kept of a council's ideas is what is worked out of all that is recorded of them today."""
    with side.door():
        day = clock.today()
        assert standings.standings() == profile_queries.ideas_on(day=day)
        every = session().scalars(select(idea.Idea.id)).all()
        recorded = query.records(day=day, ideas=every)
        assert recorded
        for idea_id, record in recorded.items():
            kept, anew = portfolio.triangle_of(idea_id=idea_id), score.triangle(record, day)
            assert kept is not None
            for field in fields(IdeaTriangle):
                assert getattr(kept, field.name) == getattr(anew, field.name), (record.ref, day, field.name)


def test_what_is_kept_equals_what_is_worked_out_anew_as_days_pass_and_things_happen(world):
    side = world.ours
    with clock.at(DAY):
        refs = [whole(side), makers.an_idea(side, stage=Stage.DESIGN), makers.a_sent_idea(side)]
    for n, passed in enumerate(PASSING):
        with clock.at(DAY + timedelta(days=passed)):
            with side.door():
                portfolio.compute()
            held_anew(side)
            with side.door():
                one = makers.idea_of(refs[n % 2])
                if n % 3 == 0:
                    ahead = clock.today() + timedelta(days=n)  # as a case file may tell it
                    session().add(SponsorContact(idea_id=one.id, on=ahead, counts_from=ahead, by_id=side.owner.id))
                elif n % 3 == 1:
                    idea.comment(idea=one, words="Still going.", by=side.sponsor.id)
                else:
                    idea.set_fact(
                        idea=one, fact=Fact.SHIELDED_UNTIL, value=f"{clock.today() + timedelta(9)}", by=side.lead.id
                    )


CONDITION = """INSERT INTO condition (id, decision_id, idea_id, text, owner_id, due_on)
 SELECT gen_random_uuid(), d.id, d.idea_id, 'Ask the unions.', :owner, :due FROM decision d
 JOIN idea i ON i.id = d.idea_id WHERE i.ref = :ref LIMIT 1"""


def test_what_came_of_age_is_worked_out_on_its_day_though_nothing_was_recorded(world):
    """A condition past its day, somebody's last act out of sight, a contact told ahead of its day: each on that day."""
    side = world.ours
    with clock.at(DAY):
        ref, other, third = (makers.an_idea(side, stage=Stage.DESIGN) for _ in range(3))
        for each in (ref, other, third):
            makers.a_decision(side, each, Word.GO, at=Gate.MOBILISE)
        with side.door():
            session().execute(text(CONDITION), {"ref": ref, "owner": side.owner.id, "due": DAY + timedelta(days=15)})
    with clock.at(DAY + timedelta(days=3)), side.door():
        idea.comment(idea=makers.idea_of(other), words="Still going.", by=side.owner.id)
    with clock.at(DAY + timedelta(days=days().grace + 5)), side.door():
        ahead = clock.today() + timedelta(days=5)
        session().add(SponsorContact(idea_id=makers.idea_of(third).id, on=ahead, counts_from=ahead))
    for passed in (
        0,
        14,
        15,
        16,
        29,
        50,
        *range(days().grace + 5, days().grace + 13),
        *range(days().people - 1, days().people + 6),
    ):
        with clock.at(DAY + timedelta(days=passed)):
            with side.door():
                portfolio.compute()
            held_anew(side)


AHEAD = {
    "stage_move": "counts_from",
    "idea_state": "counts_from",
    "idea_fact": "counts_from",
    "lesson": "counts_from",
    "funding": "counts_from",
    "evidence": "counts_from",
    "evidence, its value": "value_on",
    "evidence_review": "counts_from",
    "evidence_review, its day": '"on"',
    "sponsor_contact": "counts_from",
    "sponsor_contact, its day": '"on"',
    "adaptation": "begun_on",
    "adaptation_report": '"on"',
}


@pytest.mark.parametrize("told", AHEAD)
def test_an_idea_is_looked_at_on_the_day_on_which_what_is_dated_ahead_begins_to_count(world, database, told):
    """Each by itself, as a case file may date it: the day after tomorrow comes before anything else of it turns."""
    side, table, day = world.ours, told.split(",")[0], DAY + timedelta(days=2)
    elsewhere = table.startswith("adaptation")
    with clock.at(DAY):
        ref = whole(side)
        with side.door():
            one = makers.idea_of(ref)
            value.review_evidence(idea=one, by=side.lead.id)
        if elsewhere:
            code = makers.a_collaborative(world.ours, world.theirs)
            worked_elsewhere(world, makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref)))
    mine = "origin_idea_id" if elsewhere else "idea_id"
    with psycopg.connect(database.admin_url) as past_the_walls:
        past_the_walls.execute("SET session_replication_role = replica")
        changed = past_the_walls.execute(f"UPDATE {table} SET {AHEAD[told]} = %s WHERE {mine} = %s", [day, one.id])  # noqa: S608
        assert changed.rowcount
    with clock.at(DAY), side.door():
        standings.compute_standings(only=one.id)
        due = session().scalar(text("SELECT due_on FROM idea_standing WHERE idea_id = :idea"), {"idea": one.id})
    assert due == day


def worked_elsewhere(world, taken: str) -> None:
    with world.theirs.door():
        collaborative.report_result(
            idea=makers.idea_of(taken),
            status=collaborative.AdaptationStatus.WORKED,
            by=world.theirs.owner.id,
            result="Fewer calls.",
            why_not=None,
        )


def looked_at(side, monkeypatch) -> list[int]:
    """How many ideas were worked out, a number for each time that some were."""
    numbers: list[int] = []
    records = query.records

    def counted(*, day, ideas):
        numbers.append(len(ideas))
        return records(day=day, ideas=ideas)

    monkeypatch.setattr(standings, "records", counted)
    with side.door():
        portfolio.compute()
    monkeypatch.setattr(standings, "records", records)
    return numbers


def test_only_what_changed_is_worked_out_and_nothing_where_nothing_did(world, monkeypatch):
    side = world.ours
    with clock.at(DAY):
        refs = [makers.an_idea(side, stage=Stage.DESIGN) for _ in range(5)]
        assert looked_at(side, monkeypatch) == [5]
        assert looked_at(side, monkeypatch) == []
        with side.door():
            idea.comment(idea=makers.idea_of(refs[1]), words="A word.", by=side.owner.id)
        assert looked_at(side, monkeypatch) == [1]
        with side.door():
            idea.log_draft(by=side.contributor.id, title="Not sent yet")
        assert looked_at(side, monkeypatch) == []
    with clock.at(DAY + timedelta(days=1)):
        assert looked_at(side, monkeypatch) == []
    with clock.at(DAY + timedelta(days=days().grace + 1)):
        assert looked_at(side, monkeypatch) == [5]  # they have been in their stage for longer than the days of grace


def test_all_are_worked_out_by_other_days_and_on_a_day_before(world, monkeypatch):
    side = world.ours
    with clock.at(DAY):
        makers.an_idea(side, stage=Stage.DESIGN)
        assert looked_at(side, monkeypatch) == [1]
        monkeypatch.setattr(standings, "days", lambda: replace(days(), sponsor=days().sponsor.following))
        assert looked_at(side, monkeypatch) == [1]
        assert looked_at(side, monkeypatch) == []
    with clock.at(DAY - timedelta(days=1)), side.door():
        session().execute(text("UPDATE idea SET there_from = there_from - 1"))
        session().execute(text("DELETE FROM stale_idea"))
    with clock.at(DAY - timedelta(days=1)):
        assert looked_at(side, monkeypatch) == [1]


def test_what_is_recorded_while_the_worker_looks_is_looked_at_the_next_time(world, monkeypatch):
    """The note of a change that comes in between stays, although the ideas before and after it were looked at."""
    side = world.ours
    with clock.at(DAY):
        ref = makers.an_idea(side, stage=Stage.DESIGN)
        with side.door():
            portfolio.compute()
            idea.comment(idea=makers.idea_of(ref), words="Before.", by=side.owner.id)
        noted = text("INSERT INTO stale_idea (idea_id) SELECT id FROM idea WHERE ref = :ref")
        keep = standings.keep_triangles

        def meanwhile(recorded, *, day):
            session().execute(noted, {"ref": ref})
            return keep(recorded, day=day)

        monkeypatch.setattr(standings, "keep_triangles", meanwhile)
        with side.door():
            portfolio.compute()
            assert session().scalar(text("SELECT count(*) FROM stale_idea")) == 1
        monkeypatch.setattr(standings, "keep_triangles", keep)
        assert looked_at(side, monkeypatch) == [1]


def test_an_origin_is_looked_at_when_another_council_takes_it_in_and_tells_how_it_went(world, monkeypatch):
    code = makers.a_collaborative(world.ours, world.theirs)
    with clock.at(DAY):
        ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
        number = makers.a_card(world.ours, code, ref)
        makers.an_idea(world.ours, stage=Stage.DESIGN)
        assert looked_at(world.ours, monkeypatch) == [2]
        taken = makers.an_adaptation(world.theirs, code, number)
        assert looked_at(world.ours, monkeypatch) == [1]
        worked_elsewhere(world, taken)
        assert looked_at(world.ours, monkeypatch) == [1]
        held_anew(world.ours)


def test_no_council_notes_the_ideas_of_another(world):
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    with world.ours.door():
        theirs_to_note = makers.idea_of(ref).id
    with world.theirs.door():
        with pytest.raises(Exception, match="row-level security"):
            session().execute(
                text("INSERT INTO stale_idea (council_id, idea_id) VALUES (:council, :idea)"),
                {"council": world.ours.id, "idea": theirs_to_note},
            )
        abandon()


def test_ideas_are_looked_at_when_their_sponsor_leaves(world, monkeypatch):
    side = world.ours
    with clock.at(DAY):
        ref = makers.an_idea(side, stage=Stage.MOBILISE)
        makers.an_idea(side, stage=Stage.MOBILISE)
        with side.door():
            idea.name_sponsor(idea=makers.idea_of(ref), by=side.owner.id, person_id=side.sponsor.id)
        looked_at(side, monkeypatch)
        with side.door():
            session().execute(
                text("UPDATE membership SET ended_at = now() WHERE person_id = :who"), {"who": side.sponsor.id}
            )
        assert looked_at(side, monkeypatch) == [1]
        held_anew(side)


def test_every_table_that_health_reads_notes_its_ideas(world):
    """A table that a statement of health reads and that notes nothing would leave an idea as it stood."""
    told = f"{query.RECORDS} {profile_queries.IDEAS_ON_DAY} {value_queries._TOLD}"
    read = set(re.findall(r"(?:FROM|JOIN) ([a-z_]+)(?! *\()", told)) - {"latest", "newest", "person", "jsonb"}
    read -= {"benefit", "triangle", "i"}  # no triangle looks at gains, and its own row is what is kept
    with world.ours.door():
        noting = session().scalars(
            text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname ^@ 'note_stale' AND NOT tgisinternal")
        )
        assert read <= set(noting)
    assert {"idea", "evidence", "adaptation", "sponsor_contact"} <= read
