"""In which unit amounts stand: what a heading says of it, or a title or footnote of all of them, or a row of units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.exchange.words import letters_of
from tracker.register.words import MONEYS, SAVINGS, ColumnSense, RegisterChoices, RegisterColumn

THOUSANDS, MILLIONS = 1_000, 1_000_000
LONGEST_UNIT = 30  # letters of a cell that says a unit and nothing else
NAMES = {1: "pounds", THOUSANDS: "thousands", MILLIONS: "millions"}
_MILLIONS = re.compile(r"£ ?m\b|£ ?million|\bmillions?\b|[a-z]_m\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"£ ?k\b|£ ?['’]?000|\b['’]?000s?\b|\bthousands?\b|\(k\)|[a-z]_k\b", re.IGNORECASE)
_POUNDS = re.compile(r"£|\bpounds\b", re.IGNORECASE)
# In a sentence a million or a thousand may be anything: the unit of all figures is one that no figure stands before,
# with the sign of pounds, or "in" before it and pounds or figures beside. The largest is looked for first.
_FIGURES = r"(?:figures?|amounts?|sums?|values?|costs?|prices?|budgets?|savings?|money|spend|financials?|pounds|£)"
_ALL = rf"(?:^\W*|\b{_FIGURES}(?: (?:are|is|all|shown|given|stated|expressed|quoted|presented|below|above|here))* )"
_STATED = (
    (MILLIONS, rf"£ ?m(?:n|illions?)?(?!\w)|\bin millions of pounds|{_ALL}in millions(?! of)"),
    (THOUSANDS, r"(?:£ ?['’]?|['’])000(?:['’]?s)?(?!\w)|£ ?(?:k|thousands?)(?!\w)|\bin thousands of pounds"),
    (THOUSANDS, rf"{_ALL}in thousands(?! of)"),
    (1, r"\(£\)|\bin (?:whole )?pounds\b|\bin £(?!\w)"),
)
_STATEMENTS = [(times, re.compile(look, re.IGNORECASE)) for times, look in _STATED]
_UNIT_CELLS = [
    (times, re.compile(rf"\(?(?:{look})(?: ?p\.?a\.?)?\)?", re.IGNORECASE)) for times, look in (*_STATED, (1, r"£s?"))
]
_OTHER_UNIT = re.compile(
    r"\(?(?:%|no\.?|nr\.?|number|#|fte|days|hours|months|years|date|text|units?:?)\)?", re.IGNORECASE
)
# What a title or a footnote that names a unit speaks of, where it is one of money: "Population in thousands" is none.
_OF_MONEY = re.compile(
    r"£|\b(?:pounds?|gbp|figures?|amounts?|sums?|costs?|values?|money|budgets?|savings?|spend(?:ing)?|expenditure|income|totals?"
    r"|capital|revenue|payments?|funding|prices?|financ\w+)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"€|(?<![A-Za-z])(?:US|AU|CA|NZ)?\$|(?<![A-Za-z])(?:USD|EUR|AUD|CAD|NZD|CHF|euros?|(?:US )?dollars?)(?![A-Za-z])",
    re.IGNORECASE,
)
# What is saved, spent or planned that is no money: by its unit, or by its name.
_OF_OTHERS = re.compile(
    r"\b(?:[kmg]wh|ftes?|hours?|hrs|days|t?co2e?|carbon|emissions?|tonnes?|litres?|miles|km|sq ?m"
    r"|m2|band|budget year)\b|%",
    re.IGNORECASE,
)
UNIT_HEADINGS = frozenset(
    ("unit", "units", "unitofmeasure", "scale", "currency", "currencycode", "currencyunit", "ccy", "cur", "curr")
)


class RowUnit(NamedTuple):
    """In which unit and currency the amounts of one row stand, where a column says it; 0 and "": nothing."""

    times: int = 0
    currency: str = ""


class StatedUnit(NamedTuple):
    """In which unit amounts stand by what is written outside their heading: times pounds, and on which line.

    Nothing says so where `line` is 0.
    """

    times: int = 0
    line: int = 0


def unit_in(heading: str) -> int:
    """What amounts under a heading are multiplied by to be pounds, by what it says itself; 0 where it says nothing."""
    if _MILLIONS.search(heading):
        return MILLIONS
    if _THOUSANDS.search(heading):
        return THOUSANDS
    return 1 if _POUNDS.search(heading) else 0


def counts_others(heading: str) -> bool:
    """Whether a heading says that its figures count something else than money, and no pounds beside it."""
    return bool(_OF_OTHERS.search(heading)) and not _POUNDS.search(heading)


def unit_of(column: RegisterColumn) -> int:
    """What amounts of a column are multiplied by to be pounds, by its heading or what stands elsewhere; 0: nothing."""
    return column.unit or unit_in(column.heading)


def unit_beside(column: RegisterColumn) -> int:
    """The unit of a column by a line of the file, where its heading does not say the same; 0: no line says one."""
    return column.unit if column.unit_line and column.unit != unit_in(column.heading) else 0


def said_where(column: RegisterColumn) -> str:
    """What says in which unit a column is, in words: its heading, or a line of the file."""
    return "The heading" if unit_in(column.heading) == unit_of(column) else f"Line {column.unit_line}"


def why_unit(column: RegisterColumn, times: int) -> str:
    """Why amounts of a column are read in a unit, in words; nothing where nothing says one and they are pounds."""
    stated = unit_of(column)
    if stated != times:
        though = f", though {said_where(column).lower()} says {NAMES[stated]}" if stated else ""
        return f"As you said{though}: 20 is £{20 * times:,}." if times > 1 or though else ""
    if times == 1:
        two = column.unit_line and unit_in(column.heading) == 1
        return f"The heading says pounds, line {column.unit_line} says otherwise." if two else ""
    return f"{said_where(column)} says {NAMES[times]}: 20 is £{20 * times:,}."


def in_unit(sense: ColumnSense, times: int) -> ColumnSense:
    """Money or a saving in pounds, thousands or millions; as it was where no unit is said."""
    for amounts in (MONEYS, SAVINGS):
        if sense in amounts and times:
            return next(one for one in amounts if one.times == times)
    return sense


def unit_of_this_file(columns: Sequence[RegisterColumn], choices: RegisterChoices) -> dict[str, ColumnSense]:
    """Columns whose unit a line of the file said, by key, with what they mean where no line says it: pounds."""
    said = [(one, choices.columns[one.key]) for one in columns if unit_beside(one) and one.key in choices.columns]
    return {one.key: in_unit(sense, 1) for one, sense in said if sense.times == one.unit}


def foreign_in(words: str) -> str:
    """The sign or name of another currency that words hold, where they name no pounds beside it; else nothing."""
    found = _FOREIGN.search(words)
    return "" if found is None or "£" in words or "GBP" in words.upper() else found[0]


def foreign_of(column: RegisterColumn) -> str:
    """The other currency in which a column's amounts are, by its heading or its sheet; nothing for pounds."""
    return foreign_in(column.heading) or ("" if _POUNDS.search(column.heading) else column.foreign)


def units_row(cells: Sequence[str]) -> Mapping[int, int]:
    """The units by place, where a row says nothing but units; 0 for those of other things. Empty for any other row.

    Before several of thousands or millions a name or a day may stand; before pounds alone it is that of a row.
    """
    filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
    units: dict[int, int] = {}
    for place in filled:
        if (times := _unit_cell(cells[place])) is not None:
            units[place] = times
        elif place != filled[0]:
            return {}
    labelled = len(filled) - len(units)
    return units if sum(times > labelled for times in units.values()) > labelled else {}


def _unit_cell(cell: str) -> int | None:
    """The unit that a cell is; 0 for one of other things than money, None for what is no unit."""
    text = " ".join(cell.split()) if len(cell) <= LONGEST_UNIT else ""
    if _OTHER_UNIT.fullmatch(text):
        return 0
    return next((times for times, look in _UNIT_CELLS if look.fullmatch(text)), None)


def says_units(column: RegisterColumn) -> bool:
    """Whether a column says in which unit or currency the amounts of each row are."""
    return letters_of(column.heading) in UNIT_HEADINGS


def unit_of_row(cells: Sequence[str]) -> RowUnit:
    """What the columns of a list that say units or currencies say in one row; money of ours is pounds."""
    times = next((found for cell in cells if (found := _unit_cell(cell))), 0)
    named = (foreign_in(cell) or (cell if re.fullmatch("[A-Z]{3}", cell) and cell != "GBP" else "") for cell in cells)
    return RowUnit(times, next(filter(None, named), ""))


def stated_unit(words: Sequence[str]) -> int:
    """The unit that a title or a footnote says of all amounts; 0 where it says nothing of that."""
    said = [text for text in words if not foreign_in(text) and (_OF_MONEY.search(text) or _unit_cell(text))]
    return next((times for times, look in _STATEMENTS if any(map(look.search, said))), 0)


def stated_foreign(text: str) -> str:
    """The other currency in which a title or a footnote says that all amounts are; else nothing.

    Letters alone may be anything: CAD is a program, CHF a heart that fails.
    """
    if not (foreign := foreign_in(text)):
        return ""
    sign = re.escape(foreign)
    stands = rf"\bin (?:\w+ of )?{sign}|^\W*{sign}\W*$"
    if not foreign.isalpha() or _OF_MONEY.search(text):
        stands += rf"|\({sign}"
    if not foreign[-1].isalpha():
        stands += rf"|^{sign}"
    return foreign if re.search(stands, text) else ""
