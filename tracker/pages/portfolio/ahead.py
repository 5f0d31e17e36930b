"""What lies ahead and where: the money that ends next, and the live ideas by place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from tracker import clock, portfolio, value
from tracker.council import Can
from tracker.portfolio import LIVE_STAGES, MoneyEnd
from tracker.web import Screens, reader, render

screens = Screens("ahead", __name__)


class EndsWhen(NamedTuple):
    """The ideas whose money ends in so many whole months; in none, because it has ended."""

    months: int
    ended: bool
    lines: Sequence[MoneyEnd]


@screens.screen("/portfolio/money", needs=Can.SEE_PORTFOLIO)
def money() -> Any:
    """The money that ends next, by how many months of it are left, and the ideas whose money has no known end."""
    found = portfolio.money_ahead(reader=reader())
    first = next((one for one in found.ends if one.title), None)
    return render("portfolio/money.html", money=found, first=first, groups=_groups(found.ends))


def _groups(lines: Sequence[MoneyEnd]) -> list[EndsWhen]:
    today = clock.today()

    def left(one: MoneyEnd) -> tuple[bool, int]:
        ended = one.until is not None and one.until < today
        return (not ended, 0 if ended else value.runway_months(one.until, today=today) or 0)

    return [EndsWhen(months, not runs, list(some)) for (runs, months), some in groupby(lines, key=left)]


@screens.screen("/portfolio/places", needs=Can.SEE_PORTFOLIO)
def places() -> Any:
    """The live ideas by ward or area, by stage."""
    return render("portfolio/places.html", places=portfolio.live_by_place(), stages=LIVE_STAGES)
