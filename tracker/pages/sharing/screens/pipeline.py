"""The joint pipeline of a collaborative: its cards by stage, and every card that fits, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from flask import request

from tracker import collaborative, portfolio, trial
from tracker.collaborative import (
    TO_BE_OPENED,
    AnyCollaborative,
    CardLine,
    CardPage,
    CardSieve,
    ClosedOn,
    MemberLine,
    OpenCollaborative,
    ReportedAdoption,
    VersionOfCard,
)
from tracker.council import Can
from tracker.idea import Key
from tracker.pages.sharing.narrowing import CardBox, CardNarrowing, narrowed
from tracker.pages.sharing.standing import standing
from tracker.pages.sharing.worth import told_of
from tracker.portfolio import JointTold
from tracker.tenancy import Answers, Query, together
from tracker.trial import TrialLine
from tracker.web import Screens, reader, render

screens = Screens("pipeline", __name__)
Q = TypeVar("Q", bound=tuple[Query[Any], ...])


class Pipeline(NamedTuple, Generic[Q]):
    """A collaborative with its members, what its cards are narrowed to and can be, what was asked and answered."""

    found: OpenCollaborative
    members: Sequence[MemberLine]
    narrowing: CardNarrowing
    boxes: Sequence[CardBox]
    asked: Q
    answers: Answers


def pipeline(code: str, ask: Callable[[AnyCollaborative, CardSieve], Q]) -> Pipeline[Q]:
    """A collaborative, and what is asked of its cards as its address narrows them.

    One statement; two where a member or a strand is named, which is looked up first. Raises NotFoundError for any
    collaborative but the open council's own.
    """
    members, strands = collaborative.members_query(TO_BE_OPENED), collaborative.strands_query(TO_BE_OPENED)
    narrowing = narrowed(request.args)
    if narrowing.stands_alone:
        asked = ask(TO_BE_OPENED, narrowing.sieve)
        found, answers = collaborative.opened(code, members, strands, *asked)
        told = answers
    else:
        found, answers = collaborative.opened(code, members, strands)
        narrowing = narrowed(request.args, answers.of(members), answers.of(strands))
        asked = ask(found, narrowing.sieve)
        told = together(asked)
    boxes = narrowing.boxes(answers.of(members), answers.of(strands))
    return Pipeline(found, answers.of(members), narrowing, boxes, asked, told)


class BoardQueries(NamedTuple):
    """What the page of a collaborative asks of it."""

    cards: Query[list[CardLine]]
    counts: Query[Mapping[str, int]]
    others: Query[list[int]]
    lately: Query[list[VersionOfCard]]
    blinded: Query[bool]
    figures: Query[JointTold | None]
    closed: Query[ClosedOn | None]
    trials: Query[list[TrialLine]]
    reported: Query[list[ReportedAdoption]]


def _board(of: AnyCollaborative, sieve: CardSieve) -> BoardQueries:
    return BoardQueries(
        *collaborative.board_queries(of, sieve),
        others=collaborative.others_query(of),
        lately=collaborative.made_lately_query(of, reader=reader()),
        blinded=collaborative.consent_query(of.id),
        figures=portfolio.figures_query(of.id),
        closed=collaborative.closed_query(of),
        trials=trial.trials_query(of),
        reported=collaborative.reported_query(of),
    )


def _holders(board: Pipeline[BoardQueries]) -> list[tuple[str, str]]:
    """Who convenes it, and which members had another part in it, as reports tell: the part, and the member."""
    convenor = str(board.found.convenor_id)
    held: list[tuple[str, str]] = []
    for one in board.members:
        if one.council_id == convenor:
            held.append(("Convenor", one.member))
        elif one.role and one.role != "convenor":
            held.append((one.role, one.member))
    return held


def joint_board(code: str) -> dict[str, Any]:
    """The joint pipeline as the page of a collaborative takes it, narrowed by its address."""
    board = pipeline(code, _board)
    asked, answers = board.asked, board.answers
    columns = collaborative.columns_of(answers.of(asked.cards), answers.of(asked.counts))
    return {
        "collaborative": board.found,
        "member_names": ", ".join(one.member for one in board.members),
        "holders": _holders(board),
        "columns": columns,
        "total": sum(column.count for column in columns),
        "uncounted": any(column.cut for column in columns),
        "others": answers.of(asked.others),
        "lately": answers.of(asked.lately),
        "narrowing": board.narrowing,
        "boxes": board.boxes,
        "figures": told_of(answers.of(asked.figures)),
        "blinded": answers.of(asked.blinded),
        "reported": answers.of(asked.reported),
        "trials": answers.of(asked.trials),
        **standing(board.found, answers.of(asked.closed)),
        "here": reader().council_id,
        "alone": False,
    }


class PageQuery(NamedTuple):
    """What a page of cards asks."""

    page: Query[CardPage]


def _page(of: AnyCollaborative, sieve: CardSieve) -> PageQuery:
    return PageQuery(collaborative.page_query(of, sieve, after=Key.read(request.args.get("after"))))


@screens.screen("/collaboratives/<code>/cards", needs=Can.SEE_CARDS)
def cards(code: str) -> Any:
    """Every card that fits what is asked, the newest first, fifty on a page."""
    listed = pipeline(code, _page)
    page, at, asked = listed.answers.of(listed.asked.page), f"/collaboratives/{code}/cards", listed.narrowing
    return render(
        "sharing/cards.html",
        collaborative=listed.found,
        page_of=page,
        narrowing=asked,
        boxes=listed.boxes,
        here=reader().council_id,
        next=asked.address(at, after=str(page.next_key)) if page.next_key else None,
        first=asked.address(at) if request.args.get("after") else None,
    )
