"""What is true of a study: the steps of a theory, a link that can be opened, sums as a range. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.idea.words import Refused
from tracker.study.words import EvaluationParticulars, SumParticulars

MOST_STEPS = 12
LONGEST_ADDRESS = 2000
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
PENNY = Decimal("0.01")


def steps_in(words: str | None) -> list[str]:
    """The steps of a theory, one to a line; numbers and dots before them are not theirs."""
    lines = (_NUMBERED.sub("", line).strip() for line in (words or "").splitlines())
    return [line for line in lines if line]


def theory_faults(steps: str) -> Iterator[Refused]:
    """A theory has two steps at least: what is done, and what gets better by it."""
    count = len(steps_in(steps))
    if count < len(("done", "better")):
        yield Refused("Write two steps or more, one to a line: what is done, and what gets better by it", field="steps")
    if count > MOST_STEPS:
        yield Refused(f"Write {MOST_STEPS} steps or fewer", field="steps")


def address_fault(address: str) -> str | None:
    """What keeps an address from being opened from a page: it begins with http:// or https:// and names a place."""
    typed = address.strip()
    if not typed:
        return "Paste the address of the page"
    if len(typed) > LONGEST_ADDRESS:
        return f"Use {LONGEST_ADDRESS:,} characters or fewer"
    try:
        parts = urlsplit(typed)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or re.search(r"\s", typed):
        return "Paste a whole address, beginning with https://"
    if parts.username or parts.password:
        return "Leave out the name and password: everybody who sees the idea can read this"
    return None


def evaluation_faults(said: EvaluationParticulars, *, today: date) -> Iterator[Refused]:
    """A report comes after its evaluation began, and is there once its day has been."""
    since, due, came = said.get("since"), said.get("due_on"), said.get("reported_on")
    if since and due and due < since:
        yield Refused("The report would be due before the evaluation began", field="due_on")
    if came and came > today:
        yield Refused("Give the day on which the report came, not one to come", field="reported_on")
    elif came and since and came < since:
        yield Refused("The report would have come before the evaluation began", field="reported_on")


def sum_faults(said: SumParticulars) -> Iterator[Refused]:
    """A sum needs every part of it, the lower figure of a range first, and what is assumed in words."""
    if not said["unit"].strip():
        yield Refused("Say for what you count the cost, such as a person helped", field="unit")
    yield from _range_faults(said["spent_least"], said["spent_most"], "spent", "Say what was spent, in pounds")
    if not said["results"]:
        yield Refused("Say how many there were, 1 or more", field="results")
    yield from _range_faults(said["wanted_least"], said["wanted_most"], "wanted", "Say how many need it, 1 or more")
    if not said["assumptions"].strip():
        yield Refused(
            "Say what these sums assume: what would be cheaper or dearer for more people", field="assumptions"
        )


def _range_faults(least: Decimal | int | None, most: Decimal | int | None, name: str, needed: str) -> Iterator[Refused]:
    if least is None or (name == "wanted" and least == 0):
        yield Refused(needed, field=f"{name}_least")
    elif most is not None and most < least:
        yield Refused("The higher figure is below the lower one", field=f"{name}_most")


class PoundRange(NamedTuple):
    """From so many pounds to so many."""

    least: Decimal
    most: Decimal

    @property
    def is_one(self) -> bool:
        """Whether both ends are the same."""
        return self.least == self.most


def cost_each(*, spent: PoundRange, results: int) -> PoundRange:
    """What one result costs: the pounds spent through the results that were had, to the penny, half up."""
    return PoundRange(*(_penny(Decimal(end) / results) for end in spent))


def cost_of_all(*, spent: PoundRange, results: int, least: int, most: int) -> PoundRange:
    """What it would cost for all who need it: the least for the fewest, the most for the most, in whole pounds."""
    low, high = (Decimal(end) * count / results for end, count in zip(spent, (least, most), strict=True))
    return PoundRange(*(end.quantize(Decimal(1), ROUND_HALF_UP) for end in (low, high)))


def _penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


def report_is_late(*, due_on: date | None, reported_on: date | None, day: date) -> bool:
    """Whether a report is past its day and has not come."""
    return due_on is not None and reported_on is None and due_on < day
