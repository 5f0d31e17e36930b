"""What was listed or found goes out for people: as text, as a workbook, or on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from config.settings import settings
from tracker import clock, idea, search
from tracker.council import Can
from tracker.idea import IdeaParticulars, ListedIdea
from tracker.pages.ideas.narrowing import narrowing, one_of
from tracker.pages.ideas.search import lines_of
from tracker.search import HitKind, HitOrder, Piece
from tracker.web import Screens, reader, render
from tracker.web.tables import table_file
from tracker.web.wording import called, vocabulary
from tracker.wording import Reading, capital

screens = Screens("downloads", __name__)

MOST_ON_PAPER = 500
OF_IDEAS = (
    "Reference, Idea, Stage, Where it stands, Service, {role.owner}, {role.sponsor}, Kind, Driven by, How big a change,"
    " Tags, Places, Sent, In its stage since, Last change"
)
OF_HITS = ("What", "Named", "Says", "About", "Address")


@screens.screen("/ideas.csv", needs=Can.SEE_IDEAS, endpoint="ideas_csv")
def ideas_csv() -> Any:
    """All ideas of a list as text for a spreadsheet."""
    return _ideas("csv")


@screens.screen("/ideas.xlsx", needs=Can.SEE_IDEAS, endpoint="ideas_xlsx")
def ideas_xlsx() -> Any:
    """All ideas of a list as a workbook."""
    return _ideas("xlsx")


def _ideas(ending: str) -> Any:
    asked, _ = narrowing(request.args)
    filters = asked.filters(mine=reader().person_id)
    heading = [capital(words.strip()) for words in vocabulary().filled(OF_IDEAS).split(",")]
    found = idea.listed_in_whole(reader=reader(), filters=filters)
    return table_file("ideas", ending, heading, (_idea_row(*one) for one in found))


def _idea_row(one: ListedIdea, more: IdeaParticulars) -> Sequence[str]:
    return [
        one.ref,
        one.title,
        capital(called(one.stage, "stage")),
        capital(called(one.standing, "standing", Reading.STAFF)),
        more.service or "",
        more.owner or "",
        more.sponsor or "",
        called(more.innovation_type, "innovation_type") or "",
        called(more.origin_driver, "origin_driver") or "",
        called(more.extent, "extent") or "",
        ", ".join(more.tags or ()),
        ", ".join(more.places or ()),
        *(
            when.isoformat() if when else ""
            for when in (more.submitted_on, one.stage_since, clock.day_of(one.changed_at))
        ),
    ]


@screens.screen("/search.csv", needs=Can.SEE_IDEAS, endpoint="hits_csv")
def hits_csv() -> Any:
    """All that was found as text for a spreadsheet."""
    return _hits("csv")


@screens.screen("/search.xlsx", needs=Can.SEE_IDEAS, endpoint="hits_xlsx")
def hits_xlsx() -> Any:
    """All that was found as a workbook."""
    return _hits("xlsx")


def _hits(ending: str) -> Any:
    asked, offer = narrowing(request.args)
    kind = one_of(HitKind, asked.given.get("kind"))
    found = search.search(
        reader=reader(),
        filters=asked.filters(mine=reader().person_id),
        kinds=[kind] if kind else tuple(HitKind),
        order=one_of(HitOrder, asked.given.get("order")) or HitOrder.CLOSEST,
        limit=idea.MOST_HITS,
    )
    whole = (
        (line.kind, _plain(line.named), _plain(line.said.pieces), line.about, f"{settings().base_url}{line.address}")
        for line in lines_of(found, offer)
    )
    return table_file("search", ending, OF_HITS, whole)


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


@screens.screen("/ideas/print", needs=Can.SEE_IDEAS, endpoint="paper")
def paper() -> Any:
    """A list as it goes on paper: the first five hundred, with their particulars."""
    asked, _ = narrowing(request.args)
    filters = asked.filters(mine=reader().person_id)
    found = list(idea.listed_in_whole(reader=reader(), filters=filters, most=MOST_ON_PAPER + 1))
    lines = [_idea_row(*one) for one in found[:MOST_ON_PAPER]]
    return render(
        "ideas/paper.html", lines=lines, cut=len(found) > MOST_ON_PAPER, back=asked.address(), chosen=asked.in_words()
    )
