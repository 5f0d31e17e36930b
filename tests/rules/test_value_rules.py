"""What records support, without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.value import (
    Change,
    Ladder,
    Record,
    change_between,
    change_differs,
    in_pounds,
    is_early,
    last_day_of,
    number_in,
    outruns,
    plus_months,
    read_amount,
    runway_months,
)

ACCOUNT = Record(has_baseline=False, has_value=False)
FIGURE = Record(has_baseline=False, has_value=True)
BEFORE_AND_AFTER = Record(has_baseline=True, has_value=True)
TODAY = date(2026, 11, 20)
EARLY = Record(has_baseline=True, has_value=True, is_early=True)
IN_WORDS = Record(has_baseline=True, has_value=True, tells=False)
RECORDS = st.lists(st.builds(Record, *[st.booleans()] * 4), max_size=5)


@pytest.mark.parametrize(
    ("records", "more", "level"),
    [
        ([], {}, 0),
        ([ACCOUNT], {}, 1),
        ([FIGURE, FIGURE], {"comparison": True, "replications": 3, "has_procedure": True}, 1),
        ([BEFORE_AND_AFTER], {}, 2),
        ([EARLY, IN_WORDS], {"comparison": True}, 1),
        ([EARLY, BEFORE_AND_AFTER], {}, 2),
        ([BEFORE_AND_AFTER], {"comparison": True}, 3),
        ([BEFORE_AND_AFTER], {"replications": 2}, 2),
        ([BEFORE_AND_AFTER], {"comparison": True, "replications": 1}, 4),
        ([BEFORE_AND_AFTER], {"comparison": True, "replications": 2}, 4),
        ([BEFORE_AND_AFTER], {"comparison": True, "replications": 1, "has_procedure": True}, 4),
        ([BEFORE_AND_AFTER], {"comparison": True, "replications": 2, "has_procedure": True}, 5),
    ],
)
def test_the_level_is_what_the_records_support_whatever_is_claimed(records, more, level):
    ladder = Ladder.of(records, **more)
    assert ladder.supported == level
    states = ["there"] * level + ["missing"] + ["not_yet"] * 4
    assert [(rung.level, rung.state) for rung in ladder.rungs] == list(zip(range(1, 6), states, strict=False))


@given(records=RECORDS, extra=RECORDS, group=st.booleans(), times=st.integers(0, 3), procedure=st.booleans())
def test_one_more_record_never_lowers_the_level(records, extra, group, times, procedure):
    more = {"comparison": group, "replications": times, "has_procedure": procedure}
    assert Ladder.of([*records, *extra], **more).supported >= Ladder.of(records, **more).supported


def test_a_claim_outruns_its_evidence_only_when_it_states_more():
    assert outruns(asked=3, supported=2)
    assert not outruns(asked=2, supported=2)
    assert not outruns(asked=None, supported=0)


@pytest.mark.parametrize(
    ("value_on", "baseline_date", "early"),
    [
        (date(2026, 4, 30), "2026-04-30", True),
        (date(2026, 5, 1), "2026-04-30", False),
        (date(2026, 4, 29), "2026-04", True),
        (date(2026, 12, 31), "2026", True),
        (date(2027, 1, 1), "2026", False),
        (None, "2026", False),
        (date(2026, 1, 1), None, False),
        (date(2026, 1, 1), "long ago", False),
    ],
)
def test_a_follow_up_is_dated_after_the_last_day_that_its_start_names(value_on, baseline_date, early):
    assert is_early(value_on=value_on, baseline_date=baseline_date) is early


@pytest.mark.parametrize(
    ("baseline", "value", "unit", "change"),
    [
        ("9", "4", "days", Change(Decimal("-55.6"))),
        ("23.6", "50.4", None, Change(Decimal("113.6"))),
        ("1,200", "1,800", "", Change(Decimal("50.0"))),
        ("£400", "£300", "pounds", Change(Decimal("-25.0"))),
        ("0", "4", "days", None),
        ("no figure", "4", "per cent", None),
        (None, "4", "%", None),
        ("-4", "-2", None, Change(Decimal("50.0"))),
        ("17", "57", "per cent", Change(Decimal("40.0"), in_points=True)),
        ("62.25", "74", "% of calls", Change(Decimal("11.8"), in_points=True)),
        ("62", "60", "Percentage of tenants", Change(Decimal("-2.0"), in_points=True)),
        ("62%", "74 %", None, Change(Decimal("12.0"), in_points=True)),
        ("0", "4", "percent", Change(Decimal("4.0"), in_points=True)),
        ("4", "8", "percentile", Change(Decimal("100.0"))),
    ],
)
def test_a_change_is_computed_from_the_recorded_numbers_of_a_percentage_in_points(baseline, value, unit, change):
    assert change_between(baseline=baseline, value=value, unit=unit) == change


DOWN, UP = Change(Decimal("-64.4")), Change(Decimal("12.0"), in_points=True)


@pytest.mark.parametrize(
    ("stated", "computed", "differs"),
    [
        ("Down by 62 per cent", DOWN, True),
        ("Down by 64 per cent", DOWN, False),
        ("Fewer complaints", DOWN, False),
        ("62%", None, False),
        ("64.4%", DOWN, False),
        ("64.3%", DOWN, True),
        ("Down by 64 per cent, in one ward by 80%", DOWN, False),
        ("Up 12 percentage points", UP, False),
        ("Up 19 per cent", UP, True),
        ("From 62 % to 74%", UP, False),
        ("Now 74%, up 11 points", UP, True),
    ],
)
def test_a_stated_change_that_the_numbers_do_not_give_is_noticed(stated, computed, differs):
    assert change_differs(stated=stated, computed=computed, figures=("62", "74%")) is differs


# --- amounts ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "pounds", "shortened"),
    [
        ("18000", "18000", False),
        ("£1,234.50", "1234.50", False),
        ("£ 1 234 567", "1234567", False),
        ("1234.5", "1234.50", False),
        ("  £1\N{NO-BREAK SPACE}234 ", "1234", False),
        ("£1.5m", "1500000", True),
        ("150k", "150000", True),
        ("2 Million", "2000000", True),
        ("0", "0", False),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, pounds, shortened):
    read = read_amount(typed)
    assert (read.pounds, read.shortened) == (Decimal(pounds), shortened)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1E+05", "shortened"),
        ("1e5", "shortened"),
        ("1.800,50", "full stop"),
        ("1800,5", "full stop"),
        ("1.800.000,00", "full stop"),
        ("-500", "minus"),
        ("£-500.20", "minus"),
        ("\N{MINUS SIGN}5", "minus"),
        ("(1,800)", "brackets"),
        ("1.234", "two figures"),
        ("1,234.567", "two figures"),
        ("1,23,456", "thousands"),
        ("about 500", "in figures"),
        ("9" * 14, "or less"),
        ("9" * 400, "or less"),
        ("9999bn", "or less"),
    ],
)
def test_what_is_no_amount_is_refused_each_with_its_own_reason(typed, reason):
    with pytest.raises(ValueError, match=reason):
        read_amount(typed)


@given(pence=st.integers(0, 10**14))
def test_what_is_written_is_read_again_to_the_penny(pence):
    amount = Decimal(pence) / 100
    assert read_amount(in_pounds(amount)).pounds == amount


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
    for unit in ("days", "per cent"):
        computed = change_between(baseline=baseline, value=figure, unit=unit)
        assert change_differs(stated=f"{stated} %", computed=computed) in {True, False}
    assert number_in("1" * 31) is None


def test_months_end_where_the_calendar_does():
    assert plus_months(date(9999, 12, 31), 5) == date(9999, 12, 31)
    assert runway_months(date.max, today=date(2026, 11, 20)) > 90_000
    assert runway_months(date.min, today=date(2026, 11, 20)) == 0


@pytest.mark.parametrize("stated", ["0001-01-01", "9999", "9999-12", "1899-12-31", "2200-01-01", "2026-02-30"])
def test_a_date_that_no_record_may_name_is_none(stated):
    assert last_day_of(stated) is None
