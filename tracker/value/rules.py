"""What records support: the level of evidence, the change that numbers show, how long money lasts. Pure functions."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

from tracker.clock import may_be_named

LARGEST_AMOUNT = 10**12  # pounds: more than any council has
LONGEST_NUMBER = 30  # characters: what is longer is words, and no arithmetic is tried with it
EXACT = Context(prec=4 * LONGEST_NUMBER)  # whatever two such numbers come to, it is not cut

ACCOUNT, FOLLOW_UP, COMPARISON, REPLICATION, REPEATED = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Record:
    """What one evidence record on a claim holds that its level depends on."""

    has_baseline: bool
    has_value: bool


def level_supported(
    records: Sequence[Record],
    *,
    comparison_group: bool = False,
    replications: int = 0,
    has_procedure: bool = False,
) -> int:
    """The highest level of evidence (1-5) that records support, 0 for none; a ceiling, whatever is claimed.

    1 a reasoned account; 2 baseline and follow-up of the same indicator; 3 also a comparison group or another stated
    method; 4 also a replication evaluated by somebody other than the owner; 5 also a procedure and two replications or
    more (Nesta's standards of evidence).
    """
    if not records:
        return 0
    if not any(record.has_baseline and record.has_value for record in records):
        return ACCOUNT
    if not comparison_group:
        return FOLLOW_UP
    if replications < 1:
        return COMPARISON
    return REPEATED if has_procedure and replications >= 2 else REPLICATION  # noqa: PLR2004 - "2 or more replications"


def outruns(*, asked: int | None, supported: int) -> bool:
    """Whether a claim states a higher level than its records support."""
    return asked is not None and asked > supported


_NUMBER = re.compile(r"^\s*[£€$]?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*%?\s*$")


def number_in(words: str | None) -> Decimal | None:
    """The number that a baseline or value is, or None where it is words."""
    found = _NUMBER.match(words or "")
    if not found or len(found[1]) > LONGEST_NUMBER:
        return None
    try:
        return Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None


def change_in_percent(*, baseline: str | None, value: str | None) -> Decimal | None:
    """The change from a baseline to a value in per cent, half up to one decimal; None where numbers do not tell."""
    before, after = number_in(baseline), number_in(value)
    if before is None or after is None or before == 0:
        return None
    with localcontext(EXACT):
        return ((after - before) / abs(before) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


_STATED = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:%|per ?cent)")


def percent_differs(*, stated: str | None, computed: Decimal | None) -> bool:
    """Whether a text states percentages and none of them is the computed one, to the digits that the text gives."""
    if computed is None:
        return False
    said = [Decimal(each) for each in _STATED.findall(stated or "") if len(each) <= LONGEST_NUMBER]
    with localcontext(EXACT):
        return bool(said) and all(_as_said(abs(computed), each) != abs(each) for each in said)


def _as_said(computed: Decimal, said: Decimal) -> Decimal:
    places = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
    return computed.quantize(places, ROUND_HALF_UP)


@functools.lru_cache(maxsize=4096)
def plus_months(day: date, months: int) -> date:
    """A day so many months later, cut to the month's last day, and to the calendar's last year."""
    year, month = divmod(min(day.year * 12 + day.month - 1 + months, 12 * date.max.year + 11), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def runway_months(until: date | None, *, today: date) -> int | None:
    """Whole months from today to the latest end among granted lines; None (unknown) where no line has an end.

    It is the largest n for which today plus n months, cut to the month's last day, is not after the end; 0 once it has
    passed.
    """
    if until is None:
        return None
    months = max(0, (until.year - today.year) * 12 + until.month - today.month + 1)
    while months > 0 and plus_months(today, months) > until:
        months -= 1
    return months


def last_day_of(given: str | None) -> date | None:
    """The last day that a date names: "2007" is 31 December 2007, "2007-05" 31 May. None where it names none.

    "2007/08" is a financial year, which ends on 31 March.
    """
    if (span := re.fullmatch(r"(\d{4})/(\d{2})", (given or "").strip())) and f"{int(span[1]) + 1}".endswith(span[2]):
        given = f"{int(span[1]) + 1:04}-03-31"
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", (given or "").strip())
    if not found:
        return None
    year, month, day = found.groups()
    try:
        last = date(int(year), int(month or 12), int(day or 1))
        last = last if day else last.replace(day=calendar.monthrange(last.year, last.month)[1])
    except ValueError:
        return None
    return last if may_be_named(last) else None
