"""How dates, ages and money read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tracker import clock
from tracker.web import filters

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def pinned():
    with clock.at(TODAY):
        yield


def plain(words):
    return words.replace(filters.NBSP, " ")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (date(2026, 10, 3), "3 October"),
        (date(2027, 3, 31), "31 March 2027"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July"),
        (None, ""),
    ],
)
def test_a_date_carries_its_year_only_where_it_is_not_this_one(given, read):
    assert plain(filters.day(given)) == read


def test_a_weekday_goes_before_and_a_month_may_be_short():
    assert plain(filters.day(date(2026, 11, 27), weekday=True)) == "Friday 27 November"
    assert plain(filters.day(date(2026, 11, 27), weekday=True, short=True)) == "Fri 27 Nov"


def test_a_date_never_breaks_between_its_day_and_its_month():
    assert filters.day(date(2026, 10, 3)) == "3\N{NO-BREAK SPACE}October"


@pytest.mark.parametrize(
    ("start", "end", "read"),
    [
        (date(2026, 10, 3), date(2026, 10, 9), "3 to 9 October"),
        (date(2026, 10, 3), date(2026, 11, 4), "3 October to 4 November"),
        (date(2027, 10, 3), date(2027, 11, 4), "3 October to 4 November 2027"),
        (date(2025, 12, 3), date(2026, 1, 4), "3 December 2025 to 4 January 2026"),
        (date(2026, 10, 3), date(2026, 10, 3), "3 October"),
        (date(2026, 10, 3), None, "from 3 October"),
        (None, date(2026, 10, 3), "until 3 October"),
        (None, None, ""),
    ],
)
def test_two_dates_read_as_a_span(start, end, read):
    assert plain(filters.day_range(start, end)) == read


@pytest.mark.parametrize(
    ("since", "read"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 19), "yesterday"),
        (date(2026, 10, 1), "50 days"),
        (date(2026, 9, 21), "60 days"),
        (date(2026, 9, 20), "2 months"),
        (date(2025, 11, 20), "12 months"),
        (date(2023, 11, 20), "3 years"),
        (date(2026, 11, 23), "23 November"),
        (None, ""),
    ],
)
def test_an_age_is_in_days_then_months_then_years(since, read):
    assert plain(filters.ago_days(since)) == read
    ago = {"50 days": "50 days ago", "60 days": "60 days ago", "2 months": "2 months ago"}
    ago |= {"12 months": "12 months ago", "3 years": "3 years ago"}
    assert plain(filters.ago(since)) == ago.get(read, read)


@pytest.mark.parametrize(
    ("amount", "read"),
    [
        (Decimal(18000), "£18,000"),
        (Decimal("212.50"), "£212.50"),
        (Decimal("0.05"), "£0.05"),
        (-40, "-£40"),
        (0, "£0"),
        (None, ""),
    ],
)
def test_money_shows_pence_only_where_there_are_some(amount, read):
    assert filters.money(amount) == read


def test_a_count_agrees_with_its_noun():
    read = [plain(filters.plural(count, "idea")) for count in (0, 1, 2, 1204)]
    assert read == ["0 ideas", "1 idea", "2 ideas", "1,204 ideas"]
    assert plain(filters.plural(3, "person", "people")) == "3 people"


def test_only_the_first_letter_is_made_large():
    assert filters.capital("being tried by NOR") == "Being tried by NOR"
    assert filters.capital("") == ""


def test_typed_lines_stay_lines_and_markup_stays_words():
    assert filters.lines("a <b>\nb") == "a &lt;b&gt;<br>b"
