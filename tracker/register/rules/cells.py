"""What cells of a register say beside the forms of the exchange: titles out of texts, amounts by their unit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import unescape

from tracker.exchange.rules.amounts import read_amount
from tracker.exchange.rules.lines import SheetLine

LONGEST_TITLE = 150  # letters of a title that is made of a longer text
FIGURE = re.compile(r"[-+(]?£? ?-?[\d,. ]*\d(?:[\d,. ]*)\)?%?-?")  # a cell that is one figure, however it is signed
_MANY_DIGITS = re.compile(r"£? ?\d[\d,]*\.\d{3,}")
_AMOUNT = r"(?:£ ?)?\d[\d,. ]*(?: ?(?:k|m|mn|bn|thousand|million|billion))?"
_LESS = re.compile(
    rf"(?:£ ?)?[-−–—] ?(?P<minus>{_AMOUNT})|(?:£ ?)?\( ?-?(?P<brackets>{_AMOUNT}) ?\)"
    rf"|(?P<behind>{_AMOUNT}) ?(?:[-−–—]|cr)|cr ?(?P<credit>{_AMOUNT})",
    re.ASCII | re.IGNORECASE,
)
A_THOUSAND_MILLION = 1_000_000_000
_EXCEL_DAY = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_EXCEL_BEGAN = date(1899, 12, 30)
_SPANNED = range(18_264, 73_051)  # 1950 to 2099, as workbooks count: a budget is no day
_OF_WEB_PAGES = {"&quot;": '"', "&apos;": "'", "&#39;": "'"}  # besides those that unescape knows
_FIRST_SENTENCE = re.compile(r"(.+?)(?:[.!?;](?=\s)|\n|$)", re.DOTALL)


def short_title(text: str) -> str:
    """A title made of a longer text: its first sentence, cut at a word where that is long."""
    first = " ".join((_FIRST_SENTENCE.match(text.strip()) or [""])[0].split())
    if len(first) <= LONGEST_TITLE:
        return first.rstrip(" .;")
    return first[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def pounds_of(cell: str, times: int, *, figures: bool) -> Decimal:
    """An amount in pounds, by the unit of its heading; a figure with many decimals was worked out by a spreadsheet."""
    bare = cell.replace(",", "").replace("£", "").replace(" ", "")
    if times > 1 and re.fullmatch(r"\d{1,12}(?:\.\d{1,15})?", bare, re.ASCII):
        pounds = round(Decimal(bare) * times, 2)
        return Decimal(read_amount(str(pounds)).cell)
    if _MANY_DIGITS.fullmatch(cell) and (figures or len(cell.rpartition(".")[2]) > 3):  # noqa: PLR2004 - three may be thousands
        return Decimal(read_amount(str(round(Decimal(bare), 2))).cell)
    return Decimal(read_amount(cell).cell)


def in_full(cell: str, times: int) -> bool:
    """Whether a figure under a heading in thousands or millions looks like pounds that were written out in full.

    It does where it bears its own sign of pounds and is a thousand or more, or would come to a thousand million.
    """
    bare = re.sub(r"[£, ]", "", cell)
    if times == 1 or not re.fullmatch(r"\d{1,12}(?:\.\d+)?", bare, re.ASCII):
        return False
    return Decimal(bare) >= (1_000 if "£" in cell else A_THOUSAND_MILLION / times)


def without_sign(cell: str) -> str:
    """An amount that is less than nothing by a minus, brackets or "CR", without these; nothing for any other cell."""
    found = _LESS.fullmatch(cell.strip())
    return next((one.strip() for one in found.groups() if one), "") if found else ""


def excel_day(cell: str) -> date | None:
    """The day that a workbook counts by a number, where a cell shows that; None for any other cell."""
    found = _EXCEL_DAY.fullmatch(cell.strip())
    return _EXCEL_BEGAN + timedelta(days=int(found[1])) if found and int(found[1]) in _SPANNED else None


def sentence(words: str) -> str:
    """What the rules of the exchange say of a cell, as a sentence."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def as_meant(line: SheetLine) -> SheetLine:
    """A row whose cells say "&" where a web page that they were taken from wrote "&amp;", and the like."""
    if not any("&" in cell for cell in line.cells):
        return line
    return line._replace(cells=[unescape(cell, _OF_WEB_PAGES) for cell in line.cells])


def cell_at(line: SheetLine, place: int) -> str:
    """What stands at a place of a row, without blanks around it."""
    return line.cells[place].strip() if place < len(line.cells) else ""
