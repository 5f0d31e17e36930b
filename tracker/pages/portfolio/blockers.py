"""The rules that stand in the way of a council's ideas: which answer is late, whose rule does most harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request

from tracker import clock, context
from tracker.context import BlockerLine, BlockerList
from tracker.council import Can
from tracker.web import Screens, reader, render
from tracker.web.tables import table_file
from tracker.web.wording import called
from tracker.wording import capital

screens = Screens("blockers", __name__)
COLUMNS = (
    "Reference",
    "Idea",
    "Stage",
    "Service",
    "Rule",
    "Whose rule",
    "Harm",
    "What is asked",
    "Of whom",
    "Asked on",
    "Answer needed by",
    "What became of it",
    "Answer",
    "Answered on",
    "Noted on",
)
NEVER = "not answered before the idea was closed"


@screens.screen("/portfolio/blockers", needs=Can.SEE_PORTFOLIO)
def show() -> Any:
    """The rules in the way that wait for an answer, by the day on which it is needed; the answers; or the unanswered.

    These are of ideas that were closed before an answer came.
    """
    which = next((one for one in BlockerList if request.args.get(one) == "y"), BlockerList.WAITING)
    found = context.blockers(reader=reader(), which=which)
    lines, cut = found[: context.MOST_BLOCKERS], len(found) > context.MOST_BLOCKERS
    late = [one for one in lines if one.late]
    return render("portfolio/blockers.html", lines=lines, late=late, which=which, cut=cut)


@screens.screen("/portfolio/blockers.csv", needs=Can.SEE_PORTFOLIO)
def csv() -> Any:
    """Every rule in the way as text for a spreadsheet."""
    return table_file("blockers", "csv", COLUMNS, map(_row, context.all_blockers(reader=reader())))


@screens.screen("/portfolio/blockers.xlsx", needs=Can.SEE_PORTFOLIO)
def xlsx() -> Any:
    """The same as a workbook."""
    return table_file("blockers", "xlsx", COLUMNS, map(_row, context.all_blockers(reader=reader())))


def _row(one: BlockerLine) -> Sequence[str]:
    return [
        one.ref,
        one.title,
        capital(called(one.stage, "stage")),
        one.service or "",
        *(one.rule, one.whose, one.harm, one.ask, one.asked_of),
        _day(one.asked_on),
        _day(one.needed_by),
        called(one.verdict, "blocker_verdict") if one.verdict else NEVER if one.lapsed else "",
        one.answer or "",
        _day(one.answered_on),
        _day(clock.day_of(one.recorded_at)),
    ]


def _day(when: date | None) -> str:
    return when.isoformat() if when else ""
