"""The council beside its own past: how each part moved, and how long ideas stay in each stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import request

from tracker import clock, portfolio
from tracker.council import Can
from tracker.pages.portfolio.drawing import drawn
from tracker.pages.portfolio.words import (
    CALENDAR,
    Pace,
    TrendPoint,
    TrendWords,
    ages_of,
    longest_of,
    told_points,
    trend_words,
)
from tracker.portfolio import SPANS, PartValue, TrendSpan
from tracker.web import Screens, reader, render

screens = Screens("past", __name__)
LONG = 7  # days of a step, beyond which a label needs its year


class PartTrend(NamedTuple):
    """A part over a span: its line, how it moved in words, and the same as a table."""

    name: str
    title: str
    points: tuple[TrendPoint, ...]
    words: TrendWords
    told: tuple[tuple[str, str], ...]


@screens.screen("/portfolio/trends", needs=Can.SEE_PORTFOLIO)
def trends() -> Any:
    """Each part over a month, a year or three years, from the daily snapshots."""
    asked = request.args.get("span", "year")
    span = next((one for one in SPANS if one.word == asked), SPANS[1])
    found = portfolio.trends_over(span=span, until=clock.today())
    about = portfolio.parts_as_told()
    parts = [_trend(name, about[name].title, values, span) for name, values in found.items()]
    return render("portfolio/trends.html", span=span, spans=SPANS, parts=parts, drawn=drawn)


def _trend(name: str, title: str, values: Sequence[PartValue], span: TrendSpan) -> PartTrend:
    points = tuple(TrendPoint(_label(one, span), None if one.value is None else float(one.value)) for one in values)
    words = trend_words(points, Pace(span.title, span.each, is_months=False))
    return PartTrend(name, title, points, words, tuple(told_points(points)))


def _label(one: PartValue, span: TrendSpan) -> str:
    short = f"{one.day.day} {CALENDAR[one.day.month - 1]}"
    return f"{short} {one.day.year}" if span.days > LONG else short


@screens.screen("/portfolio/stages", needs=Can.SEE_PORTFOLIO)
def stages() -> Any:
    """How long ideas have been in their stage, and how long those stayed that went on or back last."""
    ages = ages_of(portfolio.surroundings(reader=reader()).ages)
    return render(
        "portfolio/stages.html", ages=ages, longest=longest_of(ages), stays=portfolio.stays_by_stage(), drawn=drawn
    )
