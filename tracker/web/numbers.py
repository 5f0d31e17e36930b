"""Numbers as people write them and as addresses hold them: read within what a column holds, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from wtforms import StringField

from tracker.value import LARGEST_AMOUNT

LARGEST = 2**31 - 1
_WHOLE = re.compile(r"\d{1,10}", re.ASCII)
_POUNDS = re.compile(r"£?\s?(\d{1,3}(?:[, ]\d{3})+|\d{1,15})(\.\d{1,2})?", re.ASCII)


def whole(given: str | None, *, otherwise: int) -> int:
    """The whole number that an address or a hidden field holds; `otherwise` for none, or one that no column holds."""
    if not given or not _WHOLE.fullmatch(given) or int(given) > LARGEST:
        return otherwise
    return int(given)


class _NumberField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A number that is written; what cannot be read is an error and stays as typed."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number that was written."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = self.read(typed) if typed else None

    def read(self, typed: str) -> Any:
        """Read what was written. Raises ValueError with the sentence that stands beside the field."""
        raise NotImplementedError


class AmountField(_NumberField):
    """Pounds, as "18000", "18,000.50" or "£18 000"."""

    def read(self, typed: str) -> Decimal:
        """Read an amount that a column holds as it was written."""
        found = _POUNDS.fullmatch(typed)
        if not found:
            msg = "Enter pounds in figures, such as 18000 or 212.50"
            raise ValueError(msg)
        amount = Decimal(re.sub("[, ]", "", found[1]) + (found[2] or ""))
        if amount > LARGEST_AMOUNT:
            msg = f"Enter pounds, {LARGEST_AMOUNT:,} or less"
            raise ValueError(msg)
        return amount


class WholeField(_NumberField):
    """A whole number, such as a number of days."""

    def read(self, typed: str) -> int:
        """Read a whole number."""
        if (number := whole(typed, otherwise=-1)) < 0:
            msg = "Enter a whole number in figures"
            raise ValueError(msg)
        return number
