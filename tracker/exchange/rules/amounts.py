"""Pounds and whole numbers as people write them: what is sure is read, what may mean two things is refused."""

from __future__ import annotations

import re
from decimal import Decimal

from tracker.exchange.words import BadCellError, CellReading, quote
from tracker.value.rules import LARGEST_AMOUNT

_BLANKS = re.compile(r"[\s\u2000-\u200a\u202f\u205f\u3000]+")
_NUMBER = r"\d{1,15}|\d{1,3}(?:(?P<stop>[, ])\d{3})(?:(?P=stop)\d{3})*"
_POUNDS = re.compile(rf"\+?({_NUMBER})(\.\d{{1,2}})?", re.ASCII)
_ROUNDED = re.compile(
    r"((?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,6})?) ?(k|m|mn|bn|thousand|million|billion)", re.ASCII | re.IGNORECASE
)
_TIMES = {"k": 3, "t": 3, "m": 6, "b": 9}
_WHOLE = re.compile(rf"({_NUMBER})(?:\.0+)?", re.ASCII)
_SCORE = re.compile(r"([1-5])(?:\.0+)?", re.ASCII)

# What is wrong with an amount, by its look: the first that fits is told.
_FAULTS = (
    (r"\(.*|[£ ]+\(.*", "stands in brackets, which means less than nothing: write it without, and what it is in words"),
    (
        r"[-−–—] ?£? ?[\d.,]+.*|£ ?[-−].*|.*\d ?-",
        "is less than nothing: write it without a sign, and what it is in words",
    ),
    (r"\d+(?:[.,]\d+)?e[+-]?\d+", "was shortened by Excel and may have lost digits: format the column as a number"),
    (r"\d{1,3}(?:[. ]\d{3})*,\d{1,2}|\d+,\d{1,2}", "has a comma before its pence: write a point, as in 1800.50"),
    (r"[\d,]+\.\d{3}", "has three digits behind the point: these may be thousands, or one too many for pence"),
    (r"[\d,]+\.\d{3,}", "has more than two digits behind the point: round it to pence"),
    (r"[\d.]+", "has a point too many: write digits only, such as 150000 or 99.50"),
    (r"[\d,]+(?:\.\d{1,2})?", "has commas that do not stand in threes: write digits only, such as 150000"),
    (r".*%", "is a share, not an amount in pounds"),
    (r"[$€].*|.*[$€]|(?:usd|eur)\b.*", "is not in pounds"),
    (r"[-−–—]+|n/?a|nil|none|tbc|tbd|unknown|\?+", "may be nothing or not known: write 0, or leave it empty"),
)
_NO_AMOUNT = "is not an amount in pounds: write digits only, such as 150000 or 99.50"


def read_amount(given: str) -> CellReading:
    """Read pounds. Raises BadCellError that says why they cannot be read."""
    text = _BLANKS.sub(" ", given).strip()
    bare = re.sub(r"^(\+?)(?:£|GBP) ?|(?: ?(?:£|GBP))$", r"\1", text, flags=re.IGNORECASE)
    if found := _POUNDS.fullmatch(bare):
        return CellReading(_held(Decimal(re.sub("[, ]", "", found[1]) + (found[3] or "")), given))
    if found := _ROUNDED.fullmatch(bare):
        amount = Decimal(found[1].replace(",", "")).scaleb(_TIMES[found[2][0].lower()])
        if amount != round(amount, 2):
            raise BadCellError(f"{quote(given)} has more than two digits behind the point: round it to pence")
        cell = _held(amount, given)
        return CellReading(cell, "amount rounded", f"{quote(given)} read as {cell} pounds")
    fault = next((why for look, why in _FAULTS if re.fullmatch(look, bare, re.IGNORECASE)), _NO_AMOUNT)
    raise BadCellError(f"{quote(given)} {fault}")


def read_whole(given: str) -> CellReading:
    """Read a whole number; a point with nothing but noughts behind it changes nothing. Raises BadCellError."""
    if not (found := _WHOLE.fullmatch(_BLANKS.sub(" ", given).strip())):
        raise BadCellError(f"{quote(given)} is not a whole number: write digits only")
    return CellReading(str(int(re.sub("[, ]", "", found[1]))))


def read_score(given: str) -> CellReading:
    """Read one of five steps. Raises BadCellError."""
    if not (found := _SCORE.fullmatch(given.strip())):
        raise BadCellError(f"{quote(given)} is not a step of five: write 1 to 5")
    return CellReading(found[1])


def _held(amount: Decimal, given: str) -> str:
    if amount > LARGEST_AMOUNT:
        raise BadCellError(f"{quote(given)} is more than {LARGEST_AMOUNT:,} pounds")
    return money(amount)


def money(amount: Decimal) -> str:
    """Write an amount in its one form: whole pounds without pence, others with two digits of them."""
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:.2f}"
