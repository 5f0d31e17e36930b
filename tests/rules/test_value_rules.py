"""What records support, without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.value import (
    Record,
    change_in_percent,
    last_day_of,
    level_supported,
    number_in,
    outruns,
    percent_differs,
    plus_months,
    runway_months,
)

ACCOUNT = Record(has_baseline=False, has_value=False)
FIGURE = Record(has_baseline=False, has_value=True)
BEFORE_AND_AFTER = Record(has_baseline=True, has_value=True)
TODAY = date(2026, 11, 20)
RECORDS = st.lists(st.builds(Record, has_baseline=st.booleans(), has_value=st.booleans()), max_size=5)


@pytest.mark.parametrize(
    ("records", "more", "level"),
    [
        ([], {}, 0),
        ([ACCOUNT], {}, 1),
        ([FIGURE, FIGURE], {"comparison_group": True, "replications": 3, "has_procedure": True}, 1),
        ([BEFORE_AND_AFTER], {}, 2),
        ([BEFORE_AND_AFTER], {"comparison_group": True}, 3),
        ([BEFORE_AND_AFTER], {"replications": 2}, 2),
        ([BEFORE_AND_AFTER], {"comparison_group": True, "replications": 1}, 4),
        ([BEFORE_AND_AFTER], {"comparison_group": True, "replications": 2}, 4),
        ([BEFORE_AND_AFTER], {"comparison_group": True, "replications": 1, "has_procedure": True}, 4),
        ([BEFORE_AND_AFTER], {"comparison_group": True, "replications": 2, "has_procedure": True}, 5),
    ],
)
def test_the_level_is_what_the_records_support_whatever_is_claimed(records, more, level):
    assert level_supported(records, **more) == level


@given(records=RECORDS, extra=RECORDS, group=st.booleans(), times=st.integers(0, 3), procedure=st.booleans())
def test_one_more_record_never_lowers_the_level(records, extra, group, times, procedure):
    more = {"comparison_group": group, "replications": times, "has_procedure": procedure}
    assert level_supported([*records, *extra], **more) >= level_supported(records, **more)


def test_a_claim_outruns_its_evidence_only_when_it_states_more():
    assert outruns(asked=3, supported=2)
    assert not outruns(asked=2, supported=2)
    assert not outruns(asked=None, supported=0)


@pytest.mark.parametrize(
    ("baseline", "value", "change"),
    [
        ("9", "4", "-55.6"),
        ("23.6", "50.4", "113.6"),
        ("1,200", "1,800", "50.0"),
        ("£400", "£300", "-25.0"),
        ("0", "4", None),
        ("no figure", "4", None),
        (None, "4", None),
        ("-4", "-2", "50.0"),
    ],
)
def test_a_percentage_is_computed_from_the_recorded_numbers(baseline, value, change):
    assert change_in_percent(baseline=baseline, value=value) == (Decimal(change) if change else None)


def test_a_stated_percentage_that_the_numbers_do_not_give_is_noticed():
    assert percent_differs(stated="Down by 62 per cent", computed=Decimal("-64.4"))
    assert not percent_differs(stated="Down by 64 per cent", computed=Decimal("-64.4"))
    assert not percent_differs(stated="Fewer complaints", computed=Decimal("-64.4"))
    assert not percent_differs(stated="62%", computed=None)
    assert not percent_differs(stated="64.4%", computed=Decimal("-64.4"))
    assert percent_differs(stated="64.3%", computed=Decimal("-64.4"))
    assert not percent_differs(stated="Down by 64 per cent, in one ward by 80%", computed=Decimal("-64.4"))


@pytest.mark.parametrize(
    ("given_date", "day"),
    [
        ("2007", date(2007, 12, 31)),
        ("2007-05", date(2007, 5, 31)),
        ("2008-02", date(2008, 2, 29)),
        ("2007-05-09", date(2007, 5, 9)),
        ("2007-13", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_partial_date_counts_from_its_last_day(given_date, day):
    assert last_day_of(given_date) == day


def test_a_month_after_the_thirty_first_is_cut_to_the_months_last_day():
    assert plus_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert plus_months(date(2026, 11, 20), 14) == date(2028, 1, 20)


@pytest.mark.parametrize(
    ("end", "months"),
    [
        (date(2026, 12, 19), 0),
        (date(2026, 12, 20), 1),
        (date(2027, 5, 20), 6),
        (date(2027, 5, 19), 5),
        (date(2026, 11, 20), 0),
        (date(2020, 1, 1), 0),
    ],
)
def test_the_runway_is_whole_months_to_the_end_of_the_last_granted_line(end, months):
    assert runway_months(end, today=TODAY) == months


def test_a_line_without_an_end_is_unknown_and_never_long():
    assert runway_months(None, today=TODAY) is None


@given(today=st.dates(date(2000, 1, 1), date(2050, 1, 1)), days=st.integers(0, 4000))
def test_the_runway_is_the_largest_number_of_months_that_fits(today, days):
    end = today + timedelta(days=days)
    months = runway_months(end, today=today)
    assert plus_months(today, months) <= end < plus_months(today, months + 1)


FIGURES = st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", fullmatch=True)


@given(FIGURES, FIGURES, FIGURES)
def test_figures_of_any_length_are_reckoned_with_or_are_words(baseline, figure, stated):
    computed = change_in_percent(baseline=baseline, value=figure)
    assert percent_differs(stated=f"{stated} %", computed=computed) in {True, False}
    assert number_in("1" * 31) is None


def test_months_end_where_the_calendar_does():
    assert plus_months(date(9999, 12, 31), 5) == date(9999, 12, 31)
    assert runway_months(date.max, today=date(2026, 11, 20)) > 90_000
    assert runway_months(date.min, today=date(2026, 11, 20)) == 0


@pytest.mark.parametrize("stated", ["0001-01-01", "9999", "9999-12", "1899-12-31", "2200-01-01", "2026-02-30"])
def test_a_date_that_no_record_may_name_is_none(stated):
    assert last_day_of(stated) is None
