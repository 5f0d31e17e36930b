"""What became of benefits: figures by period, who checked them, how a benefit stands."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class PeriodAdded(Event):
    """What is forecast of a benefit in a period, or what came, was said; figures in what it is counted in."""

    what = "benefit_period_added"
    benefit: str | None
    period: str
    forecast: str | None
    came: str | None


@dataclass(frozen=True)
class FigureChecked(Event):
    """Somebody who did not claim a figure says that it is right, another, or cannot be told."""

    what = "benefit_figure_checked"
    benefit: str | None
    period: str
    word: str
    figure: str | None
    note: str


@dataclass(frozen=True)
class BenefitMoved(Event):
    """It was said how a benefit stands now, and why."""

    what = "benefit_moved"
    benefit: str | None
    state: str
    because: str
