"""One row that cannot be kept holds no other up: it is left out and told, whether its cell or a column says so."""

from __future__ import annotations

import psycopg
import pytest

from tests.case_files import a_folder, asked, council_of, put
from tracker import exchange

REFUSED = "could not be kept: the database refused it"


@pytest.fixture
def dba(empty_database):
    """Somebody whom no wall binds: a rule of theirs is one that the reader does not know."""
    with psycopg.connect(empty_database.admin_url, autocommit=True) as server:
        yield server


def errors(report) -> list[str]:
    return [str(found) for found in report.findings if found.severity == "error"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("value_date", "9999-12-31", "lies outside the years 1900 to 2199"),
        ("value_date", "0001", "lies outside the years 1900 to 2199"),
        ("value_date", "0028-01-01", "lies outside the years 1900 to 2199"),
        ("value_date", "infinity", "is not a date"),
        ("ladder_level", "9" * 5_000, "is not a step of five"),
    ],
)
def test_a_cell_that_makes_no_sense_is_told_with_its_line_and_the_others_are_kept(
    empty_database, tmp_path, column, cell, reason
):
    mark = a_folder(tmp_path, n1={})
    good = {"case_id": f"{mark}-1", "kind": "figure", "indicator": "Visits", "value": "3"}
    put(tmp_path, "evidence.csv", good, good | {column: cell})
    report = exchange.import_folder(tmp_path)
    [error] = errors(report)
    assert error.startswith(f"evidence.csv:3: error: {column}: ")
    assert reason in error
    assert asked(mark, "SELECT count(*) FROM evidence") == [(1,)]


@pytest.mark.parametrize("amount", ["NaN", "1e5", "1" * 32, "0." + "3" * 35, "99999999999999"])
def test_an_amount_that_no_column_holds_is_told(empty_database, tmp_path, amount):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "funding.csv", {"case_id": f"{mark}-1", "funder": "F", "amount_gbp": amount})
    [error] = errors(exchange.import_folder(tmp_path))
    assert error.startswith("funding.csv:2: error: amount_gbp: ")


def test_a_row_that_the_database_refuses_is_left_out_alone(dba, tmp_path):
    dba.execute("ALTER TABLE lesson ADD CHECK (lesson <> 'Poison')")
    mark = a_folder(tmp_path, n1={}, n2={})
    told = [{"case_id": f"{mark}-{case}", "lesson": words} for case, words in ((1, "Ask"), (1, "Poison"), (2, "Call"))]
    put(tmp_path, "lessons.csv", *told)
    report = exchange.import_folder(tmp_path)
    assert errors(report) == [f"lessons.csv:3: error: {REFUSED}"]
    assert report.new["lessons"] == 2
    assert asked(mark, "SELECT lesson FROM lesson ORDER BY lesson") == [("Ask",), ("Call",)]
    assert asked(mark, "SELECT count(*) FROM idea") == [(2,)]
    again = exchange.import_folder(tmp_path)
    assert (errors(again), again.already_here) == ([f"lessons.csv:3: error: {REFUSED}"], 5)


def test_a_case_that_the_database_refuses_is_left_out_with_what_hangs_on_it(dba, tmp_path):
    dba.execute("ALTER TABLE idea ADD CHECK (title <> 'Poison')")
    mark = a_folder(tmp_path, n1={}, n2={"title": "Poison"}, n3={})
    put(tmp_path, "lessons.csv", *({"case_id": f"{mark}-{case}", "lesson": "Ask"} for case in (1, 2, 3)))
    report = exchange.import_folder(tmp_path)
    assert errors(report) == [f"ideas.csv:3: error: {REFUSED}", f"lessons.csv:3: error: {REFUSED}"]
    assert asked(mark, "SELECT ref FROM idea ORDER BY ref") == [(f"{mark}-1",), (f"{mark}-3",)]
    assert asked(mark, "SELECT count(*) FROM lesson") == [(2,)]


def test_a_council_that_the_database_refuses_is_left_out_with_its_cases(dba, tmp_path):
    dba.execute("ALTER TABLE council ADD CHECK (name <> 'Poison')")
    kept, poisoned = a_folder(tmp_path / "a", n1={}), a_folder(tmp_path / "b", n1={})
    both = tmp_path / "both"
    named = ((kept, "Northmoor"), (poisoned, "Poison"))
    put(both, "councils.csv", *({"code": mark.lower(), "name": name, "case_prefix": mark} for mark, name in named))
    ideas = ((tmp_path / letter / "ideas.csv").read_text().splitlines() for letter in "ab")
    (head, one), (_, other) = ideas
    (both / "ideas.csv").write_text(f"{head}\n{one}\n{other}\n")
    report = exchange.import_folder(both)
    assert errors(report) == [f"councils.csv:3: error: {REFUSED}", f"ideas.csv:3: error: {REFUSED}"]
    assert council_of(poisoned) is None
    assert asked(kept, "SELECT count(*) FROM idea") == [(1,)]
