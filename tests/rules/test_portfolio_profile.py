"""The eight parts, by the fine print: each test is one of its sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.portfolio.figures import half_up
from tracker.portfolio.profile.parts import PARTS, every_part
from tracker.portfolio.profile.words import Circumstances, IdeaOnDay, ProfilePart
from tracker.portfolio.words import NOT_ENOUGH
from tracker.value.rules import runway_months

DAY = date(2026, 11, 20)  # a Friday
LAST_TOLD = date(2010, 12, 31)
ENGLAND = Circumstances(promise_days=5, nation="england", taken_in=0)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def an(ref: str = "A-1", stage: str = "mobilise", **facts) -> IdeaOnDay:
    return IdeaOnDay(ref=ref, stage=stage, **{"historical": False, "state": "active", **facts})


def several(count: int, start: int = 0, **facts) -> list[IdeaOnDay]:
    return [an(f"A-{start + n}", **facts) for n in range(count)]


def part(name: str, ideas, *, day: date = DAY, council: Circumstances = ENGLAND) -> ProfilePart:
    return next(found for found in every_part(ideas, day, council) if found.name == name)


def test_the_eight_parts_are_told_in_their_order():
    names = "mix runway evidence learning sponsorship flow involvement spread"
    assert [str(found.name) for found in every_part([], DAY, ENGLAND)] == names.split()


def test_every_sentence_of_a_part_is_told_with_the_days_in_force():
    sentences = ("above", "below", "yes", "no", "asks", "unsaid")
    named = dict.fromkeys(sentences, "for {sponsor} days")
    told = replace(PARTS["sponsorship"], **named, sources=("after {sponsor} days",)).with_days()
    assert {getattr(told, name) for name in sentences} == {"for 60 days"}
    assert told.sources == ("after 60 days",)


def test_with_nothing_there_every_part_says_not_enough_to_say():
    assert all((found.value, found.why) == (None, NOT_ENOUGH) for found in every_part([], DAY, ENGLAND))


@pytest.mark.parametrize(
    ("exact", "shown"), [("1999/20", "100.0"), ("125/1000", "0.1"), ("25/100", "0.3"), ("200/3", "66.7"), ("0", "0")]
)
def test_values_are_rounded_half_up_to_one_decimal(exact, shown):
    assert half_up(Fraction(exact)) == Decimal(shown)


@pytest.mark.parametrize("name", list(PARTS))
def test_fewer_than_five_in_the_denominator_is_not_enough_to_say(name):
    facts = {
        "stage": "mainstream",
        "extent": "incremental",
        "needs_no_money": True,
        "newest_evidence": DAY,
        "newest_contact": DAY,
        "submitted_on": DAY,
        "replied_on": DAY,
        "involvement": "designs_with",
    }
    closed = {"state": "closed", "outcome": "stopped", "closed_on": DAY, "has_lesson": True}
    if name == "learning":
        facts |= closed
    four, five = (part(name, several(n, **facts)) for n in (4, 5))
    assert (four.value, four.why, four.terms["denominator"]) == (None, NOT_ENOUGH, 4)
    assert (five.value is not None, five.why, five.terms["denominator"]) == (True, None, 5)


# --- active ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "left_out",
    [
        {"stage": "latent"},
        {"state": "parked"},
        {"state": "closed"},
        {"state": "triage"},
        {"shielded_until": DAY + timedelta(days=1)},
    ],
)
def test_active_is_design_to_embedded_in_state_active_and_not_shielded(left_out):
    assert part("involvement", [an(**left_out)]).terms["denominator"] == 0


def test_an_idea_is_shielded_until_its_day_and_no_longer_on_it():
    assert part("involvement", [an(shielded_until=DAY)]).terms["denominator"] == 1


# --- historical ------------------------------------------------------------------------------------------------------
FULL = {
    "stage": "mainstream",
    "extent": "radical",
    "needs_no_money": True,
    "historical": True,
    "involvement": "designs_with",
    "submitted_on": LAST_TOLD,
}


@pytest.mark.parametrize("name", ["mix", "runway", "evidence"])
def test_historical_cases_count_up_to_the_last_day_told_and_not_after(name):
    assert part(name, several(6, **FULL), day=LAST_TOLD).terms["denominator"] == 6
    assert part(name, several(6, **FULL), day=LAST_TOLD + timedelta(days=1)).terms["denominator"] == 0


def test_historical_closings_count_in_learning_up_to_the_last_day_told():
    closed = several(5, historical=True, state="closed", outcome="stopped", closed_on=LAST_TOLD, has_lesson=True)
    assert part("learning", closed, day=LAST_TOLD).value == 100
    assert part("learning", closed, day=LAST_TOLD + timedelta(days=1)).terms["denominator"] == 0


@pytest.mark.parametrize("name", ["sponsorship", "flow", "involvement", "spread"])
def test_historical_cases_never_count_where_no_case_file_can_record_it(name):
    assert part(name, several(6, **FULL), day=LAST_TOLD).terms["denominator"] == 0


# --- mix -------------------------------------------------------------------------------------------------------------
def test_mix_is_the_distance_from_the_target_shares():
    ideas = several(14, extent="incremental") + several(5, 14, extent="radical") + several(1, 19, extent="system")
    found = part("mix", ideas)
    assert found.value == Decimal("90.0")
    assert found.terms == {
        "denominator": 20,
        "incremental": 14,
        "incremental_share": Decimal("70.0"),
        "incremental_target": 60,
        "radical": 5,
        "radical_share": Decimal("25.0"),
        "radical_target": 30,
        "system": 1,
        "system_share": Decimal("5.0"),
        "system_target": 10,
    }


def test_mix_its_shares_and_its_five_count_only_ideas_with_an_extent():
    found = part("mix", several(5, extent="incremental") + several(5, 5))
    assert (found.value, found.terms["denominator"], len(found.items)) == (Decimal("60.0"), 5, 5)
    assert part("mix", several(4, extent="incremental") + several(5, 5)).value is None


def test_all_in_the_smallest_share_is_far_from_the_target_and_not_below_zero():
    assert part("mix", several(5, extent="system")).value == Decimal("10.0")


def test_shares_are_rounded_for_showing_and_the_value_is_not_made_of_rounded_shares():
    ideas = several(2, extent="incremental") + several(2, 2, extent="radical") + several(3, 4, extent="system")
    found = part("mix", ideas)
    assert found.terms["radical_share"] == Decimal("28.6")
    assert found.value == Decimal("67.1")


# --- runway ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "end", "months"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), 6),
        (date(2026, 8, 31), date(2027, 2, 27), 5),
        (date(2026, 8, 31), date(2027, 2, 1), 5),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2026, 1, 15), date(2026, 7, 15), 6),
        (date(2026, 1, 15), date(2026, 7, 14), 5),
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 15), date(2025, 12, 31), 0),
        (date(2026, 1, 15), None, None),
    ],
)
def test_runway_is_the_most_months_that_still_end_in_time_cut_to_the_months_last_day(day, end, months):
    assert runway_months(end, today=day) == months


def test_runway_counts_six_months_or_no_money_needed_among_mobilise_and_mainstream():
    ideas = [
        an("A-1", money_until=date(2027, 5, 20), has_granted=True),
        an("A-2", money_until=date(2027, 5, 19), has_granted=True),
        an("A-3", stage="mainstream", needs_no_money=True),
        an("A-4", has_granted=True),
        an("A-5"),
        an("A-6", stage="design", needs_no_money=True),
        an("A-7", stage="embedded", needs_no_money=True),
    ]
    found = part("runway", ideas)
    assert (found.value, found.terms["numerator"], found.terms["denominator"]) == (Decimal("40.0"), 2, 5)
    assert [item.counts for item in found.items] == [True, False, True, False, False]
    assert "unknown" in found.items[3].why


# --- evidence --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("extent", "age", "counts"),
    [
        ("incremental", 90, True),
        ("incremental", 91, False),
        ("radical", 180, True),
        ("radical", 181, False),
        ("system", 180, True),
        ("system", 181, False),
        (None, 90, True),
        (None, 91, False),
    ],
)
def test_evidence_is_fresh_to_90_days_or_180_where_radical_or_system(extent, age, counts):
    (item,) = part("evidence", [an(extent=extent, newest_evidence=ago(age))]).items
    assert item.counts is counts


def test_evidence_is_asked_of_mobilise_mainstream_and_embedded():
    stages = ("latent", "design", "mobilise", "mainstream", "embedded")
    found = part("evidence", [an(stage, stage=stage) for stage in stages])
    assert [item.ref for item in found.items] == ["embedded", "mainstream", "mobilise"]


# --- learning --------------------------------------------------------------------------------------------------------
def test_learning_asks_a_lesson_of_what_was_closed_within_365_days_and_not_merged():
    def closed(ref: str, outcome: str, age: int | None, **more) -> IdeaOnDay:
        day = None if age is None else ago(age)
        return an(ref, stage="latent", state="closed", outcome=outcome, closed_on=day, **more)

    ideas = [
        closed("A-1", "stopped", 365, has_lesson=True),
        closed("A-2", "stopped", 366, has_lesson=True),
        closed("A-3", "improved_instead", 0, has_lesson=True),
        closed("A-4", "resourced_instead", 1),
        closed("A-5", "declined", 2),
        closed("A-6", "merged", 2, has_lesson=True),
        closed("A-7", "referred", 2, has_lesson=True),
        closed("A-8", "stopped", None, has_lesson=True),
        closed("A-9", "declined", 9, has_lesson=True),
    ]
    found = part("learning", ideas)
    assert [item.ref for item in found.items] == ["A-1", "A-3", "A-4", "A-5", "A-9"]
    assert found.value == Decimal("60.0")


# --- sponsorship -----------------------------------------------------------------------------------------------------
def test_sponsorship_is_contact_within_60_days_from_design_to_mainstream():
    ideas = [
        an("A-1", stage="design", newest_contact=ago(60)),
        an("A-2", newest_contact=ago(61)),
        an("A-3", stage="mainstream", newest_contact=DAY),
        an("A-4"),
        an("A-5", newest_contact=ago(1)),
        an("A-6", stage="embedded", newest_contact=DAY),
    ]
    found = part("sponsorship", ideas)
    assert (found.value, found.terms["denominator"]) == (Decimal("60.0"), 5)


# --- flow ------------------------------------------------------------------------------------------------------------
def submitted(*waits: tuple[date, date | None]) -> list[IdeaOnDay]:
    return [an(f"A-{n}", stage="latent", submitted_on=at, replied_on=reply) for n, (at, reply) in enumerate(waits)]


MONDAY = date(2026, 11, 2)


def test_flow_is_the_promise_over_the_median_of_working_days_to_the_first_reply():
    after = {0: MONDAY, 4: date(2026, 11, 6), 6: date(2026, 11, 10), 8: date(2026, 11, 12), 10: date(2026, 11, 16)}
    found = part("flow", submitted(*((MONDAY, reply) for reply in after.values())))
    assert found.terms == {"denominator": 5, "counted": 5, "promise": 5, "median": Decimal("6.0")}
    assert found.value == Decimal("83.3")


def test_what_its_author_joined_with_another_waits_for_no_reply_of_its_own():
    waits = submitted(*[(MONDAY, MONDAY)] * 5)
    joined = an("A-9", stage="latent", state="closed", outcome="merged", submitted_on=MONDAY)
    assert part("flow", [*waits, joined]).terms["denominator"] == 5
    answered = joined._replace(replied_on=MONDAY)
    assert part("flow", [*waits, answered]).terms["denominator"] == 6


def test_the_median_of_an_even_count_is_the_mean_of_the_middle_two():
    found = part("flow", submitted(*((MONDAY, MONDAY + timedelta(days=n)) for n in (0, 1, 9, 10, 0, 14))))
    assert found.terms["median"] == Decimal("4.0")
    assert found.value == 100


def test_an_unanswered_idea_counts_with_its_age_once_it_is_past_the_promise():
    friday = date(2026, 11, 13)  # 5 working days before DAY: not past it
    thursday = date(2026, 11, 12)
    found = part("flow", submitted((friday, None), (thursday, None), *[(MONDAY, MONDAY)] * 3))
    assert [item.counts for item in found.items] == [False, True, True, True, True]
    assert (found.terms["denominator"], found.terms["counted"]) == (5, 4)
    assert "6 working days" in found.items[1].why


def test_a_reply_after_the_day_is_not_there_yet():
    found = part("flow", submitted(*[(MONDAY, DAY + timedelta(days=1))] * 5))
    assert all("no reply yet" in item.why for item in found.items)
    assert found.terms["median"] == 14


def test_a_median_of_nothing_gives_100_and_no_idea_counted_gives_no_value():
    assert part("flow", submitted(*[(MONDAY, MONDAY)] * 5)).value == 100
    unanswered = part("flow", submitted(*[(DAY, None)] * 5))
    assert (unanswered.value, unanswered.why, unanswered.terms["denominator"]) == (None, NOT_ENOUGH, 5)
    assert unanswered.terms["median"] is None


def test_ideas_submitted_180_days_ago_are_in_the_window_and_of_181_not():
    assert part("flow", submitted((ago(180), DAY))).terms["denominator"] == 1
    assert part("flow", submitted((ago(181), DAY), (DAY + timedelta(days=1), None))).terms["denominator"] == 0


def test_bank_holidays_are_those_of_the_councils_nation():
    day, asked = date(2026, 8, 31), date(2026, 8, 28)  # a Monday: bank holiday in England, not in Scotland
    for nation, days in (("england", "0 working days"), ("scotland", "1 working day"), (None, "1 working day")):
        council = Circumstances(promise_days=5, nation=nation, taken_in=0)
        (item,) = part("flow", submitted((asked, day)), day=day, council=council).items
        assert item.why == f"first reply after {days}"


# --- involvement -----------------------------------------------------------------------------------------------------
def test_involvement_is_users_who_design_or_deliver_with_us():
    levels = ("told", "asked", "designs_with", "delivers_with", None)
    found = part("involvement", [an(f"A-{n}", involvement=level) for n, level in enumerate(levels)])
    assert [item.counts for item in found.items] == [False, False, True, True, False]
    assert found.value == Decimal("40.0")


# --- spread ----------------------------------------------------------------------------------------------------------
def test_spread_is_the_mean_of_what_worked_elsewhere_and_what_was_taken_in_taken_before_rounding():
    ideas = [
        *several(1, stage="embedded", worked_elsewhere=True, tried_elsewhere=True),
        *several(5, 1, stage="mainstream", tried_elsewhere=True),
        *several(5, 6, stage="design"),
    ]
    found = part("spread", ideas, council=Circumstances(promise_days=5, nation=None, taken_in=1))
    assert found.terms == {
        "numerator": 1,
        "denominator": 6,
        "taken_in": 1,
        "active": 11,
        "adapted_out": Decimal("16.7"),
        "adapted_in": Decimal("90.9"),
    }
    assert found.value == half_up((Fraction(100, 6) + Fraction(1000, 11)) / 2)
    assert len(found.items) == 6


def test_what_is_taken_in_gives_at_most_100():
    found = part("spread", several(5, stage="embedded"), council=Circumstances(5, None, taken_in=9))
    assert (found.terms["adapted_in"], found.value) == (100, Decimal("50.0"))


# --- items -----------------------------------------------------------------------------------------------------------
def test_items_are_ordered_by_reference_as_plain_text_by_code_point():
    refs = ["b-1", "A-10", "A-9", "Z-1", "É-1"]
    found = part("involvement", [an(ref) for ref in refs])
    assert [item.ref for item in found.items] == ["A-10", "A-9", "Z-1", "b-1", "É-1"]


facts = st.builds(
    IdeaOnDay,
    ref=st.text("AB-1", min_size=1, max_size=4),
    historical=st.booleans(),
    stage=st.sampled_from(["latent", "design", "mobilise", "mainstream", "embedded"]),
    state=st.sampled_from(["active", "active", "parked", "closed", "triage"]),
    outcome=st.sampled_from(["stopped", "declined", "merged"]),
    closed_on=st.none() | st.dates(ago(400), DAY),
    extent=st.none() | st.sampled_from(["incremental", "radical", "system"]),
    involvement=st.none() | st.sampled_from(["told", "designs_with"]),
    newest_evidence=st.none() | st.dates(ago(400), DAY),
    newest_contact=st.none() | st.dates(ago(400), DAY),
    money_until=st.none() | st.dates(ago(400), DAY + timedelta(days=400)),
    submitted_on=st.none() | st.dates(ago(400), DAY),
    replied_on=st.none() | st.dates(ago(400), DAY),
)


@given(st.lists(facts, max_size=20), st.integers(0, 9))
def test_every_value_lies_between_0_and_100_and_its_terms_agree_with_its_items(ideas, taken_in):
    for found in every_part(ideas, DAY, Circumstances(promise_days=5, nation="wales", taken_in=taken_in)):
        counted = sum(item.counts for item in found.items)
        assert found.value is None or 0 <= found.value <= 100
        assert found.terms["denominator"] == len(found.items)
        assert found.terms.get("numerator", counted) == counted
        assert [item.ref for item in found.items] == sorted(item.ref for item in found.items)


# --- how it is told --------------------------------------------------------------------------------------------------
TOLD_FACTS = {
    "stage": "mainstream",
    "extent": "incremental",
    "needs_no_money": True,
    "newest_evidence": DAY,
    "newest_contact": DAY,
    "submitted_on": date(2026, 11, 16),
    "replied_on": date(2026, 11, 18),
    "involvement": "designs_with",
    "worked_elsewhere": True,
}
SENTENCES = {
    "mix": "5 incremental, 1 radical and 0 system of 6. The target is 60, 30, 10 per cent.",
    "runway": "5 of 6 have money for six months or need none.",
    "evidence": "5 of 6 have evidence that is fresh for their kind.",
    "learning": "1 of 5 closed in the last year left a lesson.",
    "sponsorship": "5 of 6 were in contact with their sponsor in the last 60 days.",
    "flow": "Half of 5\N{NO-BREAK SPACE}authors heard within 2 working days. The promise is 5.",
    "involvement": "In 5 of 6, users design or deliver with us.",
    "spread": "5 of 6 in mainstream or embedded worked elsewhere; 1\N{NO-BREAK SPACE}adaptation taken in beside"
    " 6\N{NO-BREAK SPACE}active ideas.",
}


@pytest.mark.parametrize("name", list(PARTS))
def test_the_figures_of_a_part_are_told_in_a_sentence(name):
    closed = {"stage": "latent", "state": "closed", "outcome": "declined", "closed_on": DAY}
    ideas = [*several(5, **TOLD_FACTS), an("A-5", stage="mainstream", extent="radical"), *several(4, 6, **closed)]
    ideas.append(an("A-10", **closed, has_lesson=True))
    council = Circumstances(promise_days=5, nation="england", taken_in=1)
    assert PARTS[name].sentence(part(name, ideas, council=council)) == SENTENCES[name]


def test_where_too_few_can_count_the_sentence_says_how_many_it_takes():
    few = "{} can count; it takes 5 to say. "
    involvement = PARTS["involvement"]
    assert involvement.sentence(part("involvement", [])) == few.format("0\N{NO-BREAK SPACE}ideas")
    alone = involvement.sentence(part("involvement", [an()]))
    assert alone == few.format("1\N{NO-BREAK SPACE}idea") + "In 0 of 1, users design or deliver with us."


def test_where_nobody_was_answered_within_the_promise_yet_flow_says_so():
    waiting = part("flow", submitted(*[(DAY, None)] * 5))
    assert PARTS["flow"].sentence(waiting) == "Nobody has waited past the promise, and nobody was answered yet."
    assert PARTS["flow"].labelled(waiting)[2] == ("Median working days to the first reply", "none")


def test_every_number_of_a_formula_has_its_label_in_the_order_in_which_it_is_worked_out():
    council = Circumstances(promise_days=5, nation=None, taken_in=1)
    spread = part("spread", several(6, stage="embedded", worked_elsewhere=True), council=council)
    assert PARTS["spread"].labelled(spread) == [
        ("Asked of", "6"),
        ("Worked elsewhere", "6"),
        ("Worked elsewhere, of 100", "100"),
        ("Active ideas", "6"),
        ("Adaptations taken in", "1"),
        ("Taken in, of 100", "100"),
    ]
