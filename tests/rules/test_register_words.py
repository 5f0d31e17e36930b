"""What words of a council's lists are taken to mean: never the opposite, and nothing that nobody sees."""

from __future__ import annotations

from collections import Counter

import pytest

from tracker.register.rules.lists import MANY, MOST_WORDS, list_words, word_guess, words_shown
from tracker.register.words import AS_WRITTEN, ColumnSense, RegisterChoices, ServiceName

SERVICES = (ServiceName("1", "Housing"), ServiceName("2", "Adult social care"))


def stage_of(word: str) -> str:
    return word_guess(ColumnSense.STAGE, word, ()).ours


@pytest.mark.parametrize(
    "word",
    [
        "Inactive",
        "Not live",
        "Not in progress",
        "Incomplete",
        "Not complete",
        "Complete - not rolled out",
        "Never live",
        "Unaproved",
        "Non-operational",
        "Un-cancelled",
        "Not cancelled",
        "Awaiting closure",
        "Pending closure",
        "Pre-implementation",
        "Delivered, not closed",
        "No longer complete",
        "To be piloted",
        "Yet to be delivered",
    ],
)
def test_a_word_that_is_turned_round_is_never_taken_for_what_it_denies(word):
    assert stage_of(word) == ""


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("Never started", "latent"),
        ("To be approved", "latent"),
        ("Not yet approved", "latent"),
        ("Unapproved", "latent"),
        ("Not approved", "declined"),
        ("No longer live", "stopped"),
        ("No longer deliverabel", "stopped"),
        ("Discontinued", "stopped"),
        ("Stop", "stopped"),
        ("In progres", "mobilise"),
        ("Completd", "mainstream"),
        ("Delivery - on track", "mobilise"),
    ],
)
def test_what_is_plain_is_guessed_turned_round_or_not(word, ours):
    assert stage_of(word) == ours


@pytest.mark.parametrize("word", ["Pilot complete", "Design on hold", "Interactive", "Reactivated"])
def test_a_word_that_holds_two_meanings_or_a_part_of_a_word_is_left_open(word):
    assert stage_of(word) == ""


def test_no_service_is_taken_for_what_is_not_it():
    words = ("Housng", "Non-housing", "Rehousing", "Adults not in social care")
    said = {word: word_guess(ColumnSense.SERVICE, word, SERVICES).ours for word in words}
    assert said == {"Housng": "1", **dict.fromkeys(words[1:], AS_WRITTEN)}


def test_whatever_is_guessed_from_a_near_word_is_shown_however_many_words_there_are():
    slips = [f"In progress {n}" for n in range(MOST_WORDS + 50)]
    held = Counter([*slips, *(["Live"] * 3), "Complete"])
    words = list_words(ColumnSense.STAGE, held, RegisterChoices(), (), kept=False)
    shown = {one.word for one in words_shown(words)}
    assert {one.word for one in words if one.near} == set(slips) == {one.word for one in words_shown(words) if one.near}
    assert "Live" not in shown
    many = [*(f"Site {n}" for n in range(MANY)), "In progress then"]
    last = list_words(ColumnSense.STAGE, Counter(many), RegisterChoices(), (), kept=False)
    assert {one.word: one.ours for one in last}["In progress then"] == "", "what is not shown is not applied"


@pytest.mark.parametrize(
    ("word", "ours"), [("Paused", "open"), ("Closing", "open"), ("Opened", "open"), ("Clossed", "")]
)
def test_no_slip_closes_a_risk(word, ours):
    assert word_guess(ColumnSense.RISK_STATE, word, ()).ours == ours


@pytest.mark.parametrize(
    "word",
    ["Issue", "Realised", "Occurred", "Now an issue", "Materialised", "Realised (issue)", "Active issue", "ISSUE - live"],
)
def test_a_risk_that_is_happening_stays_open(word):
    assert word_guess(ColumnSense.RISK_STATE, word, ()).ours == "open"


@pytest.mark.parametrize(
    ("word", "ours"),
    [("Closed to issue", "came_true"), ("Closed - realised", "came_true"), ("Issue resolved", ""), ("Came true", "")],
)
def test_a_risk_that_came_true_is_closed_only_where_the_word_says_closed(word, ours):
    assert word_guess(ColumnSense.RISK_STATE, word, ()).ours == ours
