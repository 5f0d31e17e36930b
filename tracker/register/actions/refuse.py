"""What is refused before anything is read of it: a file that is no spreadsheet, or one that no memory holds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tracker.exchange.actions.read.workbook import OLD, ZIPPED
from tracker.register.words import UnreadableFileError

LARGEST = 8_000_000  # bytes: a page takes ten million, other fields among them
LARGEST_UNPACKED = 120_000_000
MOST_CELLS = 3_000_000
MOST_PARTS = 5_000
MOST_REPEATED = 500_000  # rows that one cell of an ODS sheet fills
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


def beginning_of(path: Path) -> bytes:
    """The first bytes of a file, by which its kind is known."""
    with path.open("rb") as file:
        return file.read(len(OLD))


def refuse_packed(path: Path) -> None:
    """Refuse what is packed and no workbook, unpacks to very much, or says cells that are very far away."""
    if not beginning_of(path).startswith(ZIPPED):
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
    if most[b"columns"] > 16_384 // 4 or most[b"rows"] > MOST_REPEATED:
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
