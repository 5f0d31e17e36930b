"""What words of a council's lists are taken to mean: never the opposite, and nothing that nobody sees."""

from __future__ import annotations

from collections import Counter

import pytest

from tracker.register.rules.lists import DENIED, MANY, MOST_WORDS, list_words, word_guess, words_shown
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
    [
        "Issue",
        "Realised",
        "Occurred",
        "Now an issue",
        "Materialised",
        "Realised (issue)",
        "Active issue",
        "ISSUE - live",
    ],
)
def test_a_risk_that_is_happening_stays_open(word):
    assert word_guess(ColumnSense.RISK_STATE, word, ()).ours == "open"


@pytest.mark.parametrize(
    ("word", "ours"),
    [("Closed to issue", "came_true"), ("Closed - realised", "came_true"), ("Issue resolved", ""), ("Came true", "")],
)
def test_a_risk_that_came_true_is_closed_only_where_the_word_says_closed(word, ours):
    assert word_guess(ColumnSense.RISK_STATE, word, ()).ours == ours


@pytest.mark.parametrize(
    "word",
    [
        "Pilot ended",
        "Trial finished",
        "Gateway 2",
        "Gateway 5",
        "Stage 6",
        "Nearly complete",
        "Almost implemented",
        "Part complete",
        "Partly implemented",
        "95% complete",
        "Complete (99.5 %)",
        "2/3 complete",
        "3 of 4 delivered",
        "Archive",
        "Approved (subject to funding)",
    ],
)
def test_a_word_with_another_figure_or_only_a_part_or_two_ends_is_left_open(word):
    assert stage_of(word) == ""


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("Gateway 1", "design"),
        ("4. Complete", "mainstream"),
        ("100% complete", "mainstream"),
        ("Complete 01/04/2025", "mainstream"),
        ("Finished", "mainstream"),
        ("Partly delivered", "mobilise"),
    ],
)
def test_a_figure_that_is_no_part_of_the_word_leaves_it_as_it_is(word, ours):
    assert stage_of(word) == ours


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Not piloted", True),
        ("Awaiting closure", True),
        ("Inactive", True),
        ("Stopped - supplier failed", False),
        ("Paused until Sept 2025", False),
        ("Pre-tender", False),
        ("95% complete", False),
    ],
)
def test_only_of_a_word_that_denies_something_is_it_said_that_it_does(word, said):
    assert (word_guess(ColumnSense.STAGE, word, ()).why == DENIED) is said


@pytest.mark.parametrize("word", ["4x5", "4 x 5", "5 × 4", "2-3", "2–3", "3 or 4", "4 to 5", "2.5"])
def test_a_cell_of_two_steps_or_half_a_step_is_asked_about(word):
    assert word_guess(ColumnSense.LIKELIHOOD, word, ()).ours == ""


@pytest.mark.parametrize(
    ("word", "ours"), [("4", "4"), ("4.0", "4"), ("4 - likely", "4"), ("5 (20)", "5"), ("L1", "1"), ("4 - 80%", "4")]
)
def test_a_cell_of_one_step_is_that(word, ours):
    assert word_guess(ColumnSense.IMPACT, word, ()).ours == ours
