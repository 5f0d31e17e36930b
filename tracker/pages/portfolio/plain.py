"""One plain page for councillors: where the ideas are, what changed, what came of it, what we learnt, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tracker import benefit, clock, lesson, portfolio
from tracker.council import Can
from tracker.portfolio import MoveLine, ProfilePart
from tracker.tenancy import together
from tracker.web import Screens, reader, render

screens = Screens("plain", __name__)
LATELY = 91  # days
YEAR = 365
LISTED = 10
QUESTIONS = 3
TOLD = ("went_on", "went_back", "parked", "closed")


@screens.screen("/portfolio/plain", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """The portfolio in the words of staff, without a figure that has to be explained: five statements."""
    today = clock.today()
    parts = portfolio.profile_record(until=today).parts
    lately = today - timedelta(days=LATELY)
    worth = benefit.ended_query(start=today - timedelta(days=YEAR), until=today)
    lessons = lesson.learnt_query(start=lately, until=today)
    found = together((worth, lessons))
    moves = portfolio.moves_behind(start=lately, until=today, reader=reader()).moves
    return render(
        "portfolio/plain.html",
        stages=portfolio.surroundings(reader=reader()).ages,
        moves=_told(moves),
        worth=found.of(worth),
        lessons=found.of(lessons),
        parts={part.name: part for part in parts},
        questions=_questions(parts),
        about=portfolio.parts_as_told(),
    )


def _told(moves: Sequence[MoveLine]) -> list[MoveLine]:
    """The moves that are news to a councillor: on, back, parked or closed, of ideas that they may read."""
    return [one for one in moves if one.title and one.way in TOLD][:LISTED]


def _questions(parts: Sequence[ProfilePart]) -> list[ProfilePart]:
    """The parts to ask about: made of ideas that can be mended one by one, the lowest first."""
    known = [part for part in parts if part.value is not None and "numerator" in part.terms]
    open_ = [part for part in known if part.numerator < part.denominator]
    return sorted(open_, key=lambda part: (part.value or 0, part.name))[:QUESTIONS]
