"""From the bytes that somebody gave to rows: which kind of file it is, its sheets, its heading, or what is wrong."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath

from tracker.exchange.actions.read.table import Table
from tracker.exchange.actions.read.text import TextTable
from tracker.exchange.actions.read.workbook import OLD, ZIPPED, Workbook, WorkbookTable
from tracker.exchange.rules.headings import HeadingFinder
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import DamagedError
from tracker.register.rules.cells import as_meant
from tracker.register.rules.facts import SheetFacts
from tracker.register.rules.headings import find_register_heading, heading_on, register_columns
from tracker.register.words import RegisterColumn, UnreadableFileError

LARGEST = 8_000_000  # bytes: a page takes ten million, other fields among them
LARGEST_UNPACKED = 120_000_000
MOST_LINES = 50_000
MOST_CELLS = 3_000_000
MOST_PARTS = 5_000
SAMPLES = 200  # rows from which samples of a column are taken
_BEGINNINGS = (
    (b"%PDF", "This is a PDF, whatever it is called. Ask for the spreadsheet that it was made from."),
    (b"\x89PNG", "This is a picture. Bring the spreadsheet itself."),
    (b"\xff\xd8\xff", "This is a picture. Bring the spreadsheet itself."),
    (b"GIF8", "This is a picture. Bring the spreadsheet itself."),
    (b"{\\rtf", "This is a text document. Copy its table into a spreadsheet, and bring that."),
    (b"\x1f\x8b", "This is a packed file. Unpack it, and bring the spreadsheet in it."),
    (b"Rar!", "This is a packed file. Unpack it, and bring the spreadsheet in it."),
    (b"7z\xbc\xaf", "This is a packed file. Unpack it, and bring the spreadsheet in it."),
    (b"SQLite", "This is a database. Bring a table of it, saved as CSV."),
    (b"PAR1", "This is a data file for programs. Bring it saved as CSV or XLSX."),
    (b"MZ", "This is a program, not a spreadsheet."),
    (b"\x7fELF", "This is a program, not a spreadsheet."),
)
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|\?xml|script|svg)", re.IGNORECASE)
_PLACE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
TOO_LARGE = "This spreadsheet is very large once unpacked: divide it, or save the sheet as CSV."
DAMAGED = "This spreadsheet is damaged, or none at all: open it, save it anew as XLSX or CSV, and bring that."
KINDS = "Bring a spreadsheet: CSV, XLSX, XLS or ODS."


class RegisterFile:
    """A file that was brought: its sheets, and one of them as a table."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.workbook = _opened(path) if _begins(path).startswith((ZIPPED, OLD)) else None
        self._path = path
        self.sheets = self.workbook.names if self.workbook else []
        self.remarks: list[str] = []
        if self.workbook and _has_macros(path):
            self.remarks.append("It holds macros. They are not run, and nothing of them is kept.")

    def sheet(self, name: str, heading: int = 0) -> RegisterSheet:
        """One sheet of it, the one most like a register where no name is given; a text has no sheets.

        `heading` is the line of its headings where somebody said so.
        """
        find = heading_on(heading) if heading else find_register_heading
        if self.workbook is None:
            return RegisterSheet("", TextTable(self._path, find, by_row=True))
        if name in self.sheets:
            return self._sheet_of(self.workbook, name, find)
        sheets = [self._sheet_of(self.workbook, one, find) for one in self.sheets[:20]]
        best = max(sheets, key=lambda one: (one.worth, len(one.first_rows)), default=None)
        if best is None:
            raise UnreadableFileError("No sheet of this workbook can be seen. Bring one that can.")
        return best

    def _sheet_of(self, workbook: Workbook, name: str, find: HeadingFinder) -> RegisterSheet:
        try:
            return RegisterSheet(name, workbook.table(name, find))
        except DamagedError as why:
            raise UnreadableFileError(_in_words(why)) from None


class RegisterSheet:
    """One table of a file, with its columns, and its rows each time they are asked for."""

    def __init__(self, name: str, table: Table) -> None:
        self.name, self._table = name, table
        self.separator = table.separator if isinstance(table, TextTable) else ","
        self.head, self.heading_line = list(map(as_meant, table.head)), table.heading_line
        self._hidden = table.hidden if isinstance(table, WorkbookTable) else frozenset[int]()
        facts = SheetFacts(line for line in self.head if line.number < table.heading_line)
        samples = self._samples(facts)
        columns = register_columns(self.head, table.heading_line, samples)
        self.columns: list[RegisterColumn] = [facts.of(one) for one in columns]
        self.worth = len(self.columns) * min(len(samples), 20)

    def _samples(self, facts: SheetFacts) -> list[SheetLine]:
        """The first rows; all of them tell what they say of their columns, since footnotes stand at the end."""
        samples: list[SheetLine] = []
        lines = self._table.lines() if self.heading_line else ()
        for line in islice(lines, MOST_LINES):
            if any(map(str.strip, line.cells)) and facts.look(line) and len(samples) < SAMPLES:
                samples.append(as_meant(line))
        return samples

    @property
    def first_rows(self) -> list[SheetLine]:
        """The first rows that hold something: one of them is the heading."""
        return [line for line in self.head if any(cell.strip() for cell in line.cells)]

    def lines(self) -> Iterator[SheetLine]:
        """The rows behind the heading that are not empty."""
        if not self.heading_line:
            return
        for count, line in enumerate(self._table.lines()):
            if count > MOST_LINES * 2:
                raise UnreadableFileError(
                    f"It has more than {MOST_LINES:,} rows: divide it, and bring one part after the other."
                )
            if not line.whole or any(cell.strip() for cell in line.cells):
                yield as_meant(line)

    @property
    def remarks(self) -> list[str]:
        """How the table was read where that was not to the letter, once its lines were given."""
        told = [remark.told for remark in self._table.remarks]
        hidden = [line.number for line in self.lines() if line.number in self._hidden] if self._hidden else []
        if hidden:
            rows = "1 row is" if len(hidden) == 1 else f"{len(hidden):,} rows are"
            told.append(f"{rows} hidden in the sheet and read as the others are, the first on line {hidden[0]}")
        return told


@contextmanager
def register_file(content: bytes, name: str) -> Iterator[RegisterFile]:
    """Open a file that was brought. Raises UnreadableFileError that says in words what is wrong with it."""
    refuse_unlike(content)
    with tempfile.TemporaryDirectory(prefix="seedbed-register-") as folder:
        path = Path(folder) / "given"
        path.write_bytes(content)
        try:
            yield RegisterFile(path, name)
        except (OSError, ValueError) as why:
            if isinstance(why, UnreadableFileError):
                raise
            raise UnreadableFileError(DAMAGED) from None
        except BaseException as why:
            if type(why).__name__ == "PanicException":  # what the reader of workbooks raises where it gives up
                raise UnreadableFileError(DAMAGED) from None
            raise


def clean_name(given: str) -> str:
    """What a file is called, without the folder that it lay in."""
    name = PurePosixPath(given.replace("\\", "/")).name
    return "".join(char for char in name if char.isprintable())[-120:].strip() or "spreadsheet"


def refuse_unlike(content: bytes) -> None:
    """Refuse what is empty, too large, or another kind of file. Raises UnreadableFileError."""
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise UnreadableFileError("The file is empty. Save the spreadsheet, close it, and choose it again.")
    if len(content) > LARGEST:
        raise UnreadableFileError(
            f"The file is larger than {LARGEST // 1_000_000} megabytes: divide it, or take out pictures."
        )
    for beginning, told in _BEGINNINGS:
        if content.startswith(beginning):
            raise UnreadableFileError(f"{told} {KINDS}")
    if _WEB.match(content[:200]):
        raise UnreadableFileError(
            f"This is a web page or XML, whatever it is called: open it in Excel, and save it as XLSX. {KINDS}"
        )
    if not content.startswith((ZIPPED, OLD)) and _is_binary(content[:4096]):
        raise UnreadableFileError(f"This is no text and no spreadsheet. {KINDS}")


def _is_binary(head: bytes) -> bool:
    """Whether bytes are no text: noughts that are not those of wide letters, or many controls."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or max(head[::2].count(0), head[1::2].count(0)) > len(head) // 6
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)  # noqa: PLR2004
    return not wide and controls > len(head) // 50


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(OLD))


def _opened(path: Path) -> Workbook:
    _refuse_packed(path)
    try:
        return Workbook(path)
    except DamagedError as why:
        raise UnreadableFileError(_in_words(why)) from None


def _refuse_packed(path: Path) -> None:
    """Refuse what is packed and no workbook, unpacks to very much, or says cells that are very far away."""
    if not _begins(path).startswith(ZIPPED):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            _refuse_parts(packed)
    except UnreadableFileError:
        raise
    except Exception as why:  # noqa: BLE001 - whatever a damaged file makes of it
        told = "It is locked with a password: take that off, and save it anew." if "encrypted" in str(why) else DAMAGED
        raise UnreadableFileError(told) from None


def _refuse_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnreadableFileError(TOO_LARGE)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFileError(f"This is a document, not a spreadsheet. {KINDS}")
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise UnreadableFileError(f"This is a packed file. Unpack it, and bring the spreadsheet in it. {KINDS}")
    for part in parts:
        if part.filename.startswith("xl/worksheets/sheet") and part.filename.endswith(".xml"):
            _refuse_far(packed, part)
    if "content.xml" in names:
        _refuse_repeated(packed)


def _refuse_far(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose farthest cells span a table that no memory holds."""
    row = column = read = 0
    rest = b""
    with packed.open(part) as opened:
        while chunk := opened.read(1 << 20):
            read += len(chunk)
            if read > LARGEST_UNPACKED:
                raise UnreadableFileError(
                    "This workbook is very large once unpacked: divide it, or save the sheet as CSV."
                )
            for letters, number in _PLACE.findall(rest + chunk):
                row = max(row, int(number))
                column = max(column, _column(letters))
            rest = chunk[-100:]
    _refuse_cells(row, column)


def _refuse_repeated(packed: zipfile.ZipFile) -> None:
    """Refuse an ODS sheet that repeats filled cells without end."""
    with packed.open("content.xml") as opened:
        text = opened.read(LARGEST_UNPACKED + 1)
    if len(text) > LARGEST_UNPACKED:
        raise UnreadableFileError(TOO_LARGE)
    filled = re.compile(
        rb'number-(columns|rows)-repeated="(\d{1,9})"[^>]*(?:office:value|>\s*<(?!/|table:table-cell[^>]*/>))'
    )
    most = {b"columns": 1, b"rows": 1}
    for which, times in filled.findall(text):
        most[which] = max(most[which], int(times))
    if most[b"columns"] > 16_384 // 4 or most[b"rows"] > 10 * MOST_LINES:
        raise UnreadableFileError(
            "A sheet of it repeats cells without end: copy the table into a new one, and bring that."
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_cells(row: int, column: int) -> None:
    if row * column > MOST_CELLS:
        reach = f"A sheet of it reaches to row {row:,} and column {column:,}"
        raise UnreadableFileError(f"{reach}: copy the table alone into a new one, and bring that.")


def _has_macros(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(part.filename.endswith("vbaProject.bin") for part in packed.infolist())
    except zipfile.BadZipFile:
        return False


def _in_words(why: DamagedError) -> str:
    told = str(why)
    if "password" in told:
        return "This workbook is locked with a password: take it off, and save it anew."
    return DAMAGED if "damaged" in told else f"{told[:1].upper()}{told[1:]}."
