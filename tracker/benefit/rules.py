"""What may be said of a benefit by period, who may check it, how it may stand, how well it was forecast. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from tracker.benefit.words import CheckWord
from tracker.idea.words import Refused
from tracker.value.rules import LARGEST_AMOUNT, in_pounds, plus_months
from tracker.value.words import BenefitClass, BenefitState

LONGEST_PERIOD = 366  # days: of a longer one no year could be told
QUARTER, YEAR = 3, 12  # months
FEWEST = 5  # periods: fewer are not enough to say how well a service forecasts
TENTH = Decimal("0.1")
SHORT = calendar.month_abbr
NO_FIGURE = "It is told in words: write what came, or choose another kind of gain"
LESS_THAN_NOTHING = "Enter a figure of 0 or more: what it costs somebody is a loss, recorded by itself"
COUNTED_LATER = "This period ends on {}: what came is said then. Until then write a shorter one for what came so far"


# --- what is counted --------------------------------------------------------------------------------------------------
def in_words_only(benefit_class: str | None) -> bool:
    """Whether a benefit has no figures: a qualitative one is told in words."""
    return benefit_class == BenefitClass.QUALITATIVE


def is_money(benefit_class: str | None, unit: str | None) -> bool:
    """Whether a benefit is counted in pounds: cash, and what is no unit's own; a quantifiable one never is."""
    if benefit_class == BenefitClass.CASH:
        return True
    return not unit and benefit_class not in {BenefitClass.QUANTIFIABLE, BenefitClass.QUALITATIVE}


def counted(figure: Decimal | None, benefit_class: str | None, unit: str | None) -> str:
    """A figure in what it is counted in: "£5,200", "112 visits"; nothing for none."""
    if figure is None:
        return ""
    if is_money(benefit_class, unit):
        return in_pounds(figure)
    number = f"{figure:,.2f}".rstrip("0").rstrip(".")
    return f"{number} {unit}" if unit else number


def within_a_tenth(*, forecast: Decimal, actual: Decimal) -> bool:
    """Whether what came is within a tenth of what was forecast, the tenth itself counted in."""
    return abs(actual - forecast) <= forecast * TENTH


# --- periods ----------------------------------------------------------------------------------------------------------
def next_period(last: date | None, *, today: date) -> tuple[date, date]:
    """The quarter that follows the last period; without one, the quarter that a day is in."""
    begins = last + timedelta(days=1) if last else date(today.year, 3 * ((today.month - 1) // QUARTER) + 1, 1)
    return begins, plus_months(begins, QUARTER) - timedelta(days=1)


def period_name(starts_on: date, ends_on: date) -> str:
    """A period as people call it: "Jul to Sep 2026", "2026/27", "July 2026"; else its days."""
    if starts_on.day == 1 and (ends_on + timedelta(days=1)).day == 1:
        months = (ends_on.year - starts_on.year) * YEAR + ends_on.month - starts_on.month + 1
        if months == 1:
            return f"{calendar.month_name[starts_on.month]} {starts_on.year}"
        if months == YEAR and starts_on.month == 4:  # noqa: PLR2004 - April: the financial year
            return f"{starts_on.year}/{ends_on.year % 100:02}"
        begins = SHORT[starts_on.month] + (f" {starts_on.year}" if starts_on.year != ends_on.year else "")
        return f"{begins} to {SHORT[ends_on.month]} {ends_on.year}"
    return f"{_short(starts_on)} to {_short(ends_on)}" if starts_on != ends_on else _short(starts_on)


def _short(day: date) -> str:
    return f"{day.day} {SHORT[day.month]} {day.year}"


def day_faults(starts_on: date | None, ends_on: date | None) -> Iterator[Refused]:
    """A period has a first and a last day, in order, and is a year at most."""
    if starts_on is None:
        yield Refused("Give the first day of the period", field="starts_on")
    if ends_on is None:
        yield Refused("Give the last day of the period", field="ends_on")
    if starts_on and ends_on:
        if ends_on < starts_on:
            yield Refused("The last day lies before the first", field="ends_on")
        elif (ends_on - starts_on).days >= LONGEST_PERIOD:
            yield Refused("A period is a year at most: write each year by itself", field="ends_on")


def figure_faults(
    *,
    benefit_class: str | None,
    forecast: Decimal | None,
    hoped: str,
    actual: Decimal | None,
    came: str,
    ends_on: date | None,
    today: date,
) -> Iterator[Refused]:
    """Something is forecast or came, in figures of 0 or more or in words; what came is said once the period ended."""
    for name, figure in (("forecast", forecast), ("actual", actual)):
        if figure is not None and in_words_only(benefit_class):
            yield Refused(NO_FIGURE, field=name)
        elif figure is not None and not (figure.is_finite() and 0 <= figure <= LARGEST_AMOUNT):
            yield Refused(LESS_THAN_NOTHING, field=name)
    has_come = actual is not None or bool(came.strip())
    if forecast is None and not hoped.strip() and not has_come:
        where = "hoped" if in_words_only(benefit_class) else "forecast"
        yield Refused("Say what is forecast, or what came", field=where)
    if has_come and ends_on and ends_on > today:
        field = "came" if in_words_only(benefit_class) else "actual"
        yield Refused(COUNTED_LATER.format(_short(ends_on)), field=field)


# --- checks -----------------------------------------------------------------------------------------------------------
def claimed_it(person_id: UUID, *, benefit_by: UUID | None, figure_by: UUID | None) -> bool:
    """Whether a person claimed the benefit or its figure: then somebody else checks it."""
    return person_id in {benefit_by, figure_by}


class VerifiedBenefit(Protocol):
    """A benefit, as far as who claimed and who verified it go."""

    @property
    def claimed_by_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def verified_by_id(self) -> UUID | None: ...  # noqa: D102


class FigureThatCame(Protocol):
    """A figure that came: who claimed it, and what a check of it said."""

    @property
    def claimed_by_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def checked_word(self) -> str | None: ...  # noqa: D102


def stays_verified(benefit: VerifiedBenefit, figures: Collection[FigureThatCame]) -> bool:
    """Whether a benefit still came as it was verified: figures did, each checked, none claimed by who verified it."""
    claimed = {benefit.claimed_by_id, *(one.claimed_by_id for one in figures)}
    checked = all(one.checked_word == CheckWord.RIGHT for one in figures)
    return bool(figures) and checked and benefit.verified_by_id not in claimed


def check_faults(
    word: CheckWord | None, *, figure: Decimal | None, note: str, benefit_class: str | None
) -> Iterator[Refused]:
    """A check says what it looked at, which figure it is instead and why, or what is missing."""
    if word is None:
        yield Refused("Choose what you found", field="word")
        return
    if word is CheckWord.OTHER and figure is None and not in_words_only(benefit_class):
        yield Refused("Enter the figure that you found", field="figure")
    if figure is not None and not (figure.is_finite() and 0 <= figure <= LARGEST_AMOUNT):
        yield Refused(LESS_THAN_NOTHING, field="figure")
    if not note.strip():
        asked = {CheckWord.RIGHT: "Say what you looked at", CheckWord.OTHER: "Say why it is another"}
        yield Refused(asked.get(word, "Say what is missing"), field="note")


# --- how it stands ----------------------------------------------------------------------------------------------------
def standings(
    state: str, *, keeps: bool, leads: bool, claimed: bool, figures: int, unchecked: int
) -> list[BenefitState]:
    """How a benefit may stand next, as one person may say it.

    It came where somebody who did not claim it says so, and every figure that came was checked; all else is said by who
    keeps the idea. What is under question comes back on its way by a lead alone, and has to come anew.
    """
    if state == BenefitState.UNDER_QUESTION:
        return [BenefitState.IN_DELIVERY] if leads else []
    comes = state != BenefitState.REALISED and figures and not unchecked and not claimed
    found = [BenefitState.REALISED] if comes else []
    if not keeps:
        return found
    back = [BenefitState.IN_DELIVERY] if state in {BenefitState.FORECAST, BenefitState.REALISED} else []
    return [*back, *found, BenefitState.UNDER_QUESTION]
