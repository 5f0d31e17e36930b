"""Text with separators: on which line a row stands, and what is said of how it was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.exchange.actions.read.text import TextTable
from tracker.register.rules.headings import find_register_heading

WRAPPED = b'Project,Ref,"Notes\nof the board"\r\nA gate,P-1,"one\ntwo\nthree"\r\n\r\nA bench,P-2,x\r\n'
WRAPPED += b'"Tea\nfor "all",P-3,x\r\nA kettle,P-4,x\r\n'


def opened(tmp_path: Path, content: bytes, **said: bool) -> TextTable:
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    return TextTable(path, find_register_heading, **said)


@pytest.mark.parametrize("first", [b"", b"sep=,\r\n"])
def test_wrapped_cells_are_one_row_where_rows_are_numbered_as_a_spreadsheet_shows_them(first, tmp_path):
    table = opened(tmp_path, first + WRAPPED, by_row=True)
    assert (table.heading_line, [line.number for line in table.lines()]) == (1, [2, 3, 4, 5, 6])
    table = opened(tmp_path, first + WRAPPED)
    lines = [3, 6, 7, 8, 10] if not first else [4, 7, 8, 9, 11]
    assert (table.heading_line, [line.number for line in table.lines()]) == (lines[0] - 2, lines)


def test_an_encoding_is_said_once_however_often_the_lines_are_given(tmp_path):
    content = "Project,Ref\r\nA café,P-1\r\nA gâteau,P-2\r\n".encode("cp1252")
    table = opened(tmp_path, content)
    for _ in range(3):
        list(table.lines())
    assert [remark.told for remark in table.remarks] == ['read as windows-1252: "café", "gâteau"']
