"""How old is too old, and which parts of an idea are out of date, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.upkeep.rules import (
    DayCount,
    MonthCount,
    UpkeepRecord,
    days,
    days_waited,
    evidence_stale,
    idle,
    money_short,
    owes_lesson,
    parts_due,
    reply_late,
    sponsor_silent,
)

TODAY = date(2026, 11, 20)
CURRENT = UpkeepRecord(
    claims=1,
    newest_evidence=TODAY,
    needs_no_money=True,
    has_sponsor=True,
    last_contact=TODAY,
    involvement="told",
    extent="incremental",
    risk_of_nothing_said=True,
    open_risks=1,
)


def ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def due(**changed: object) -> dict[str, str]:
    return parts_due(replace(CURRENT, **changed), today=TODAY)


def test_a_reply_is_late_from_the_day_after_its_promise_until_it_comes():
    assert [reply_late(promised, replied=None, today=TODAY) for promised in (ago(1), TODAY, None)] == [
        True,
        False,
        False,
    ]
    assert not reply_late(ago(9), replied=ago(1), today=TODAY)


def test_what_was_turned_down_or_given_up_owes_a_lesson_and_what_goes_on_elsewhere_does_not():
    outcomes = ("stopped", "improved_instead", "resourced_instead", "declined", "merged", "referred", "parked", None)
    assert [owes_lesson(outcome, lessons=0) for outcome in outcomes] == [True] * 4 + [False] * 4
    assert not owes_lesson("declined", lessons=1)


def test_an_author_waits_from_the_working_day_after_the_idea_was_sent():
    friday, monday = TODAY, TODAY + timedelta(days=3)
    assert [days_waited(friday, today=day, nation="england") for day in (friday, monday)] == [0, 1]
    assert days_waited(None, today=TODAY, nation=None) == 0


def test_the_days_are_those_of_the_rule_book():
    assert vars(days()) == {
        "sponsor": 60,
        "evidence": 90,
        "evidence_large": 180,
        "runway": 6,
        "stuck": 12,
        "idle": 90,
        "idle_large": 180,
        "people": 180,
        "grace": 30,
        "lesson": 90,
        "partner": 60,
        "feedback": 365,
        "publication": 365,
        "news": 90,
        "learning": 365,
        "flow": 180,
    }


@pytest.mark.parametrize("extent", [None, "incremental", "radical", "system"])
def test_an_age_of_exactly_the_set_days_is_not_old_and_a_day_more_is(extent):
    fresh = 180 if extent in {"radical", "system"} else 90
    assert not evidence_stale(ago(fresh), extent=extent, today=TODAY)
    assert evidence_stale(ago(fresh + 1), extent=extent, today=TODAY)
    assert not sponsor_silent(ago(60), today=TODAY)
    assert sponsor_silent(ago(61), today=TODAY)


def test_what_has_no_day_is_old():
    assert evidence_stale(None, extent="system", today=TODAY)
    assert sponsor_silent(None, today=TODAY)
    assert money_short(None, today=TODAY)


@pytest.mark.parametrize(("extent", "count"), [(None, 90), ("incremental", 90), ("radical", 180), ("system", 180)])
def test_an_idea_is_idle_on_the_last_of_its_days_already(extent, count):
    assert idle(ago(count), extent=extent, today=TODAY)
    assert not idle(ago(count - 1), extent=extent, today=TODAY)


def test_money_for_six_whole_months_is_enough_and_a_day_less_is_short():
    assert not money_short(date(2027, 5, 20), today=TODAY)
    assert money_short(date(2027, 5, 19), today=TODAY)
    assert money_short(ago(1), today=TODAY)


def test_an_idea_of_which_all_is_said_and_fresh_has_nothing_due():
    assert due() == {}


def test_every_part_is_due_of_an_idea_of_which_nothing_is_recorded_in_the_order_in_which_they_are_shown():
    parts = ["claim", "evidence", "money", "sponsor", "involvement", "extent", "nothing", "risk"]
    assert list(parts_due(UpkeepRecord(), today=TODAY)) == parts


@pytest.mark.parametrize(
    ("changed", "part", "reason"),
    [
        ({"claims": 0}, "claim", "What should get better, and by how much, is not said yet."),
        ({"unmeasured_claims": 1}, "claim", "A claim has no starting figure or no target yet."),
        ({"newest_evidence": None}, "evidence", "Nothing that was seen, heard or measured is recorded yet."),
        ({"newest_evidence": ago(91)}, "evidence", "The newest record is 91 days old; one in 90 days is enough."),
        (
            {"newest_evidence": ago(181), "extent": "system"},
            "evidence",
            "The newest record is 181 days old; one in 180 days is enough.",
        ),
        ({"needs_no_money": False}, "money", "Neither money nor that it needs none is recorded yet."),
        (
            {"needs_no_money": False, "funded": True},
            "money",
            "The money has no end date, so how long it lasts is unknown.",
        ),
        (
            {"needs_no_money": False, "funded": True, "money_until": date(2027, 1, 4)},
            "money",
            "The granted money lasts 1 more month.",
        ),
        (
            {"needs_no_money": False, "funded": True, "money_until": date(2027, 5, 19)},
            "money",
            "The granted money lasts 5 more months.",
        ),
        ({"has_sponsor": False}, "sponsor", "Nobody with the authority to act is named yet."),
        ({"last_contact": None}, "sponsor", "No contact between the sponsor and the team is recorded yet."),
        ({"last_contact": ago(61)}, "sponsor", "The last contact was 61 days ago; every 60 days is enough."),
        ({"involvement": None}, "involvement", "What part the people who use it have is not said yet."),
        ({"extent": None}, "extent", "How big a change it is, is not said yet."),
        (
            {"risk_of_nothing_said": False},
            "nothing",
            "What happens if nobody does anything is not said yet.",
        ),
        ({"open_risks": 0}, "risk", "Nothing that could go wrong is noted yet."),
        ({"next_look": ago(1)}, "claim", "A claim was to be looked at again on 19 November."),
        ({"next_review": ago(1)}, "risk", "A risk was to be looked at again on 19 November."),
    ],
)
def test_a_part_that_is_out_of_date_says_why(changed, part, reason):
    assert due(**changed) == {part: reason}


@pytest.mark.parametrize(
    "changed",
    [
        {"newest_evidence": ago(90)},
        {"newest_evidence": ago(180), "extent": "radical"},
        {"needs_no_money": False, "funded": True, "money_until": date(2027, 5, 20)},
        {"last_contact": ago(60)},
        {"next_review": TODAY},
    ],
)
def test_a_part_is_current_up_to_its_last_day(changed):
    assert due(**changed) == {}


def test_a_sentence_takes_its_figures_from_the_entries_that_it_names():
    with_days = days().with_days
    assert with_days("in the last {sponsor} days, or {sponsor.following} to {sponsor.twice}") == (
        "in the last 60 days, or 61 to 120"
    )
    assert (
        with_days("more than {feedback.age} old, in the last {feedback.period}")
        == "more than a year old, in the last year"
    )
    assert with_days("more than {lesson.age} old, in the last {lesson.period}") == (
        "more than 90 days old, in the last 90 days"
    )
    assert with_days("{runway.period}, {runway.possessive} money") == "six months, six months' money"
    with pytest.raises(KeyError):
        with_days("in the last {sponsr} days")


def test_one_day_and_one_month_are_not_said_in_the_plural_and_many_months_in_figures():
    assert (DayCount(1).period, DayCount(1).age) == ("1 day", "1 day")
    assert (MonthCount(1).period, MonthCount(1).possessive) == ("one month", "one month's")
    assert (MonthCount(12).period, MonthCount(13).period) == ("twelve months", "13 months")
