"""Text with separators: in which encoding, separated by what, and below which heading."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tracker.exchange.actions.read.table import TableRemark
from tracker.exchange.rules.headings import FARTHEST, HeadingFinder
from tracker.exchange.rules.lines import SEPARATORS, SheetLine, lines_of, said_separator
from tracker.exchange.words import quote

MOST_SHOWN = 3  # words of those that were read in another encoding
HEAD = 200  # physical lines that are looked through for the heading
_WIDE = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16"}
_WIDE |= {codecs.BOM_UTF16_BE: "utf-16"}
_ODD = re.compile(r"[\udc80-\udcff]")
_OTHER_SIGNS = re.compile(r"\S*[^\x00-\x7f]\S*")


class TextTable:
    """A file of separated values. A row that is no UTF-8 is taken for windows-1252, whatever the others are.

    Its lines are numbered as those of the text; `by_row` as a spreadsheet shows them, where a wrapped cell is one row.
    """

    def __init__(self, path: Path, find: HeadingFinder, *, by_row: bool = False) -> None:
        self.path, self._by_row = path, by_row
        self.encoding = _encoding(path)
        self.remarks: list[TableRemark] = []
        self._odd: list[str] = []
        self._odd_line = self._odd_rows = 0
        self._others_are_utf8 = False
        self._settle(find)

    def _settle(self, find: HeadingFinder) -> None:
        """Find out separator and heading: those of the row that has most known names."""
        with self._open() as text:
            head = list(islice(text, HEAD))
        said = said_separator(head[0]) if head else None
        self._skipped = 1 if said else 0
        tried = [said] if said else list(SEPARATORS)
        found = {separator: find(self._first(head, separator)) for separator in tried}
        self.separator = max(tried, key=lambda separator: found[separator].known)
        best = found[self.separator]
        self.head = rows = self._first(head, self.separator)
        self.heading = rows[best.place].cells if best.place >= 0 else []
        self.heading_line = rows[best.place].number if best.place >= 0 else 0
        self.passed_over = best.place >= 0 and any(map(_is_filled, rows[: best.place]))
        if self.encoding.startswith("utf-") and self.encoding != "utf-8-sig":
            self.remarks.append(TableRemark(f"read as {self.encoding.upper()}"))
        if best.known and (said or self.separator != ","):
            self.remarks.append(TableRemark(f"read with {SEPARATORS.get(self.separator, quote(self.separator))}"))

    def _first(self, head: list[str], separator: str) -> list[SheetLine]:
        """The first rows; those that were skipped are no rows, and count among the lines."""
        rows = islice(lines_of(head[self._skipped :], separator=separator, by_row=self._by_row), FARTHEST)
        return [row._replace(number=row.number + self._uncounted, cells=_in_letters(row.cells)) for row in rows]

    @property
    def _uncounted(self) -> int:
        """How many lines stand before the first that is numbered: a spreadsheet shows none that says the separator."""
        return 0 if self._by_row else self._skipped

    def lines(self) -> Iterator[SheetLine]:
        """Give the rows behind the heading, decoded."""
        self._odd, self._odd_line, self._odd_rows = [], 0, 0
        with self._open() as text:
            for _ in range(self._skipped):
                next(text)
            for row in lines_of(text, separator=self.separator, width=len(self.heading), by_row=self._by_row):
                line = row._replace(number=row.number + self._uncounted)
                if line.number > self.heading_line:
                    yield self._decoded(line)
        self._say_encoding()

    def _open(self) -> io.TextIOWrapper:
        errors = "surrogateescape" if self.encoding == "utf-8-sig" else "replace"
        return self.path.open(encoding=self.encoding, errors=errors, newline="")

    def _decoded(self, line: SheetLine) -> SheetLine:
        if not any(map(_ODD.search, (*line.cells, line.rest))):
            self._others_are_utf8 = self._others_are_utf8 or not all(map(str.isascii, line.cells))
            return line
        *cells, rest = _in_letters([*line.cells, line.rest])
        self._odd_rows += 1
        self._odd_line = self._odd_line or line.number
        if len(self._odd) < MOST_SHOWN:
            self._odd += [word for cell in cells for word in _OTHER_SIGNS.findall(cell)][: MOST_SHOWN - len(self._odd)]
        return line._replace(cells=cells, rest=rest)

    def _say_encoding(self) -> None:
        """Say that rows were taken for windows-1252, with words to see whether that is right."""
        if not self._odd_rows:
            return
        told = f"read as windows-1252: {', '.join(map(quote, self._odd))}"
        if any(remark.told.startswith(told) for remark in self.remarks):
            return  # the lines were given before
        if self._others_are_utf8:
            more = f" (and {self._odd_rows - 1:,} more such rows)" if self._odd_rows > 1 else ""
            self.remarks.append(TableRemark(told + more, self._odd_line))
        else:
            self.remarks.append(TableRemark(told))


def _in_letters(cells: list[str]) -> list[str]:
    """Cells of a row, taken for windows-1252 where they are no UTF-8."""
    if not any(map(_ODD.search, cells)):
        return cells
    return [cell.encode(errors="surrogateescape").decode("cp1252", errors="replace") for cell in cells]


def _encoding(path: Path) -> str:
    """The encoding that a file says at its beginning, or shows by its noughts; UTF-8 else."""
    with path.open("rb") as file:
        head = file.read(64)
    for mark, name in _WIDE.items():
        if head.startswith(mark):
            return name
    if len(head) > 3 and head[1::2].count(0) > len(head) // 3:  # noqa: PLR2004 - as short as two letters
        return "utf-16-le"
    return "utf-16-be" if len(head) > 3 and head[::2].count(0) > len(head) // 3 else "utf-8-sig"  # noqa: PLR2004


def _is_filled(line: SheetLine) -> bool:
    return any(cell.strip() for cell in line.cells)
