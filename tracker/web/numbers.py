"""Numbers as people write them and as addresses hold them: read within what a column holds, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from wtforms import StringField

from tracker.value import in_pounds, read_amount

LARGEST = 2**31 - 1
_WHOLE = re.compile(r"\d{1,10}", re.ASCII)


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
    """Pounds, as "18000", "18,000.50", "£18 000" or "£1.5m"; what was shortened is told as it was read, in `notice`."""

    notice = ""

    def _value(self) -> str:
        return super()._value() if self.raw_data or self.data is None else in_pounds(self.data).lstrip("£")

    def read(self, typed: str) -> Decimal:
        """Read an amount that a column holds as it was written."""
        amount = read_amount(typed)
        if amount.shortened:
            self.notice = f"“{typed}” was read as {in_pounds(amount.pounds)}."
        return amount.pounds


class FigureField(AmountField):
    """A figure of 0 or more of whatever is counted, written as an amount is."""

    def read(self, typed: str) -> Decimal:
        """Read a figure that a column holds; what was shortened is told as it was read, without a currency."""
        try:
            figure = super().read(typed)
        except ValueError as why:
            msg = "Enter a figure, such as 112 or 212.50" if "pounds" in str(why) else str(why)
            raise ValueError(msg) from why
        self.notice = self.notice.replace("£", "")
        return figure


class WholeField(_NumberField):
    """A whole number, such as a number of days."""

    def read(self, typed: str) -> int:
        """Read a whole number."""
        if (number := whole(typed, otherwise=-1)) < 0:
            msg = "Enter a whole number in figures"
            raise ValueError(msg)
        return number
