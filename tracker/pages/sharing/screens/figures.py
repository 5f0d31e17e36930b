"""What a collaborative's cards come to: eight parts without a total, how they spread, what they are worth."""

from __future__ import annotations

from typing import Any

from flask import abort, request

from tracker import collaborative, portfolio
from tracker.collaborative import TO_BE_OPENED
from tracker.council import Can
from tracker.pages.sharing.worth import told_of
from tracker.web import Screens, render
from tracker.web.numbers import whole

screens = Screens("figures", __name__)
LISTS = {
    portfolio.STUCK: "Stuck where it began",
    portfolio.TWICE: "Told twice, counted once",
}


@screens.screen("/collaboratives/<code>/figures", needs=Can.SEE_CARDS)
def show(code: str) -> Any:
    """The eight parts over the cards of a collaborative, how these spread, and what they are worth."""
    figures, parts = portfolio.figures_query(TO_BE_OPENED.id), portfolio.parts_query(TO_BE_OPENED.id)
    found, answers = collaborative.opened(code, figures, parts)
    return render(
        "sharing/figures.html",
        collaborative=found,
        figures=told_of(answers.of(figures)),
        parts=answers.of(parts),
        about=portfolio.parts_as_told(),
    )


@screens.screen("/collaboratives/<code>/figures/<part>", needs=Can.SEE_CARDS)
def part(code: str, part: str) -> Any:
    """The cards behind a part, behind what is stuck, or behind what is told twice."""
    about, this = portfolio.parts_as_told().get(part), TO_BE_OPENED.id
    if about is None and part not in LISTS:
        abort(404)
    page = max(whole(request.args.get("page"), otherwise=1), 1)
    lines = portfolio.lines_query(this, part=part, page=page)
    kept, past = portfolio.parts_query(this, of=[part]), portfolio.past_query(this, part=part)
    found, answers = collaborative.opened(code, lines, kept, past)
    shown = answers.of(lines)
    return render(
        "sharing/figure.html",
        collaborative=found,
        name=part,
        about=about,
        title=about.title if about else LISTS[part],
        part=next(iter(answers.of(kept)), None),
        past=answers.of(past),
        counting=[line for line in shown if line.counts],
        against=[line for line in shown if not line.counts],
        page_number=page,
        more=len(shown) == portfolio.ON_A_PAGE,
    )
