"""What may be said of a benefit by period, who checks it, how it may stand, and what a figure is counted in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tracker.benefit.rules import (
    check_faults,
    counted,
    day_faults,
    figure_faults,
    next_period,
    period_name,
    standings,
    within_a_tenth,
)
from tracker.benefit.words import CheckWord
from tracker.hours.rules import granted_now, hours_faults
from tracker.value.words import BenefitState

DAY = date(2026, 11, 20)
NOTHING = {"forecast": None, "hoped": "", "actual": None, "came": ""}


def fields(faults) -> list[str]:
    return [fault.field for fault in faults]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "Jul to Sep 2026"),
        (date(2026, 12, 1), date(2027, 2, 28), "Dec 2026 to Feb 2027"),
        (date(2026, 4, 1), date(2027, 3, 31), "2026/27"),
        (date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
        (date(2026, 1, 1), date(2026, 12, 31), "Jan to Dec 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "February 2028"),
        (date(2026, 7, 2), date(2026, 9, 30), "2 Jul 2026 to 30 Sep 2026"),
    ],
)
def test_a_period_is_called_as_people_call_it(first, last, name):
    assert period_name(first, last) == name


def test_the_next_period_is_the_quarter_after_the_last_or_the_one_that_the_day_is_in():
    assert next_period(None, today=DAY) == (date(2026, 10, 1), date(2026, 12, 31))
    assert next_period(date(2026, 11, 30), today=DAY) == (date(2026, 12, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("figure", "kind", "unit", "told"),
    [
        ("5200", "cash_releasing", None, "£5,200"),
        ("5200.5", None, None, "£5,200.50"),
        ("112", "quantifiable", "visits", "112 visits"),
        ("1112.50", "quantifiable", None, "1,112.5"),
        ("40", "non_cash_releasing", "hours", "40 hours"),
        ("40", "non_cash_releasing", None, "£40"),
        ("100", "quantifiable", None, "100"),
    ],
)
def test_a_figure_is_told_in_what_it_is_counted_in(figure, kind, unit, told):
    assert counted(Decimal(figure), kind, unit) == told


def test_a_period_has_days_in_order_and_is_a_year_at_most():
    assert fields(day_faults(None, None)) == ["starts_on", "ends_on"]
    assert fields(day_faults(date(2026, 7, 1), date(2026, 6, 30))) == ["ends_on"]
    assert fields(day_faults(date(2027, 4, 1), date(2028, 3, 31))) == []  # with a leap day
    assert fields(day_faults(date(2026, 4, 1), date(2027, 4, 2))) == ["ends_on"]


def test_something_is_forecast_or_came_in_figures_of_0_or_more_or_in_words_once_the_period_ended():
    def said(kind="cash_releasing", ends_on=DAY, **more) -> list[str]:
        return fields(figure_faults(benefit_class=kind, ends_on=ends_on, today=DAY, **{**NOTHING, **more}))

    assert said() == ["forecast"]
    assert said(forecast=Decimal(0)) == []
    assert said(forecast=Decimal(-1), actual=Decimal("NaN")) == ["forecast", "actual"]
    assert said(actual=Decimal(1)) == []  # it ends today
    assert said(actual=Decimal(1), ends_on=date(2026, 11, 21)) == ["actual"]
    assert said("qualitative", forecast=Decimal(1)) == ["forecast"]
    assert said("qualitative", came="They sleep.", ends_on=date(2027, 1, 1)) == ["came"]
    assert said("qualitative", came="They sleep.") == []


def test_a_check_says_what_it_looked_at_and_which_figure_it_is():
    def said(word, figure=None, note="", kind=None) -> list[str]:
        return fields(check_faults(word, figure=figure, note=note, benefit_class=kind))

    assert said(None) == ["word"]
    assert said(CheckWord.RIGHT) == ["note"]
    assert said(CheckWord.OTHER) == ["figure", "note"]
    assert said(CheckWord.OTHER, note="Twice", kind="qualitative") == []
    assert said(CheckWord.OTHER, Decimal(-1), "Twice") == ["figure"]
    assert said(CheckWord.UNCLEAR, note="No ledger") == []


def test_a_tenth_itself_is_within_a_tenth():
    assert within_a_tenth(forecast=Decimal(100), actual=Decimal(90))
    assert not within_a_tenth(forecast=Decimal(100), actual=Decimal("110.01"))
    assert within_a_tenth(forecast=Decimal(0), actual=Decimal(0))
    assert not within_a_tenth(forecast=Decimal(0), actual=Decimal("0.01"))


def test_a_benefit_came_when_another_says_so_and_every_figure_was_checked():
    def offered(state, **more) -> list[str]:
        about = {"keeps": True, "leads": False, "claimed": False, "figures": 2, "unchecked": 0}
        return [str(one) for one in standings(state, **{**about, **more})]

    assert offered(BenefitState.IN_DELIVERY) == ["realised", "under_question"]
    assert offered(BenefitState.IN_DELIVERY, claimed=True) == ["under_question"]
    assert offered(BenefitState.IN_DELIVERY, unchecked=1) == ["under_question"]
    assert offered(BenefitState.FORECAST, figures=0) == ["in_delivery", "under_question"]
    assert offered(BenefitState.REALISED) == ["in_delivery", "under_question"]
    assert offered(BenefitState.IN_DELIVERY, keeps=False) == ["realised"]
    assert offered(BenefitState.UNDER_QUESTION) == []
    assert offered(BenefitState.UNDER_QUESTION, leads=True) == ["in_delivery"]


def test_hours_are_of_a_week_and_count_on_their_days():
    said = {"granted_by": "", "granted_to": " ", "hours_a_week": Decimal("168.5"), "since": DAY, "until": None}
    assert fields(hours_faults(**said)) == ["granted_to", "granted_by", "hours_a_week"]
    whose = {"granted_by": "Her head", "granted_to": "She"}
    assert fields(hours_faults(**whose, hours_a_week=Decimal(4), since=DAY, until=date(2026, 11, 19))) == ["until"]
    grants = [(Decimal("3.5"), None, DAY), (Decimal(2), date(2026, 11, 21), None), (Decimal(1), DAY, None)]
    assert granted_now(grants, day=DAY) == Decimal("4.5")
