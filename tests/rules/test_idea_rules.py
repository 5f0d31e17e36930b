"""What is true of an idea, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.idea import Refused, Stage, counts_from, faults, personal_data_in, pips, spoken
from tracker.idea.rules import check_return

TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_an_idea_needs_a_title_and_a_problem_and_what_could_be_tried_may_come_later():
    assert [fault.field for fault in faults({"title": " ", "problem": "", "proposal": None})] == ["title", "problem"]
    assert faults({"title": "A quiet room", "problem": "It is loud", "proposal": "Use the linen room"}) == []


def test_a_title_longer_than_a_line_is_refused_beside_it():
    assert [fault.field for fault in faults({"title": "x" * 121, "problem": "p", "proposal": "q"})] == ["title"]


@given(stated=DAYS, today=DAYS)
def test_a_fact_never_counts_before_it_was_recorded_nor_before_its_day(stated, today):
    first = counts_from(stated, today)
    assert first >= stated
    assert first >= today
    assert first in {stated, today}


def test_a_day_is_said_with_its_year_only_where_it_is_another():
    assert spoken(date(2026, 10, 3), today=TODAY) == "3 October"
    assert spoken(date(2027, 3, 31), today=TODAY) == "31 March 2027"


@given(promised=st.integers(1, 60), gone=st.integers(0, 400))
def test_pips_always_show_the_promise_and_every_day_past_it(promised, gone):
    shown = pips(promised=promised, gone=gone)
    assert shown.gone + shown.left == promised
    assert shown.gone + shown.over == gone
    assert not (shown.left and shown.over)


@pytest.mark.parametrize("to", [Stage.DESIGN, Stage.MOBILISE, Stage.EMBEDDED])
def test_a_return_goes_back_and_nowhere_else(to):
    if to is Stage.DESIGN:
        check_return(stage=Stage.MOBILISE, to=to)
    else:
        with pytest.raises(Refused):
            check_return(stage=Stage.MOBILISE, to=to)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("On Tuesday Jean Hollis, who has dementia, waited four hours.", "name"),
        ("Mrs Hollis was arrested on her own doorstep.", "name"),
        ("Ring me on 07700 900123.", "telephone"),
        ("Ring the ward: 01632 960 471", "telephone"),
        ("Write to jean@example.org.", "email"),
        ("His number is QQ 12 34 56 C.", "Insurance"),
        ("NHS number 943 476 5919 was on the sheet.", "NHS"),
    ],
)
def test_what_looks_like_a_real_person_is_noticed(text, what):
    assert any(what in found for found in personal_data_in(text)), personal_data_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "A woman in her eighties with dementia waited four hours.",
        "Carr Lane was dark for 16 days and people asked us about it.",
        "Jean Hollis had the idea.",
        "Adult Social Care sees depressed people wait.",
        "We pay £1,250,000 for 943 476 5918 letters.",
        "Former Police Station Premises, Argyle Road, Swanage",
        "In 2008 the police and Mental Health team met 12 times.",
        "",
        None,
    ],
)
def test_plain_words_about_a_need_are_left_alone(text):
    assert personal_data_in(text) == []


@given(st.text(max_size=400))
def test_any_text_at_all_can_be_looked_at(text):
    assert isinstance(personal_data_in(text), list)
