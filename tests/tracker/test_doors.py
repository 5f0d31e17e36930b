"""The doors: no council, no query; one council's rows and nobody else's."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Barrier
from typing import NamedTuple

import psycopg
import pytest
from sqlalchemy import Integer, bindparam, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from tests.conftest import pointed_at
from tracker import council, history, tenancy
from tracker.council import Council
from tracker.history import StoredEvent
from tracker.history.events.council import MembershipEnded
from tracker.tenancy import as_collaborative, as_council, directory, pool


def events_seen(side) -> int:
    with side.door() as door:
        return len(door.scalars(select(StoredEvent)).all())


def test_a_session_asked_for_without_a_council_raises_before_any_sql(world, statements):
    with statements() as seen, pytest.raises(tenancy.NoCouncilError), as_council(None):
        pass
    with pytest.raises(tenancy.NoCouncilError):
        tenancy.session()
    with pytest.raises(tenancy.NoCouncilError), as_council(str(world.ours.id)):
        pass
    assert seen == []


def test_doors_do_not_nest(world):
    with world.ours.door(), pytest.raises(tenancy.DoorError), world.theirs.door():
        pass


def test_what_one_council_records_another_does_not_see(world):
    with world.ours.door():
        history.record(MembershipEnded(), by=world.ours.lead.id)
    assert events_seen(world.ours) == 1
    assert events_seen(world.theirs) == 0


def test_outside_a_council_the_database_refuses_a_councils_table(world):
    with pytest.raises(DBAPIError), directory() as door:
        door.scalars(select(StoredEvent)).all()
    with pytest.raises(DBAPIError), as_collaborative(uuid.uuid4()) as door:
        door.scalars(select(StoredEvent)).all()


def test_a_row_cannot_be_written_into_another_council(world):
    with pytest.raises(ProgrammingError, match="row-level security"), world.ours.door() as door:
        door.add(StoredEvent(council_id=world.theirs.id, what="forged"))
        door.flush()


def test_a_row_cannot_point_at_a_person_of_another_council(world):
    with pytest.raises(IntegrityError), world.ours.door():
        history.record(MembershipEnded(), by=world.theirs.lead.id)
        tenancy.session().flush()


def test_raw_sql_stays_inside_the_council(world):
    for side in (world.ours, world.theirs):
        with side.door():
            history.record(MembershipEnded(), by=side.lead.id)
    with world.ours.door() as door:
        assert {row.council_id for row in door.execute(text("SELECT council_id FROM event"))} == {world.ours.id}


def test_the_people_of_another_council_are_not_there(world):
    with world.ours.door():
        assert {person.id for person in council.people()} == {person.id for person in world.ours.people.values()}
        assert council.person(world.theirs.lead.id) is None


def test_credentials_and_sign_ins_are_never_seen_from_a_council(world):
    with directory():
        council.choose_password(person_id=world.ours.lead.id, password="three words remembered")
        council.start(person_id=world.ours.lead.id)
    with world.ours.door() as door:
        assert door.execute(text("SELECT count(*) FROM credential")).scalar() == 0
        assert door.execute(text("SELECT count(*) FROM sign_in")).scalar() == 0


def test_another_councils_settings_cannot_be_changed(world):
    with world.ours.door() as door:
        changed = door.execute(
            update(council.Council).where(council.Council.id == world.theirs.id).values(promise_days=9)
        )
        assert changed.rowcount == 0


class Named(NamedTuple):
    name: str


def test_a_statement_whose_columns_are_not_the_fields_is_refused_each_time(world):
    with as_council(world.ours.id):
        for _ in range(2):
            with pytest.raises(TypeError, match="Named has the fields name, its statement the columns code"):
                tenancy.rows(Named, "SELECT code FROM council LIMIT 1")
            assert tenancy.rows(Named, "SELECT name FROM council WHERE id = :id", id=world.ours.id)


def test_a_rolled_back_act_leaves_nothing_and_asks_for_nothing(world):
    with pytest.raises(ZeroDivisionError), world.ours.door():
        history.record(MembershipEnded(), by=world.ours.lead.id)
        tenancy.session().flush()
        1 / 0  # noqa: B018
    assert events_seen(world.ours) == 0


def test_an_abandoned_door_keeps_nothing(world):
    with world.ours.door():
        history.record(MembershipEnded(), by=world.ours.lead.id)
        tenancy.abandon()
    assert events_seen(world.ours) == 0


def test_a_savepoint_that_fails_leaves_the_council_set(world):
    with world.ours.door() as door:
        with pytest.raises(ZeroDivisionError), tenancy.attempt():
            1 / 0  # noqa: B018
        history.record(MembershipEnded(), by=world.ours.lead.id)
        door.flush()
    assert events_seen(world.ours) == 1


class Titled(NamedTuple):
    job_title: str | None


TITLE = "UPDATE membership SET job_title = :title WHERE person_id = :person"


@pytest.mark.parametrize(
    "change",
    [
        lambda **given: tenancy.run(TITLE, **given),
        lambda **given: tenancy.write(Titled, f"{TITLE} RETURNING job_title", **given),
    ],
    ids=["run", "write"],
)
def test_what_a_constant_statement_changes_in_an_attempt_that_fails_is_taken_back(world, change):
    lead = world.ours.lead.id
    with world.ours.door():
        change(title="Head of libraries", person=lead)
        with suppress(ZeroDivisionError), tenancy.attempt():
            change(title="Nobody", person=lead)
            1 / 0  # noqa: B018
    with world.ours.door():
        assert council.person(lead).job_title == "Head of libraries"


def test_a_door_brings_its_councils_own_words_and_what_is_set_behind_it_holds_at_once(world):
    said = {"role.lead": "pilot"}
    with world.ours.door():
        assert council.vocabulary().called("lead", "role") == "lead"
        council.set_own_words(words=said, by=world.ours.lead.id)
        assert council.vocabulary().called("lead", "role") == "pilot"
    with world.ours.door() as door:
        assert council.vocabulary().called("lead", "role") == "pilot"
        assert "here" not in door.info, "nothing else of the council was read for it"


def test_a_statement_that_is_spelled_out_finds_the_same(world):
    days = bindparam("days", type_=Integer)
    asked = select(Council.code).where(
        Council.name.in_(["It's theirs", "Northmoor Council"]), Council.promise_days > days
    )
    with as_council(world.ours.id) as door:
        spelled = tenancy.spelled(asked)
        assert spelled.count(":") == 1 + spelled.count("::") * 2, "what is the same each time stands in it"
        assert (
            [row.code for row in tenancy.rows(Coded, spelled, days=0)] == door.scalars(asked, {"days": 0}).all() != []
        )
        assert tenancy.rows(Coded, spelled, days=10_000) == []
    with pytest.raises(ValueError, match="would be read as something that is given"):
        tenancy.spelled(select(Council.code).where(Council.name == "at :noon"))


class Coded(NamedTuple):
    code: str


def test_a_pooled_connection_remembers_no_council(world):
    for side in (world.ours, world.theirs) * 20:
        with side.door():
            history.record(MembershipEnded(), by=side.lead.id)
        with pytest.raises(DBAPIError), directory() as door:
            door.execute(text("SELECT count(*) FROM event"))
    assert events_seen(world.ours) == events_seen(world.theirs) == 20


def backend() -> int:
    with directory() as door:
        return door.execute(text("SELECT pg_backend_pid()")).scalar_one()


def end(backend: int, database) -> None:
    with psycopg.connect(database.admin_url, autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


@pytest.mark.parametrize(("patience", "idle"), [("5000", "15s"), ("60000", "1min")])
def test_who_may_wait_long_for_a_statement_may_work_as_long_between_two(database, patience, idle):
    with pointed_at(database, STATEMENT_TIMEOUT_MS=patience), directory() as door:
        assert door.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == idle


def test_threads_that_come_first_at_one_moment_share_one_engine(database):
    for _ in range(5):
        with pointed_at(database), ThreadPoolExecutor(4) as first:
            together = Barrier(4)
            made = list(first.map(lambda _, wait=together.wait: (wait(), tenancy.engine())[1], range(4)))
        assert len(set(made)) == 1


def test_a_connection_that_the_server_ended_is_replaced_before_anybody_is_lent_it(world, database):
    tenancy.engine().dispose()
    ended = backend()
    end(ended, database)
    with world.ours.door():
        assert council.here().id == world.ours.id
    assert backend() != ended


def test_a_page_opens_after_the_server_ended_every_connection(world, database, browse):
    browser = browse(world.ours.lead)
    browser.get("/ideas")
    end(backend(), database)
    browser.get("/ideas")


def test_a_connection_that_rested_long_is_asked_whether_it_lives_and_one_just_used_is_not(database, monkeypatch):
    tenancy.engine().dispose()
    asked, dialect = [], type(tenancy.engine().dialect)
    ping = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda own, connection: asked.append(connection) or ping(own, connection))
    backend()
    backend()
    assert asked == []
    monkeypatch.setattr(pool, "RESTED_SECONDS", 0)
    time.sleep(0.01)
    backend()
    assert len(asked) == 1


class KeptPlan(NamedTuple):
    """A statement of which a connection keeps the plan."""

    statement: str


def nothing() -> None:
    """Close a door as it was."""


def refused() -> None:
    """Have a page refuse, which wrote nothing."""
    tenancy.abandon()


def not_there() -> None:
    """Have a page find nothing."""
    tenancy.session()
    raise LookupError


def alone() -> None:
    """Do nothing, a page is read; then some work of which there is one alone."""


@pytest.mark.parametrize("ends", [nothing, refused, not_there, alone])
def test_one_connection_keeps_the_plans_of_many_statements_however_a_door_closed_that_wrote_nothing(world, ends):
    asked = [f"SELECT 'kept {ends.__name__} {n}' AS statement" for n in range(150)]
    with suppress(LookupError), world.ours.door():
        for statement in asked * 2:
            tenancy.rows(KeptPlan, statement)
        ends()
    if ends is alone:
        with tenancy.only_one("some work", seconds=60) as ours:
            assert ours
    with world.ours.door():
        mine = f"SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%kept {ends.__name__}%'"  # noqa: S608
        kept = tenancy.rows(KeptPlan, mine)
    assert len([one for one in kept if "pg_prepared" not in one.statement]) == len(asked)


def test_a_door_that_wrote_and_is_given_up_takes_it_back_whatever_else_it_read(world):
    with world.ours.door():
        tenancy.rows(KeptPlan, "SELECT 'read' AS statement")
        history.record(MembershipEnded(), by=world.ours.lead.id)
        tenancy.session().flush()
        tenancy.abandon()
    with suppress(LookupError), world.ours.door():
        history.record(MembershipEnded(), by=world.ours.lead.id)
        raise LookupError
    assert events_seen(world.ours) == 0


class Listed(NamedTuple):
    """One of what was given as a list, with its place."""

    one: object
    place: int


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("uuid", [uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.uuid4()]),
        ("uuid", [uuid.uuid4(), None]),
        ("uuid", []),
        ("date", [date(1900, 1, 1), date(2199, 12, 31)]),
        ("date", [None, date(2026, 11, 30)]),
        ("timestamptz", [datetime(2026, 11, 30, 9, 30, 1, tzinfo=UTC)]),
        ("text", ["a, b", "{}", '"', "\\", "", "NULL"]),
    ],
)
def test_a_list_reaches_the_database_as_it_was_given(database, kind, given):
    with directory():
        asked = f"SELECT * FROM unnest(CAST(:given AS {kind}[])) WITH ORDINALITY AS l(one, place)"  # noqa: S608 - ours
        found = tenancy.rows(Listed, asked, given=given)
    assert [row.one for row in found] == given
