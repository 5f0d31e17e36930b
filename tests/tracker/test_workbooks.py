"""Workbooks come in as people keep them, and the export for people goes out as one and comes back the same."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.case_files import DEMO, a_folder, an_idea, asked, put
from tracker import exchange
from tracker.exchange.sheets import SHEETS

NINE = datetime(2020, 4, 1, 9)  # noqa: DTZ001 - a workbook knows no zone
FUNDING = ["case_id", "funder", "amount_gbp", "start", "end", "certainty", "note"]


def workbook(path: Path, **sheets: list[list[object]]) -> None:
    """Write a workbook of these sheets, each row by row; a cell may be (a value, a format of Excel)."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name.replace("_", " "))
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    value, form = (
                        cell if isinstance(cell, tuple) else (cell, "yyyy-mm-dd" if isinstance(cell, date) else "")
                    )
                    page.write(line, place, value, book.add_format({"num_format": form}) if form else None)


def changed(path: Path, part: str, old: str, new: str) -> None:
    """Rewrite one part of a workbook, as another program might have left it."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert old.encode() in parts[part], parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def said(folder: Path) -> list[str]:
    return exchange.import_folder(folder).lines[:-1]


def test_a_workbook_holds_a_sheet_for_each_file_and_each_cell_in_its_own_kind(database, tmp_path):
    mark = a_folder(tmp_path)
    (tmp_path / "ideas.csv").unlink()
    idea = an_idea(mark, "1", source="")
    rows = [
        [f"{mark}-1", "Numbers", 1234.5, date(2019, 4, 1), (NINE, "dd/mm/yy hh:mm"), "Granted", 7],
        [f"{mark}-1", "Noise", 0.1 + 0.2, 2019, (43556, "0"), "", ""],
        [f"{mark}-1", "Share", 5, "", "", "indicative", (0.155, "0.0%")],
        [f"{mark}-1", "Yes", (1e5, "0.00E+00"), "2009/10", "2009/10", "", True],
    ]
    workbook(
        tmp_path / "Our pipeline 2024.XLSX",
        Ideas=[["Innovation pipeline"], [], list(idea), list(idea.values())],
        FUNDING=[FUNDING, *rows],
        Notes=[["Ask Priya"]],
    )
    with zipfile.ZipFile(tmp_path / "Our pipeline 2024.XLSX") as packed:
        assert "xl/worksheets/sheet3.xml" in packed.namelist()
    file = "Our pipeline 2024.XLSX"
    told = said(tmp_path)
    assert told[:1] == [f"{file}/Ideas:3: warning: the heading is on line 3; lines 1-2 passed over"]
    assert f'{file}: warning: the sheet "Notes" is not read' in told
    assert f'{file}/FUNDING:3: error: end: "43556" is a day number of Excel: format the column as a date' in told
    assert f'{file}/FUNDING:2: warning: end: "2020-04-01 09:00:00" read as 1 April 2020' in told
    assert asked(
        mark, 'SELECT funder, amount_gbp::text, start, "end", certainty, note FROM funding ORDER BY position'
    ) == [
        ("Numbers", "1234.50", "2019-04-01", "2020-04-01", "granted", "7"),
        ("Share", "5.00", None, None, "indicative", "15.5%"),
        ("Yes", "100000.00", "2009/10", "2009/10", None, "TRUE"),
    ]


def test_noise_behind_the_fifteenth_digit_is_none(database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    workbook(
        tmp_path / "funding.xlsx", Sheet1=[FUNDING, [f"{mark}-1", "Noise", 0.1 + 0.2], [f"{mark}-1", "More", 1234.567]]
    )
    assert [line.partition(": error: ")[0] for line in said(tmp_path)] == ["funding.xlsx:3"]
    assert asked(mark, "SELECT amount_gbp::text FROM funding") == [("0.30",)]


@pytest.fixture
def lessons(database, tmp_path):
    """A workbook of lessons, to be damaged: its path and the letters of its case."""
    mark = a_folder(tmp_path, n1={})
    workbook(tmp_path / "lessons.xlsx", Lessons=[["case_id", "lesson", "worked"], [f"{mark}-1", "Ask first", "yes"]])
    return tmp_path / "lessons.xlsx", mark


STYLES = ["<cellXfs", "</styleSheet>", 'numFmtId="0"', "<fonts"]


@pytest.mark.parametrize("old", STYLES)
def test_a_workbook_whose_styles_are_broken_is_read_all_the_same(lessons, old):
    path, mark = lessons
    changed(path, "xl/styles.xml", old, "<broken" if old.startswith("<") else 'numFmtId="99999"')
    assert said(path.parent) == []
    assert asked(mark, "SELECT lesson FROM lesson") == [("Ask first",)]


def test_what_cannot_be_opened_is_said_with_what_to_do(lessons):
    path, mark = lessons
    whole = path.read_bytes()
    damaged = "lessons.xlsx: error: this workbook is damaged: open it and save it anew"
    for cut in (whole[:30], whole[: len(whole) // 2], whole[:-30], b"PK\x03\x04" + bytes(500)):
        path.write_bytes(cut)
        assert said(path.parent) == [damaged], len(cut)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert said(path.parent) == [damaged]
    assert asked(mark, "SELECT 1 FROM lesson") == []


def test_a_hidden_sheet_is_not_read_and_merged_cells_count_for_each_of_their_rows(lessons):
    path, mark = lessons
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Old lessons").write_row(0, 0, ["case_id", "lesson"])
        page = book.add_worksheet("Lessons")
        page.write_row(0, 0, ["case_id", "lesson"])
        page.merge_range(1, 0, 2, 0, f"{mark}-1")
        page.write_column(1, 1, ["Ask first", "Ask again"])
        book.worksheets()[0].hide()
        page.activate()
    assert said(path.parent) == [
        "lessons.xlsx: warning: what stands in merged cells counts for each of their rows",
        'lessons.xlsx: warning: the hidden sheet "Old lessons" is not read',
    ]
    assert asked(mark, "SELECT lesson FROM lesson ORDER BY position") == [("Ask first",), ("Ask again",)]


def test_a_formula_counts_by_its_result_and_one_without_a_result_or_that_failed_is_an_error(lessons):
    path, mark = lessons
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Lessons")
        page.write_row(0, 0, ["case_id", "lesson"])
        for line, (formula, value) in enumerate([("=1+1", "Two"), ("=1/0", "#DIV/0!"), ("=2+2", "UNWORKED")], start=1):
            page.write(line, 0, f"{mark}-1")
            page.write_formula(line, 1, formula, None, value)
    changed(path, "xl/worksheets/sheet1.xml", "<v>UNWORKED</v>", "")
    errors = said(path.parent)
    assert [re.match(r"lessons\.xlsx:(\d): error: lesson: ", line)[1] for line in errors] == ["3", "4"]
    assert asked(mark, "SELECT lesson FROM lesson") == [("Two",)]


def test_a_workbook_called_anything_is_known_by_its_headings(database, tmp_path):
    mark = a_folder(tmp_path)
    (tmp_path / "ideas.csv").unlink()
    idea = an_idea(mark, "1")
    workbook(tmp_path / "Copy of pipeline.xlsx", Sheet1=[list(idea), list(idea.values())])
    assert said(tmp_path) == ["Copy of pipeline.xlsx: warning: read as ideas.csv, by its headings"]
    assert asked(mark, "SELECT count(*) FROM idea") == [(1,)]
    workbook(tmp_path / "Copy of pipeline.xlsx", Sheet1=[["Week", "Room"], ["1", "2"]])
    assert said(tmp_path) == ["Copy of pipeline.xlsx: warning: not a case file"]


def test_of_two_files_for_one_the_second_is_left_and_told(lessons):
    path, mark = lessons
    put(path.parent, "lessons.csv", {"case_id": f"{mark}-1", "lesson": "From text"})
    assert said(path.parent) == ["lessons.xlsx: error: not read: lessons.csv is lessons.csv already"]
    assert asked(mark, "SELECT lesson FROM lesson") == [("From text",)]


# --- the product's own ------------------------------------------------------------------------------------------------
def test_the_real_cases_go_out_as_a_workbook_and_come_back_with_nothing_new_and_no_error(empty_database, tmp_path):
    exchange.import_folder(DEMO)
    counts = exchange.export_workbook(tmp_path / "all.xlsx")
    report = exchange.import_folder(tmp_path / "all.xlsx")
    assert (dict(report.new), report.differing, report.errors) == ({}, 0, 0), report.lines
    assert report.already_here == sum(counts.values())


def test_whatever_text_there_is_comes_back_from_a_workbook_letter_for_letter(empty_database, tmp_path):
    mark = a_folder(tmp_path / "in", n1={"source": "", "problem": "x" * 70_001})
    texts = [
        "=1+1",
        "'=1",
        "-5%",
        "_x000D_",
        "a\r\nb\rc\nd",
        "tab\there",
        "\x0bvertical",
        "caf\u00e9",
        "007",
        "1E+05",
        " x ",
    ]
    put(
        tmp_path / "in",
        "lessons.csv",
        *({"case_id": f"{mark}-1", "lesson": f"'{one}" if one[0] == "=" else one} for one in texts),
    )
    exchange.import_folder(tmp_path / "in")
    exchange.export_folder(tmp_path / "before")
    exchange.export_workbook(tmp_path / "all.xlsx")
    report = exchange.import_folder(tmp_path / "all.xlsx")
    assert (dict(report.new), report.differing, report.errors) == ({}, 0, 0), report.lines
    exchange.export_folder(tmp_path / "after")
    for file in SHEETS:
        assert (tmp_path / "before" / file).read_bytes() == (tmp_path / "after" / file).read_bytes()


def test_no_cell_of_the_workbook_is_a_formula_and_amounts_are_numbers(database, tmp_path):
    mark = a_folder(tmp_path / "in", n1={"title": "'=HYPERLINK(1)"})
    put(tmp_path / "in", "funding.csv", {"case_id": f"{mark}-1", "amount_gbp": "1234.5"})
    exchange.import_folder(tmp_path / "in")
    exchange.export_workbook(tmp_path / "all.xlsx")
    with zipfile.ZipFile(tmp_path / "all.xlsx") as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet for sheet in sheets)
    assert any("<v>1234.5</v>" in sheet for sheet in sheets)
