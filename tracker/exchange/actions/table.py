"""One table goes out for people: as text or as a workbook, a row at a time, whatever its length."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

from xlsxwriter import Workbook

from tracker.exchange.rules.people import neutral

LONGEST_CELL = 32_000  # letters that a cell of a workbook holds, nearly
WIDTH = 24
TableCell = str | Decimal


def write_text_table(out: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[TableCell]]) -> None:
    """Write a table as text that Excel reads as it is: with a mark of its encoding, no cell a formula."""
    out.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(heading)
    table.writerows([neutral(str(cell)) for cell in row] for row in rows)
    text.detach()


def write_workbook_table(
    out: IO[bytes], name: str, heading: Sequence[str], rows: Iterable[Sequence[TableCell]]
) -> None:
    """Write a table as a workbook of one sheet: its heading stays in sight, every text is text, a figure a figure."""
    with Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 1)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        page.set_column(0, len(heading) - 1, WIDTH)
        for place, words in enumerate(heading):
            page.write_string(0, place, words, book.add_format({"bold": True}))
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    page.write_number(line, place, cell)
                elif cell:
                    page.write_string(line, place, cell[:LONGEST_CELL])
