"""What did not come in goes back to who brought it: the same kind of file, the same sheet and cells, and why not."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import select
from xlsxwriter import Workbook

from tracker.clock import today
from tracker.exchange.rules.cells import guard
from tracker.exchange.rules.lines import SheetLine
from tracker.idea.words import Refused
from tracker.register.actions.file import RegisterFile, RegisterSheet, register_file
from tracker.register.models import Register, RegisterRow
from tracker.register.queries.check import services
from tracker.register.queries.placing import placed
from tracker.register.queries.standing import content_of
from tracker.register.rules.faults import faults_stored, in_words
from tracker.register.rules.headings import WHY_NOT
from tracker.register.rules.reading import RegisterReader
from tracker.register.words import RegisterChoices, RegisterState, RowFate, UnreadableFileError
from tracker.tenancy import session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
LONGEST_CELL = 32_000
BEFORE_ALL = 1900  # a workbook counts its days from then


class FileGivenBack(NamedTuple):
    """A file to be downloaded: its name, its kind, its bytes."""

    name: str
    mimetype: str
    content: bytes


def rest_of(found: Register) -> FileGivenBack:
    """The rows that did not come in, or will not, with why. Raises Refused where there are none, or no file."""
    content = content_of(found)
    if content is None:
        raise Refused("The file is no longer kept, so its rows cannot be given back.")
    try:
        with register_file(content, found.file_name) as file:
            sheet = file.sheet(found.sheet, RegisterChoices.of(found.choices).heading)
            reasons = _reasons(found, file, sheet)
            if not reasons:
                raise Refused("Every row came in. There is nothing to give back.")
            head = [line for line in sheet.head if line.number <= sheet.heading_line] or [_called_by_place(sheet)]
            # A line that says in which unit amounts are goes along, or what is mended would come in as pounds.
            kept = reasons.keys() | {one.unit_line for one in sheet.columns}
            lines = [line for line in sheet.lines() if line.number in kept]
            return _written(found, file, sheet, head, _with_why(lines, reasons, _width(head, lines)))
    except UnreadableFileError as why:
        raise Refused(str(why)) from None


def _reasons(found: Register, file: RegisterFile, sheet: RegisterSheet) -> Mapping[int, str]:
    """Why rows did not come in, by their line; before anything came in, why they would not."""
    if found.state != RegisterState.OPEN:
        asked = select(RegisterRow.line, RegisterRow.column, RegisterRow.cell, RegisterRow.reason)
        stayed = RegisterRow.fate.in_((RowFate.NOT, RowFate.HERE))
        asked = asked.where(RegisterRow.register_id == found.id, stayed)
        kept = session().execute(asked.order_by(RegisterRow.line, RegisterRow.id))
        return {row.line: in_words(faults_stored(*row)) for row in kept}
    choices = RegisterChoices.of(found.choices)
    reader = RegisterReader(sheet.columns, choices, services(), today=today(), figures=file.workbook is not None)
    plans = placed(map(reader.read, sheet.lines()), choices)
    return {plan.row.line: in_words(plan.told) for plan in plans if plan.told and not plan.row.left_out}


def _called_by_place(sheet: RegisterSheet) -> SheetLine:
    """The headings of a table that has none, so that what is brought again is matched as this one was."""
    return SheetLine(0, [one.heading for one in sheet.columns])


def _width(head: Sequence[SheetLine], lines: Sequence[SheetLine]) -> int:
    """How many columns there are; a column "why not" of an earlier time is written anew."""
    heading = head[-1].cells if head else []
    last = next((n for n, cell in enumerate(heading) if cell.strip().lower() == WHY_NOT), None)
    widest = max((len(line.cells) for line in (*head, *lines)), default=0)
    return widest if last is None else last


def _with_why(lines: Iterable[SheetLine], reasons: Mapping[int, str], width: int) -> list[list[str]]:
    """Rows with their reason behind them; of one that is lost the rest of its line is a cell, for whoever mends it."""
    return [[*_cells(line, width), reasons.get(line.number, "")] for line in lines]


def _cells(line: SheetLine, width: int) -> list[str]:
    cells = (line.cells + [""] * width)[:width]
    if line.rest and width:
        cells[min(len(line.cells), width - 1)] = line.rest
    return cells


def _written(
    found: Register, file: RegisterFile, sheet: RegisterSheet, head: Sequence[SheetLine], rows: list[list[str]]
) -> FileGivenBack:
    width = len(rows[0]) - 1
    above = [(line.cells + [""] * width)[:width] for line in head]
    above = [[*cells, WHY_NOT if n == len(above) - 1 else ""] for n, cells in enumerate(above)]
    stem, _, ending = found.file_name.rpartition(".")
    name = f"{stem or found.file_name} - why not"
    if file.workbook is None:
        return FileGivenBack(f"{name}.{ending or 'csv'}", "text/csv", _as_text(sheet, above + rows))
    if (found.file_name.lower().endswith(".ods")) or _is_ods(found):
        return FileGivenBack(f"{name}.ods", ODS, _as_ods(sheet.name, above + rows))
    return FileGivenBack(f"{name}.xlsx", XLSX, _as_xlsx(sheet.name, above, rows))


def _is_ods(found: Register) -> bool:
    content = content_of(found) or b""
    return content.startswith(b"PK") and b"opendocument.spreadsheet" in content[:200]


def _as_text(sheet: RegisterSheet, rows: Iterable[Sequence[str]]) -> bytes:
    """Text with the separator that it came with, which Excel reads; what begins a formula is held down."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sheet.separator, lineterminator="\r\n")
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_xlsx(name: str, above: Sequence[Sequence[str]], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook with the same sheet: figures are figures, days are days, and every text is text."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        page, days, bold = (
            book.add_worksheet(name[:31] or None),
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"bold": True}),
        )
        for n, cells in enumerate(above):
            for place, cell in enumerate(cells):
                page.write_string(n, place, cell, bold)
        page.freeze_panes(len(above), 0)
        for n, cells in enumerate(rows, start=len(above)):
            for place, cell in enumerate(cells):
                if _NUMBER.fullmatch(cell):
                    page.write_number(n, place, float(cell))
                elif day := _day(cell):
                    page.write_datetime(n, place, day, days)
                elif cell:
                    page.write_string(n, place, cell[:LONGEST_CELL])
    return out.getvalue()


def _day(cell: str) -> date | None:
    found = _DAY.fullmatch(cell)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and day.year > BEFORE_ALL else None


def _as_ods(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """The least OpenDocument spreadsheet there is, with one sheet."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3"><office:body>'
        f"<office:spreadsheet><table:table table:name={quoteattr(name)}>{body}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{urn}:manifest:1.0"'
        f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), ODS)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _ods_cell(cell: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if _NUMBER.fullmatch(cell):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif _day(cell):
        kind = f'office:value-type="date" office:date-value="{cell}"'
    words = "".join(char for char in cell[:LONGEST_CELL] if char in "\t\n\r" or char >= " ")
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in words.splitlines())
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"
