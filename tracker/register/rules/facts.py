"""What the whole of a sheet says of its columns: in which unit they are, and whether the month stands first in days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tracker.exchange.rules.lines import SheetLine
from tracker.register.rules.day_cells import DECEMBER, STROKED
from tracker.register.rules.groups import lone_place
from tracker.register.rules.units import StatedUnit, stated_foreign, stated_unit, unit_in, units_row
from tracker.register.words import RegisterColumn

UNITS_BELOW = 3  # rows below the heading among which one may say the units
FEW_CELLS = 2  # of a row that is a title, at most
OFTEN = 0.5  # share of the rows that hold one cell, where such lines are rows of the list; so are they
RUN = 3  # where so many stand one below the other, as headings within a list do not


class SheetFacts:
    """What is learned of a sheet while its rows pass by once: `above` are those over its heading."""

    def __init__(self, above: Iterable[SheetLine]) -> None:
        self._of_all, self._foreign = StatedUnit(), ""
        self._of_place: dict[int, StatedUnit] = {}
        self._month_first: dict[int, int] = {}
        self._day_first: set[int] = set()
        self._alone: Counter[int] = Counter()
        self._rows = self._run = 0
        self._in_runs: set[int] = set()
        for line in above:
            filled = _filled(line)
            if len(filled) <= FEW_CELLS:
                self._take_statement(line.number, filled)
            else:
                self._take_units(line)

    def look(self, line: SheetLine) -> bool:
        """Learn from a row below the heading; whether it is more than a row of units."""
        self._rows += 1
        self._take_days(line)
        if self._rows <= UNITS_BELOW and self._take_units(line):
            return False
        self._take_lone(line)
        return True

    def of(self, column: RegisterColumn) -> RegisterColumn:
        """A column with what was learned of it. Where a heading says its unit itself, that holds, and is told."""
        unit, of_all, itself = self._of_place.get(column.place), self._of_all, unit_in(column.heading)
        unit = unit or (StatedUnit(itself, of_all.line if itself != of_all.times else 0) if itself else of_all)
        months = 0 if column.place in self._day_first else self._month_first.get(column.place, 0)
        alone = self._alone[column.place] > OFTEN * self._rows or column.place in self._in_runs
        said = column._replace(unit=unit.times, unit_line=unit.line, foreign=self._foreign)
        return said._replace(month_line=months, alone=alone)

    def _take_lone(self, line: SheetLine) -> None:
        """Count a row of one cell, and how many such stand one below the other."""
        if (lone := lone_place(line.cells)) < 0:
            self._run = 0
            return
        self._run += 1
        self._alone[lone] += 1
        if self._run >= RUN:
            self._in_runs.add(lone)
        self._take_statement(line.number, _filled(line))

    def _take_statement(self, number: int, filled: list[str]) -> None:
        """Take what a title or a footnote says of all amounts: the first that says it, titles before footnotes."""
        self._foreign = self._foreign or next(filter(None, map(stated_foreign, filled)), "")
        if not self._of_all.line and (times := stated_unit(filled)):
            self._of_all = StatedUnit(times, number)

    def _take_units(self, line: SheetLine) -> bool:
        """Take the units that a row says, place by place; whether it says any."""
        units = units_row(line.cells)
        self._of_place |= {place: StatedUnit(times, line.number) for place, times in units.items() if times}
        return bool(units)

    def _take_days(self, line: SheetLine) -> None:
        """Note where a day can only stand before its month, or only behind it."""
        for place, cell in enumerate(line.cells):
            if cell[:1].isdigit() and (found := STROKED.match(cell)):
                first, second = int(found[1]), int(found[2])
                if second > DECEMBER >= first:
                    self._month_first.setdefault(place, line.number)
                elif first > DECEMBER >= second:
                    self._day_first.add(place)


def _filled(line: SheetLine) -> list[str]:
    return [" ".join(cell.split()) for cell in line.cells if cell and not cell.isspace()]
