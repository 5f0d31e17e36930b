"""What `seedbed doctor` finds wrong with an installation, and how it says to mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis

from config.settings import settings
from local import servers
from local.servers import Addresses
from migrations import runner
from tests.conftest import pointed_at
from tests.worker.mailing import serving
from tracker import clock, council, tenancy
from tracker.cli.checks import HealthCheck, findings
from tracker.later import Job
from tracker.tenancy import directory


def found(part: str) -> HealthCheck:
    [check] = [check for check in findings() if check.part == part]
    return check


def as_role(found: Addresses, name: str) -> Addresses:
    """The same database, entered as another role."""
    place = urlsplit(found.database_url)
    entered = place._replace(netloc=f"{name}:a-password@{place.hostname}:{place.port}")
    return replace(found, database_url=urlunsplit(entered))


@pytest.fixture
def as_somebody(empty_database):
    """Connect as a role with these powers, made for one test: `as_somebody("SUPERUSER")`."""
    made: list[str] = []
    with psycopg.connect(empty_database.admin_url, autocommit=True) as admin:

        def role(powers: str):
            name = f"somebody_{len(made)}_{empty_database.database_url.rpartition('_')[2]}"
            admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'a-password' {powers}")
            made.append(name)
            return pointed_at(as_role(empty_database, name))

        yield role
        for name in made:
            admin.execute(f"DROP OWNED BY {name}")
            admin.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize("powers", ["SUPERUSER NOBYPASSRLS", "NOSUPERUSER BYPASSRLS"])
def test_a_role_that_walks_through_the_walls_is_refused_whatever_lets_it(as_somebody, powers):
    with as_somebody(powers):
        with pytest.raises(tenancy.UnsafeRoleError, match="must not be a superuser, bypass row security or own tables"):
            tenancy.refuse_unsafe_role()
        assert found("database").mend == "Connect as seedbed_app: migrations/roles.sql makes it."


@pytest.mark.parametrize("laid_out", ["", "PARTITION BY RANGE (id)"])
def test_a_role_that_owns_a_table_is_refused_and_our_own_is_not(as_somebody, empty_database, laid_out):
    with as_somebody("IN ROLE seedbed_app"):
        tenancy.refuse_unsafe_role()
    with psycopg.connect(empty_database.admin_url, autocommit=True) as admin:
        name = admin.execute("SELECT max(rolname) FROM pg_roles WHERE rolname LIKE 'somebody_%'").fetchone()[0]
        admin.execute(f"CREATE TABLE mine (id int) {laid_out}")
        admin.execute(f"ALTER TABLE mine OWNER TO {name}")
    with pointed_at(as_role(empty_database, name)):
        assert "own tables" in found("database").found
    with pointed_at(empty_database):
        assert found("database") == HealthCheck("database", "answers, and row-level security binds our role")


def test_a_database_that_is_behind_says_where_it_is_and_what_to_run(addresses, database):
    bare = servers.create_database(addresses, f"bare_{database.database_url.rpartition('/')[2]}")
    with pointed_at(bare):
        assert found("migrations") == HealthCheck(
            "migrations", f"the database is at nothing, this code needs {runner.newest()}", "seedbed migrate"
        )
        runner.migrate(bare.owner_url, "0001")
        assert found("migrations").found == f"the database is at 0001, this code needs {runner.newest()}"
    assert found("migrations") == HealthCheck("migrations", f"at the newest, {runner.newest()}")
    with psycopg.connect(addresses.admin_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {bare.database_url.rpartition('/')[2]} WITH (FORCE)")


def test_a_broker_that_drops_keys_is_no_broker(database):
    with redis.Redis.from_url(settings().broker_url) as broker:
        assert found("broker") == HealthCheck("broker", "answers, and drops nothing")
        broker.config_set("maxmemory-policy", "allkeys-lru")
        try:
            assert found("broker") == HealthCheck(
                "broker", "drops keys when memory is short (allkeys-lru)", "Set its maxmemory-policy to noeviction."
            )
        finally:
            broker.config_set("maxmemory-policy", "noeviction")


def test_a_broker_that_is_away_is_told_with_what_goes_on_without_it(database):
    with pointed_at(database, BROKER_URL="redis://127.0.0.1:9/0"):
        check = found("broker")
    assert "9" in check.found
    assert check.mend == (
        "Start Valkey or Redis, or correct BROKER_URL. Pages work meanwhile; letters and figures wait."
    )


def test_a_mail_server_answers_or_its_address_is_to_be_corrected(database):
    with serving():
        assert found("mail").found.endswith(" answers")
        assert found("mail").mend is None
    with pointed_at(database, MAIL_URL="smtp://127.0.0.1:9"):
        assert found("mail").mend == "Correct MAIL_URL. Letters wait in the outbox meanwhile."


def test_the_store_of_files_keeps_one_or_is_to_be_corrected(database, tmp_path):
    assert found("files") == HealthCheck("files", "a file was kept, read and let go")
    full = tmp_path / "no folder"
    full.write_text("in the way", encoding="ascii")
    with pointed_at(database, FILES_AT=str(full)):
        assert found("files").mend.startswith("Correct FILES_AT and its keys, or make room there.")


def test_the_worker_never_ran_is_alive_and_was_last_alive(empty_database):
    assert found("worker").found == "The worker does not answer: It has never run here."
    with directory():
        council.ran(Job.SWEEP_COUNCILS)
    assert found("worker").found.endswith("It has never run here."), "another job is no sign of life"
    with clock.at(clock.now() - timedelta(minutes=3, seconds=-20)), directory():
        council.ran(Job.BEAT_HEART)
    assert found("worker") == HealthCheck("worker", "is alive")
    with clock.at(clock.now() - timedelta(minutes=3, seconds=20)), directory():
        council.ran(Job.BEAT_HEART)
    assert "It was last alive on " in found("worker").found
    assert found("worker").mend.endswith("Start `seedbed worker` and `seedbed beat`, or read their log.")


def test_without_a_database_the_others_are_looked_at_all_the_same(database):
    with pointed_at(replace(database, database_url="postgresql+psycopg://seedbed_app:x@127.0.0.1:9/nowhere")):
        told = {check.part: check.mend for check in findings()}
    assert told["database"] == told["worker"] == "Start PostgreSQL, or correct DATABASE_URL."
    assert list(told) == ["database", "migrations", "broker", "mail", "files", "holidays", "print", "worker"]
