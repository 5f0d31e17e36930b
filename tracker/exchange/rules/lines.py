"""From lines of text to cells: separators, quotation marks, and what to make of those that do not match."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

LONGEST_CELL = 100_000_000  # the reader's own limit, 131,072, would refuse texts that are merely long
MOST_LINES = 10_000  # of one row: a quotation mark that closes nowhere reads on for ever
LONGEST_MENDED = 200_000  # letters of such a row
MOST_TRIED = 20  # lines of a row whose marks do not match

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
QUOTES = '"'

_SAYS_SEPARATOR = re.compile(r'"?sep=(?P<separator>[^"])"?[,;\t|]*\s*', re.IGNORECASE)

_BEHIND_A_BLANK = re.compile(rf" +{QUOTES}")

csv.field_size_limit(LONGEST_CELL)


class SheetLine(NamedTuple):
    """A row as it stands in a file: where it begins, its cells, and whether its quotation marks could be followed.

    `mended` says that they do not match and that it was read all the same. Of a row that is lost the cells before the
    mark that does not close are left, for whatever names it, and the `rest` of its line as it is written.
    """

    number: int
    cells: list[str]
    whole: bool = True
    mended: bool = False
    rest: str = ""


def said_separator(first_line: str) -> str | None:
    """The separator that the first line of a file says, as Excel reads it: "sep=;"."""
    found = _SAYS_SEPARATOR.fullmatch(first_line)
    return found["separator"] if found else None


def lines_of(text: Iterable[str], *, separator: str = ",", width: int = 0, by_row: bool = False) -> Iterator[SheetLine]:
    """Give every row with the physical line where it begins; `by_row` with its place, as a spreadsheet numbers it.

    A row whose marks do not match is read as it was surely meant, where it then has as many cells as the heading
    (`width`). Else it is lost alone: reading goes on at the next physical line.
    """
    feed, number = _Feed(text), 1
    while True:
        try:
            for cells in csv.reader(feed, strict=True, delimiter=separator):
                mended = _mended(feed.taken, separator, width) if _is_doubtful(cells, width) else None
                yield SheetLine(number, mended or cells, mended=mended is not None)
                number += 1 if by_row else len(feed.taken)
                feed.taken = []
        except csv.Error:
            taken = feed.taken
            count, cells = _first_reading(taken, separator, width)
            rest = "" if count else _behind(cells, taken[0], separator)
            yield SheetLine(number, cells, whole=count > 0, mended=count > 0, rest=rest)
            number += 1 if by_row else count or 1
            feed.give_back(taken[count or 1 :])
        else:
            return


class _Feed:
    """Physical lines one by one; those of the row at hand can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise csv.Error
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Have lines come again, in their order."""
        self._again += reversed(lines)
        self.taken = []


def _is_doubtful(cells: list[str], width: int) -> bool:
    """Whether marks in a row may have been meant otherwise: it has not its cells, or one begins behind a blank."""
    marked = [cell for cell in cells if QUOTES in cell]
    return bool(width and marked) and (len(cells) != width or any(_BEHIND_A_BLANK.match(cell) for cell in marked))


def _first_reading(taken: list[str], separator: str, width: int) -> tuple[int, list[str]]:
    """How many physical lines make a row that can be read all the same, and its cells; none, and those before it."""
    for count in range(1, min(len(taken), MOST_TRIED) + 1):
        if cells := _mended(taken[:count], separator, width):
            return count, cells
    before = taken[0].partition(QUOTES)[0]
    return 0, before.split(separator)[:-1]


def _behind(cells: list[str], line: str, separator: str) -> str:
    """What stands on a line behind its first cells."""
    return line[sum(len(cell) + len(separator) for cell in cells) :].rstrip("\r\n")


# --- marks that do not match ------------------------------------------------------------------------------------------
def _mended(lines: list[str], separator: str, width: int) -> list[str] | None:
    """Read a row whose marks do not match; None where no reading gives it its cells."""
    text = "".join(lines).rstrip("\r\n")
    if len(text) > LONGEST_MENDED:
        return None
    for closes in (_closes_a_pair, _closes_unless_escaped, _closes_whatever):
        cells = _cells(text, separator, closes)
        if cells and len(cells) == width and not (len(lines) > 1 and _swallows(cells, separator)):
            return cells
    return None


def _swallows(cells: list[str], separator: str) -> bool:
    """Whether a cell holds what begins another row's quoted cell: two rows would be read as one."""
    return any(f"{separator}{QUOTES}" in cell for cell in cells)


def _cells(text: str, separator: str, closes: Callable[[str, int, str], int]) -> list[str] | None:
    """Take a row apart: a mark within quoted words closes them only before a separator or the end."""
    cells, at = [], 0
    while at <= len(text):
        begin = at + len(text[at:]) - len(text[at:].lstrip(" "))
        if text[begin : begin + 1] == QUOTES:
            end = _end_of_quoted(text, begin + 1, separator, closes)
            if end < 0:
                return None
            cells.append(_unescaped(text[begin + 1 : end], closes))
            at = end + 1
            at += len(text[at:]) - len(text[at:].lstrip(" ")) + 1
        else:
            end = text.find(separator, at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
            at = end + 1
    return cells


def _end_of_quoted(text: str, at: int, separator: str, closes: Callable[[str, int, str], int]) -> int:
    while (at := text.find(QUOTES, at)) >= 0:
        step = closes(text, at, separator)
        if step == 0:
            return at
        at += step
    return -1


def _before_separator(text: str, at: int, separator: str) -> bool:
    rest = text[at:].lstrip(" ")
    return not rest or rest.startswith(separator)


def _closes_a_pair(text: str, at: int, separator: str) -> int:
    """A doubled mark stands for one; a lone one closes before a separator and is a mark anywhere else."""
    if text[at + 1 : at + 2] == QUOTES:
        return 2
    return 0 if _before_separator(text, at + 1, separator) else 1


def _closes_unless_escaped(text: str, at: int, separator: str) -> int:
    """The same, where a stroke before a mark makes it one of the words."""
    return 1 if text[at - 1] == "\\" else _closes_a_pair(text, at, separator)


def _closes_whatever(text: str, at: int, separator: str) -> int:
    """The last mark of some before a separator closes, whatever their number."""
    return 0 if text[at + 1 : at + 2] != QUOTES and _before_separator(text, at + 1, separator) else 1


def _unescaped(words: str, closes: Callable[[str, int, str], int]) -> str:
    if closes is _closes_unless_escaped:
        words = words.replace(f"\\{QUOTES}", QUOTES)
    return words.replace(QUOTES * 2, QUOTES)
