"""Search: where something is said, in ideas, claims, lessons, comments and files' names that the reader may see."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import request

from tracker import idea, search
from tracker.council import Can, ListOffer
from tracker.idea import Key
from tracker.pages.ideas.lines import rests
from tracker.pages.ideas.narrowing import Narrowing, narrowing, one_of
from tracker.search import Excerpt, Hit, HitKind, HitOrder, Marker, Piece, SearchPage
from tracker.web import Screens, reader, render
from tracker.web.filters import NAMELESS, ago_days, day, plural
from tracker.web.wording import vocabulary
from tracker.wording import Reading, Vocabulary, capital

screens = Screens("search", __name__)

# Where on the page of its idea a hit stands; of thousands of notes of rows the page shows some, from one on.
_PLACES = {"claim": "#worth", "lesson": "#lessons", "comment": "?notes={0}#said-{0}", "file": "#files"}


@screens.screen("/search", needs=Can.SEE_IDEAS)
def show() -> Any:
    """Where is this said? What names it comes first; narrowed by kind, and by the ideas that the hits stand on."""
    asked, offer = narrowing(request.args)
    filters, kind = asked.filters(mine=reader().person_id), one_of(HitKind, asked.given.get("kind"))
    found = None
    if filters.text:
        found = search.search(
            reader=reader(),
            filters=filters,
            kinds=[kind] if kind else tuple(HitKind),
            order=one_of(HitOrder, asked.given.get("order")) or HitOrder.CLOSEST,
            after=Key.read(request.args.get("after")),
            before=Key.read(request.args.get("before")),
        )
    return render(
        "ideas/search.html", narrowing=asked, filters=filters, **_found(found, kind, asked, offer), **_ways(asked)
    )


def _ways(asked: Narrowing) -> dict[str, str]:
    """Where one may go on from a search: the same words with less or more around them, kept, or as a list of ideas."""
    words, kind = {"q": asked.q}, asked.given.get("kind")
    return {
        "clear": f"/search?{urlencode({**words, **({'kind': kind} if kind else {})})}",
        "everywhere": f"/search?{urlencode(words)}",
        "wider": asked.address("/search", more="y"),
        "keep": asked.address("/views/new", of="search"),
        "as_list": asked.address("/ideas", kind=None, order=None),
    }


def _found(found: SearchPage | None, kind: HitKind | None, asked: Narrowing, offer: ListOffer) -> dict[str, Any]:
    if found is None:
        return {"lines": [], "counted": "", "chips": [], "only_common": False, "next": None, "previous": None}
    return {
        "only_common": found.only_common,
        "lines": lines_of(found, offer),
        "counted": counted(found),
        "chips": chips(found, kind, asked),
        "next": asked.address("/search", after=found.next_key) if found.next_key else None,
        "previous": asked.address("/search", before=found.previous_key) if found.previous_key else None,
    }


class HitLine(NamedTuple):
    """A hit as it reads: what it is, what names it, what it says, where it stands; its pieces say what is marked."""

    kind: str
    address: str
    named: Sequence[Piece]
    said: Excerpt
    about: str


def lines_of(found: SearchPage, offer: ListOffer) -> list[HitLine]:
    """The hits of a page in words."""
    words = vocabulary()
    services = {one.id: one.name for one in offer.services}
    line = functools.partial(_line, marker=found.marker, words=words, services=services, owners=offer.names)
    return [line(hit) for hit in found.hits]


def _line(
    hit: Hit, *, marker: Marker, words: Vocabulary, services: Mapping[UUID, str], owners: Mapping[UUID, str]
) -> HitLine:
    of_idea = hit.kind == HitKind.IDEA
    named, where = hit.title or NAMELESS, [hit.ref, _where(hit, words)]
    if hit.kind == HitKind.COMMENT:
        named = f"{hit.named}, {day(hit.at)}"
    elif hit.kind in {HitKind.CLAIM, HitKind.FILE}:
        named = hit.named or hit.title
    if of_idea:
        where += [services.get(hit.service_id or hit.row_id, ""), owners.get(hit.owner_id or hit.row_id, "")]
    elif hit.kind != HitKind.LESSON:
        where.append(hit.title)
    return HitLine(
        capital(words.called(hit.kind, "hit")),
        f"/ideas/{hit.ref}{_PLACES.get(hit.kind, '').format(hit.row_id)}",
        [Piece(named, marked=False)] if hit.kind == HitKind.COMMENT else marker.marks(named),
        marker.excerpt(hit.said or ""),
        " · ".join(filter(None, where)),
    )


def _where(hit: Hit, words: Vocabulary) -> str:
    standing = rests(hit, words) or capital(words.called(hit.standing, "standing", Reading.STAFF))
    return f"{standing}, {ago_days(hit.stage_since)}" if hit.stage_since and not hit.historical else standing


class Chip(NamedTuple):
    """A kind of hit to show alone: its words with how many there are, its address, and whether it is shown."""

    words: str
    address: str
    current: bool


def chips(found: SearchPage, kind: HitKind | None, asked: Narrowing) -> list[Chip]:
    """All hits, and each kind by itself. How many are of another kind is known where all were looked through."""
    words = vocabulary()
    known = kind is None and not found.over
    of_each = [
        Chip(
            capital(words.called(each, "hits"))
            + (f", {found.totals.get(each, 0):,}" if known or (each is kind and not found.over) else ""),
            asked.address("/search", kind=each),
            each is kind,
        )
        for each in HitKind
    ]
    total = (", over 1,000" if found.over else f", {found.total:,}") if kind is None else ""
    return [Chip(f"All{total}", asked.address("/search", kind=None), kind is None), *of_each]


def counted(found: SearchPage) -> str:
    """How many hits there are and of which kinds; above a thousand, that there are more."""
    if found.over:
        return f"Over {idea.MOST_HITS:,} hits"
    words = vocabulary()
    each = [
        plural(found.totals[one], words.called(one, "hit"), words.called(one, "hits"))
        for one in HitKind
        if found.totals.get(one)
    ]
    total = plural(found.total, "hit")
    return f"{total}: {', '.join(each)}" if len(each) > 1 else total
