"""The first four walls, held against the database's own catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
LISTED = ROOT / "docs" / "decisions" / "0002-five-walls.md"
OWN = "(council_id = ( SELECT (current_setting('seedbed.council'::text))::uuid AS current_setting))"
# What the search role reads besides: of every council, since its one function asks for the council itself.
SEARCHED = {
    "attachment": "council_id id idea_id name removed_at at",
    "claim": "council_id id idea_id indicator need who_benefits baseline target recorded_at",
    "confidant": "council_id idea_id person_id",
    "idea": "council_id id ref their_number title problem proposal state audience changed_at"
    " author_id owner_id deputy_id",
    "lesson": "council_id id idea_id lesson recorded_at",
    "message": "council_id id idea_id kind text redacted_at at",
}
# Their words stand behind a key of their council.
KEYED = {f"ix_{table}_words" for table in SEARCHED if table != "confidant"}


@pytest.fixture
def ask(database):
    with psycopg.connect(database.admin_url) as connection:
        yield lambda sql, *given: connection.execute(sql, given).fetchall()


def listed() -> dict[str, str]:
    """The tables of the decision record, and whose each is."""
    rows = re.findall(r"^\| (\w+) \| (\w+) \|", LISTED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {table: whose for table, whose in rows if table != "table"}


def test_every_table_is_in_the_decision_record(ask):
    there = {name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert there == set(listed())


def test_every_table_is_behind_row_level_security_forced_on_its_owner_too(ask):
    rows = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert {name for (name,) in rows} == {"alembic_version"}


def test_a_councils_table_has_exactly_its_one_policy(ask):
    rows = ask(
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2"
    )
    for table in [name for name, whose in listed().items() if whose == "council"]:
        more = [("search_select", "SELECT", "true", None)] if table in SEARCHED else []
        assert [row[1:] for row in rows if row[0] == table] == [("own_council", "ALL", OWN, OWN), *more], table


def test_the_search_role_reads_the_columns_that_it_searches_and_writes_nothing(ask):
    rows = ask(
        "SELECT table_name::text, column_name::text, privilege_type::text FROM information_schema.column_privileges"
        " WHERE grantee = 'seedbed_search'"
    )
    columns = ((table, column) for table, of_it in SEARCHED.items() for column in of_it.split())
    assert set(rows) == {(table, column, "SELECT") for table, column in columns}
    roles = ask("SELECT tablename::text, roles::text[] FROM pg_policies WHERE policyname = 'search_select'")
    assert sorted(roles) == [(table, ["seedbed_search"]) for table in sorted(SEARCHED)]


def test_no_directory_table_is_open_to_a_council_that_is_not_named_in_its_policy(ask):
    rows = ask("SELECT tablename, policyname, roles::text[], qual FROM pg_policies WHERE schemaname = 'public'")
    open_to_all = {(table, name) for table, name, roles, qual in rows if qual == "true" and "seedbed_app" in roles}
    assert open_to_all == {("council", "app_select")}


def given(ask, table: str, verb: str) -> str:
    """What the application may write with a verb: nothing, everything or some columns, as the record words it."""
    if ask("SELECT has_table_privilege('seedbed_app', %s, %s)", table, verb) == [(True,)]:
        return verb
    if verb == "delete":
        return ""
    columns = ask(
        "SELECT column_name::text FROM information_schema.column_privileges WHERE table_schema = 'public'"
        " AND grantee = 'seedbed_app' AND table_name = %s AND privilege_type = upper(%s) ORDER BY 1",
        table,
        verb,
    )
    return f"{verb} ({', '.join(name for (name,) in columns)})" if columns else ""


def test_the_application_may_write_what_the_record_says_and_no_column_more(ask):
    rows = re.findall(r"^\| (\w+) \| \w+ \| ([^|]+) \|", LISTED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    words = {"insert, update, delete": "all", "": "nothing"}
    for table, written in rows:
        if table != "table":
            found = ", ".join(filter(None, (given(ask, table, verb) for verb in ("insert", "update", "delete"))))
            assert words.get(found, found) == written, table


def test_only_what_needs_it_is_read_by_the_application_without_a_policy(ask):
    rows = ask(
        "SELECT table_name::text FROM information_schema.role_table_grants WHERE table_schema = 'public'"
        " AND grantee IN ('seedbed_app', 'PUBLIC') AND privilege_type = 'SELECT'"
        " AND table_name::text NOT IN (SELECT tablename FROM pg_policies)"
    )
    assert rows == [("alembic_version",)]


def test_functions_that_see_more_are_run_by_the_application_alone(ask):
    """Revoked before the function is given away: afterwards PostgreSQL only warns, and revokes nothing."""
    rows = ask(
        "SELECT p.proname, a.grantee::regrole::text FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f',"
        " p.proowner))) a WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND a.grantee <> p.proowner"
    )
    assert {grantee for _, grantee in rows} == {"seedbed_app"}, rows


def test_keys_of_a_councils_rows_begin_with_the_council(ask):
    rows = ask(
        "SELECT conrelid::regclass::text, conname, (SELECT attname FROM pg_attribute a WHERE a.attrelid = conrelid"
        " AND a.attnum = conkey[1]) FROM pg_constraint"
        " WHERE contype IN ('p', 'u') AND connamespace = 'public'::regnamespace"
    )
    whose = listed()
    wrong = [(table, name) for table, name, first in rows if whose[table] == "council" and first != "council_id"]
    assert wrong == []


def test_a_councils_row_points_at_another_only_together_with_its_council(ask):
    rows = ask(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, conname, array_length(conkey, 1)"
        " FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    whose = listed()
    loose = [
        name for table, at, name, columns in rows if (whose[at] == "council" or at == "membership") and columns < 2
    ]
    assert loose == []


def test_every_row_of_a_councils_table_reaches_the_council_by_a_key_that_cannot_be_empty(ask):
    """By one of its own, or by one to a row that does: that one says that the council exists, and costs one check."""
    keys = ask(
        "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, NOT EXISTS (SELECT FROM pg_attribute a"
        " WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull) FROM pg_constraint k"
        " WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace"
        " AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        " AND a.attname = 'council_id')"
    )
    reaching, steps = {"council"}, [(table, at) for table, at, filled in keys if filled]
    while more := {table for table, at in steps if at in reaching} - reaching:
        reaching |= more
    counted = {"idea_count", "crossing"}  # written by triggers, from rows that do
    assert {table for table, whose in listed().items() if whose == "council"} - reaching == counted
    twice = {table for table, at in steps if at == "council"} & {table for table, at in steps if at == "idea"}
    assert twice == set()


def test_indexes_of_a_councils_table_lead_with_the_council(ask):
    rows = ask(
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,"
        " (SELECT attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace"
    )
    whose = listed()
    loose = [index for table, index, first in rows if whose[table] == "council" and first != "council_id"]
    assert set(loose) == KEYED


def test_the_application_owns_nothing_and_cannot_get_round_the_wall(ask):
    assert ask("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'seedbed_app'") == [
        (False, False, False)
    ]
    assert ask("SELECT relname FROM pg_class WHERE relowner = 'seedbed_app'::regrole") == []
    assert ask("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'seedbed_app'::regrole") == []


def test_the_application_may_not_change_or_remove_what_is_append_only(ask):
    append_only = [
        "answer",
        "decision",
        "event",
        "gate_policy",
        "idea_fact",
        "idea_state",
        "item_answer",
        "panel_view",
        "stage_move",
    ]
    for table in append_only:
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            assert ask("SELECT has_table_privilege('seedbed_app', %s, %s)", table, verb) == [(False,)], (table, verb)


def test_functions_that_see_more_belong_to_a_narrow_role_and_fix_their_search_path(ask):
    rows = ask(
        "SELECT proname, proowner::regrole::text, proconfig::text FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )
    assert rows, "there are such functions"
    for name, owner, config in rows:
        assert owner in {"seedbed_outbox", "seedbed_directory", "seedbed_search"}, name
        assert "search_path=public, pg_temp" in (config or ""), name


def test_views_do_not_get_round_the_wall(ask):
    rows = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
        " AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)"
    )
    assert rows == []
