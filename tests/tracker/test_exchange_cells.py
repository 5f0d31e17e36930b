"""Each kind of cell at its boundary, and each closed list word for word, through a whole import and export."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.case_files import a_folder, an_idea, asked, put
from tracker import exchange

# The column, what is given, and what goes out again; None where the row is refused.
CELLS: dict[str, list[tuple[str, str | None]]] = {
    "funding.csv amount_gbp": [
        ("0", "0"),
        ("5.0", "5"),
        ("007", "7"),
        ("+3", "3"),
        ("99.5", "99.50"),
        ("99.50", "99.50"),
        ("1,000", "1000"),
        ("£5", "5"),
        (" 5", "5"),
        ("1000000000000", "1000000000000"),
        ("-7", None),
        ("1000000000000.01", None),
        ("123456789012345", None),
        ("1.234", None),
        (".5", None),
        ("5.", None),
        ("1e3", None),
        ("５", None),
    ],
    "collaboratives.csv members": [
        ("0", "0"),
        ("007", "7"),
        ("1.0", "1"),
        ("1,234", "1234"),
        ("123456789", "123456789"),
        ("1234567890123456", None),
        ("-1", None),
        ("1.5", None),
        ("+1", None),
    ],
    "evidence.csv ladder_level": [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
        ("5", "5"),
        ("1.0", "1"),
        ("0", None),
        ("6", None),
        ("1.5", None),
        ("12", None),
    ],
    "evidence.csv value_date": [
        ("2007", "2007"),
        ("2007-01", "2007-01"),
        ("2007-12", "2007-12"),
        ("2008-02-29", "2008-02-29"),
        ("2007/08", "2007/08"),
        ("2007-02-29", None),
        ("2007-13", None),
        ("2007-00", None),
        ("2007-01-00", None),
        ("2007-01-32", None),
        ("07", None),
        ("20070501", None),
    ],
    "evidence.csv level_inferred": [("yes", "yes"), ("no", "no"), ("Yes", "yes"), ("y", "yes"), ("maybe", None)],
    "evidence.csv indicator": [
        ("é" * 1000, "é" * 1000),
        ("x" * 2000, "x" * 2000),
        ("é" * 1001, None),
        ("x" * 2001, None),
    ],
    "lessons.csv lesson": [
        ("'=1+1", "=1+1"),
        ("=1+1", "=1+1"),
        ("''=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("-5", "-5"),
        ("-5%", "-5%"),
        ("@home", "@home"),
        (" ", ""),
        ("a\nb", "a\nb"),
    ],
}


def a_row(mark: str, file: str, line: int) -> dict[str, str]:
    return {"code": f"{mark.lower()}-{line}"} if file == "collaboratives.csv" else {"case_id": f"{mark}-1"}


def column_of(folder: Path, file: str, column: str, mark: str) -> list[str]:
    with (folder / file).open(newline="", encoding="utf-8") as text:
        mine = [row for row in csv.DictReader(text) if next(iter(row.values())).lower().startswith(mark.lower())]
        return [row[column] for row in mine]


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_is_taken_up_to_its_boundary_in_its_one_form_and_no_further(database, tmp_path, what):
    file, column = what.split()
    mark = a_folder(tmp_path / "in", n1={})
    cells = [(f"{n}" if column == "lesson" else "", given) for n, (given, _) in enumerate(CELLS[what])]
    rows = [a_row(mark, file, n) | {column: given, "source": f"s{n}"} for n, (_, given) in enumerate(cells)]
    put(tmp_path / "in", file, *rows)
    report = exchange.import_folder(tmp_path / "in")
    refused = [n for n, (_, kept) in enumerate(CELLS[what]) if kept is None]
    errors = [one for one in report.findings if one.severity == "error"]
    assert [(one.line, one.column) for one in errors] == [(n + line_of(rows, n), column) for n in refused]
    exchange.export_folder(tmp_path / "out")
    sources = column_of(tmp_path / "out", file, "source", mark)
    out = dict(zip(sources, column_of(tmp_path / "out", file, column, mark), strict=True))
    assert out == {f"s{n}": kept for n, (_, kept) in enumerate(CELLS[what]) if kept is not None}


def line_of(rows: list[dict[str, str]], place: int) -> int:
    """The physical line on which a row begins, less its place: rows before it may hold line ends."""
    return 2 + sum(cell.count("\n") for row in rows[:place] for cell in row.values())


# Every word of every closed list, as the case files define it.
STAGES = "latent design mobilise mainstream embedded"
LISTS = {
    "ideas.csv stage": STAGES,
    "ideas.csv outcome": "active stopped improved_instead resourced_instead declined merged parked",
    "ideas.csv extent": "incremental radical system",
    "stage_moves.csv from_stage": STAGES,
    "stage_moves.csv to_stage": STAGES,
    "stage_moves.csv decision": "advance advance_with_conditions hold return stop",
    "benefits.csv category": "own_organisation other_public_bodies wider_society",
    "benefits.csv class": "cash_releasing non_cash_releasing quantifiable qualitative",
    "funding.csv certainty": "granted indicative",
    "risks.csv raised_at_stage": STAGES,
    "lessons.csv worked": "yes mixed no",
    "councils.csv nation": "england scotland wales northern_ireland",
}
NEEDED = {
    "stage_moves.csv": {"from_stage": "latent", "to_stage": "design"},
    "benefits.csv": {"category": "wider_society", "class": "qualitative"},
}
OPTIONAL = {"outcome", "extent", "decision", "certainty", "raised_at_stage", "worked", "nation"}


@pytest.mark.parametrize("what", LISTS)
def test_a_closed_list_takes_its_words_and_no_others(database, tmp_path, what):
    file, column = what.split()
    words = LISTS[what].split()
    mark = a_folder(tmp_path, n1={})
    given = [*words, f"{words[0].upper()} ", words[-1].replace("_", " ").capitalize(), "something", ""]

    def row(place: int, word: str) -> dict[str, str]:
        base = {"code": f"{mark.lower()}{place}", "name": "Northmoor"} if file == "councils.csv" else {}
        base = an_idea(mark, str(place + 5)) if file == "ideas.csv" else base or {"case_id": f"{mark}-1"}
        return base | NEEDED.get(file, {}) | {column: word}

    rows = [row(place, word) for place, word in enumerate(given)]
    if file in {"ideas.csv", "councils.csv"}:
        rows.append(an_idea(mark, "1") if file == "ideas.csv" else {"code": mark.lower(), "name": "Northmoor"})
    put(tmp_path, file, *rows)
    found = exchange.import_folder(tmp_path).findings
    wrong = [n for n in range(len(words) + 2, len(given)) if given[n] or column not in OPTIONAL]
    assert [(one.line, one.column) for one in found] == [(n + 2, column) for n in wrong]
    assert all(one.reason.endswith(f"is not one of: {', '.join(words)}") for one in found if given[one.line - 2])


# --- rows -------------------------------------------------------------------------------------------------------------
def lesson(mark: str, words: str) -> dict[str, str]:
    return {"case_id": f"{mark}-1", "lesson": words}


def test_rows_alike_are_counted_one_by_one_however_often_they_come_in(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    for times, new in ((2, 3), (2, 0), (3, 1), (1, 0), (5, 2)):
        put(tmp_path, "lessons.csv", lesson(mark, "Another"), *[lesson(mark, "Start small")] * times)
        report = exchange.import_folder(tmp_path)
        assert dict(report.new).get("lessons", 0) == new
        assert (report.findings, report.differing) == ((), 0)
    assert asked(mark, "SELECT lesson, count(*) FROM lesson GROUP BY lesson ORDER BY lesson") == [
        ("Another", 1),
        ("Start small", 5),
    ]


def test_of_rows_alike_the_one_that_was_changed_here_is_told_and_its_twin_is_not(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "lessons.csv", *[lesson(mark, "Start small")] * 2)
    exchange.import_folder(tmp_path)
    asked(mark, "UPDATE lesson SET lesson = 'Larger', worked = 'no' WHERE given_key LIKE '%-2' RETURNING 1")
    report = exchange.import_folder(tmp_path)
    [told] = report.lines[:-1]
    assert told == (
        'lessons.csv:3: warning: lesson: "Start small" differs from what is kept here, "Larger", and worked too;'
        " the row here stays as it is"
    )
    assert (dict(report.new), report.already_here, report.differing) == ({}, 4, 1)


def test_what_differs_is_told_column_by_column_and_what_is_empty_here_counts(database, tmp_path):
    mark = a_folder(tmp_path, n1={"title": "Warm hubs"})
    exchange.import_folder(tmp_path)
    asked(mark, "UPDATE idea SET title = 'Warmer', extent = NULL RETURNING 1")
    [told] = exchange.import_folder(tmp_path).lines[:-1]
    assert told == (
        'ideas.csv:2: warning: title: "Warm hubs" differs from what is kept here, "Warmer", and extent too;'
        " the row here stays as it is"
    )
    asked(mark, "UPDATE idea SET title = 'Warm hubs' RETURNING 1")
    [told] = exchange.import_folder(tmp_path).lines[:-1]
    assert told == (
        'ideas.csv:2: warning: extent: "radical" differs from what is kept here, ""; the row here stays as it is'
    )


def test_each_finding_says_why(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    bad = an_idea(mark, "2", stage="adult")
    put(tmp_path, "ideas.csv", an_idea(mark, "1"), bad, an_idea(mark, "1", title="Again"))
    put(tmp_path, "lessons.csv", {"case_id": f"{mark}-2"}, {"case_id": "NONE-1"}, {"lesson": "x"})
    put(tmp_path, "funding.csv", {"case_id": f"{mark}-1", "start": "2008", "end": "2006"})
    assert exchange.import_folder(tmp_path).lines == [
        f'ideas.csv:3: error: stage: "adult" is not one of: {", ".join(STAGES.split())}',
        f'ideas.csv:4: error: case_id: "{mark}-1" stands on line 2 already',
        "funding.csv:2: warning: end: 2006 is before the start, 2008",
        f'lessons.csv:2: error: case_id: "{mark}-2" was refused on line 3 of ideas.csv',
        'lessons.csv:3: error: case_id: "NONE-1" is neither in ideas.csv nor here',
        "lessons.csv:4: error: case_id: is needed",
        "New: 1 councils, 1 ideas, 1 funding. Already here: 0. Differing, left as they are: 0. Errors: 5. Warnings: 1.",
    ]


def test_money_that_ends_on_the_day_it_starts_is_no_finding(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "funding.csv", {"case_id": f"{mark}-1", "start": "2008-12-31", "end": "2008"})
    assert exchange.import_folder(tmp_path).findings == ()


def test_members_and_moves_are_called_so_and_what_reads_badly_is_kept_with_a_warning(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    put(tmp_path, "collaboratives.csv", {"code": f"{mark.lower()}-warm"})
    put(tmp_path, "collaborative_members.csv", {"collaborative": f"{mark.lower()}-warm", "member": "Us"})
    put(tmp_path, "stage_moves.csv", {"case_id": f"{mark}-1", "from_stage": "latent", "to_stage": "design"})
    put(tmp_path, "lessons.csv", lesson(mark, "Start\x07small"), lesson(mark, "Caf\ufffd"), lesson(mark, "Tab\there"))
    report = exchange.import_folder(tmp_path)
    assert report.lines[:-1] == [
        "lessons.csv:2: warning: lesson: holds a control character, kept as given",
        "lessons.csv:3: warning: lesson: holds a character that could not be read",
    ]
    assert report.summary == (
        "New: 1 councils, 1 collaboratives, 1 members, 1 ideas, 1 moves, 3 lessons. Already here: 0."
        " Differing, left as they are: 0. Errors: 0. Warnings: 2."
    )
