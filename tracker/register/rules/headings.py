"""Which row of a register names its columns, and what they are called, two rows of it read together."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from tracker.exchange.rules.headings import Heading, HeadingFinder
from tracker.exchange.rules.lines import SheetLine
from tracker.exchange.words import letters_of
from tracker.register.rules.periods import is_day, is_period_in_figures, names_periods
from tracker.register.rules.senses import FIGURES, bare_heading, headings_of, known_headings
from tracker.register.rules.sideways import first_column
from tracker.register.rules.units import units_row
from tracker.register.words import NO_HEADINGS, ColumnSense, RegisterColumn, is_by_place
from tracker.text import as_text

WHY_NOT = "why not"
LONGEST_HEADING = 90  # letters: what is longer is a sentence
MOST_COLUMNS = 120
ENOUGH_KNOWN = 2  # headings of a row that are known, so that no other row need be looked for
NEARBY, ENOUGH_BELOW = 20, 3  # rows among which a heading stands mostly; known headings of one that stands below these
DOWN, OF_COLUMN = 3, 0.2  # known headings of a table on its side, and the share of its first column that they are
WIDE = 0.7  # share of the widest line that one has at least which names something in such a table
FULL = 0.6  # share of the widest row that a heading without a known name has at least


# --- which row --------------------------------------------------------------------------------------------------------
def finder_of(heading: int) -> HeadingFinder:
    """How the row of the headings is found: as somebody said, by its line or that there is none, else by the rows."""
    if heading == NO_HEADINGS:
        return _no_heading
    return _heading_on(heading) if heading else find_register_heading


def find_register_heading(rows: Sequence[SheetLine]) -> Heading:
    """The last row of the heading: the row with most known names, else the first that is as full as the others.

    A row beneath that names parts of what stands above belongs to it. Place -1 where no row names anything.
    """
    counts = [_known_in(row.cells) for row in rows]
    most, farther = max(counts[:NEARBY], default=0), max(counts[NEARBY:], default=0)
    if most >= ENOUGH_KNOWN or farther >= ENOUGH_BELOW:
        most = most if most >= ENOUGH_KNOWN else farther
        place = counts.index(most)
    else:
        place = _first_full(rows[:NEARBY], counts)
        place = place if place >= 0 else _first_full(rows, counts)
    if place < 0:
        return Heading(-1, 0)
    lower = place + 1
    if lower < len(rows) and _completes(rows[place].cells, rows[lower].cells, rows[lower + 1 :]):
        place = lower
    return Heading(place, 1 + 3 * max(most, 0) + len(_filled(rows[place].cells)))


def lies_on_its_side(rows: Sequence[SheetLine]) -> bool:
    """Whether the headings of a table stand in its first column: more that are known stand there than in any row.

    One of them says what each thing is called, in a line that is as full as others: else it is a block above a list.
    """
    widest = max((len(_filled(row.cells)) for row in rows), default=0)
    column = first_column([row for row in rows if len(_filled(row.cells)) >= WIDE * widest])
    if not {letters_of(bare_heading(cell)) for cell in column} & headings_of(ColumnSense.TITLE, ColumnSense.NUMBER):
        return False
    known, in_a_row = _known_in(column), max(_known_in(row.cells) for row in rows)
    enough = known >= max(DOWN, OF_COLUMN * len(_filled(column)))
    return enough and known > in_a_row and not _holds_figures(rows)


def _holds_figures(rows: Sequence[SheetLine]) -> bool:
    """Whether half of the lines hold nothing but figures behind their first cell, which then says what is counted."""
    behind = [cells for row in rows if (cells := _filled(row.cells)[1:])]
    figures = sum(all(FIGURES.fullmatch(cell) or is_period_in_figures(cell) for cell in cells) for cells in behind)
    return 2 * figures >= len(behind)


def _no_heading(rows: Sequence[SheetLine]) -> Heading:
    """No row; how many cells most rows have is told, since that tells which sign separates them."""
    widths = Counter(len(row.cells) for row in rows if _filled(row.cells))
    return Heading(-1, max(widths, key=lambda width: (widths[width], width), default=0))


def _heading_on(line: int) -> HeadingFinder:
    """The finder of a heading whose line somebody named."""

    def find(rows: Sequence[SheetLine]) -> Heading:
        place = next((n for n, row in enumerate(rows) if row.number == line and _filled(row.cells)), -1)
        return Heading(place, len(_filled(rows[place].cells)) if place >= 0 else 0)

    return find


def _known_in(cells: Sequence[str]) -> int:
    """How many different names of a row are known; one that holds figures or sentences is no heading.

    Years, months and days are neither: they stand in headings as in rows.
    """
    if _is_entry(cells):
        return 0
    worded = [cell for cell in _filled(cells) if not is_period_in_figures(cell)]
    if not worded or sum(map(_is_name, worded)) < len(worded) * FULL:
        return 0
    return len(set(map(letters_of, filter(_is_known, worded))))


def heading_doubt(line: SheetLine, *, said: bool) -> str:
    """Why the line of the headings may be a row, in words; one that somebody `said` to be it may name anything."""
    if _is_entry(line.cells):
        why = "holds a day and an amount, as a row does"
    elif not said and not any(_is_known(cell) or is_period_in_figures(cell) for cell in line.cells):
        why = "names nothing that is known here"
    else:
        return ""
    return f"line {line.number} {why}: if it is a row, say that there are no headings, or it does not come in"


def _is_entry(cells: Sequence[str]) -> bool:
    """Whether a row holds a day and an amount: it is one of the list, and names no column."""
    figures = (cell for cell in cells if FIGURES.fullmatch(cell.strip()) and re.search("[1-9]", cell))
    return any(map(is_day, cells)) and not all(map(is_period_in_figures, figures))


def _is_known(cell: str) -> bool:
    """Whether a heading is known, or is the name that we give to a column which has none."""
    letters = letters_of(bare_heading(cell))
    return letters in known_headings() or is_by_place(letters)


def _first_full(rows: Sequence[SheetLine], counts: Sequence[int]) -> int:
    """The first row of names that is as full as most, where few names are known."""
    widest = max((len(_filled(row.cells)) for row in rows), default=0)
    for place, row in enumerate(rows):
        filled = _filled(row.cells)
        if len(filled) >= max(FULL * widest, 1 if counts[place] else 2) and _all_name(row.cells, rows[place + 1 :]):
            return place
    return max(range(len(rows)), key=counts.__getitem__, default=-1) if any(counts[: len(rows)]) else -1


def _all_name(cells: Sequence[str], behind: Sequence[SheetLine]) -> bool:
    """Whether every cell of a row may name a column: words, and the times of which the columns are."""
    filled = _filled(cells)
    return (
        (any(map(_is_name, filled)) or _stand_over_figures(cells, behind))
        and all(_is_name(cell) or is_period_in_figures(cell) for cell in filled)
        and names_periods(cells, behind)
    )


def _stand_over_figures(cells: Sequence[str], behind: Sequence[SheetLine]) -> bool:
    """Whether several different cells, such as years, stand right above figures, or what these are counted in."""
    below = next((line.cells for line in behind if _filled(line.cells)), [])
    places = [place for place, cell in enumerate(cells) if cell.strip() and below[place : place + 1] not in ([], [""])]
    counted = bool(units_row(below)) or all(FIGURES.fullmatch(below[place]) for place in places)
    return len({cells[place] for place in places}) > 1 and counted


def _completes(upper: Sequence[str], lower: Sequence[str], rest: Sequence[SheetLine]) -> bool:
    """Whether a row is a second row of the heading: names where the first has gaps, fewer than the rows behind hold."""
    filled = [cell for n, cell in enumerate(lower) if cell.strip() and cell != (upper[n : n + 1] or [""])[0]]
    if not filled or not all(_is_name(cell) or is_period_in_figures(cell) for cell in filled):
        return False
    if not names_periods(lower, rest):
        return False
    if any(len(cell) > LONGEST_HEADING // 2 for cell in filled):
        return False
    gaps = [n for n, cell in enumerate(lower) if cell.strip() and not (upper[n : n + 1] or [""])[0].strip()]
    known = sum(map(_is_known, filled))
    behind = max((len(_filled(row.cells)) for row in rest[:3]), default=0)
    return bool(gaps) and (known >= ENOUGH_KNOWN or len(filled) < behind)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _is_name(cell: str) -> bool:
    text = " ".join(cell.split())
    return len(text) <= LONGEST_HEADING and not FIGURES.fullmatch(text)


# --- what its columns are called --------------------------------------------------------------------------------------
def register_columns(
    head: Sequence[SheetLine], heading_line: int, samples: Sequence[SheetLine]
) -> list[RegisterColumn]:
    """The columns of a register by its heading, two rows of it read together, with some of what they hold.

    Without one each column is called by its place, also those between others that hold nothing.
    """
    place = next((n for n, row in enumerate(head) if row.number == heading_line), -1)
    lower = head[place].cells if place >= 0 else []
    upper = head[place - 1].cells if place > 0 and _groups(head[place - 1].cells, lower) else []
    seen: Counter[str] = Counter()
    columns = []
    headings = _composed(upper, lower)
    if place + 1 < len(head):
        headings = _halves(headings, head[place + 1].cells)
    # Cells to the right of the last heading are columns too: what they hold is shown, and nothing of it is lost.
    headings += [""] * (max((_width(row.cells) for row in samples), default=0) - len(headings))
    for at, heading in enumerate(headings[:MOST_COLUMNS]):
        held = _held(at, samples)
        if not heading and not held and place >= 0:
            continue
        name = heading or f"Column {at + 1}"
        letters = letters_of(name) or f"column{at + 1}"
        seen[letters] += 1
        key = letters if seen[letters] == 1 else f"{letters}#{seen[letters]}"
        columns.append(RegisterColumn(at, name, key, held))
    return columns


def _groups(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row above the heading names groups of its columns: names above names, and more than a title."""
    filled = [n for n, cell in enumerate(upper) if cell.strip()]
    times = sum(is_period_in_figures(upper[n]) for n in filled)
    if not all(_is_name(upper[n]) or is_period_in_figures(upper[n]) for n in filled) or len(filled) <= 1 or times == 1:
        return False  # one day beside words is that of the list, such as "As at"
    if any(len(upper[n]) > LONGEST_HEADING // 2 for n in filled):
        return False
    return any(cell.strip() and not (upper[n : n + 1] or [""])[0].strip() for n, cell in enumerate(lower))


def _composed(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    headings, group = [], ""
    for n in range(max(len(upper), len(lower))):
        above = " ".join((upper[n] if n < len(upper) else "").split())
        below = " ".join((lower[n] if n < len(lower) else "").split())
        group = above or (group if below else "")
        if below and group and letters_of(below) != letters_of(group):
            headings.append(f"{group}: {below}")
        else:
            headings.append(below or above)
    return headings


def _halves(headings: Sequence[str], below: Sequence[str]) -> list[str]:
    """The headings, where one spans columns that only a row of units tells apart: "Variation", "Variation: %"."""
    units, halves, group = units_row(below), [], ""
    for at, heading in enumerate(headings):
        group = heading or group
        spanned = not heading and group and at in units
        halves.append(f"{group}: {below[at].strip()}" if spanned else heading)
    return halves


def _width(cells: Sequence[str]) -> int:
    """How many cells a row has up to the last that holds something."""
    return max((n for n, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _held(at: int, samples: Sequence[SheetLine]) -> tuple[str, ...]:
    cells = (as_text(row.cells[at]).strip() for row in samples if at < len(row.cells))
    held = dict.fromkeys(cell for cell in cells if cell)
    return tuple(held)[:3]


def signature_of(columns: Sequence[RegisterColumn]) -> str:
    """What a register is known by: the letters of its headings in their order, "why not" apart."""
    names = "|".join(one.key for one in columns if one.key != letters_of(WHY_NOT))
    return hashlib.sha256(names.encode()).hexdigest()[:40]
