"""What is true of risks, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.risk import asks_for_scrutiny, score

FIGURE = st.integers(1, 5)


@given(likelihood=FIGURE, impact=FIGURE)
def test_a_score_is_likelihood_times_impact_and_fifteen_asks_for_scrutiny(likelihood, impact):
    assert score(likelihood=likelihood, impact=impact) == likelihood * impact
    assert asks_for_scrutiny(likelihood=likelihood, impact=impact) == (likelihood * impact >= 15)


def test_a_risk_from_a_report_without_figures_has_no_score_and_asks_for_nothing():
    assert score(likelihood=None, impact=4) is None
    assert not asks_for_scrutiny(likelihood=None, impact=5)
