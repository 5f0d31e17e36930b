"""Working days, held against a plain restatement that goes from day to day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from tracker import clock

NATIONS = ["england", "wales", "scotland", "northern_ireland"]
nations = st.sampled_from([*NATIONS, None, "atlantis"])
# Bank holidays are known of some years only: around them, and far before and after.
near = st.dates(date(2016, 1, 1), date(2030, 12, 31))
days = st.one_of(near, st.dates(date(1900, 1, 1), date(2200, 12, 31)))
counts = st.integers(-3, 400)


def off(nation: str | None) -> set[date]:
    if nation not in NATIONS:
        return set()
    given_by = BankHolidays(use_cached_holidays=True)
    return {holiday["date"] for holiday in given_by.get_holidays(clock.DIVISIONS[nation])}


OFF = {nation: off(nation) for nation in [*NATIONS, None, "atlantis"]}


def works(day: date, nation: str | None) -> bool:
    return day.weekday() not in {5, 6} and day not in OFF[nation]


@given(days, nations)
def test_a_working_day_is_neither_at_a_weekend_nor_a_bank_holiday(day, nation):
    assert clock.is_working_day(day, nation) == works(day, nation)


@pytest.mark.parametrize("nation", NATIONS)
def test_every_bank_holiday_of_a_nation_is_off_there(nation):
    assert len(OFF[nation]) > 30
    assert [day for day in OFF[nation] if clock.is_working_day(day, nation)] == []


@given(days, nations)
def test_the_first_working_day_on_or_after_a_day(day, nation):
    found = day
    while not works(found, nation):
        found += timedelta(days=1)
    assert clock.on_or_after(day, nation) == found


@given(days, counts, nations)
def test_so_many_working_days_after_a_day(day, count, nation):
    found, left = day, count
    while left > 0:
        found += timedelta(days=1)
        left -= works(found, nation)
    assert clock.add_working_days(day, count, nation) == found


@given(days, st.integers(-500, 3_000), nations)
def test_working_days_between_two_days(start, apart, nation):
    end = start + timedelta(days=apart)
    one_by_one = sum(works(start + timedelta(days=n), nation) for n in range(1, apart + 1))
    assert clock.working_days_between(start, end, nation) == one_by_one


@given(days, st.integers(0, 400), nations)
def test_what_was_added_lies_between(day, count, nation):
    assert clock.working_days_between(day, clock.add_working_days(day, count, nation), nation) == count


def test_christmas_as_england_and_scotland_keep_it():
    # 25 and 26 December 2025 are a Thursday and a Friday; Scotland also keeps 2 January.
    assert clock.add_working_days(date(2025, 12, 23), 2, "england") == date(2025, 12, 29)
    assert clock.working_days_between(date(2025, 12, 24), date(2026, 1, 5), "england") == 5
    assert clock.working_days_between(date(2025, 12, 24), date(2026, 1, 5), "scotland") == 4
    assert clock.working_days_between(date(2025, 12, 24), date(2026, 1, 5), None) == 8


@pytest.mark.parametrize(("day", "moment"), [(date(2026, 1, 15), (15, 0)), (date(2026, 7, 15), (14, 23))])
def test_a_day_begins_at_midnight_in_london(day, moment):
    begins = clock.start_of(day)
    assert (begins.day, begins.hour, begins.tzinfo) == (*moment, UTC)
    assert clock.day_of(begins) == day
    assert clock.day_of(begins - timedelta(seconds=1)) == day - timedelta(days=1)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), near)  # noqa: DTZ001 - hypothesis wants them so
def test_a_moment_is_of_a_day_or_a_later_one_from_the_day_s_begin_on(moment, day):
    assert (moment >= clock.start_of(day)) == (clock.day_of(moment) >= day)


def test_a_bank_holiday_at_a_weekend_takes_nothing_away(monkeypatch):
    saturday, monday = date(2026, 8, 29), date(2026, 8, 31)
    monkeypatch.setattr(BankHolidays, "get_holidays", lambda *_: [{"date": saturday}, {"date": monday}])
    clock._days_off.cache_clear()
    try:
        assert clock.working_days_between(date(2026, 8, 28), date(2026, 9, 4), "wales") == 4
        assert clock.add_working_days(date(2026, 8, 28), 1, "wales") == date(2026, 9, 1)
    finally:
        clock._days_off.cache_clear()


@pytest.mark.parametrize("nation", [*NATIONS, None])
def test_working_days_end_where_the_calendar_does(nation):
    assert clock.add_working_days(date.max, 400, nation) == date.max
    assert clock.on_or_after(date.max, nation) == date.max
    assert clock.working_days_between(date.min, date.max, nation) > 2_000_000
    assert clock.is_working_day(date.min, nation)


@given(st.dates(), st.integers(-(10**7), 10**7))
def test_no_reckoning_of_days_leads_to_a_day_that_no_record_may_name(day, count):
    found = clock.days_after(day, count)
    assert clock.may_be_named(found)
    if clock.may_be_named(day) and abs(count) < 1_000 and date(1910, 1, 1) < day < date(2190, 1, 1):
        assert found == day + timedelta(days=count)
