"""What case files tell of the past: moves dated and undated, gaps that were placed, claims, and the council's own."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest

from tests import makers
from tests.case_files import a_folder, asked, council_of, put
from tracker import clock, exchange
from tracker.council import Role
from tracker.portfolio.profile.queries import ideas_on
from tracker.tenancy import as_council

MOVES = 'SELECT from_stage, to_stage, "on", counts_from, placed, decision FROM stage_move ORDER BY number'
DAY = date(2026, 7, 1)


def move(mark: str, start: str, end: str, on: str = "", decision: str = "advance") -> dict[str, str]:
    return {"case_id": f"{mark}-1", "from_stage": start, "to_stage": end, "date": on, "decision": decision}


def test_moves_that_begin_late_skip_or_stop_short_are_completed_by_placed_ones(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "embedded"})
    put(
        tmp_path,
        "stage_moves.csv",
        move(mark, "design", "mobilise", "2001"),
        move(mark, "mainstream", "mainstream", "2003-05", "hold"),
    )
    exchange.import_folder(tmp_path)
    first, held = date(2001, 12, 31), date(2003, 5, 31)
    assert asked(mark, MOVES) == [
        ("latent", "design", None, None, True, None),
        ("design", "mobilise", first, first, False, "advance"),
        ("mobilise", "mainstream", None, first, True, None),
        ("mainstream", "mainstream", held, held, False, "hold"),
        ("mainstream", "embedded", None, held, True, None),
    ]
    [(told,)] = asked(mark, "SELECT particulars FROM event WHERE what = 'imported'")
    assert told["placed"] == [["latent", "design"], ["mobilise", "mainstream"], ["mainstream", "embedded"]]
    assert asked(mark, "SELECT stage, stage_since FROM idea") == [("embedded", held)]


def test_an_undated_move_has_no_day_and_counts_from_the_latest_before_it(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "mainstream"})
    put(
        tmp_path,
        "stage_moves.csv",
        move(mark, "latent", "design"),
        move(mark, "design", "mobilise", "2004"),
        move(mark, "mobilise", "mainstream"),
    )
    exchange.import_folder(tmp_path)
    last = date(2004, 12, 31)
    assert [row[2:5] for row in asked(mark, MOVES)] == [(None, None, False), (last, last, False), (None, last, False)]


def test_a_case_without_moves_is_placed_at_its_stage_and_a_latent_one_needs_no_placing(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "mobilise"}, n2={"stage": "latent"})
    exchange.import_folder(tmp_path)
    assert asked(mark, MOVES) == [("latent", "mobilise", None, None, True, None)]
    placed = "SELECT particulars -> 'placed' FROM event WHERE what = 'imported' ORDER BY particulars::text DESC"
    assert sorted(asked(mark, placed)) == [([],), ([["latent", "mobilise"]],)]


def test_what_was_placed_here_never_goes_out_as_if_it_had_been_told(database, tmp_path):
    mark = a_folder(tmp_path / "in", n1={"stage": "mainstream"})
    put(tmp_path / "in", "stage_moves.csv", move(mark, "design", "mobilise", "2001"))
    exchange.import_folder(tmp_path / "in")
    exchange.export_folder(tmp_path / "out")
    with (tmp_path / "out" / "stage_moves.csv").open(newline="", encoding="utf-8") as text:
        mine = [row for row in csv.DictReader(text) if row["case_id"] == f"{mark}-1"]
    assert [(row["from_stage"], row["to_stage"], row["date"]) for row in mine] == [("design", "mobilise", "2001")]


def test_what_hangs_on_another_councils_case_of_one_name_is_not_taken_for_ours(world, tmp_path):
    refs = {side.code: makers.a_sent_idea(side) for side in (world.ours, world.theirs)}
    [ref] = set(refs.values())
    told = {"case_id": ref, "title": "One visit for damp", "problem": "Two officers call about one wall."}
    told |= {"proposal": "One visit.", "stage": "latent"}
    for side, new in ((world.theirs, 1), (world.ours, 1), (world.theirs, 0), (world.ours, 0)):
        put(tmp_path, "ideas.csv", told | {"council": side.code})
        put(tmp_path, "lessons.csv", {"case_id": ref, "council": side.code, "lesson": "Start small"})
        assert dict(exchange.import_folder(tmp_path).new).get("lessons", 0) == new


def test_the_story_of_a_case_says_what_was_placed_and_what_was_told(database, tmp_path, browse):
    mark = a_folder(tmp_path, n1={"stage": "mobilise"})
    put(tmp_path, "stage_moves.csv", move(mark, "latent", "design", "2003") | {"rationale": "Tenants asked."})
    exchange.import_folder(tmp_path)
    page = browse(makers.a_person(council_of(mark), Role.LEAD)).get(f"/ideas/{mark}-1").text
    assert "From latent to design" in page
    assert "Tenants asked." in page
    assert "Placed at mobilise when it was brought in" in page


def test_moves_and_stops_that_come_later_move_the_day_on_which_a_case_is_there_back_and_never_on(database, tmp_path):
    mark = a_folder(tmp_path, n1={"first_date": "2004", "stage": "design", "outcome": "stopped"})
    put(tmp_path, "stage_moves.csv", move(mark, "latent", "design", "2005"))
    exchange.import_folder(tmp_path)
    there = "SELECT there_from, stage_since FROM idea"
    assert asked(mark, there) == [(date(2004, 12, 31), date(2005, 12, 31))]
    put(
        tmp_path,
        "stage_moves.csv",
        move(mark, "latent", "design", "2005"),
        move(mark, "design", "design", "2003-02", "hold"),
        move(mark, "design", "design", "2008", "stop"),
    )
    exchange.import_folder(tmp_path)
    assert asked(mark, there)[0][0] == date(2003, 2, 28)
    assert asked(mark, "SELECT state, counts_from FROM idea_state ORDER BY number DESC LIMIT 1") == [
        ("closed", date(2008, 12, 31))
    ]


def test_an_outcome_holds_from_the_last_stop_whatever_moved_after_it(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "design", "outcome": "stopped"})
    put(
        tmp_path,
        "stage_moves.csv",
        move(mark, "latent", "design", "2001"),
        move(mark, "design", "design", "2003", "stop"),
        move(mark, "design", "design", "2005", "stop"),
        move(mark, "design", "design", "2008", "return"),
    )
    exchange.import_folder(tmp_path)
    states = 'SELECT state, "on", counts_from FROM idea_state ORDER BY number'
    last = date(2005, 12, 31)
    assert asked(mark, states) == [("active", None, None), ("closed", last, last)]


@pytest.mark.parametrize(
    ("dates", "there"),
    [
        ({"trigger_date": "2001-03"}, date(2001, 3, 31)),
        ({"first_date": "1998"}, date(1998, 12, 31)),
        ({"trigger_date": "2001", "first_date": "1999-01-05"}, date(1999, 1, 5)),
        ({}, None),
    ],
)
def test_a_case_is_there_from_the_earliest_day_that_is_told_of_it(database, tmp_path, dates, there):
    mark = a_folder(tmp_path, n1=dates)
    put(tmp_path, "stage_moves.csv", move(mark, "latent", "design", "2000"))
    exchange.import_folder(tmp_path)
    expected = min(there, date(2000, 12, 31)) if there else None
    assert asked(mark, "SELECT there_from FROM idea") == [(expected,)]


def test_a_historical_case_changed_last_when_it_last_moved_and_undated_moves_tell_nothing(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "mobilise"})
    put(tmp_path, "stage_moves.csv", move(mark, "latent", "design", "2003-05"), move(mark, "design", "mobilise"))
    exchange.import_folder(tmp_path)
    assert asked(mark, "SELECT changed_at FROM idea") == [(datetime(2003, 5, 31, 12, tzinfo=UTC),)]


# --- claims and evidence ----------------------------------------------------------------------------------------------
def evidence(mark: str, **cells: str) -> dict[str, str]:
    return {"case_id": f"{mark}-1", "indicator": "Jobs", **cells}


CLAIMS = "SELECT indicator, unit, baseline, baseline_date, level_asked, comparison_group FROM claim ORDER BY indicator"


def test_a_claim_takes_the_first_of_what_its_rows_say_and_the_highest_level(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(
        tmp_path,
        "evidence.csv",
        evidence(mark, ladder_level="2"),
        evidence(mark, unit="jobs", baseline="ten", baseline_date="2006", ladder_level="4"),
        evidence(mark, unit="people", baseline="nine", baseline_date="2005", ladder_level="1"),
        evidence(mark, indicator="Visits"),
    )
    exchange.import_folder(tmp_path)
    assert asked(mark, CLAIMS) == [
        ("Jobs", "jobs", "ten", "2006", 4, False),
        ("Visits", None, None, None, None, False),
    ]
    assert asked(mark, "SELECT count(*) FROM evidence") == [(4,)]


@pytest.mark.parametrize(
    ("rows", "grouped"),
    [
        ([{"ladder_level": "3", "comparator": "other towns"}], True),
        ([{"ladder_level": "5", "comparator": "other towns"}], True),
        ([{"ladder_level": "2", "comparator": "other towns"}], False),
        ([{"ladder_level": "3"}], False),
        ([{"comparator": "other towns"}], False),
        ([{"ladder_level": "3"}, {"ladder_level": "2", "comparator": "last year"}], False),
    ],
)
def test_a_comparison_group_needs_level_three_and_a_comparator_in_one_row(database, tmp_path, rows, grouped):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "evidence.csv", *(evidence(mark, **cells) for cells in rows))
    exchange.import_folder(tmp_path)
    assert [row[-1] for row in asked(mark, CLAIMS)] == [grouped]


def test_evidence_that_comes_later_joins_the_claim_of_its_indicator(database, tmp_path):
    mark = a_folder(tmp_path, n1={}, n2={})
    put(tmp_path, "evidence.csv", evidence(mark, baseline="ten"))
    exchange.import_folder(tmp_path)
    other = evidence(mark, value="30") | {"case_id": f"{mark}-2"}
    put(tmp_path, "evidence.csv", evidence(mark, baseline="ten"), evidence(mark, baseline="two", value="20"), other)
    assert dict(exchange.import_folder(tmp_path).new) == {"evidence": 2}
    joined = "SELECT i.ref, c.baseline, count(*) FROM claim c JOIN idea i ON i.id = c.idea_id JOIN evidence e"
    assert asked(mark, f"{joined} ON e.claim_id = c.id GROUP BY 1, 2 ORDER BY 1") == [
        (f"{mark}-1", "ten", 2),
        (f"{mark}-2", None, 1),
    ]


# --- the council's own ------------------------------------------------------------------------------------------------
def test_a_row_without_a_source_is_live_from_the_day_of_import(database, tmp_path, browse):
    mark = a_folder(tmp_path, n1={"source": "", "stage": "latent"}, n2={"source": "", "stage": "design"}, n3={})
    with clock.at(DAY):
        exchange.import_folder(tmp_path)
    states = 'SELECT i.ref, s.state, s."on" FROM idea_state s JOIN idea i ON i.id = s.idea_id ORDER BY i.ref'
    assert asked(mark, states) == [
        (f"{mark}-1", "triage", DAY),
        (f"{mark}-2", "active", None),
        (f"{mark}-3", "active", None),
    ]
    lead = browse(makers.a_person(council_of(mark), Role.LEAD))
    desk = lead.get("/triage").text
    assert f"/ideas/{mark}-1/triage" in desk
    assert f"/ideas/{mark}-3/triage" not in desk
    assert "Historical case" in lead.get(f"/ideas/{mark}-3").text
    assert "Historical case" not in lead.get(f"/ideas/{mark}-2").text


def test_facts_of_a_case_are_kept_with_it(database, tmp_path):
    mark = a_folder(tmp_path, n1={"extent": "system"}, n2={"extent": ""})
    put(tmp_path, "benefits.csv", {"case_id": f"{mark}-1", "category": "wider_society", "class": "qualitative"})
    put(tmp_path, "partners.csv", {"case_id": f"{mark}-2", "organisation": "NHS"})
    exchange.import_folder(tmp_path)
    kept = "SELECT i.ref, f.fact, f.value, f.counts_from FROM idea_fact f JOIN idea i ON i.id = f.idea_id"
    assert asked(mark, kept) == [(f"{mark}-1", "extent", "system", None)]
    hung = "SELECT i.ref FROM {0} x JOIN idea i ON i.id = x.idea_id"
    assert asked(mark, hung.format("benefit")) == [(f"{mark}-1",)]
    assert asked(mark, hung.format("partner")) == [(f"{mark}-2",)]


def test_no_author_waits_for_a_councils_own_idea_and_one_parked_without_a_date_is_awake(database, tmp_path, browse):
    mark = a_folder(tmp_path, n1={"source": "", "stage": "latent"}, n2={"source": "", "outcome": "parked"})
    report = exchange.import_folder(tmp_path)
    assert report.lines[:-1] == ["ideas.csv:3: warning: outcome: parked without a date comes in awake"]
    assert asked(mark, "SELECT state, reply_due_on FROM idea ORDER BY ref") == [("triage", None), ("active", None)]
    lead = browse(makers.a_person(council_of(mark), Role.LEAD))
    assert "No promise" in lead.get("/").text
    for path in ("/triage", f"/ideas/{mark}-1", f"/ideas/{mark}-1/triage", f"/ideas/{mark}-2", "/board"):
        lead.get(path)
    with as_council(council_of(mark)):
        assert [one.submitted_on for one in ideas_on(day=clock.today())] == [None, None], "flow leaves them out"
    assert exchange.import_folder(tmp_path).differing == 0


def test_the_last_move_in_the_order_given_holds_on_every_page_whatever_its_date(database, tmp_path, browse):
    mark = a_folder(tmp_path, n1={"stage": "embedded", "first_date": "2005"})
    days = (("latent", "design", "2006-01"), ("design", "mobilise", "2006-02"), ("mobilise", "mainstream", "2009-11"))
    late = (("mainstream", "embedded", "2008-01"),)
    put(tmp_path, "stage_moves.csv", *(move(mark, *one) for one in days + late))
    [told] = exchange.import_folder(tmp_path).lines[:-1]
    assert told == "stage_moves.csv:5: warning: date: 2008-01 is before 2009-11 on line 4; the order given holds"
    lead = browse(makers.a_person(council_of(mark), Role.LEAD))
    assert "Embedded" in lead.get(f"/ideas/{mark}-1").text
    with as_council(council_of(mark)):
        stages = [ideas_on(day=day)[0].stage for day in (date(2010, 6, 30), date(2008, 6, 30), date(2007, 6, 30))]
    assert stages == ["embedded", "embedded", "mobilise"]
    assert asked(mark, "SELECT stage, stage_since FROM idea") == [("embedded", date(2008, 1, 31))]
