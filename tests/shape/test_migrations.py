"""Migrations, on a database of their own: up, down and up again leave the same schema, and what it holds."""

from __future__ import annotations

import importlib
import itertools
import json
import os
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text

import tracker
from local import servers
from local.postgres import Cluster
from local.servers import Addresses
from migrations import runner
from tests import makers
from tests.conftest import HOME, clone, pointed_at
from tracker import clock, gate, idea
from tracker.db import Base
from tracker.idea import Audience, Stage
from tracker.idea.queries.lookup import people_on

WALLS = "SELECT tablename, policyname, cmd, roles::text, qual, with_check FROM pg_policies ORDER BY 1, 2"
# What is counted anew is in fewer rows; where no standing was kept every idea is looked at, noted or not. News that
# was not told yet goes with its table.
NOTHING = "0 * count(*)"
SUMS = {
    "idea_count": "sum(ideas)",
    "crossing": "sum(logged + came_on + went_on)",
    "stale_idea": NOTHING,
    "news_item": NOTHING,
}
OWNED = """
SELECT count(*) FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"""


@pytest.fixture
def own(addresses, database) -> Iterator[Addresses]:
    """A database without tables, for this test alone."""
    name = f"migrating_{os.getpid()}"
    with psycopg.connect(addresses.admin_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    yield servers.create_database(addresses, name)
    with psycopg.connect(addresses.admin_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def migrated(addresses, database) -> Iterator[Addresses]:
    """A database of its own at the newest revision: a copy of the one that was brought there from nothing."""
    yield clone(addresses, name := f"migrated_{os.getpid()}")
    with psycopg.connect(addresses.admin_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def schema(own: Addresses) -> str:
    """The whole schema as PostgreSQL writes it down: tables, constraints, indexes, functions, policies, grants."""
    dump = Cluster.at(HOME).bin / "pg_dump"
    written = subprocess.run(
        [dump, "--schema-only", "--exclude-table=alembic_version", own.admin_url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = (line for line in written.splitlines() if line and not line.startswith(("--", "\\", "SET ", "SELECT pg_")))
    return "\n".join(lines)


def ask(own: Addresses, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(own.admin_url) as server:
        return server.execute(sql).fetchall()


def held_in(own: Addresses) -> dict[str, int]:
    """How many rows each table holds; of what is counted, what it comes to."""
    tables = [str(name) for (name,) in ask(own, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    rows = {table: SUMS.get(table, "count(*)") for table in tables}
    return {table: int(str(ask(own, f"SELECT {sum_of} FROM {table}")[0][0])) for table, sum_of in rows.items()}  # noqa: S608


def some_rows(own: Addresses) -> None:
    """Two councils with an idea led through gates, a card, an adaptation, letters."""
    with pointed_at(own):
        world = makers.a_world()
        ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
        code = makers.a_collaborative(world.ours, world.theirs)
        makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref))


def test_up_down_and_up_again_gives_the_same_schema(own):
    runner.migrate(own.owner_url)
    first, walls = schema(own), ask(own, WALLS)
    assert len(walls) > 60
    some_rows(own)
    runner.migrate(own.owner_url, "base")
    assert ask(own, OWNED) == [(0,)]
    assert ask(own, WALLS) == []
    assert not re.search(r"CREATE (FUNCTION|TABLE|POLICY)", schema(own))
    runner.migrate(own.owner_url)
    assert schema(own) == first
    assert ask(own, WALLS) == walls
    assert runner.current(own.owner_url) == runner.newest()


def test_the_walls_come_down_and_go_up_around_what_is_there(migrated):
    some_rows(migrated)
    held, first = held_in(migrated), schema(migrated)
    assert sum(held.values()) > 40
    runner.migrate(migrated.owner_url, "0001")
    assert ask(migrated, WALLS) == []
    with psycopg.connect(migrated.database_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT 1 FROM idea")  # without its walls a table is closed, not open
    runner.migrate(migrated.owner_url)
    assert held_in(migrated) == held
    assert schema(migrated) == first
    with psycopg.connect(migrated.owner_url) as owner, pytest.raises(psycopg.errors.UndefinedObject):
        owner.execute("SELECT 1 FROM idea")  # the owner is bound as well


NEWEST = 12  # revisions: an older one was taken back when it was new, and does not change


def test_each_revision_can_be_taken_back(own):
    newest = itertools.islice(runner.ScriptDirectory.from_config(runner.configured()).walk_revisions(), NEWEST)
    for revision in reversed(list(newest)):
        runner.migrate(own.owner_url, revision.revision)
        before = schema(own)
        runner.migrate(own.owner_url, revision.down_revision or "base")
        runner.migrate(own.owner_url, revision.revision)
        assert schema(own) == before, revision.revision


def test_an_extension_that_the_roles_did_not_bring_yet_is_made_by_the_owner(own):
    with psycopg.connect(own.admin_url) as server:
        server.execute("DROP EXTENSION unaccent")
    runner.migrate(own.owner_url)
    assert ask(own, "SELECT extname::text FROM pg_extension WHERE extname = 'unaccent'") == [("unaccent",)]


@pytest.mark.declared
def test_the_models_are_what_the_migrations_make(migrated):
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if ".models" in module.name:
            importlib.import_module(module.name)
    engine = create_engine(migrated.admin_url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET seedbed.council = '00000000-0000-0000-0000-000000000000'")
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert defined(connection, "public") == defined_by_models(connection)


def defined(connection: Connection, schema: str) -> dict[str, str]:
    """What each column, constraint and index of the tables of a schema says, by its name."""
    names = [table.name for table in Base.metadata.sorted_tables]
    asked = text(
        "SELECT c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
        " WHERE t.relnamespace = CAST(CAST(:schema AS text) AS regnamespace) AND t.relname = ANY (:names)"
        " UNION SELECT i.indexname, i.indexdef FROM pg_indexes i"
        " WHERE i.schemaname = CAST(:schema AS text) AND i.tablename = ANY (:names)"
        " UNION SELECT table_name || '.' || column_name, concat_ws(' ', udt_name, is_nullable, column_default)"
        " FROM information_schema.columns WHERE table_schema = CAST(:schema AS text) AND table_name = ANY (:names)"
    )
    found = connection.execute(asked, {"schema": schema, "names": names})
    return {name: said.replace(f"{schema}.", "") for name, said in found}


def defined_by_models(connection: Connection) -> dict[str, str]:
    """The same of the tables as the models alone make them, in a schema of their own."""
    connection.exec_driver_sql("CREATE SCHEMA of_models")
    connection.exec_driver_sql("SET LOCAL search_path = of_models, public")
    Base.metadata.create_all(connection, checkfirst=False)
    found = defined(connection, "of_models")
    connection.rollback()
    return found


def joined(side: makers.Side) -> tuple[str, str]:
    """An idea joined into another before followers said with which idea they came along: both references."""
    ref, into = makers.a_sent_idea(side), makers.an_idea(side)
    with side.door():
        for person, follows in ((side.observer, ref), (side.sponsor, ref), (side.sponsor, into)):
            idea.follow(idea=makers.idea_of(follows), person_id=person.id)
        idea.merge(idea=makers.idea_of(ref), into=makers.idea_of(into), because="The same need.", by=side.lead.id)
    return ref, into


def test_a_join_from_before_can_be_undone_after_in_every_council(migrated):
    with pointed_at(migrated):
        world = makers.a_world()
        refs = [(side, *joined(side)) for side in (world.ours, world.theirs)]
    with psycopg.connect(migrated.admin_url) as before:  # then the history alone named who came along
        for side, _, _ in refs:
            told = json.dumps({"followers": [str(side.observer.id), str(side.contributor.id)]})
            wanted = "UPDATE event SET particulars = particulars || %s::jsonb WHERE what = 'merged' AND council_id = %s"
            assert before.execute(wanted, [told, side.id]).rowcount == 1
    runner.migrate(migrated.owner_url, "0002")
    runner.migrate(migrated.owner_url)
    with pointed_at(migrated):
        for side, ref, into in refs:
            with side.door():
                assert side.observer.id in people_on(idea=makers.idea_of(into))
                idea.undo_merge(idea=makers.idea_of(ref), by=side.lead.id)
                left = people_on(idea=makers.idea_of(into))
                assert (side.observer.id in left, side.sponsor.id in left) == (False, True)


def audiences(own: Addresses, column: str) -> list[tuple[object, ...]]:
    """Which ideas not everybody sees, by reference, and since when."""
    return ask(own, f"SELECT ref, {column} FROM idea WHERE {column} IS NOT NULL ORDER BY council_id, ref")  # noqa: S608


def test_what_is_confidential_stays_so_up_and_down_in_every_council(migrated):
    with pointed_at(migrated):
        world = makers.a_world()
        for side in (world.ours, world.theirs):
            for again in (False, True):
                ref = makers.an_idea(side)
                with side.door():
                    found = makers.idea_of(ref)
                    idea.set_audience(idea=found, audience=Audience.CONFIDENTIAL, by=side.lead.id)
                    if again:
                        idea.set_audience(idea=found, audience=Audience.EVERYBODY, by=side.lead.id)
    kept = ask(
        migrated, "SELECT ref, audience_since FROM idea WHERE audience = 'confidential' ORDER BY council_id, ref"
    )
    assert len(kept) == 2
    runner.migrate(migrated.owner_url, "0005")
    assert audiences(migrated, "confidential_since") == kept
    runner.migrate(migrated.owner_url)
    assert audiences(migrated, "audience_since") == kept
    assert ask(migrated, "SELECT DISTINCT audience FROM idea WHERE audience_since IS NULL") == [("everybody",)]
    assert ask(migrated, "SELECT DISTINCT audience FROM idea WHERE audience_since IS NOT NULL") == [("confidential",)]


def test_a_contact_from_before_is_the_last_one_after_in_every_council(migrated):
    with pointed_at(migrated):
        world = makers.a_world()
        refs = [(side, makers.an_idea(side, stage=Stage.MOBILISE)) for side in (world.ours, world.theirs)]
        for side, ref in refs:
            with side.door():
                found = makers.idea_of(ref)
                idea.name_sponsor(idea=found, by=side.lead.id, person_id=side.sponsor.id)
                for days in (3, 9):
                    idea.record_contact(idea=found, on=clock.today() - timedelta(days=days), by=side.owner.id)
    runner.migrate(migrated.owner_url, "0008")
    runner.migrate(migrated.owner_url)
    kept = ask(migrated, "SELECT last_contact FROM idea WHERE last_contact IS NOT NULL")
    assert kept == [(clock.today() - timedelta(days=3),)] * 2


def test_what_decisions_from_before_undid_and_what_ideas_knew_is_there_after_in_every_council(migrated):
    with pointed_at(migrated):
        world = makers.a_world()
        refs = [(side, _returned(side)) for side in (world.ours, world.theirs)]
        for side, ref in refs:
            with side.door():
                gate.say_what_nothing_costs(idea=makers.idea_of(ref), words="Said before.", by=side.owner.id)
    runner.migrate(migrated.owner_url, "0020")
    newest = "SELECT o.number FROM decision d JOIN decision o ON o.id = d.reverses_id"
    assert ask(migrated, newest) == [(3,), (3,)]
    with psycopg.connect(migrated.admin_url) as server:
        server.execute(
            "UPDATE idea SET risk_of_nothing = 'Said on the page.', policy_version = 0 WHERE ref = %s", [ref]
        )
        server.execute("UPDATE event SET at = now() + interval '1 hour' WHERE what = 'risk_of_nothing_stated'")
    runner.migrate(migrated.owner_url)
    undone = "SELECT d.number, o.number FROM reversal v JOIN decision d ON d.id = v.decision_id"
    undone += " JOIN decision o ON o.id = v.reversed_id ORDER BY 2, 1"
    assert ask(migrated, undone) == [(4, 2)] * 2 + [(4, 3)] * 2
    fallen = "SELECT text, fallen_on IS NOT NULL FROM condition ORDER BY text"
    assert (
        ask(migrated, fallen)
        == [("For design", False)] * 2 + [("For mainstream", True)] * 2 + [("For mobilise", True)] * 2
    )
    said = "SELECT DISTINCT ON (idea_id) gate, words FROM answer WHERE question = 'x-nothing'"
    said += " ORDER BY idea_id, number DESC"
    assert ask(migrated, said) == [("mobilise", "Said on the page.")] * 2
    assert ask(migrated, "SELECT DISTINCT policy_version, policy_since FROM idea") == [(None, None)]


def _returned(side: makers.Side) -> str:
    """An idea that went on to mainstream by three conditional decisions, and back to design by a fourth."""
    ref = makers.an_idea(side)
    for stage in list(Stage)[:3]:
        term = gate.Term(f"For {stage.next}", side.owner.id, clock.today())
        makers.a_decision(side, ref, gate.Word.CONDITIONAL, at=gate.next_gate(stage), terms=(term,))
    makers.a_decision(side, ref, gate.Word.RETURN, at=gate.Gate.EMBED, to_stage=Stage.DESIGN)
    return ref


def test_letters_from_before_keep_their_words_and_none_goes_out_empty_after_a_way_back(migrated):
    some_rows(migrated)
    sent = "UPDATE letter SET sent_at = now() WHERE key LIKE 'idea-received:%'"
    with psycopg.connect(migrated.admin_url) as server:
        letters = server.execute(sent).rowcount
    unsent = int(str(ask(migrated, "SELECT count(*) FROM letter WHERE sent_at IS NULL")[0][0]))
    assert (letters > 0, unsent > 0) == (True, True)
    runner.migrate(migrated.owner_url, "0010")
    waiting = "SELECT count(*) FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL"
    assert ask(migrated, waiting) == [(0,)]
    assert ask(migrated, "SELECT count(*) FROM letter WHERE given_up_at IS NOT NULL AND last_error <> ''") == [
        (unsent,)
    ]
    with psycopg.connect(migrated.admin_url) as server:
        server.execute("UPDATE letter SET body = 'Dear Tom', given_up_at = NULL WHERE sent_at IS NULL")
    runner.migrate(migrated.owner_url)
    kept = "SELECT DISTINCT body, template, particulars FROM letter WHERE sent_at IS NULL"
    assert ask(migrated, kept) == [("Dear Tom", None, None)]
    assert ask(migrated, waiting) == [(unsent,)]


def test_days_and_amounts_from_before_that_make_no_sense_are_moved_to_the_nearest_that_does(migrated):
    some_rows(migrated)
    runner.migrate(migrated.owner_url, "0012")
    with psycopg.connect(migrated.admin_url) as before:
        before.execute("UPDATE idea SET parked_until = 'infinity', known_since = '0028-01-01'")
        before.execute(
            "INSERT INTO funding (council_id, id, idea_id, ends_on, amount_gbp, recorded_at)"
            " SELECT council_id, gen_random_uuid(), id, day::date, sum::numeric, now() FROM idea,"
            " (VALUES ('9999-12-31', 'NaN'), ('-infinity', '99999999999999.99')) AS each (day, sum)"
        )
    runner.migrate(migrated.owner_url)
    days = ask(migrated, "SELECT DISTINCT parked_until::text, known_since::text, shielded_until::text FROM idea")
    assert days == [("2199-12-31", "1900-01-01", None)]
    kept = ask(migrated, "SELECT DISTINCT ends_on::text, amount_gbp::text, counts_from FROM funding ORDER BY 1")
    assert kept == [("1900-01-01", "1000000000000.00", None), ("2199-12-31", None, None)]
    with psycopg.connect(migrated.admin_url) as after, pytest.raises(psycopg.errors.CheckViolation):
        after.execute("UPDATE idea SET parked_until = 'infinity'")


INVITED_BEFORE = """
WITH place AS (INSERT INTO council (id, code, name) SELECT gen_random_uuid(), 'northmoor', 'Northmoor' RETURNING id),
     invited AS (INSERT INTO person (id, email, name) SELECT gen_random_uuid(), 'nia@x.example', 'Nia' RETURNING id),
     member AS (
       INSERT INTO membership (council_id, person_id, roles) SELECT p.id, i.id, '{owner}' FROM place p, invited i)
INSERT INTO link (token_digest, purpose, person_id, council_id, made_at, until, used_at)
SELECT word, purpose, i.id, p.id, made_at, now() + interval '5 days', used_at
  FROM place p, invited i, (VALUES ('old', 'invitation', now() - interval '2 days', NULL),
    ('new', 'invitation', now(), NULL), ('used', 'invitation', now(), now()), ('reset', 'reset', now(), NULL))
    AS sent (word, purpose, made_at, used_at)"""


def test_the_links_of_invitations_from_before_go_on_as_invitations(own):
    runner.migrate(own.owner_url, "0013")
    with psycopg.connect(own.admin_url) as server:
        server.execute(INVITED_BEFORE)
    runner.migrate(own.owner_url)
    asked = "SELECT token_digest, email, name, roles, accepted_at FROM invitation"
    assert ask(own, asked) == [("new", "nia@x.example", "Nia", ["owner"], None)]
    assert ask(own, "SELECT token_digest FROM link") == [("reset",)]


def test_a_second_run_waits_and_finds_nothing_to_do(migrated):
    first = schema(migrated)
    runner.migrate(migrated.owner_url)
    assert schema(migrated) == first
