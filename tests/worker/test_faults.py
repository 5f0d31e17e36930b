"""A poisoned row stops no sweep: it is set aside and named, all others go on, and once it is mended so does it."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from tests import makers
from tests.worker.test_nudges import MONDAY, submitted, tried
from tracker import clock, collaborative, fault, nudge, portfolio
from tracker.fault import FaultKind
from tracker.idea import Stage
from tracker.nudge.models import Nudge
from tracker.portfolio import standings
from tracker.portfolio.models import Snapshot, Triangle
from tracker.post import Letter
from tracker.tenancy import directory, session

SOME = 5
SOON = MONDAY + timedelta(days=120)


@pytest.fixture
def dba(empty_database):
    """Somebody whom no wall binds, and who may take a constraint away."""
    with psycopg.connect(empty_database.admin_url, autocommit=True) as server:
        yield server


@pytest.fixture
def side(empty_database):
    """A council in a database that this test alone poisons."""
    return makers.a_side()


def ideas(side: makers.Side) -> list[str]:
    """Some ideas in mobilise, by their references."""
    return [makers.an_idea(side, title=f"Van {n}", stage=Stage.MOBILISE) for n in range(SOME)]


def set_aside() -> list[tuple[str, str, str]]:
    with directory():
        assert sum(kind.number for kind in fault.counts()) == len(fault.faults())
        return [(found.kind, found.subject, found.error) for found in fault.faults()]


def compute(side: makers.Side) -> None:
    with side.door():
        portfolio.compute()


def drawn(side: makers.Side) -> set[str]:
    """The ideas that have a triangle."""
    with side.door():
        asked = text("SELECT i.ref FROM triangle t JOIN idea i ON i.id = t.idea_id")
        return set(session().scalars(asked))


def evidence_of_no_day(dba, ref: str) -> None:
    """An infinite day, which the product can no longer write."""
    dba.execute("ALTER TABLE claim DROP CONSTRAINT ck_claim_target_on_day")
    dba.execute(
        "INSERT INTO claim (council_id, id, idea_id, indicator, comparison_group, target_on, recorded_at)"
        " SELECT council_id, gen_random_uuid(), id, 'Visits', false, 'infinity', now() FROM idea WHERE ref = %s",
        [ref],
    )


def a_shield_that_is_no_day(dba, ref: str) -> None:
    dba.execute(
        "INSERT INTO idea_fact (council_id, id, idea_id, fact, value, recorded_at)"
        " SELECT council_id, gen_random_uuid(), id, 'shielded_until', 'soon', now() FROM idea WHERE ref = %s",
        [ref],
    )


# --- health -----------------------------------------------------------------------------------------------------------
def test_an_idea_whose_triangle_cannot_be_worked_out_is_set_aside_and_the_others_have_theirs(side, dba):
    refs = ideas(side)
    evidence_of_no_day(dba, refs[2])
    compute(side)
    assert drawn(side) == set(refs) - {refs[2]}
    assert set_aside() == [("standing", refs[2], "ValueError")]
    dba.execute("UPDATE claim SET target_on = '2027-01-01'")
    compute(side)
    assert drawn(side) == set(refs)
    assert set_aside() == []


def test_an_idea_that_no_part_can_count_is_left_out_of_the_profile_by_the_worker_and_on_the_page(side, dba, browse):
    refs = ideas(side)
    a_shield_that_is_no_day(dba, refs[0])
    compute(side)
    with side.door():
        counted = session().scalar(select(Snapshot.terms).where(Snapshot.part == "involvement"))
    assert counted["denominator"] == SOME - 1
    assert set_aside() == [("standing", refs[0], "DataError")]
    page = browse(side.lead).get(f"/portfolio/involvement?day={clock.today():%Y-%m-%d}").text
    assert refs[1] in page
    assert refs[0] not in page
    dba.execute("DELETE FROM idea_fact WHERE value = 'soon'")
    compute(side)
    assert set_aside() == []


def test_each_of_several_poisoned_ideas_is_found_in_its_slice(side, dba, monkeypatch):
    monkeypatch.setattr(standings, "AT_ONCE", 2)
    refs = ideas(side)
    evidence_of_no_day(dba, refs[0])
    dba.execute("UPDATE claim SET indicator = 'Calls'")
    dba.execute(
        "INSERT INTO claim (council_id, id, idea_id, indicator, comparison_group, target_on, recorded_at)"
        " SELECT council_id, gen_random_uuid(), id, 'Visits', false, 'infinity', now() FROM idea WHERE ref = %s",
        [refs[4]],
    )
    compute(side)
    assert drawn(side) == set(refs[1:4])
    assert [subject for _, subject, _ in set_aside()] == [refs[0], refs[4]]


def test_a_healthy_sweep_pays_for_a_savepoint_where_something_changed_and_one_statement(side, statements):
    refs = ideas(side)
    compute(side)
    with side.door(), statements() as seen:
        portfolio.compute_standings()
    assert [each for each in seen if "SAVEPOINT" in each] == []
    assert len([each for each in seen if "fault" in each]) == 1
    with side.door():
        makers.idea_of(refs[0]).trigger = "A letter"
    with side.door(), statements() as seen:
        portfolio.compute_standings()
    assert len([each for each in seen if each.startswith("SAVEPOINT")]) == 1
    assert len([each for each in seen if "fault" in each]) == 1


def test_work_that_fails_for_everything_has_failed_itself(side):
    def work(_only):
        raise KeyError

    with side.door(), pytest.raises(fault.TooManyFaultsError):
        fault.work_out(work, lambda: list(range(2 * fault.MOST)))


def test_what_the_moment_brings_is_no_row_that_is_at_fault(side):
    def work(_only):
        session().execute(text("SET LOCAL statement_timeout = 1"))
        session().execute(text("SELECT pg_sleep(1)"))

    with side.door(), pytest.raises(OperationalError):
        fault.work_out(work, lambda: [1, 2])


def test_a_council_names_its_own_faults_and_sees_no_others(empty_database):
    ours, theirs = makers.a_side(), makers.a_side()
    for each in (ours, theirs):
        with each.door():
            fault.keep(FaultKind.STANDING, {"NOR-1": "ValueError"})
    with ours.door():
        assert session().scalar(text("SELECT count(*) FROM fault")) == 1
        fault.keep(FaultKind.STANDING, {})
    assert len(set_aside()) == 1


def test_what_is_set_aside_is_counted_by_kind_and_the_longest_is_named(empty_database):
    first, second = makers.a_side(), makers.a_side(name="Southmoor Council")
    with clock.at(MONDAY), second.door():
        fault.keep(FaultKind.STANDING, {"SOU-7": "ValueError"})
    with first.door():
        fault.keep(FaultKind.STANDING, {"NOR-2": "ValueError", "NOR-1": "ValueError"})
        fault.keep(FaultKind.NUDGE, {"review_risk, NOR-1": "DataError"})
    with clock.at(SOON), second.door():
        fault.keep(FaultKind.STANDING, {"SOU-7": "KeyError"})
    with directory():
        found = fault.counts()
        assert [(each.kind, each.number, each.subject) for each in found] == [
            ("nudge", 1, "review_risk, NOR-1"),
            ("standing", 3, "SOU-7"),
        ]
        assert (found[1].council, clock.day_of(found[1].since)) == ("Southmoor Council", MONDAY)
        assert {each.error for each in fault.faults() if each.subject == "SOU-7"} == {"KeyError"}


# --- nudges -----------------------------------------------------------------------------------------------------------
def asked(side: makers.Side) -> set[tuple[str, str]]:
    with side.door():
        return set(session().execute(select(Nudge.rule, Nudge.state)).tuples())


def test_a_rule_that_cannot_look_at_one_idea_looks_at_the_others_and_every_other_rule_goes_on(side, dba):
    one, other = tried(side, on=MONDAY), tried(side, on=MONDAY, title="Key safes")
    dba.execute("ALTER TABLE risk DROP CONSTRAINT ck_risk_review_on_day")
    for idea_id, day in ((one, "-infinity"), (other, "2026-06-20")):
        dba.execute(
            "INSERT INTO risk (council_id, id, idea_id, description, likelihood, impact, review_on, recorded_at)"
            " SELECT council_id, gen_random_uuid(), id, 'Nobody comes', 2, 2, %s, now()"
            " FROM idea WHERE id = %s",
            [day, idea_id],
        )
    with clock.at(SOON), side.door():
        nudge.find_due()
    with side.door():
        told = set(session().execute(select(Nudge.rule, Nudge.idea_id)).tuples())
    assert ("review_risk", other) in told
    assert ("review_risk", one) not in told
    assert {("sponsor_silent", one), ("sponsor_silent", other)} <= told
    [(kind, subject, error)] = set_aside()
    assert (kind, error) == ("nudge", "DataError")
    assert subject.startswith("review_risk, NOR-")


@pytest.mark.parametrize("most", [fault.MOST, 1], ids=["past two ideas", "at none"])
def test_what_a_rule_could_not_look_at_is_not_withdrawn(side, dba, monkeypatch, most):
    monkeypatch.setattr(fault, "MOST", most)
    tried(side, on=MONDAY)
    tried(side, on=MONDAY, title="Key safes")
    with clock.at(SOON), side.door():
        nudge.find_due()
    before = asked(side)
    assert ("sponsor_silent", "waiting") in before
    dba.execute("ALTER TABLE sponsor_contact DROP CONSTRAINT ck_sponsor_contact_on_day")
    dba.execute(
        'INSERT INTO sponsor_contact (council_id, id, idea_id, "on", recorded_at)'
        " SELECT council_id, gen_random_uuid(), id, '-infinity', now() FROM idea"
    )
    with clock.at(SOON), side.door():
        nudge.find_due()
    assert asked(side) == before
    named = ["sponsor_silent", "sponsor_silent"] if most > 1 else ["sponsor_silent"]
    assert [subject.partition(",")[0] for _, subject, _ in set_aside()] == named


def test_a_nudge_that_cannot_be_told_holds_no_letter_up(side, dba):
    tried(side, on=MONDAY)
    submitted(side, on=MONDAY)
    with clock.at(SOON), side.door():
        nudge.find_due()
    broken = "UPDATE nudge SET rule = 'no_such_rule' WHERE person_id = %s AND rule = 'sponsor_silent' RETURNING id"
    assert dba.execute(broken, [side.sponsor.id]).fetchall()
    with clock.at(SOON), side.door():
        assert nudge.send_due() > 0
        told = session().scalars(select(Letter.person_id).where(Letter.kind == "nudge")).all()
    assert side.lead.id in told
    assert [(kind, subject.partition(",")[0], error) for kind, subject, error in set_aside()] == [
        ("nudge_letter", "no_such_rule", "KeyError")
    ]


# --- what other councils told -----------------------------------------------------------------------------------------
def test_a_notice_that_cannot_be_told_holds_no_other_up(side, dba):
    other = makers.a_side()
    code = makers.a_collaborative(side, other)
    for n in range(2):
        makers.an_adaptation(other, code, makers.a_card(side, code, makers.an_idea(side, title=f"Van {n}")))
    dba.execute("UPDATE notice SET particulars = '[]' WHERE id = (SELECT id FROM notice ORDER BY at, id LIMIT 1)")
    with side.door():
        assert collaborative.tell_of_notices() == 1
    assert [(kind, error) for kind, _, error in set_aside()] == [("notice", "AttributeError")]
    dba.execute("UPDATE notice SET particulars = '{\"title\": \"Van\"}' WHERE particulars = '[]'")
    with side.door():
        assert collaborative.tell_of_notices() == 1
    assert set_aside() == []


def test_an_answer_on_a_poisoned_idea_is_kept_and_the_page_goes_on(side, dba):
    [ref, *_] = ideas(side)
    evidence_of_no_day(dba, ref)
    with side.door():
        found = makers.idea_of(ref)
        assert portfolio.compute_standings(only=found.id) == 0
        assert session().scalar(select(func.count()).select_from(Triangle)) == 0
