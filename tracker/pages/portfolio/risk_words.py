"""What the risks of a council come to: how many, where they lie, of what kind, which is to be looked at next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker import clock, risk
from tracker.risk import MatrixRow, RiskLine, RiskPoint
from tracker.web.wording import called
from tracker.wording import capital

MOST_NEXT = 5
MOST_SCRUTINY = 10
COLUMNS = (
    "Reference",
    "Idea",
    "Stage",
    "Service",
    "Risk",
    "Category",
    "Cause",
    "Likelihood",
    "Impact",
    "Score",
    "Score before",
    "Reviewed on",
    "What is done",
    "Accepted because",
    "Watched by",
    "Look again on",
    "Raised at stage",
    "Noted on",
    "Closed on",
    "How it ended",
)


class RiskTally(NamedTuple):
    """The risks that a register is narrowed to, counted; `cut` says that there are more than are counted."""

    risks: int
    ideas: int
    past: int
    unscored: int
    cut: bool
    matrix: tuple[MatrixRow, ...]
    categories: tuple[tuple[str, int], ...]
    scrutiny: tuple[RiskPoint, ...]
    next: tuple[RiskPoint, ...]


def tally(found: Sequence[RiskPoint], today: date) -> RiskTally:
    """Count risks; those without a kind are counted under none, those without a day are not looked at next."""
    points = found[: risk.MOST_COUNTED]
    dated = sorted((one.review_on, one) for one in points if one.review_on)
    return RiskTally(
        risks=len(points),
        ideas=len({one.idea_id for one in points}),
        past=sum(day < today for day, _ in dated),
        unscored=sum(not (one.likelihood and one.impact) for one in points),
        cut=len(found) > risk.MOST_COUNTED,
        matrix=risk.matrix((one.likelihood, one.impact) for one in points),
        categories=tuple(sorted(Counter(one.category for one in points if one.category).items())),
        scrutiny=tuple(one for one in points if risk.asks_for_scrutiny(likelihood=one.likelihood, impact=one.impact)),
        next=tuple(one for _, one in dated[:MOST_NEXT]),
    )


def risk_row(one: RiskLine) -> Sequence[str]:
    """A risk as it stands in a file that people take along."""
    score = risk.score(likelihood=one.likelihood, impact=one.impact)
    before = risk.score(likelihood=one.likelihood_before, impact=one.impact_before)
    figures = (one.likelihood, one.impact, score, before)
    closed = clock.day_of(one.closed_at) if one.closed_at else None
    return [
        one.ref,
        one.title,
        capital(called(one.stage, "stage")),
        one.service or "",
        one.description or "",
        called(one.category, "risk_category") if one.category else "",
        one.cause or "",
        *("" if figure is None else str(figure) for figure in figures),
        _day(one.reviewed_on),
        one.mitigation or "",
        one.accepted_because or "",
        one.owner or "",
        _day(one.review_on),
        called(one.raised_at_stage, "stage") if one.raised_at_stage else "",
        one.raised_given or ("" if one.historical else _day(clock.day_of(one.recorded_at))),
        _day(closed),
        called(one.closed_as, "risk_end") if one.closed_as else "",
    ]


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""
