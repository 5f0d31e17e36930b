"""What was listed or found goes out for people: as text, as a workbook, or on paper."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from flask import Response, request

from tracker import clock, exchange, idea, search
from tracker.council import Can
from tracker.idea import IdeaParticulars, ListedIdea
from tracker.pages.ideas.narrowing import narrowing, one_of
from tracker.pages.ideas.search import lines_of
from tracker.search import HitKind, HitOrder, Piece
from tracker.web import Screens, reader, render
from tracker.web.wording import called, vocabulary
from tracker.wording import Reading, capital

screens = Screens("downloads", __name__)

MOST_ON_PAPER = 500
PIECE = 65_536
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_IDEAS = (
    "Reference, Idea, Stage, Where it stands, Service, {role.owner}, {role.sponsor}, Kind, Driven by, How big a change,"
    " Tags, Places, Sent, In its stage since, Last change"
)
OF_HITS = ("What", "Named", "Says", "About", "Address")


def _file(name: str, ending: str, heading: Sequence[str], rows: Iterator[Sequence[str]]) -> Any:
    """Write a table beside the page, so that it goes out whole or not at all, and send it a piece at a time."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it was sent
    if ending == "csv":
        exchange.write_text_table(out, heading, rows)
    else:
        exchange.write_workbook_table(out, name, heading, rows)
    kind = "text/csv; charset=utf-8" if ending == "csv" else XLSX
    answer = Response(_pieces(out), mimetype=kind)
    answer.content_length = out.tell()
    answer.headers["Content-Disposition"] = f"attachment; filename={name}-{clock.today().isoformat()}.{ending}"
    out.seek(0)
    return answer


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece; it is gone once it was sent, or nobody reads on."""
    with out:
        while piece := out.read(PIECE):
            yield piece


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
    return _file("ideas", ending, heading, (_idea_row(*one) for one in found))


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
        (line.kind, _plain(line.named), _plain(line.said.pieces), line.about, line.address)
        for line in lines_of(found, offer)
    )
    return _file("search", ending, OF_HITS, whole)


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
