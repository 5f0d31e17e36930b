"""The first day on which a passing date may change a triangle: never too late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.idea.words import Extent, Stage
from tracker.portfolio.triangle.due import due_on
from tracker.portfolio.triangle.record import ClaimRecord, EvidenceRecord, FundingRecord, IdeaRecord
from tracker.portfolio.triangle.score import triangle
from tracker.upkeep import days

DAY = date(2026, 8, 31)
LATELY = st.dates(DAY - timedelta(days=800), DAY)
SOON = st.dates(DAY - timedelta(days=400), DAY + timedelta(days=900))
SOME = st.none() | LATELY
EVIDENCE = st.builds(
    EvidenceRecord,
    kind=st.sampled_from(["user_feedback", "public_feedback", "agency_feedback", "figures", None]),
    value=st.sampled_from(["2", None]),
    note=st.sampled_from(["They said so.", None]),
    day=SOME,
    seen_on=SOME,
    entered=st.integers(0, 9),
)
CLAIM = st.builds(ClaimRecord, baseline=st.sampled_from(["3", None]), evidence=st.lists(EVIDENCE, max_size=3))
FUNDING = st.builds(
    FundingRecord,
    instrument=st.sampled_from(["mainstream_budget", "grant"]),
    granted=st.booleans(),
    ends_on=st.none() | SOON,
)
RECORD = st.builds(
    IdeaRecord,
    stage=st.sampled_from([str(stage) for stage in Stage]),
    extent=st.none() | st.sampled_from([str(extent) for extent in Extent]),
    stage_since=SOME,
    shielded_until=st.none() | SOON,
    has_sponsor=st.booleans(),
    newest_contact=SOME,
    sponsor_acted_on=SOME,
    lessons=st.integers(0, 2),
    newest_lesson=SOME,
    partners=st.integers(0, 2),
    newest_partner=SOME,
    adaptation_moved_on=SOME,
    published=st.integers(0, 1),
    published_on=SOME,
    last_event_on=SOME,
    claims=st.lists(CLAIM, max_size=2),
    funding=st.lists(FUNDING, max_size=2),
)


@given(record=RECORD, day=st.dates(DAY, DAY + timedelta(days=400)))
def test_until_it_is_due_a_triangle_reads_the_same_every_day(record, day):
    due = due_on(record, day)
    now = triangle(record, day)
    last = (due or day + timedelta(days=900)) - timedelta(days=1)
    assert last >= day
    looked_at = {day + timedelta(days=n) for n in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610)} | {last}
    for later in sorted(each for each in looked_at if day < each <= last):
        assert triangle(record, later) == now, f"due on {due}, changed on {later}"


EVIDENT = ClaimRecord(baseline="3", evidence=[EvidenceRecord(kind="user_feedback", value="2", note="Fewer.", day=DAY)])
DATED = {
    "stage": IdeaRecord(stage_since=DAY),
    "shield": IdeaRecord(shielded_until=DAY + timedelta(days=40)),
    "contact": IdeaRecord(has_sponsor=True, newest_contact=DAY),
    "act": IdeaRecord(has_sponsor=True, sponsor_acted_on=DAY),
    "lesson": IdeaRecord(lessons=1, newest_lesson=DAY),
    "partner": IdeaRecord(partners=1, newest_partner=DAY),
    "adaptation": IdeaRecord(adaptation_moved_on=DAY),
    "card": IdeaRecord(published=1, published_on=DAY),
    "event": IdeaRecord(last_event_on=DAY),
    "large": IdeaRecord(last_event_on=DAY, extent="system"),
    "evidence": IdeaRecord(claims=[EVIDENT]),
    "money": IdeaRecord(funding=[FundingRecord("grant", granted=True, ends_on=DAY + timedelta(days=300))]),
    "hope": IdeaRecord(funding=[FundingRecord("mainstream_budget", granted=False, ends_on=DAY + timedelta(days=9))]),
}


@pytest.mark.parametrize("stage", [str(stage) for stage in Stage])
@pytest.mark.parametrize("dated", DATED)
def test_one_dated_fact_alone_changes_a_triangle_on_no_day_before_it_is_due(dated, stage):
    record = DATED[dated]._replace(stage=stage)
    due, now = due_on(record, DAY), triangle(record, DAY)
    for later in (DAY + timedelta(days=n) for n in range(1, 800)):
        anew = triangle(record, later)
        if later == due:
            due, now = due_on(record, later), anew
        assert anew == now, f"changed on {later}"


def test_what_nothing_ages_on_is_never_due():
    assert due_on(IdeaRecord(stage="design", has_sponsor=True), DAY) is None


def test_a_sponsor_who_was_heard_of_today_is_due_the_day_after_they_are_silent():
    heard = IdeaRecord(stage="design", has_sponsor=True, newest_contact=DAY)
    silent = DAY + timedelta(days=days().sponsor + 1)
    assert due_on(heard, DAY) == silent
    assert triangle(heard, silent) != triangle(heard, silent - timedelta(days=1))


def test_money_is_due_when_it_lasts_a_month_less_and_a_day_past_the_calendar_never():
    until = date(2027, 2, 28)
    paid = IdeaRecord(stage="mainstream", funding=[FundingRecord(granted=True, ends_on=until)])
    assert DAY < due_on(paid, DAY) <= date(2026, 9, 1)
    assert due_on(IdeaRecord(stage="design", funding=[FundingRecord(ends_on=date.max)]), DAY) is None
    assert due_on(IdeaRecord(stage="design", condition_due=date.max, newest_contact=date.max), DAY) is None
