"""In a council of 20,000 ideas no page reads in proportion to it: the plan of each statement of each page is read."""

from __future__ import annotations

import fcntl
import os

import psycopg
import pytest
from psycopg import sql

from bench import data
from bench.plans.pages import Page, pages, rows
from bench.plans.reading import MOST, Excess, excesses
from bench.plans.report import Exemption, exemptions, failures
from bench.plans.visits import Visit, visits
from tests.conftest import HOME, clone, pointed_at
from tracker.app import create_app

LIST = Page("ideas.listing", "lead", "/ideas")
SIZES = {"idea": 20_000, "council": 400}


@pytest.fixture(scope="session")
def generated(addresses) -> str:
    """The name of a database with one large council: generated once for these migrations, within half a minute."""
    with (HOME / "generating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return data.kept(addresses, data.SMALL, say=print)


@pytest.fixture
def large(addresses, generated, request):
    """A copy of it for one test, which this process works on."""
    request.getfixturevalue("database")
    name = f"large_{os.getpid()}"
    found = clone(addresses, name, of=generated)
    with pointed_at(found):
        yield found
    with psycopg.connect(addresses.admin_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def opened(found, *endpoints: str) -> list[Visit]:
    return list(visits(create_app(), found.admin_url, data.LARGE, only=endpoints))


def a_plan(node: dict) -> dict:
    return {"Query Text": "SELECT\n  1", "Plan": node}


def a_step(kind: str, table: str | None = None, rows: float = 0, loops: int = 1, **more) -> dict:
    named = {"Relation Name": table} if table else {}
    return {"Node Type": kind, "Actual Rows": rows, "Actual Loops": loops, **named, **more}


def a_visit(*found: Excess, page: Page = LIST) -> Visit:
    return Visit(page, "lead", 1, 1, 0.0, found)


@pytest.mark.growth
def test_no_page_reads_in_proportion_to_a_council(large):
    found = failures(opened(large), exemptions())
    assert not found, "\n".join(found)


@pytest.mark.growth
def test_a_list_whose_index_is_gone_is_found_out(large):
    with psycopg.connect(large.admin_url, autocommit=True) as server:
        server.execute("DROP INDEX ix_idea_list")
    found = failures(opened(large, "ideas.listing"), exemptions())
    assert any(line.startswith("ideas.listing /ideas as lead: ") and "rows of idea" in line for line in found)


def test_every_page_is_opened_by_somebody_or_is_of_no_council(app):
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {page.endpoint for page in pages()} == shown


def test_every_table_is_said_to_grow_with_a_council_or_not(database):
    with psycopg.connect(database.admin_url) as server:
        there = {name for (name,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {row["table"] for row in rows("tables")} == there


def test_each_exception_has_its_reason_and_a_page():
    known = {(page.endpoint, page.address) for page in pages()}
    assert [one for one in exemptions() if not one.reason or (one.endpoint, one.address) not in known] == []


def test_a_sequential_scan_of_what_grows_is_too_much_however_little_it_finds():
    assert excesses(a_plan(a_step("Seq Scan", "idea", 1)), SIZES) == [Excess("idea", "Seq Scan", 1, "SELECT 1")]
    assert excesses(a_plan(a_step("Seq Scan", "idea", 0, loops=0)), SIZES) == []
    assert excesses(a_plan(a_step("Seq Scan", "idea", 20)), SIZES | {"idea": 20}) == []
    assert excesses(a_plan(a_step("Seq Scan", "council", 400)), SIZES) == []


def test_rows_that_were_read_and_left_out_count_and_so_does_each_loop():
    left_out = a_step("Index Scan", "idea", 1, **{"Rows Removed by Filter": MOST})
    again = a_step("Index Scan", "idea", 2, loops=MOST)
    few = a_step("Index Scan", "idea", MOST)
    assert [found.rows for node in (left_out, again, few) for found in excesses(a_plan(node), SIZES)] == [501, 1000]


def test_a_sort_of_many_rows_of_what_grows_is_too_much_wherever_it_stands():
    below = [a_step("Index Only Scan", "idea", 2, loops=300)]
    sort = a_step("Sort", rows=50, Plans=below)
    found = excesses(a_plan(a_step("Limit", rows=50, Plans=[sort])), SIZES)
    assert [(one.step, one.rows) for one in found] == [("Sort", 600), ("Index Only Scan", 600)]
    assert excesses(a_plan(a_step("Sort", rows=600, Plans=[a_step("Function Scan", rows=600)])), SIZES) == []


def test_an_exception_covers_its_page_its_table_and_its_number_of_rows():
    scan = Excess("idea", "Index Scan", 900, "SELECT 1")
    allowed = [Exemption("ideas.listing", "/ideas", "idea", 900, "a reason")]
    assert failures([a_visit(scan)], allowed) == []
    for other in (
        a_visit(scan, page=LIST._replace(address="/ideas?stage=latent")),
        a_visit(scan, page=LIST._replace(endpoint="ideas.board")),
        a_visit(Excess("event", "Index Scan", 900, "SELECT 1")),
        a_visit(Excess("idea", "Index Scan", 901, "SELECT 1")),
    ):
        assert [line.startswith("needed by no page") for line in failures([other], allowed)] == [False, True]


def test_a_page_that_does_not_answer_is_told_unless_all_of_it_is_an_exception():
    visit = a_visit(Excess("", "answered 503", 0, ""))
    assert failures([visit], [])[0].startswith("ideas.listing /ideas as lead: answered 503")
    assert failures([visit], [Exemption("ideas.listing", "/ideas", "", None, "a reason")]) == []


def test_an_exception_that_no_page_needs_is_told():
    assert failures([a_visit()], [Exemption("ideas.listing", "", "", None, "a reason")]) == [
        "needed by no page: ideas.listing  "
    ]
