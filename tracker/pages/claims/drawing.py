"""The figures of a claim as a drawing: where each stands, in per cent across and in pixels down. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.value import ClaimWorth, last_day_of, number_in
from tracker.web.drawing import CLOSE, CLOSE_DAYS, RIGHT, Dot, Drawing, frame_of, with_room
from tracker.web.filters import day as day_in_words
from tracker.web.filters import given_day


class Figure(NamedTuple):
    """A figure with its day, and as that was given: the start, one that was measured, or the target."""

    day: date
    value: Decimal
    words: str
    kind: str
    when: str = ""

    @property
    def label(self) -> str:
        """Its day as it stands under a drawing: the year alone, where no more was given."""
        return self.when if self.when.isdigit() else f"{self.day:%b %y}"


def figures_of(claim: ClaimWorth) -> list[Figure]:
    """The numbers of a claim that have a day, in order of their days: a start, what was measured, the target."""
    started, due = claim.baseline_date, claim.target_on
    found = [_figure(last_day_of(started), claim.baseline, "start", given_day(started))]
    found += [_figure(one.on, one.value, "measured", given_day(one.value_date)) for one in claim.records]
    found.append(_figure(due, claim.target, "target", day_in_words(due)))
    return sorted((figure for figure in found if figure), key=lambda figure: (figure.kind == "target", figure.day))


def _figure(day: date | None, words: str | None, kind: str, when: str) -> Figure | None:
    number = number_in(words)
    return Figure(day, number, (words or "").strip(), kind, when) if day and number is not None else None


def drawing_of(figures: Sequence[Figure], *, today: date) -> Drawing | None:
    """Draw two figures or more; None where there are fewer, or where all are of one day."""
    frame = frame_of([figure.day for figure in figures], [figure.value for figure in figures])
    if frame is None:
        return None
    places = [frame.across(figure.day) for figure in figures]
    told, dated = with_room(places, CLOSE), with_room(places, CLOSE_DAYS)
    dots = [
        Dot(
            x,
            frame.down(one.value),
            one.kind,
            one.words if n in told else "",
            one.label if n in dated else "",
            x == RIGHT,
        )
        for n, (one, x) in enumerate(zip(figures, places, strict=True))
    ]
    inside = frame.first < today < frame.last
    return Drawing(dots, frame.lines, frame.across(today) if inside else None)
