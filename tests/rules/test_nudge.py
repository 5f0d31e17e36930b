"""On which day a nudge goes, how often, to whom after two unanswered, and what else a mail tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import is_working_day
from tracker.nudge.rules import (
    Staff,
    first_day,
    latest_beginning,
    link_works,
    next_turn,
    rule_book,
    tells_the_rest,
)
from tracker.nudge.watch import WATCHED
from tracker.nudge.words import EarlierNudge, NudgeState, NudgeSubject, Recipient, Turn

SENT, WAITING = NudgeState.SENT, NudgeState.WAITING
NATIONS = st.sampled_from(["england", "scotland", "wales", "northern_ireland", None])
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_rule_book_holds_every_rule_of_the_file():
    assert len(rule_book()) == 42
    assert rule_book()["sponsor_silent"].recipient is Recipient.SPONSOR
    assert rule_book()["evidence_stale"].stages == {"mobilise", "mainstream", "embedded"}


def test_what_is_watched_stands_in_the_rule_book_and_in_its_order():
    assert [code for code in rule_book() if code in WATCHED] == list(WATCHED)


def test_a_fact_with_nothing_particular_to_name_says_since_when_it_is_so():
    silent, began = WATCHED["sponsor_silent"], date(2020, 3, 2)
    assert silent.sentence(about(began_on=began)).endswith("it has been tried since 2 March 2020.")
    assert silent.sentence(about(began_on=began, particular=began)).endswith("is recorded since 2 March 2020.")


def about(**particulars):
    """A subject that nobody holds a place on, but those given."""
    nobody = dict.fromkeys(("owner_id", "sponsor_id", "keeper_id", "particular"))
    return NudgeSubject(
        **{
            "subject_id": uuid4(),
            "idea_id": uuid4(),
            "large": None,
            "began_on": date(2026, 1, 5),
            **nobody,
            **particulars,
        }
    )


@pytest.mark.parametrize(
    ("rule", "gone", "asked"),
    [
        ("idle", "", "owner"),
        ("idle", "owner", "first lead"),
        ("sponsor_silent", "", "sponsor"),
        ("sponsor_silent", "sponsor", "owner"),
        ("sponsor_silent", "sponsor and owner", "first lead"),
        ("condition_due", "", "keeper"),
        ("condition_due", "keeper", "owner"),
        ("no_sponsor", "", "first lead"),
        ("idle", "owner, first lead, second lead", None),
    ],
)
def test_a_rule_asks_who_holds_the_place_then_the_owner_then_a_lead_of_those_still_here(rule, gone, asked):
    people = {name: uuid4() for name in ("owner", "sponsor", "keeper", "first lead", "second lead")}
    here = {name: person for name, person in people.items() if name not in gone}
    leads = tuple(here[name] for name in here if name.endswith("lead"))
    staff = Staff(frozenset(here.values()), frozenset(here.values()), leads)
    subject = about(owner_id=people["owner"], sponsor_id=people["sponsor"], keeper_id=people["keeper"])

    assert staff.recipients(rule_book()[rule], subject)[:1] == ([people[asked]] if asked else [])


@pytest.mark.parametrize("rule", ["idle", "sponsor_silent", "condition_due", "no_sponsor"])
def test_of_an_idea_whose_owner_is_gone_or_may_no_longer_own_only_a_lead_is_asked(rule):
    lead, owner, sponsor, keeper = uuid4(), uuid4(), uuid4(), uuid4()
    for owners, owned_by in (({lead}, owner), ({lead, owner}, uuid4()), ({lead, owner}, None)):
        staff = Staff(frozenset({lead, owner, sponsor, keeper}), frozenset(owners), (lead,))
        subject = about(owner_id=owned_by, sponsor_id=sponsor, keeper_id=keeper)
        assert staff.recipients(rule_book()[rule], subject) == [lead]


def test_whoever_holds_several_places_is_asked_once_and_the_first_lead_comes_last():
    first, second, owner = uuid4(), uuid4(), uuid4()
    here = frozenset({first, second, owner})
    staff = Staff(here, here, (first, second))
    held = about(owner_id=owner, sponsor_id=owner, keeper_id=second)
    assert staff.recipients(rule_book()["sponsor_silent"], held) == [owner, first]
    assert staff.recipients(rule_book()["condition_due"], held) == [second, owner, first]
    assert staff.recipients(rule_book()["no_sponsor"], held) == [first]


def test_behind_a_person_stands_another_lead_and_behind_the_only_lead_nobody():
    first, second, owner = uuid4(), uuid4(), uuid4()
    here = frozenset({first, second, owner})
    both, alone = (Staff(here, here, leads) for leads in ((first, second), (first,)))
    assert [both.lead_behind(person) for person in (owner, first, second)] == [first, second, first]
    assert alone.lead_behind(first) == first


def test_a_link_works_for_sixty_days():
    made = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
    assert link_works(made_at=made, now=made + timedelta(days=60))
    assert not link_works(made_at=made, now=made + timedelta(days=60, seconds=1))


def test_a_promise_is_overdue_on_the_working_day_after_its_last():
    rule = rule_book()["reply_overdue"]
    assert first_day(rule, day("2026-11-20"), nation="england") == day("2026-11-23"), "Friday's promise, on Monday"
    assert first_day(rule, day("2026-12-24"), nation="england") == day("2026-12-29"), (
        "Christmas and the weekend between"
    )
    assert first_day(rule, day("2026-12-24"), nation=None) == day("2026-12-25"), "no nation: weekends only"


def test_days_are_calendar_days_and_sent_on_the_first_working_day_on_or_after():
    rule = rule_book()["no_sponsor"]
    assert first_day(rule, day("2026-10-31"), nation="england") == day("2026-11-23"), "21 days end on a Saturday"
    assert first_day(rule, day("2026-11-02"), nation="england") == day("2026-11-23")


def test_a_day_to_come_is_told_of_its_days_ahead():
    rule = rule_book()["condition_due"]
    assert first_day(rule, day("2026-11-30"), nation="england") == day("2026-11-16"), "14 days ahead"
    assert first_day(rule, day("2026-12-05"), nation="england") == day("2026-11-23"), "never on a Saturday"


def test_scotland_works_when_england_rests():
    rule = rule_book()["no_sponsor"]
    assert first_day(rule, day("2026-08-10"), nation="england") == day("2026-09-01")
    assert first_day(rule, day("2026-08-10"), nation="scotland") == day("2026-08-31")


def test_a_radical_idea_is_given_twice_as_long_before_it_is_called_idle():
    rule = rule_book()["idle"]
    assert first_day(rule, day("2026-01-05"), nation=None) == day("2026-04-06")
    assert first_day(rule, day("2026-01-05"), nation=None, large=True) == day("2026-07-06")
    assert first_day(rule_book()["no_sponsor"], day("2026-01-05"), nation=None, large=True) == day("2026-01-26")


def test_nothing_is_repeated_while_one_waits():
    rule = rule_book()["idle"]
    assert next_turn(rule, day("2026-11-02"), [EarlierNudge(0, WAITING, day("2026-11-02"))], nation=None) is None


def test_it_is_repeated_no_sooner_than_its_interval_and_after_two_unanswered_goes_to_the_lead():
    rule, first = rule_book()["idle"], day("2026-09-01")
    assert next_turn(rule, first, [], nation=None) == Turn(0, first, to_lead=False)
    once = [EarlierNudge(0, SENT, day("2026-09-01"))]
    assert next_turn(rule, first, once, nation=None) == Turn(1, day("2026-10-01"), to_lead=False)
    twice = [*once, EarlierNudge(1, SENT, day("2026-10-01"))]
    assert next_turn(rule, first, twice, nation=None) == Turn(2, day("2026-11-02"), to_lead=True)


def test_an_answer_between_begins_the_count_again():
    rule, first = rule_book()["idle"], day("2026-06-01")
    told = [
        EarlierNudge(0, SENT, day("2026-06-01")),
        EarlierNudge(1, NudgeState.ANSWERED, day("2026-07-02")),
        EarlierNudge(2, SENT, day("2026-08-03")),
    ]
    assert next_turn(rule, first, told, nation=None) == Turn(3, day("2026-09-02"), to_lead=False)


def test_what_asks_the_lead_goes_no_higher():
    rule, first = rule_book()["reply_overdue"], day("2026-11-02")
    told = [EarlierNudge(n, SENT, day("2026-11-02") + timedelta(days=2 * n)) for n in range(4)]
    assert next_turn(rule, first, told, nation=None) == Turn(4, day("2026-11-10"), to_lead=False)


def test_a_snooze_rests_until_its_day():
    rule, first = rule_book()["idle"], day("2026-09-01")
    told = [EarlierNudge(0, NudgeState.SNOOZED, day("2026-09-02"), until=day("2026-11-21"))]
    assert next_turn(rule, first, told, nation="england") == Turn(1, day("2026-11-23"), to_lead=False)


def test_what_else_waits_is_told_daily_or_on_the_weeks_first_working_day_or_never():
    monday, tuesday = day("2026-08-31"), day("2026-09-01")
    assert tells_the_rest("daily", tuesday, nation="england")
    assert tells_the_rest("weekly", tuesday, nation="england"), "Monday is a bank holiday"
    assert tells_the_rest("weekly", monday, nation="scotland")
    assert not tells_the_rest("weekly", tuesday, nation="scotland")
    assert not any(tells_the_rest("never", one, nation=None) for one in (monday, tuesday))


@given(DAYS, NATIONS, st.sampled_from(sorted(rule_book())), st.booleans())
def test_every_first_day_is_a_working_day(began, nation, code, large):
    assert is_working_day(first_day(rule_book()[code], began, nation=nation, large=large), nation)


@given(DAYS, NATIONS, st.sampled_from(sorted(rule_book())), st.booleans(), st.integers(0, 400))
def test_nothing_that_is_due_began_too_late_to_be_looked_at(began, nation, code, large, later):
    day, rule = began + timedelta(days=later), rule_book()[code]
    if first_day(rule, began, nation=nation, large=large) <= day:
        assert began <= latest_beginning(rule, day)


@given(
    DAYS, NATIONS, st.lists(st.tuples(st.sampled_from(sorted(NudgeState)), st.integers(0, 60)), min_size=1, max_size=6)
)
def test_a_turn_is_on_a_working_day_with_the_next_number_and_after_the_last(began, nation, told):
    rule, earlier, on = rule_book()["idle"], [], began
    for number, (state, later) in enumerate(told):
        on += timedelta(days=later)
        earlier.append(EarlierNudge(number, NudgeState(state), on))
    turn = next_turn(rule, first_day(rule, began, nation=nation), earlier, nation=nation)
    if earlier[-1].state is WAITING:
        assert turn is None
    else:
        assert turn.repeat == len(told)
        assert is_working_day(turn.due_on, nation)
        assert turn.due_on >= on + timedelta(days=rule.repeat_days)


@pytest.mark.parametrize("nation", ["england", "scotland", "wales", "northern_ireland", None])
def test_in_every_week_one_working_day_tells_the_rest_to_who_chose_weekly(nation):
    for week in range(150):
        days = [date(2024, 1, 1) + timedelta(days=7 * week + n) for n in range(7)]
        working = [one for one in days if is_working_day(one, nation)]
        assert sum(tells_the_rest("weekly", one, nation=nation) for one in working) == 1
