"""What records support: the level of evidence, the change that numbers show, how long money lasts. Pure functions."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

from tracker.clock import may_be_named
from tracker.idea.words import Refused
from tracker.value.words import BenefitClass

LARGEST_AMOUNT = 10**12  # pounds: more than any council has
LONGEST_NUMBER = 30  # characters: what is longer is words, and no arithmetic is tried with it
EXACT = Context(prec=4 * LONGEST_NUMBER)  # whatever two such numbers come to, it is not cut


@dataclass(frozen=True)
class Record:
    """What one evidence record on a claim holds that its level depends on.

    `is_early`: it is dated no later than its baseline. `tells`: both are numbers, or it says better, same or worse.
    """

    has_baseline: bool
    has_value: bool
    is_early: bool = False
    tells: bool = True

    @property
    def follows_up(self) -> bool:
        """Whether it is a follow-up of the same indicator, dated after its baseline."""
        return self.has_baseline and self.has_value and self.tells and not self.is_early


def is_early(*, value_on: date | None, baseline_date: str | None) -> bool:
    """Whether a value is dated no later than its baseline; where either day is unknown it is not said to be."""
    start = last_day_of(baseline_date)
    return start is not None and value_on is not None and value_on <= start


def outruns(*, asked: int | None, supported: int) -> bool:
    """Whether a claim states a higher level than its records support."""
    return asked is not None and asked > supported


def method_faults(method: str | None, because: str | None) -> Iterator[Refused]:
    """Another method than a comparison group counts only with the reason why it will do."""
    if (method or "").strip() and not (because or "").strip():
        yield Refused("Say why this method shows that the idea made the change", field="method_because")
    if (because or "").strip() and not (method or "").strip():
        yield Refused("Say which method", field="method")


def benefit_faults(
    *, description: str, category: str | None, benefit_class: str | None, unit: str | None
) -> Iterator[Refused]:
    """A benefit says what is gained, for whom and of what kind; cash is counted in pounds alone."""
    if not description.strip():
        yield Refused("Say what is gained", field="description")
    if not category:
        yield Refused("Choose who gains", field="category")
    if not benefit_class:
        yield Refused("Choose what kind of gain it is", field="benefit_class")
    if benefit_class == BenefitClass.CASH and (unit or "").strip():
        yield Refused("Cash is counted in pounds: leave this empty, or choose another kind of gain", field="unit")


_NUMBER = re.compile(r"^\s*[£€$]?\s*(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s*%?\s*$")


# A page, and a night, ask of the same few figures and days again and again.
@functools.lru_cache(maxsize=4096)
def number_in(words: str | None) -> Decimal | None:
    """The number that a baseline or value is, or None where it is words."""
    found = _NUMBER.match(words or "")
    if not found or len(found[1]) > LONGEST_NUMBER:
        return None
    try:
        return Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None


_PER_CENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bpct\b", re.IGNORECASE)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Change:
    """How an indicator changed: by so many per cent, of a percentage by so many percentage points."""

    by: Decimal
    in_points: bool = False


def is_percentage(unit: str | None, *figures: str | None) -> bool:
    """Whether figures are percentages: their unit says so, or one of them does."""
    return bool(_PER_CENT.search(unit or "")) or any((figure or "").rstrip().endswith("%") for figure in figures)


def change_between(*, baseline: str | None, value: str | None, unit: str | None = None) -> Change | None:
    """The change from a baseline to a value, half up to one decimal; None where numbers do not tell.

    Of a percentage it is what was added or taken away, in percentage points; of anything else per cent of the baseline.
    """
    before, after = number_in(baseline), number_in(value)
    if before is None or after is None:
        return None
    with localcontext(EXACT):
        if is_percentage(unit, baseline, value):
            return Change((after - before).quantize(TENTH, ROUND_HALF_UP), in_points=True)
        if before == 0:
            return None
        return Change(((after - before) / abs(before) * 100).quantize(TENTH, ROUND_HALF_UP))


_STATED = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:%|per ?cent|percentage points?|points?\b|pp\b)", re.IGNORECASE)


def change_differs(*, stated: str | None, computed: Change | None, figures: Sequence[str | None] = ()) -> bool:
    """Whether a text states changes and none of them is the computed one, to the digits that the text gives.

    Where `figures`, the baseline and the value, are percentages themselves, naming them again states no change.
    """
    if computed is None:
        return False
    known = {number_in(figure) for figure in figures} if computed.in_points else set()
    said = [Decimal(each) for each in _STATED.findall(stated or "") if len(each) <= LONGEST_NUMBER]
    said = [each for each in said if each not in known]
    with localcontext(EXACT):
        return bool(said) and all(_as_said(abs(computed.by), each) != abs(each) for each in said)


def _as_said(computed: Decimal, said: Decimal) -> Decimal:
    places = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
    return computed.quantize(places, ROUND_HALF_UP)


# --- amounts ----------------------------------------------------------------------------------------------------------
_POUNDS = re.compile(
    r"(?:£|GBP)? ?(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)? ?(k|m|bn|thousand|million|billion)?(?: ?(?:pounds|GBP))?",
    re.ASCII | re.IGNORECASE,
)
_TIMES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
# What is never read as pounds, each with what to write instead.
_NO_POUNDS = (
    (r"\(.*\)", "Write an amount of 0 or more: brackets mean less than nothing"),
    (r"(?:£|GBP)? ?[-\u2212\u2013].*|.*\d ?-", "Write an amount of 0 or more, without a minus"),
    (r".*\d ?e ?[+-]?\d+", "Write all the figures, such as 100000: a spreadsheet has shortened them"),
    (r".*\d\.\d{3}[.,]\d*|.*\d,\d{1,2}", "Write pence after a full stop, such as 1,800.50"),
    (r"[^.]*\d\.\d{3,}", "Write pence with two figures, such as 1800.50"),
    (r"[^.]*\d[, ]\d.*", "Put commas between thousands only, such as 1,234,567"),
)


TOO_MUCH = f"Enter pounds, {LARGEST_AMOUNT:,} or less"


@dataclass(frozen=True)
class ReadAmount:
    """Pounds as they were read; `shortened`: they were written with a k or an m."""

    pounds: Decimal
    shortened: bool = False


def read_amount(typed: str) -> ReadAmount:
    """Read pounds as people write them: "£18,000", "18 000.50", "£1.5m". Raises ValueError that says what to write."""
    words = " ".join(typed.split())
    found = _POUNDS.fullmatch(words)
    times = _TIMES.get((found[3] or "").lower(), 1) if found else 1
    if found is None or (times == 1 and len(found[2] or "") > len(".00")):
        reasons = (reason for pattern, reason in _NO_POUNDS if re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE))
        raise ValueError(next(reasons, "Enter pounds in figures, such as 18000 or 212.50"))
    if len(found[1]) > LONGEST_NUMBER or len(found[2] or "") > LONGEST_NUMBER:
        raise ValueError(TOO_MUCH)
    with localcontext(EXACT):
        pounds = Decimal(re.sub("[, ]", "", found[1]) + (found[2] or "")) * times
        if pounds > LARGEST_AMOUNT:
            raise ValueError(TOO_MUCH)
        return ReadAmount(pounds.quantize(Decimal("0.01"), ROUND_HALF_UP), shortened=times > 1)


def in_pounds(amount: Decimal) -> str:
    """Pounds as "£18,000" or "£212.50"; less than nothing as "-£40"."""
    amount = amount.quantize(Decimal("0.01"))
    pence = "" if amount == amount.to_integral_value() else f"{abs(amount) % 1:.2f}"[1:]
    return f"{'-' if amount < 0 else ''}£{int(abs(amount)):,}{pence}"


# --- days -------------------------------------------------------------------------------------------------------------
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


@functools.lru_cache(maxsize=4096)
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
