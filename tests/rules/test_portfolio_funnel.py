"""The funnel is walked from the append-only record, and always adds up."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from tracker.portfolio.profile.funnel import walk
from tracker.portfolio.profile.words import FunnelRow, LifeStep

START = date(2025, 11, 20)
STAGES = ("latent", "design", "mobilise", "mainstream", "embedded")


def life(*steps: tuple[int | None, str], first: str = "latent") -> list[LifeStep]:
    """Steps of one idea: days after the start (None: undated), and a stage or a state."""
    idea: UUID = uuid4()

    def step(days: int | None, word: str) -> LifeStep:
        day = None if days is None else START + timedelta(days=days)
        stage = word if word in STAGES else None
        return LifeStep(idea, day, stage, None if stage else word, first)

    return [step(*one) for one in steps]


def row(steps: list[LifeStep], stage: str) -> FunnelRow:
    return next(found for found in walk(steps, start=START) if found.stage == stage)


def test_an_idea_logged_decided_and_returned_is_told_stage_by_stage():
    steps = life((1, "triage"), (5, "active"), (5, "design"), (40, "mobilise"), (90, "design"))
    assert row(steps, "latent") == FunnelRow("latent", 0, 1, 0, 0, 0, 1, 0, 0, 0, 0)
    assert row(steps, "design") == FunnelRow("design", 0, 0, 1, 1, 0, 1, 0, 0, 0, 1)
    assert row(steps, "mobilise") == FunnelRow("mobilise", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)


def test_what_happened_before_the_window_or_without_a_date_is_only_where_it_began():
    steps = life((None, "active"), (None, "design"), (-3, "mobilise"), (0, "parked"), (2, "active"), (9, "closed"))
    assert row(steps, "mobilise") == FunnelRow("mobilise", 0, 0, 0, 0, 1, 0, 0, 0, 1, 0)


words = st.sampled_from([*STAGES, "triage", "active", "parked", "closed"])
lives = st.lists(st.lists(st.tuples(st.integers(-5, 5), words), min_size=1, max_size=8), max_size=6)


@given(lives)
def test_every_row_adds_up(made):
    steps = [step for one in made for step in life(*sorted(one, key=lambda step: step[0]))]
    found = walk(steps, start=START)
    for one in found:
        came = one.here_before + one.logged + one.came_on + one.came_back + one.woken
        assert came == one.went_on + one.went_back + one.parked + one.closed + one.here_now
    assert sum(one.went_on for one in found) == sum(one.came_on for one in found)
    assert sum(one.went_back for one in found) == sum(one.came_back for one in found)
