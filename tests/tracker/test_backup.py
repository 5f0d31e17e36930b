"""A backup is one command and a restore another; what comes back is all that was saved, behind the same walls."""

from __future__ import annotations

import json
import os
import stat
import tarfile
from collections.abc import Iterator

import psycopg
import pytest

from migrations import backup
from tests import makers
from tests.conftest import pointed_at
from tests.terminal import seedbed
from tracker import clock, portfolio
from tracker.idea import Stage


@pytest.fixture
def copy(addresses) -> Iterator[str]:
    """The name of a database that is not there."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(addresses.admin_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        yield name
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def a_life() -> None:
    """Two councils with an idea led through gates, a card, an adaptation, letters, and figures of it all."""
    world = makers.a_world()
    ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
    shared = makers.a_collaborative(world.ours, world.theirs)
    makers.an_adaptation(world.theirs, shared, makers.a_card(world.ours, shared, ref))
    makers.a_sent_idea(world.ours)
    with world.ours.door():
        portfolio.compute()


def shape_of(url: str) -> list[str]:
    with psycopg.connect(url) as database:
        return backup.shape_of(database)


def rows_of(url: str) -> dict[str, str]:
    """The rows of each table, as one digest."""
    with psycopg.connect(url) as database:
        tables = [name for (name,) in database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        asked = "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') FROM {} t"
        return {name: database.execute(asked.format(f'"{name}"')).fetchone()[0] for name in tables}


def health_of(found) -> list[dict]:
    with pointed_at(found), psycopg.connect(found.admin_url) as admin:
        codes = [code for (code,) in admin.execute("SELECT code FROM council ORDER BY code")]
        told = [seedbed("health", "--council", code, "--json", "--as-of", f"{clock.today()}") for code in codes]
    return [json.loads(one.stdout) for one in told]


def test_what_was_saved_comes_back_whole_and_health_says_the_same(empty_database, copy, tmp_path):
    a_life()
    saved = seedbed("backup", tmp_path / "all.backup")
    assert (saved.returncode, saved.stdout) == (0, ""), saved.stderr
    assert stat.S_IMODE((tmp_path / "all.backup").stat().st_mode) == 0o600
    restored = seedbed("restore", tmp_path / "all.backup", "--into", copy)
    assert restored.returncode == 0, restored.stderr
    there = empty_database.named(copy)
    assert rows_of(there.admin_url) == rows_of(empty_database.admin_url)
    assert shape_of(there.admin_url) == shape_of(empty_database.admin_url)
    assert health_of(there) == health_of(empty_database)
    with pointed_at(there):
        assert seedbed("doctor", "--of", "database", "--of", "migrations").returncode == 0
    with psycopg.connect(there.database_url) as app, pytest.raises(psycopg.Error, match=r"seedbed\.council"):
        app.execute("SELECT * FROM idea")


def test_a_restore_into_a_database_that_is_not_empty_is_refused_and_changes_nothing(empty_database, tmp_path):
    a_life()
    assert seedbed("backup", tmp_path / "all.backup").returncode == 0
    before = rows_of(empty_database.admin_url)
    refused = seedbed("restore", tmp_path / "all.backup")
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert rows_of(empty_database.admin_url) == before


def test_a_backup_as_a_role_that_the_walls_bind_is_refused_and_leaves_no_file(empty_database, tmp_path):
    for url in (empty_database.database_url, empty_database.owner_url):
        refused = seedbed("backup", tmp_path / "all.backup", DATABASE_BACKUP_URL=url)
        assert refused.returncode == 1
        assert "sees no council's rows" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_a_backup_overwrites_nothing_and_what_is_no_backup_is_not_brought_back(empty_database, copy, tmp_path):
    (tmp_path / "mine").write_text("something else")
    assert "is there already" in seedbed("backup", tmp_path / "mine").stderr
    refused = seedbed("restore", tmp_path / "mine", "--into", copy)
    assert (refused.returncode, "is no backup" in refused.stderr) == (1, True)


def test_rows_that_are_missing_after_a_restore_are_noticed(empty_database, addresses, copy, tmp_path):
    file = tmp_path / "all.backup"
    backup.save(empty_database.backup_url, file)
    with tarfile.open(file) as packed:
        packed.extractall(tmp_path, filter="data")
    told = json.loads((tmp_path / "manifest.json").read_text())
    told["rows"]["council"] += 1
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    with tarfile.open(tmp_path / "less.backup", "w") as packed:
        for name in ("manifest.json", "seedbed.dump"):
            packed.add(tmp_path / name, name)
    refused = seedbed("restore", tmp_path / "less.backup", "--into", copy)
    assert refused.returncode == 1
    assert "council: 0 instead of 1" in refused.stderr
    assert "Do not use it" in refused.stderr


def test_the_backup_role_reads_everything_and_writes_nothing(empty_database):
    with psycopg.connect(empty_database.backup_url, autocommit=True) as role:
        for statement in ("DELETE FROM idea", "UPDATE person SET name = 'x'", "CREATE TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                role.execute(statement)
