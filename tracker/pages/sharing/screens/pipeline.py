"""The joint pipeline of a collaborative: its cards by stage, and every card that fits, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from tracker import collaborative, portfolio, trial
from tracker.collaborative import Collaborative, MemberLine, StrandLine
from tracker.council import Can
from tracker.idea import Key
from tracker.pages.sharing.narrowing import narrowed
from tracker.pages.sharing.standing import standing
from tracker.pages.sharing.worth import told_of
from tracker.tenancy import together
from tracker.web import Screens, reader, render

screens = Screens("pipeline", __name__)


def members_and_strands(found: Collaborative) -> tuple[Sequence[MemberLine], Sequence[StrandLine]]:
    """Whose cards stand in a collaborative, and in which strands they may: one statement."""
    members, strands = collaborative.members_query(found), collaborative.strands_query(found)
    answers = together((members, strands))
    return answers.of(members), answers.of(strands)


def joint_pipeline(
    found: Collaborative, members: Sequence[MemberLine], strands: Sequence[StrandLine]
) -> dict[str, Any]:
    """The joint pipeline as the page of a collaborative takes it, narrowed by its address: one statement."""
    asked = narrowed(request.args, members, strands)
    cards, counts = collaborative.board_queries(found, asked.sieve)
    others, consent = collaborative.others_query(found), collaborative.consent_query(found.id)
    reported, figures = collaborative.reported_query(), portfolio.figures_query(found.id)
    closed, trials = collaborative.closed_query(found), trial.trials_query(found)
    asked_of_all = (cards, counts, others, consent, figures, closed, trials)
    answers = together((*asked_of_all, *([reported] if found.historical else [])))
    columns = collaborative.columns_of(answers.of(cards), answers.of(counts))
    return {
        "columns": columns,
        "total": sum(column.count for column in columns),
        "uncounted": any(column.cut for column in columns),
        "others": answers.of(others),
        "narrowing": asked,
        "boxes": asked.boxes(members, strands),
        "figures": told_of(answers.of(figures)),
        "blinded": answers.of(consent),
        "reported": answers.of(reported) if found.historical else (),
        "trials": answers.of(trials),
        **standing(found, answers.of(closed)),
        "here": reader().council_id,
        "alone": False,
    }


@screens.screen("/collaboratives/<code>/cards", needs=Can.SEE_CARDS)
def cards(code: str) -> Any:
    """Every card that fits what is asked, the newest first, fifty on a page."""
    found = collaborative.get(code)
    members, strands = members_and_strands(found)
    asked = narrowed(request.args, members, strands)
    page = collaborative.page_query(found, asked.sieve, after=Key.read(request.args.get("after"))).answer()
    at = f"/collaboratives/{code}/cards"
    return render(
        "sharing/cards.html",
        collaborative=found,
        page_of=page,
        narrowing=asked,
        boxes=asked.boxes(members, strands),
        here=reader().council_id,
        next=asked.address(at, after=str(page.next_key)) if page.next_key else None,
        first=asked.address(at) if request.args.get("after") else None,
    )
