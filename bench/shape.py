"""How much a page shows: its rows and what stands in each, so that its floor shows as many."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

ROWS = {"li", "tr", "dt", "dd", "option", "label", "legend"}
MOST_COLUMNS = 8  # those of the floor's own table


@dataclass(frozen=True)
class Shape:
    """So many rows with so many pieces of text each, on average."""

    rows: int
    columns: int


def shape(page: str) -> Shape:
    """Count what stands in the main part of a page: entries of lists, rows of tables, terms, and fields of forms."""
    reader = _PageReader()
    reader.feed(page)
    return Shape(max(reader.rows, 1), min(max(round(reader.cells / max(reader.rows, 1)), 1), MOST_COLUMNS))


class _PageReader(HTMLParser):
    """Counts rows with text of their own; one that only holds others is none."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = self.cells = 0
        self._in_main = False
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        """Begin a row, or the main part."""
        self._in_main |= tag == "main"
        if self._in_main and tag in ROWS:
            self._open.append((tag, 0))

    def handle_data(self, data: str) -> None:
        """Note a piece of text in the innermost row."""
        if self._open and data.strip():
            tag, cells = self._open.pop()
            self._open.append((tag, cells + 1))

    def handle_endtag(self, tag: str) -> None:
        """End a row, with those in it that nobody closed, or the main part with all of its rows."""
        is_end = self._in_main and tag == "main"
        if is_end or any(tag == opened for opened, _ in self._open):
            while self._open and self._end_row() != tag:
                pass
        self._in_main &= not is_end

    def _end_row(self) -> str:
        tag, cells = self._open.pop()
        self.rows += bool(cells)
        self.cells += cells
        return tag
