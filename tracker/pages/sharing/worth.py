"""How the figures of a collaborative read: spreading in four figures, what is worth what, counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from tracker import benefit
from tracker.portfolio import JointTold, parts_as_told
from tracker.web.filters import DAYS_IN_MONTH, TWO_MONTHS, plural
from tracker.web.wording import called
from tracker.wording import capital


class WorthLine(NamedTuple):
    """What gains or losses of one kind come to, in words and in what they are counted in."""

    kind: str
    whom: str
    benefits: int
    forecast: str
    came: str
    checked: str
    questioned: str
    twice: str


class FiguresTold(NamedTuple):
    """The figures as the pages take them."""

    told: Mapping[str, Any]
    worth: Sequence[WorthLine]
    second: str | None

    @property
    def counted(self) -> int:
        """How many cards count in the eight parts."""
        return int(self.told["cards"] - self.told["left_out"])


def told_of(kept: JointTold | None) -> FiguresTold | None:
    """The figures in words; None where they are not worked out."""
    if kept is None:
        return None
    return FiguresTold(kept.told, [_line(one) for one in kept.told["worth"]], _wait(kept.told["second_days"]))


def card_words() -> dict[str, Any]:
    """What a card's page needs to word its figures: on the page, and before it is published."""
    return {
        "figure_of": figure_of,
        "part_titles": {name: about.title for name, about in parts_as_told().items()},
    }


def figure_of(figure: str, about: Mapping[str, Any]) -> str:
    """A figure of a card's benefit in what it is counted in."""
    return benefit.counted(Decimal(figure), about["class"], about["unit"])


def _wait(days: float | None) -> str | None:
    if days is None:
        return None
    return plural(round(days), "day") if days < TWO_MONTHS else plural(round(days / DAYS_IN_MONTH), "month")


def _line(one: Mapping[str, Any]) -> WorthLine:
    def figure(name: str) -> str:
        return benefit.counted(Decimal(one[name]), one["benefit_class"], one["unit"])

    said = called(one["benefit_class"], "benefit_class") if one["benefit_class"] else "of no class"
    return WorthLine(
        kind=capital(f"{'loss' if one['loss'] else 'gain'}, {said}{', ' + one['unit'] if one['unit'] else ''}"),
        whom=called(one["category"], "benefit_category") if one["category"] else "",
        benefits=one["benefits"],
        forecast=figure("forecast"),
        came=figure("came"),
        checked=figure("checked"),
        questioned=figure("questioned") if Decimal(one["questioned"]) else "",
        twice=figure("twice") if Decimal(one["twice"]) else "",
    )
