"""Every move behind where ideas went in a year: by stage, by way, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from tracker import clock, portfolio
from tracker.council import Can
from tracker.idea import Stage
from tracker.pages.portfolio.asked_day import asked_day
from tracker.portfolio import WAYS, FunnelRow, MoveKey
from tracker.web import Screens, reader, render
from tracker.web.days import read_day
from tracker.web.numbers import whole
from tracker.web.wording import called

screens = Screens("moves", __name__)
YEAR = 365
LARGEST = 2**62
WORDS: Mapping[str, str] = {
    "logged": "was logged",
    "came_on": "came on",
    "came_back": "came back",
    "woken": "was woken",
    "went_on": "went on",
    "went_back": "went back",
    "parked": "was parked",
    "closed": "was closed, merged or referred",
}
WHERE: Mapping[str, str] = {"came_on": "to", "came_back": "to", "went_on": "from", "went_back": "from"}


@screens.screen("/portfolio/moves", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """The moves of the year to a day, the newest first: all, or those that one figure of the funnel counts."""
    day, wrong, typed = asked_day()
    until = day or clock.today()
    start = until - timedelta(days=YEAR)
    stage, way = _one_of(Stage, "stage"), _one_of(WAYS, "way")
    rows = portfolio.funnel(start=start, until=until)
    page = portfolio.moves_behind(
        start=start, until=until, reader=reader(), stage=stage, way=way, after=_key(request.args.get("after", ""))
    )
    asked = {"stage": stage, "way": way, "day": day.isoformat() if day else ""}
    return render(
        "portfolio/moves.html",
        rows=rows,
        page_of=page,
        words=WORDS,
        heading=_heading(stage, way),
        narrowed=stage or way,
        address_of=lambda stage, way: _address({**asked, "stage": stage, "way": way}),
        counted=sum(_counted(row, way) for row in rows if stage in {"", row.stage}),
        start=start,
        until=until,
        day=day,
        wrong=wrong,
        typed=typed,
        here=url_for(".show", day=day),
        newer=_address(asked) if request.args.get("after") else None,
        older=_address(asked, page.next_key) if page.next_key else None,
    )


def _heading(stage: str, way: str) -> str:
    """What is listed: every move, those of a stage, or the ideas that one figure counts."""
    there = f" {WHERE.get(way, 'in')} {called(stage, 'stage')}" if stage else ""
    return f"Every idea that {WORDS[way]}{there}" if way else f"Every move{there}"


def _one_of(words: Any, name: str) -> str:
    given = request.args.get(name, "")
    return given if given in set(words) else ""


def _counted(row: FunnelRow, way: str) -> int:
    """How many the funnel counts of a way; of none, how many left a stage or were new in it."""
    ways = (way,) if way else ("logged", "woken", "went_on", "went_back", "parked", "closed")
    return sum(int(getattr(row, one)) for one in ways)


def _address(asked: Mapping[str, str], after: MoveKey | None = None) -> str:
    key = {"after": f"{after.day.isoformat()}_{after.kind}_{after.number}"} if after else {}
    given = urlencode({name: value for name, value in {**asked, **key}.items() if value})
    return f"/portfolio/moves?{given}#moves" if given else "/portfolio/moves#moves"


def _key(written: str) -> MoveKey | None:
    """Read where a page begins, as an address says it; None for none, and for what is no such place."""
    parts = written.split("_")
    day = read_day(parts[0])
    if day is None or len(parts) != len(MoveKey._fields):
        return None
    kind, number = (whole(part, otherwise=-1) for part in parts[1:])
    return MoveKey(day, kind, number) if kind in {0, 1} and 0 <= number <= LARGEST else None
