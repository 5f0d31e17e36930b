"""What is true of risks, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.risk import asks_for_scrutiny, part_due, score

TODAY = date(2026, 11, 20)
FIGURE = st.integers(1, 5)


@given(likelihood=FIGURE, impact=FIGURE)
def test_a_score_is_likelihood_times_impact_and_fifteen_asks_for_scrutiny(likelihood, impact):
    assert score(likelihood=likelihood, impact=impact) == likelihood * impact
    assert asks_for_scrutiny(likelihood=likelihood, impact=impact) == (likelihood * impact >= 15)


def test_a_risk_from_a_report_without_figures_has_no_score_and_asks_for_nothing():
    assert score(likelihood=None, impact=4) is None
    assert not asks_for_scrutiny(likelihood=None, impact=5)


def test_risks_are_current_once_one_is_noted_and_until_its_day_has_passed():
    assert part_due(open_risks=0, next_review=None, today=TODAY)
    assert part_due(open_risks=1, next_review=None, today=TODAY) is None
    assert part_due(open_risks=1, next_review=TODAY, today=TODAY) is None
    assert "19 November" in (part_due(open_risks=2, next_review=TODAY - timedelta(days=1), today=TODAY) or "")
