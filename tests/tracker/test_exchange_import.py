"""Case files come in: good rows are kept, bad ones told by file, line, column and reason."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text

from tests.case_files import DEMO, a_folder, an_idea, asked, council_of, put
from tracker import clock, council, exchange, idea
from tracker.exchange.actions import write
from tracker.tenancy import as_council, directory

COUNTED = (
    "SELECT (SELECT count(*) FROM idea), (SELECT count(*) FROM lesson), (SELECT count(*) FROM event),"
    " (SELECT max(xmin::text) FROM council), (SELECT max(xmin::text) FROM idea)"
)


def findings(report) -> list[str]:
    return [str(found).partition(": ")[0] + " " + found.severity + " " + found.column for found in report.findings]


def lines(report) -> list[str]:
    return report.lines[:-1]


# --- good rows --------------------------------------------------------------------------------------------------------
def test_the_real_cases_come_in_without_a_finding(empty_database):
    report = exchange.import_folder(DEMO)
    assert lines(report) == []
    assert report.new["councils"] == 28
    assert report.new["ideas"] == 72


def test_a_dry_run_gives_the_same_report_and_changes_nothing(empty_database, tmp_path):
    mark = a_folder(tmp_path, n1={}, n2={"stage": "adult"})
    tried = exchange.import_folder(tmp_path, dry_run=True)
    assert council_of(mark) is None
    assert exchange.import_folder(tmp_path).lines == tried.lines


def test_importing_again_changes_nothing(database, tmp_path):
    mark = a_folder(tmp_path, n1={}, n2={"source": "", "stage": "latent"})
    put(tmp_path, "lessons.csv", *[{"case_id": f"{mark}-1", "lesson": "Start small", "worked": "yes"}] * 2)
    exchange.import_folder(tmp_path)
    before = asked(mark, COUNTED)
    again = exchange.import_folder(tmp_path)
    assert asked(mark, COUNTED) == before
    assert before[0][:2] == (2, 2)
    assert (dict(again.new), again.already_here, again.differing) == ({}, 5, 0)


def test_a_failure_midway_is_completed_by_another_import(empty_database, tmp_path, monkeypatch):
    one, other = a_folder(tmp_path / "a", n1={}), a_folder(tmp_path / "b", n1={})
    both = tmp_path / "both"
    put(both, "councils.csv", *({"code": mark.lower(), "name": "Northmoor"} for mark in (one, other)))
    put(both, "ideas.csv", an_idea(one, "1"), an_idea(other, "1"))
    write_cases = write._write_cases

    def fails_at_the_second(code, *rows):
        if code == other.lower():
            raise RuntimeError("the power went")
        return write_cases(code, *rows)

    monkeypatch.setattr(write, "_write_cases", fails_at_the_second)
    with pytest.raises(RuntimeError):
        exchange.import_folder(both)
    monkeypatch.undo()
    assert dict(exchange.import_folder(both).new) == {"ideas": 1}
    assert [asked(mark, "SELECT count(*) FROM idea")[0][0] for mark in (one, other)] == [1, 1]


def test_references_resolve_in_the_database_too(database, tmp_path):
    mark = a_folder(tmp_path / "first", n1={})
    exchange.import_folder(tmp_path / "first")
    second = tmp_path / "second"
    put(second, "ideas.csv", an_idea(mark, "2"))
    put(second, "lessons.csv", {"case_id": f"{mark}-1", "lesson": "Start small"})
    report = exchange.import_folder(second)
    assert lines(report) == []
    assert dict(report.new) == {"ideas": 1, "lessons": 1}


def test_a_folder_without_a_case_file_is_unusable(database, tmp_path):
    with pytest.raises(exchange.FolderUnusableError):
        exchange.import_folder(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(exchange.FolderUnusableError):
        exchange.import_folder(tmp_path)


# --- bad rows ---------------------------------------------------------------------------------------------------------
BAD = {
    "an unknown stage": ("ideas.csv", {"stage": "adult"}, "stage"),
    "no stage": ("ideas.csv", {"stage": ""}, "stage"),
    "an impossible date": ("ideas.csv", {"first_date": "2007-02-30"}, "first_date"),
    "a date of another form": ("ideas.csv", {"trigger_date": "Spring 2007"}, "trigger_date"),
    "no council": ("ideas.csv", {"council": ""}, "council"),
    "a council that is nowhere": ("ideas.csv", {"council": "atlantis"}, "council"),
    "no title": ("ideas.csv", {"title": " "}, "title"),
    "an unknown extent": ("ideas.csv", {"extent": "huge"}, "extent"),
    "an unknown outcome": ("ideas.csv", {"outcome": "won"}, "outcome"),
    "neither yes nor no": ("ideas.csv", {"social": "maybe"}, "social"),
    "an unknown decision": (
        "stage_moves.csv",
        {"from_stage": "latent", "to_stage": "design", "decision": "go"},
        "decision",
    ),
    "a move to nowhere": ("stage_moves.csv", {"from_stage": "latent", "to_stage": ""}, "to_stage"),
    "an unknown level": ("evidence.csv", {"ladder_level": "6"}, "ladder_level"),
    "a bad value date": ("evidence.csv", {"value_date": "soon"}, "value_date"),
    "no amount": ("funding.csv", {"amount_gbp": "lots"}, "amount_gbp"),
    "neither granted nor indicative": ("funding.csv", {"certainty": "maybe"}, "certainty"),
    "an unknown category": ("benefits.csv", {"category": "mine", "class": "qualitative"}, "category"),
    "an unknown class": ("benefits.csv", {"category": "wider_society", "class": "cash"}, "class"),
    "an unknown stage of a risk": ("risks.csv", {"raised_at_stage": "late"}, "raised_at_stage"),
    "worked in another way": ("lessons.csv", {"lesson": "x", "worked": "partly"}, "worked"),
    "a case that is nowhere": ("partners.csv", {"case_id": "NONE-1", "organisation": "x"}, "case_id"),
    "no case": ("partners.csv", {"case_id": "", "organisation": "x"}, "case_id"),
    "a member without name": ("collaborative_members.csv", {"collaborative": "warm", "member": ""}, "member"),
    "a member of nothing": ("collaborative_members.csv", {"collaborative": "cold", "member": "x"}, "collaborative"),
    "an adopter that is nowhere": ("adoptions.csv", {"adopter_council": "atlantis"}, "adopter_council"),
    "an origin that is nowhere": ("adoptions.csv", {"origin_case_id": "NONE-1"}, "origin_case_id"),
    "a population in words": ("councils.csv", {"code": "c-words", "name": "x", "population": "many"}, "population"),
    "an unknown nation": ("councils.csv", {"code": "c-nation", "name": "x", "nation": "france"}, "nation"),
    "a council without name": ("councils.csv", {"code": "c-noname", "name": ""}, "name"),
    "a bad start": ("collaboratives.csv", {"code": "x", "started": "2008-13"}, "started"),
    "a NUL character": ("lessons.csv", {"lesson": "a\0b"}, "lesson"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_told_and_the_good_one_beside_it_is_kept(database, tmp_path, what):
    file, cells, column = BAD[what]
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "collaboratives.csv", {"code": "warm", "name": "Warm homes"})
    good = {
        "councils.csv": {"code": mark.lower(), "name": "Northmoor"},
        "collaboratives.csv": {"code": "warm", "name": "Warm homes"},
        "collaborative_members.csv": {"collaborative": "warm", "member": mark},
        "ideas.csv": an_idea(mark, "1"),
        "stage_moves.csv": {"case_id": f"{mark}-1", "from_stage": "latent", "to_stage": "design"},
        "benefits.csv": {"case_id": f"{mark}-1", "category": "wider_society", "class": "qualitative"},
        "adoptions.csv": {"origin_case_id": f"{mark}-1", "result": mark},
    }.get(file, {"case_id": f"{mark}-1"})
    bad = (an_idea(mark, "2") if file == "ideas.csv" else {"case_id": f"{mark}-1"} if "case_id" in good else {}) | cells
    put(tmp_path, file, bad, good)
    report = exchange.import_folder(tmp_path)
    assert findings(report) == [f"{file}:2 error {column}"]
    assert asked(mark, "SELECT count(*) FROM idea") == [(1,)]


def test_children_of_a_bad_row_are_told_each_on_its_line(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "adult"}, n2={})
    put(
        tmp_path,
        "lessons.csv",
        {"case_id": f"{mark}-2", "lesson": "a"},
        {"case_id": f"{mark}-1", "lesson": "two\nlines"},
    )
    put(tmp_path, "partners.csv", {"case_id": f"{mark}-1", "organisation": "NHS"})
    put(tmp_path, "adoptions.csv", {"origin_case_id": f"{mark}-1"})
    assert findings(exchange.import_folder(tmp_path)) == [
        "ideas.csv:2 error stage",
        "lessons.csv:3 error case_id",
        "partners.csv:2 error case_id",
        "adoptions.csv:2 error origin_case_id",
    ]


def test_grandchildren_of_a_bad_council_are_told(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "councils.csv", {"code": mark.lower(), "name": "Northmoor", "population": "many"})
    put(tmp_path, "lessons.csv", {"case_id": f"{mark}-1", "lesson": "a"})
    assert findings(exchange.import_folder(tmp_path)) == [
        "councils.csv:2 error population",
        "ideas.csv:2 error council",
        "lessons.csv:2 error case_id",
    ]


def test_a_case_given_twice_is_an_error_on_the_second_row(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "ideas.csv", an_idea(mark, "1", title="First"), an_idea(mark, "1", title="Second"))
    put(tmp_path, "lessons.csv", {"case_id": f"{mark}-1", "lesson": "a"})
    assert findings(exchange.import_folder(tmp_path)) == ["ideas.csv:3 error case_id"]
    assert asked(mark, "SELECT title FROM idea") == [("First",)]


def test_one_row_may_be_bad_in_many_ways(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "adult", "extent": "huge", "first_date": "soon", "council": "atlantis"})
    assert findings(exchange.import_folder(tmp_path))[:3] == [
        "ideas.csv:2 error extent",
        "ideas.csv:2 error stage",
        "ideas.csv:2 error first_date",
    ]
    assert asked(mark, "SELECT 1 FROM idea") == []


def test_an_unknown_column_is_a_warning_told_once(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "lessons.csv", *[{"case_id": f"{mark}-1", "mood": "good"}] * 3, columns=["case_id", "mood"])
    report = exchange.import_folder(tmp_path)
    assert findings(report) == ["lessons.csv:1 warning mood"]
    assert report.new["lessons"] == 3


def test_an_unknown_file_is_a_warning(database, tmp_path):
    a_folder(tmp_path, n1={})
    (tmp_path / "nudges.csv").write_text("code\r\n")
    assert lines(exchange.import_folder(tmp_path)) == ["nudges.csv: warning: not a case file"]


def test_a_file_without_a_needed_column_is_an_error_and_none_of_its_rows_is_read(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "lessons.csv", {"lesson": "a"}, columns=["lesson"])
    report = exchange.import_folder(tmp_path)
    assert findings(report) == ["lessons.csv:1 error case_id"]
    assert asked(mark, "SELECT 1 FROM lesson") == []


def test_a_row_with_more_than_empty_cells_behind_its_columns_is_an_error_and_a_short_one_is_none(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    rows = f"case_id,lesson,worked\r\n{mark}-1,a\r\n\r\n,,\r\n{mark}-1,b,yes,more\r\n{mark}-1,c,no,,\r\n"
    (tmp_path / "lessons.csv").write_text(rows, newline="")
    report = exchange.import_folder(tmp_path)
    assert findings(report) == ["lessons.csv:5 error worked"]
    assert asked(mark, "SELECT lesson FROM lesson ORDER BY lesson") == [("a",), ("c",)]


def test_windows_1252_is_decoded_and_told(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    (tmp_path / "lessons.csv").write_bytes(f"case_id,lesson\r\n{mark}-1,“Café” – £5\r\n".encode("cp1252"))
    assert lines(exchange.import_folder(tmp_path)) == [
        'lessons.csv: warning: read as windows-1252: "“Café”", "–", "£5"'
    ]
    assert asked(mark, "SELECT lesson FROM lesson") == [("“Café” – £5",)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_line_end_and_a_byte_order_mark_are_read(database, tmp_path, end):
    mark = a_folder(tmp_path, n1={})
    rows = end.join(["case_id,lesson,worked", f'{mark}-1,"two{end}lines",yes', "", f"{mark}-1,b,perhaps", ""])
    (tmp_path / "lessons.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode())
    assert findings(exchange.import_folder(tmp_path)) == ["lessons.csv:5 error worked"]
    assert asked(mark, "SELECT lesson FROM lesson") == [(f"two{end}lines",)]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+44 20", "@home", "-5%", "\tx"])
def test_a_cell_that_begins_a_formula_is_kept_as_text(database, tmp_path, cell):
    mark = a_folder(tmp_path, n1={"title": cell})
    assert lines(exchange.import_folder(tmp_path)) == []
    assert asked(mark, "SELECT title FROM idea") == [(cell,)]


def test_a_report_ends_with_a_line_that_sums_up(database, tmp_path):
    a_folder(tmp_path, n1={}, n2={"stage": "adult"})
    assert exchange.import_folder(tmp_path).lines[-1] == (
        "New: 1 councils, 1 ideas. Already here: 0. Differing, left as they are: 0. Errors: 1. Warnings: 0."
    )


# --- what was changed here --------------------------------------------------------------------------------------------
def test_a_row_that_was_changed_here_is_told_and_never_overwritten(world, tmp_path):
    mark = a_folder(tmp_path, n1={"source": ""})
    put(tmp_path, "lessons.csv", {"case_id": f"{mark}-1", "lesson": "Start small"})
    exchange.import_folder(tmp_path)
    with as_council(council_of(mark)) as door:
        door.execute(text("UPDATE idea SET title = 'Warmer hubs'"))
        door.execute(text("UPDATE lesson SET lesson = 'Start smaller'"))
    report = exchange.import_folder(tmp_path)
    assert findings(report) == ["ideas.csv:2 warning title", "lessons.csv:2 warning lesson"]
    assert (report.differing, dict(report.new)) == (2, {})
    assert asked(mark, "SELECT title FROM idea") == [("Warmer hubs",)]
    assert asked(mark, "SELECT lesson FROM lesson") == [("Start smaller",)]


def test_a_case_is_known_by_its_council_and_its_name_together(database, tmp_path):
    mark = a_folder(tmp_path / "a", n1={})
    exchange.import_folder(tmp_path / "a")
    other = a_folder(tmp_path / "b")
    put(tmp_path / "b", "ideas.csv", an_idea(mark, "1", council=other.lower()))
    lesson = {"case_id": f"{mark}-1", "lesson": "Start small"}
    put(tmp_path / "b", "lessons.csv", lesson)
    [told] = lines(exchange.import_folder(tmp_path / "b"))
    both = " and ".join(sorted((mark.lower(), other.lower())))
    assert told.endswith(f'"{mark}-1" stands in {both}: say which in a column named council')
    for council_code, lessons in ((other.lower(), 1), ("Northmoor", 1)):
        put(tmp_path / "b", "lessons.csv", lesson | {"council": council_code})
        report = exchange.import_folder(tmp_path / "b")
        assert dict(report.new).get("lessons", 0) == (council_code != "Northmoor"), lessons
    assert "may be" in report.lines[0]
    assert [asked(each, "SELECT count(*) FROM lesson")[0][0] for each in (mark, other)] == [0, 1]
    exchange.export_folder(tmp_path / "out")
    assert f"{mark}-1,{other.lower()},Start small" in (tmp_path / "out" / "lessons.csv").read_text()


def test_of_two_councils_cases_of_one_name_the_one_of_the_council_in_its_row_is_meant(world, tmp_path):
    for side in (world.ours, world.theirs):
        with side.door():
            born = idea.log_draft(by=side.contributor.id, title=side.code, problem="People are cold", proposal="Rooms")
            idea.submit(idea=born, by=side.contributor.id)
            ref = born.ref
    told = {"case_id": ref, "council": world.ours.code, "title": world.ours.code, "problem": "People are cold"}
    put(tmp_path, "ideas.csv", told | {"proposal": "Rooms", "stage": "latent"})
    put(tmp_path, "lessons.csv", {"case_id": ref, "lesson": "Start small", "council": world.ours.code})
    assert lines(exchange.import_folder(tmp_path)) == []
    for side, lessons in ((world.ours, 1), (world.theirs, 0)):
        with side.door() as door:
            assert door.scalar(text("SELECT count(*) FROM lesson")) == lessons


def test_the_reference_of_a_draft_is_taken(world, tmp_path):
    with world.ours.door():
        ref = idea.log_draft(by=world.ours.contributor.id, title="Mine alone").ref
    put(tmp_path, "ideas.csv", {"case_id": ref, "council": world.ours.code, "title": "x", "stage": "latent"})
    put(tmp_path, "lessons.csv", {"case_id": ref, "lesson": "x"})
    report = exchange.import_folder(tmp_path)
    assert findings(report) == ["ideas.csv:2 error case_id", "lessons.csv:2 error case_id"]
    assert "Mine alone" not in "\n".join(report.lines)


# --- what it means ----------------------------------------------------------------------------------------------------
def test_a_row_with_a_source_is_historical_and_one_without_is_the_councils_own_from_today(database, tmp_path):
    mark = a_folder(
        tmp_path,
        n1={"first_date": "2004", "trigger_date": "2001-03", "stage": "latent"},
        n2={"source": "", "stage": "latent", "first_date": "2004"},
        n3={"source": "", "stage": "mobilise"},
        n4={},
    )
    day = date(2026, 7, 1)
    with clock.at(day):
        exchange.import_folder(tmp_path)
    seen = asked(
        mark, "SELECT state, submitted_on, reply_due_on, there_from, stage_since, owner_id FROM idea ORDER BY ref"
    )
    assert seen == [
        ("active", None, None, date(2001, 3, 31), None, None),
        ("triage", day, None, day, day, None),
        ("active", None, None, day, day, None),
        ("active", None, None, None, None, None),
    ]


def test_the_import_of_a_historical_case_is_no_change_to_it(database, tmp_path):
    mark = a_folder(tmp_path, n1={"stage": "design"}, n2={}, n3={"source": ""})
    move = {"case_id": f"{mark}-1", "from_stage": "latent", "to_stage": "design", "date": "2003-05"}
    put(tmp_path, "stage_moves.csv", move)
    day = date(2026, 7, 1)
    with clock.at(day):
        exchange.import_folder(tmp_path)
    changed = [(when,) for when in (date(2003, 5, 31), date(2010, 12, 31), day)]
    assert asked(mark, "SELECT changed_at::date FROM idea ORDER BY ref") == changed


def test_outcomes_take_the_day_of_the_last_stop_or_always_held(database, tmp_path):
    mark = a_folder(
        tmp_path, n1={"outcome": "stopped"}, n2={"outcome": "declined"}, n3={"outcome": "parked"}, n4={"outcome": ""}
    )
    stop = {"from_stage": "design", "to_stage": "design", "decision": "stop", "date": "2005"}
    put(tmp_path, "stage_moves.csv", {"case_id": f"{mark}-1"} | stop, {"case_id": f"{mark}-4"} | stop)
    exchange.import_folder(tmp_path)
    last = date(2005, 12, 31)
    assert asked(
        mark, "SELECT ref, s.state, s.counts_from FROM idea_state s JOIN idea i ON i.id = idea_id ORDER BY ref, number"
    ) == [
        (f"{mark}-1", "active", None),
        (f"{mark}-1", "closed", last),
        (f"{mark}-2", "closed", None),
        (f"{mark}-3", "parked", None),
        (f"{mark}-4", "active", None),
    ]


def test_moves_that_come_later_give_the_same_history(database, tmp_path):
    mark = a_folder(tmp_path, n1={"outcome": "stopped", "stage": "mobilise", "first_date": "2004"})
    exchange.import_folder(tmp_path)
    put(
        tmp_path,
        "stage_moves.csv",
        {"case_id": f"{mark}-1", "from_stage": "latent", "to_stage": "mobilise", "date": "2003"},
        {"case_id": f"{mark}-1", "from_stage": "mobilise", "to_stage": "mobilise", "date": "2005", "decision": "stop"},
    )
    exchange.import_folder(tmp_path)
    assert asked(mark, "SELECT there_from, stage, state FROM idea") == [(date(2003, 12, 31), "mobilise", "closed")]
    on = "SELECT to_stage FROM stage_move WHERE coalesce(counts_from, :day) <= :day ORDER BY number DESC LIMIT 1"
    assert asked(mark, on, day=date(2002, 1, 1)) == [("latent",)]
    assert asked(mark, on, day=date(2004, 1, 1)) == [("mobilise",)]
    assert asked(mark, "SELECT state, counts_from FROM idea_state ORDER BY number DESC LIMIT 1") == [
        ("closed", date(2005, 12, 31))
    ]


def test_one_claim_stands_for_each_case_and_indicator(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    told = {"case_id": f"{mark}-1", "indicator": "Jobs", "baseline": "ten", "value_date": "2007-05"}
    put(
        tmp_path,
        "evidence.csv",
        told | {"ladder_level": "1", "comparator": "last year"},
        told | {"ladder_level": "3", "comparator": "other towns"},
        {"case_id": f"{mark}-1", "indicator": "", "ladder_level": "2"},
    )
    exchange.import_folder(tmp_path)
    claims = "SELECT indicator, baseline, level_asked, comparison_group FROM claim ORDER BY indicator"
    assert asked(mark, claims) == [("", None, 2, False), ("Jobs", "ten", 3, True)]
    assert asked(mark, "SELECT DISTINCT value_on, counts_from FROM evidence WHERE baseline = 'ten'") == [
        (date(2007, 5, 31), date(2007, 5, 31))
    ]


def test_funding_counts_from_its_start_to_the_last_day_of_its_end(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "funding.csv", {"case_id": f"{mark}-1", "start": "2006", "end": "2008-02", "certainty": "granted"})
    exchange.import_folder(tmp_path)
    assert asked(mark, "SELECT counts_from, ends_on FROM funding") == [(date(2006, 12, 31), date(2008, 2, 29))]


def test_money_that_ends_before_it_starts_is_a_warning(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "funding.csv", {"case_id": f"{mark}-1", "start": "2008", "end": "2006"})
    assert findings(exchange.import_folder(tmp_path)) == ["funding.csv:2 warning end"]


def test_new_ideas_take_the_number_after_the_imported_ones(world, tmp_path):
    put(
        tmp_path,
        "ideas.csv",
        *({"case_id": f"NOR-{n}", "council": world.ours.code, "title": "x", "stage": "design"} for n in ("0041", "7")),
    )
    exchange.import_folder(tmp_path)
    with world.ours.door():
        assert idea.log_draft(by=world.ours.contributor.id).ref == "NOR-42"


# --- letters of councils, two at once, what is too long ---------------------------------------------------------------
def letters() -> dict[str, str]:
    with directory() as door:
        return dict(door.execute(text("SELECT code, prefix FROM council")).all())


def test_every_council_gets_letters_of_its_own_for_new_references_and_goes_out_as_it_came(empty_database, tmp_path):
    given = {"norwich": "", "northam": "NOR", "norbury": "NOR", "nor-x": "NOR2", "norton": ""}
    put(tmp_path / "in", "councils.csv", *({"code": c, "name": c, "case_prefix": p} for c, p in given.items()))
    report = exchange.import_folder(tmp_path / "in")
    assert findings(report) == ["councils.csv:4 warning case_prefix"]
    assert (letters()["northam"], letters()["nor-x"]) == ("NOR", "NOR2")
    assert len(set(letters().values())) == len(given)
    exchange.export_folder(tmp_path / "out")
    with (tmp_path / "out" / "councils.csv").open(encoding="utf-8", newline="") as out:
        assert {row["code"]: row["case_prefix"] for row in csv.DictReader(out)} == given
    again = exchange.import_folder(tmp_path / "in")
    assert (lines(again), dict(again.new)) == ([], {})


def test_a_council_made_here_gets_letters_that_begin_no_other_councils_references(empty_database, tmp_path):
    put(tmp_path, "councils.csv", {"code": "northam", "name": "Northam"})
    exchange.import_folder(tmp_path)
    with directory():
        assert council.create(code="norwich", name="Norwich").prefix == "NOR2"
    for wrong in ({"prefix": "nor"}, {"prefix": "A/B"}, {"code": "Nor Ton"}, {"name": " "}):
        with directory(), pytest.raises(council.PersonError):
            council.create(**{"code": "norton", "name": "Norton"} | wrong)
    assert letters() == {"northam": "NOR", "norwich": "NOR2"}


def test_of_two_imports_at_one_moment_one_waits_and_finds_everything_here(empty_database, tmp_path):
    a_folder(tmp_path, n1={}, n2={})
    with ThreadPoolExecutor(2) as at_once:
        reports = list(at_once.map(lambda _: exchange.import_folder(tmp_path), range(2)))
    assert sorted(dict(report.new).get("ideas", 0) for report in reports) == [0, 2]


def test_a_long_text_is_kept_whole_and_a_title_too_long_to_look_up_is_a_bad_row(database, tmp_path):
    long, varied = "x" * 300_000, "".join(map(chr, range(0x4E00, 0x6000)))
    mark = a_folder(tmp_path, n1={"problem": long}, n2={"title": varied})
    assert findings(exchange.import_folder(tmp_path)) == ["ideas.csv:3 error title"]
    assert asked(mark, "SELECT problem FROM idea") == [(long,)]


def test_more_moves_that_come_later_leave_what_was_known(database, tmp_path):
    mark = a_folder(tmp_path / "a", n1={"trigger_date": "2006"}, n2={"outcome": "stopped"})
    move = {"from_stage": "latent", "to_stage": "design", "decision": "advance"}
    stop = {"case_id": f"{mark}-2", "from_stage": "design", "to_stage": "design", "date": "2010-03", "decision": "stop"}
    early, late = ({"case_id": f"{mark}-{n}", "date": day} for n, day in ((1, "2004"), (2, "2009-12")))
    put(tmp_path / "a", "stage_moves.csv", move | early, move | late, stop)
    exchange.import_folder(tmp_path / "a")
    facts = "SELECT there_from, stage_since FROM idea ORDER BY ref"
    states = 'SELECT state, "on" FROM idea_state ORDER BY number'
    before = asked(mark, facts), asked(mark, states)
    hold = {"from_stage": "design", "to_stage": "design", "date": "2008", "decision": "hold"}
    put(tmp_path / "b", "stage_moves.csv", *({"case_id": f"{mark}-{n}"} | hold for n in (1, 2)))
    assert dict(exchange.import_folder(tmp_path / "b").new) == {"moves": 2}
    assert (asked(mark, facts), asked(mark, states)) == before
    assert before[0][0] == (date(2004, 12, 31), date(2004, 12, 31))
