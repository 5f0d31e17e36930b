"""What stands in the cells of a workbook, on which line: sheets that begin below, merged cells, how cells look."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tracker.exchange.actions.read.workbook import Workbook, WorkbookTable
from tracker.register.rules.headings import find_register_heading


def opened(tmp_path: Path, content: bytes) -> WorkbookTable:
    path = tmp_path / "given.xlsx"
    path.write_bytes(content)
    book = Workbook(path)
    return book.table(book.names[0], find_register_heading)


def with_absolute_places(content: bytes) -> bytes:
    """A workbook that names its sheets by their place in the whole file, as many programs write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as written:
        for part in packed.infolist():
            words = packed.read(part)
            if part.filename == "xl/_rels/workbook.xml.rels":
                words = words.replace(b'Target="', b'Target="/xl/')
            written.writestr(part.filename, words)
    return out.getvalue()


@pytest.mark.parametrize(("above", "left"), [(0, 0), (1, 0), (4, 2), (30, 1)])
def test_lines_are_numbered_as_the_sheet_numbers_them_and_merged_cells_keep_their_rows(above, left, tmp_path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(above, left, ["Service", "Project", "Share"])
        page.merge_range(above + 1, left, above + 2, left, "Adults")
        page.merge_range(above + 3, left, above + 5, left, "Place")
        for n in range(1, 6):
            page.write(above + n, left + 1, f"P{n}")
        page.write_number(above + 5, left + 2, 0.25, book.add_format({"num_format": "0%"}))
        page.set_row(above + 4, None, None, {"hidden": True})
    table = opened(tmp_path, out.getvalue())
    assert table.heading_line == above + 1
    assert [(line.number - above, line.cells[0], line.cells[1]) for line in table.lines()] == [
        (2, "Adults", "P1"),
        (3, "Adults", "P2"),
        (4, "Place", "P3"),
        (5, "Place", "P4"),
        (6, "Place", "P5"),
    ]
    assert list(table.lines())[-1].cells[2] == "25%"
    assert table.hidden == {above + 5}


@pytest.mark.parametrize("written", [bytes, with_absolute_places], ids=["beside the workbook", "in the whole file"])
def test_how_cells_look_is_seen_wherever_the_workbook_says_that_its_sheets_lie(written, tmp_path):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Project", "Budget", "Share"])
        page.write_row(1, 0, ["A gate"])
        page.write_formula(1, 1, "=2*3", None, 6)
        page.write_number(1, 2, 0.5, book.add_format({"num_format": "0.0%"}))
        page.write_row(2, 0, ["A bench"])
        page.write_formula(2, 1, "=2*4", None, "")
        page.write_formula(3, 1, '=IF(A9="","","x")', None, "no letters")
        page.write_row(3, 0, ["A kettle"])
        page.set_row(2, None, None, {"hidden": True})
    content = out.getvalue()
    worked_out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(worked_out, "w") as kept:
        for part in packed.infolist():
            words = packed.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                words = words.replace(b"<v>no letters</v>", b"<v></v>")
                words = words.replace(b'<c r="B3" t="str"><f>2*4</f><v></v>', b'<c r="B3"><f>2*4</f><v></v>')
            kept.writestr(part.filename, words)
    table = opened(tmp_path, written(worked_out.getvalue()))
    assert [line.cells for line in table.lines()] == [
        ["A gate", "6", "50%"],
        ["A bench", "#N/A", ""],
        ["A kettle", "", ""],
    ]
    assert table.hidden == {3}
